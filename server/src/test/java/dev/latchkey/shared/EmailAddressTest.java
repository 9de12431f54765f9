package dev.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When two addresses are one. */
class EmailAddressTest {
    private static String key(String address) {
        return new EmailAddress(address).key();
    }

    @ParameterizedTest
    @CsvSource({
        "pat@müller.example, pat@xn--mller-kva.example",
        "pat@MÜLLER.Example, pat@xn--mller-kva.example",
        "pat@mu\u0308ller.example, pat@xn--mller-kva.example",
        "pat@XN--MLLER-KVA.example, pat@xn--mller-kva.example",
        "pat@Xn--mller-kva.EXAMPLE, pat@xn--mller-kva.example",
        "ИВАН@ПРИМЕР.РФ, иван@xn--e1afmkfd.xn--p1ai",
        "pat@m\u00fcller\u3002example, pat@xn--mller-kva.example",
        "pat@m\u00fcller\uff0eexample, pat@xn--mller-kva.example",
        "pat@straße.example, pat@xn--strae-oqa.example",
        "pat@acme-x--y.example, pat@acme-x--y.example",
        "Pat@ACME.example, pat@acme.example"
    })
    void anAddressHasOneForm(String typed, String key) {
        assertThat(key(typed)).isEqualTo(key);
        assertThat(key(key)).as("the form of the form").isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "pat@straße.example, pat@strasse.example",
        "\u212aelvin@acme.example, kelvin@acme.example",
        "\u0131van@acme.example, ivan@acme.example",
        "pat@acme\u3002example, pat@acme.example",
        "pat@acme\uff61example, pat@acme.example",
        "pat@\u212aelvin.example, pat@kelvin.example",
        "pat@\uff41cme.example, pat@acme.example",
        "pat@\uff41cme.m\u00fcller.example, pat@acme.m\u00fcller.example",
        "pat@\u0430cme.example, pat@acme.example",
        "pat@škoda.example, pat@akoda.example",
        "straße@acme.example, strasse@acme.example",
        "jo\u0308rg@acme.example, j\u00f6rg@acme.example"
    })
    void whatOnlyLooksAlikeIsNotOne(String one, String other) {
        assertThat(key(one)).isNotEqualTo(key(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pat@xn--a.example",
                "pat@xn--mller-kva-.example",
                "pat@xn--.example",
                "pat@acme_corp.example",
                "pat@a_ü.example"
            })
    void aDomainThatIsNoneIsComparedAsItStands(String address) {
        assertThat(key(address)).isEqualTo(address);
        assertThat(new EmailAddress(address).domainName()).isEmpty();
    }

    @Test
    void anALabelInCapitalsThatDoesNotComeBackIsComparedWithoutItsCase() {
        assertThat(key("Pat@XN--A.Example")).isEqualTo("pat@xn--a.example");
    }

    @Test
    void whatIsShownIsInLetters() {
        assertThat(DomainName.of("XN--mller-kva.example").orElseThrow().shown())
                .isEqualTo("müller.example");
        assertThat(DomainName.of("acme.example").orElseThrow().shown()).isEqualTo("acme.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "acme.",
                "acme..example",
                "-acme.example",
                "a b.example",
                "\u200dacme.example",
                "192.0.2.1",
                "acme.example\r\nX: y"
            })
    void whatCanNotBeADomainIsNone(String text) {
        assertThat(DomainName.of(text)).isEmpty();
    }

    @Test
    void aDomainOfNoMeasureIsRefusedQuickly() {
        assertThat(DomainName.of("ü".repeat(1_000_000))).isEmpty();
        assertThat(DomainName.of("a".repeat(64) + ".example")).isEmpty();
    }
}
