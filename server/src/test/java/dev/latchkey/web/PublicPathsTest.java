package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.PublicPath.Trait;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.MockMvc;

/** What everybody may come to, as the modules of the running server declare it. A path more is a line more here. */
@WholeServer
@NullUnmarked
class PublicPathsTest {
    @Autowired List<PublicPaths> declared;
    @Autowired DeclaredPaths paths;
    @Autowired MockMvc mvc;

    @Test
    void theseAreAllThatIsPublic() {
        assertThat(
                        declared.stream()
                                .flatMap(each -> each.paths().stream())
                                .map(PublicPathsTest::line))
                .containsExactlyInAnyOrder(
                        "/",
                        "/error",
                        "/css/** WITHOUT_SESSION",
                        "/js/** WITHOUT_SESSION",
                        "/actuator/health/**",
                        "/demo/**",
                        "/login/** LEADS_IN",
                        "/login/password LEADS_IN BRINGS_PASSWORD",
                        "/login/address LEADS_IN",
                        "/login/emergency LEADS_IN",
                        "/saml/** LEADS_IN WITHOUT_SESSION WITHOUT_TOKEN",
                        "/saml/*/metadata LEADS_IN WITHOUT_SESSION",
                        "/operator/login LEADS_IN BRINGS_PASSWORD",
                        "/operator/setup LEADS_IN");
    }

    @Test
    void theseAreAllThatAskForNoSessionAndNoToken() {
        assertThat(declared.stream().flatMap(each -> each.arrivals().stream()))
                .containsExactlyInAnyOrder(
                        new PublicRoute(HttpMethod.POST, "/saml/*/acs"),
                        new PublicRoute(HttpMethod.GET, "/login/finish"));
        assertThat(paths.patternsWithoutToken()).containsExactly("/saml/**");
    }

    private static String line(PublicPath path) {
        return new TreeSet<>(path.traits())
                .stream()
                        .map(trait -> " " + trait)
                        .collect(Collectors.joining("", path.pattern(), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/loginx",
                "/samlx/1/acs",
                "/actuator",
                "/actuator/env",
                "/actuator/healthy",
                "/index.html",
                "/cssx",
                "/operators",
                "/operator/loginx",
                "/operator/login/more",
                "/operator/setup/more",
                "/organizations",
                "/consoles",
                "/logout/more"
            })
    void whatNobodyHasDeclaredIsDenied(String path) throws Exception {
        String door = path.startsWith("/operator/") ? "/operator/login" : "/login";
        assertThat(mvc.perform(get(path)).andReturn().getResponse().getHeader("Location"))
                .startsWith(door + "?return_to=");
        assertThat(mvc.perform(post(path)).andReturn().getResponse().getStatus()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/**",
                "/*/acs",
                "*",
                "**",
                "",
                "login",
                "/login*",
                "/login/",
                "/login//x",
                "/login/**/x",
                "/login/*",
                "/login/../operator",
                "/operator",
                "/operator/**",
                "/organization",
                "/organization/**",
                "/console/**"
            })
    void noModuleCanOpenEverythingOrAWholeArea(String pattern) {
        assertThatThrownBy(() -> PublicPath.of(pattern))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PublicRoute(HttpMethod.POST, pattern))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/operator/x/**", "/organization/*/x", "/console/kept/**"})
    void withinAnAreaOnlyAPageCanBePublicAndItsFormsCarryAToken(String pattern) {
        assertThatThrownBy(() -> PublicPath.of(pattern))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublicPath.of("/operator/login", Trait.WITHOUT_TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noRouteOfAnAreaDoesWithoutItsSession() {
        for (String pattern : List.of("/operator/login", "/organization/x/**", "/console/*/x")) {
            assertThatThrownBy(() -> new PublicRoute(HttpMethod.GET, pattern))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/saml/*/acs, /saml/UI1/acs, true",
        "/saml/*/acs, /saml/UI1/x/acs, false",
        "/saml/*/acs, /saml/acs, false",
        "/saml/*/acs, /saml/UI1/acs/, false",
        "/saml/*/acs, /saml/UI1/acs;x, false",
        "/saml/*/acs, /SAML/UI1/acs, false",
        "/login/finish, /login/finish, true",
        "/login/finish, /login/finish/, false",
        "/login/finish, /login/finish;x, false",
        "/login/**, /login, true",
        "/login/**, /login/a/b, true",
        "/login/**, /loginx, false",
        "/login/**, /log, false",
        "/, /, true",
        "/, /x, false"
    })
    void aPatternCoversWhatIsWrittenExactlySo(String pattern, String path, boolean covered) {
        assertThat(new PathShape(pattern).covers(path)).isEqualTo(covered);
    }
}
