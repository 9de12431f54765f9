package dev.latchkey.login;

import dev.latchkey.saml.PostForm;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.ModelAndView;

/** A page with one button that posts to an address of the connection. */
final class PostPage {
    private PostPage() {}

    static ModelAndView of(PostForm form, String title, HttpServletResponse response) {
        return page(
                form.action(), title, form.field(), form.message(), form.relayState(), response);
    }

    /** Without a message: the bare POST after a logout (requirement A16). */
    static ModelAndView bare(String action, String title, HttpServletResponse response) {
        return page(action, title, null, null, null, response);
    }

    private static ModelAndView page(
            String action,
            String title,
            @Nullable String field,
            @Nullable String message,
            @Nullable String relayState,
            HttpServletResponse response) {
        FormTargets.allow(response, origin(action));
        ModelAndView page = new ModelAndView("login/post");
        page.addObject("action", action);
        page.addObject("heading", title);
        page.addObject("host", URI.create(action).getHost());
        page.addObject("field", field);
        page.addObject("message", message);
        page.addObject("relayState", relayState);
        return page;
    }

    private static String origin(String action) {
        URI uri = URI.create(action);
        String host = uri.getHost();
        return uri.getScheme() + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
