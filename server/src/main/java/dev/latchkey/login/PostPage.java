package dev.latchkey.login;

import dev.latchkey.saml.PostForm;
import dev.latchkey.shell.Shell;
import dev.latchkey.url.WebUrl;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.ModelAndView;

/**
 * A page that posts to an address of the connection: automatically if scripts run, otherwise with its one button.
 * Nobody has a name on it: it stands where somebody comes in or goes.
 */
public final class PostPage {
    private PostPage() {}

    public static ModelAndView of(PostForm form, String title, HttpServletResponse response) {
        return page(
                form.action(), title, form.field(), form.message(), form.relayState(), response);
    }

    /** Without a message: the bare POST after a logout (requirement A16). */
    public static ModelAndView bare(String action, String title, HttpServletResponse response) {
        return page(action, title, null, null, null, response);
    }

    private static ModelAndView page(
            String action,
            String title,
            @Nullable String field,
            @Nullable String message,
            @Nullable String relayState,
            HttpServletResponse response) {
        FormTargets.allowIdpsAtOnce(response);
        WebUrl url = WebUrl.parse(action).orElseThrow();
        ModelAndView page = new ModelAndView("login/post");
        page.addObject("shell", Shell.NOBODY);
        page.addObject("script", "/js/submit.js");
        page.addObject("action", action);
        page.addObject("heading", title);
        page.addObject("host", url.host().text());
        page.addObject("field", field);
        page.addObject("message", message);
        page.addObject("relayState", relayState);
        return page;
    }
}
