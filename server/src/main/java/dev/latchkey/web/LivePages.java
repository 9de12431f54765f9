package dev.latchkey.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Lets a page refresh itself. Without scripts it has a link that does the same, so nothing is missing where they
 * are off; only these pages may run one, and only ours.
 */
@Controller
public class LivePages {
    private static final String SCRIPT =
            "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js";
    private final byte[] script;

    LivePages() {
        try (InputStream in = LivePages.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("the script is not in the jar");
            }
            this.script = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page with leave to run our script and to fetch from here. */
    public static ModelAndView live(ModelAndView page, HttpServletResponse response) {
        String policy = response.getHeader("Content-Security-Policy");
        response.setHeader(
                "Content-Security-Policy",
                (policy == null ? SecurityConfiguration.CONTENT_SECURITY_POLICY : policy)
                        + "; script-src 'self'; connect-src 'self'");
        return page.addObject("live", true);
    }

    @GetMapping("/js/htmx.js")
    ResponseEntity<byte[]> script() {
        return ResponseEntity.ok()
                .contentType(MediaType.valueOf("text/javascript"))
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic())
                .body(script);
    }
}
