// Sends the page's form on by itself (SAML Bindings 3.5.4). Only where a browser comes here anew: who went back or
// reloaded finds the button, so that nobody is caught between two pages.
(() => {
  const [arrival] = performance.getEntriesByType("navigation");
  const form = document.querySelector("form[data-onward]");
  if (form !== null && arrival !== undefined && arrival.type === "navigate") {
    form.submit();
  }
})();
