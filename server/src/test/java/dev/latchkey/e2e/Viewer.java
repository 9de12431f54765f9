package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at a page as people do: in light and dark, on a desk and on a phone. Where classes are run by name, it leaves a
 * picture of each.
 */
final class Viewer {
    private static final Path PICTURES = Path.of("target", "pages");
    private static final int DESK = 1280;
    private static final int PHONE = 390;

    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Viewer(Page page) {
        this.page = page;
        page.onConsoleMessage(message -> {
            boolean expected = message.text().contains("the server responded with a status of");
            if (message.type().equals("error") && !expected) {
                complaints.add(page.url() + " console: " + message.text());
            }
        });
    }

    /** Everything that is wrong with the pages that were looked at. */
    List<String> complaints() {
        return complaints;
    }

    /** The page is in light when this begins, and afterwards. */
    void look(String name) {
        assertThat(page.title()).as(name).isNotBlank();
        page.evaluate(AxeBuilder.getAxeScript());
        axe(name, Map.of("resultTypes", List.of("violations")));
        picture(name + "-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        // It is the same document: nothing but its colours can be amiss in one of the two only.
        axe(
                name + " in dark",
                Map.of(
                        "resultTypes", List.of("violations"),
                        "runOnly",
                                Map.of(
                                        "type",
                                        "rule",
                                        "values",
                                        List.of("color-contrast", "link-in-text-block"))));
        picture(name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(PHONE, 844);
        fits(name);
        picture(name + "-phone");
        page.setViewportSize(DESK, 800);
        whatScreenReadersHear(name);
    }

    /** The page in light as it stands on a desk, without what one would have to scroll to. */
    void keep(Path picture) {
        page.screenshot(new Page.ScreenshotOptions().setPath(picture));
    }

    /** As axe's own builder does it, which reads its half megabyte again each time and describes what is well, too. */
    private void axe(String where, Map<String, ?> options) {
        Object found =
                page.evaluate(
                        """
                        options => axe.run(document, options).then(all => all.violations.flatMap(
                            rule => rule.nodes.map(node => rule.help + ' ' + node.html)))
                        """,
                        options);
        ((List<?>) found).forEach(each -> complaints.add(where + ": " + each));
    }

    private void fits(String name) {
        Number width = (Number) page.evaluate("document.scrollingElement.scrollWidth");
        if (width.intValue() > PHONE) {
            complaints.add(name + " is " + width + " pixels wide on a phone");
        }
    }

    private void whatScreenReadersHear(String name) {
        if (page.locator("h1").count() != 1) {
            complaints.add(name + " has " + page.locator("h1").count() + " first headings");
        }
    }

    private void picture(String name) {
        if (!Boolean.getBoolean("latchkey.pictures")) {
            return;
        }
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setFullPage(true));
    }
}
