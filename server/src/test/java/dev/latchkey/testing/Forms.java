package dev.latchkey.testing;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Reads from a page what its forms carry, as a browser sends it. */
public final class Forms {
    private static final Pattern FORM = Pattern.compile("(?s)<form\\b([^>]*)>(.*?)</form>");
    private static final Pattern SEEN =
            Pattern.compile("name=\"seen\" value=\"([^\"]*)\"|value=\"([^\"]*)\" name=\"seen\"");

    private Forms() {}

    /** What the page's form for this address carries of what the page showed; throws where it carries nothing. */
    public static String seen(MockMvc mvc, String page, RequestPostProcessor who, String action)
            throws Exception {
        return seen(
                mvc.perform(get(page).with(who)).andReturn().getResponse().getContentAsString(),
                action);
    }

    /** The same of a page that is there already. */
    public static String seen(String html, String action) {
        return all(html, action).stream()
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(
                                "no form for " + action + " carries what was shown:\n" + html));
    }

    /** Of the first form that carries something; empty where none does. */
    public static String any(String html) {
        Matcher seen = SEEN.matcher(html);
        return seen.find() ? (seen.group(1) == null ? seen.group(2) : seen.group(1)) : "";
    }

    /** The same of a page that is there to be fetched. */
    public static String any(MockMvc mvc, String page, RequestPostProcessor who) throws Exception {
        return any(mvc.perform(get(page).with(who)).andReturn().getResponse().getContentAsString());
    }

    /** Of all the page's forms for this address. */
    private static List<String> all(String html, String action) {
        List<String> found = new ArrayList<>();
        Matcher form = FORM.matcher(html);
        while (form.find()) {
            Matcher seen = SEEN.matcher(form.group(2));
            boolean its = (form.group(1) + form.group(2)).contains("action=\"" + action + "\"");
            if (its && seen.find()) {
                found.add(seen.group(1) == null ? seen.group(2) : seen.group(1));
            }
        }
        return found;
    }
}
