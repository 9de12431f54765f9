package dev.latchkey.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.test.web.servlet.MockMvc;

/** A start for real has nothing of the demo. */
@SpringBootTest(properties = "latchkey.data-dir=target/normal-start-test-${random.uuid}")
@AutoConfigureMockMvc
@NullUnmarked
class NormalStartTest {
    @Autowired private ApplicationContext context;
    @Autowired private MockMvc mvc;
    @Autowired private JdbcClient jdbc;

    /** What is told as done is there after a power cut. */
    @Test
    void theEmbeddedDatabaseKeepsWhatItHasCommitted() {
        assertThat(jdbc.sql("show fsync").query(String.class).single()).isEqualTo("on");
        assertThat(jdbc.sql("show synchronous_commit").query(String.class).single())
                .isEqualTo("on");
    }

    @Test
    void noBeanIsTheDemos() {
        assertThat(Arrays.stream(context.getBeanDefinitionNames()).map(context::getType))
                .filteredOn(Objects::nonNull)
                .extracting(Class::getName)
                .noneMatch(name -> name.startsWith("dev.latchkey.demo."));
    }

    @Test
    void everyBeanOfTheDemoAsksForTheDemo() {
        assertThat(
                        new ClassFileImporter()
                                        .withImportOption(new ImportOption.DoNotIncludeTests())
                                        .importPackages("dev.latchkey.demo")
                                        .stream()
                                        .filter(each ->
                                                each.isAnnotatedWith(Component.class)
                                                        || each.isMetaAnnotatedWith(
                                                                Component.class)))
                .hasSizeGreaterThan(8)
                .allSatisfy(each -> assertThat(profile(each)).containsExactly("demo"));
    }

    private static String[] profile(JavaClass component) {
        return component.getAnnotationOfType(Profile.class).value();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/demo",
                "/demo/",
                "/demo/idp/acme",
                "/demo/idp/acme/metadata",
                "/demo/idp/acme/sso",
                "/demo/idp/acme/open",
                "/demo/idp/acme/slo"
            })
    void noPageOfTheDemoIsThere(String path) throws Exception {
        assertThat(mvc.perform(get(path)).andReturn().getResponse().getStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/demo/idp/acme/respond", "/demo/idp/acme/sso"})
    void nothingCanBeSentToTheDemo(String path) throws Exception {
        assertThat(mvc.perform(post(path)).andReturn().getResponse().getStatus())
                .isBetween(400, 499);
    }

    @Test
    void noSampleIsThereAndNoPageSaysSo() throws Exception {
        assertThat(
                        jdbc.sql(
                                        "select (select count(*) from organization) + (select count(*) from operator)")
                                .query(Integer.class)
                                .single())
                .isZero();
        assertThat(mvc.perform(get("/login")).andReturn().getResponse().getContentAsString())
                .doesNotContain("demo");
    }
}
