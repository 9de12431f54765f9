package dev.latchkey.saml.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import dev.latchkey.saml.fixtures.Fixture;
import dev.latchkey.saml.fixtures.OpenSaml;
import dev.latchkey.saml.fixtures.Santuario;
import dev.latchkey.saml.fixtures.Who;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Attacks made of every message that is accepted: each is refused, or judged to exactly somebody who was signed. What is
 * accepted, others verify over the same bytes and read alike. {@code -Dmutants=1000} makes as many of each message.
 */
class MutantsTest {
    private static final int EACH = Integer.getInteger("mutants", 60);
    private static final List<Fixture> DONORS = Fixture.accepted();
    private static final AtomicLong MADE = new AtomicLong();
    private static final AtomicLong ACCEPTED = new AtomicLong();
    private static final AtomicLong THREE_AGREED = new AtomicLong();

    static List<Fixture> accepted() {
        return DONORS;
    }

    @AfterAll
    @SuppressWarnings("SystemOut") // the figures are wanted in the threat model
    static void sayHowMany() {
        System.out.printf(
                "mutants: %,d made, %,d judged to a person who was signed (%,d of them by OpenSAML, too), none to another%n",
                MADE.get(), ACCEPTED.get(), THREE_AGREED.get());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void noMutantNamesAnybodyElse(Fixture fixture) throws Exception {
        byte[] original = Base64.getMimeDecoder().decode(fixture.formField());
        Document message = Santuario.parse(original);
        Mutator mutator = new Mutator(fixture.name().hashCode());
        for (int i = 0; i < EACH; i++) {
            Fixture donor = DONORS.get(Math.floorMod(fixture.name().hashCode() + i, DONORS.size()));
            byte[] donated = Base64.getMimeDecoder().decode(donor.formField());
            byte[] mutant = mutator.mutant(message, Santuario.parse(donated));
            MADE.incrementAndGet();
            if (judge(mutant, fixture) instanceof Verdict.Accepted accepted) {
                ACCEPTED.incrementAndGet();
                requireHonest(accepted.identity(), mutant, fixture, original, donated);
            }
        }
    }

    private static void requireHonest(
            Identity identity, byte[] mutant, Fixture fixture, byte[]... honest) throws Exception {
        Set<Who> signed = new HashSet<>();
        for (byte[] each : honest) {
            if (judge(each, fixture) instanceof Verdict.Accepted accepted) {
                signed.add(Who.of(accepted.identity()));
            }
        }
        String text = new String(mutant, StandardCharsets.UTF_8);
        assertThat(signed).as(text).contains(Who.of(identity));
        Element assertion;
        try {
            assertion =
                    Santuario.verifiedAssertion(
                            mutant, fixture.expectations().certificates(), fixture.folder());
        } catch (Santuario.Unopened e) {
            // What is around an encrypted assertion is not signed where the assertion is: Santuario
            // may be stricter about it, and what we found inside is somebody who was signed.
            return;
        }
        String nameId = identity.nameId() == null ? null : identity.nameId().value();
        assertThat(assertion.getAttribute("ID")).as(text).isEqualTo(identity.assertionId());
        assertThat(Santuario.nameId(assertion, fixture.folder())).as(text).isEqualTo(nameId);
        assertThat(Santuario.attributes(assertion)).as(text).isEqualTo(identity.attributes());
        OpenSaml.Reading third = OpenSaml.read(mutant, fixture.expectations().certificates());
        if (third != null && third.nameId() != null) {
            THREE_AGREED.incrementAndGet();
            assertThat(third)
                    .as(text)
                    .isEqualTo(
                            new OpenSaml.Reading(
                                    identity.assertionId(), nameId, identity.attributes()));
        }
    }

    private static Verdict judge(byte[] xml, Fixture fixture) {
        Expectations expectations = fixture.expectations();
        return ResponseJudge.judge(
                ReceivedResponse.parse(xml, expectations.limits()), expectations, fixture.now());
    }
}
