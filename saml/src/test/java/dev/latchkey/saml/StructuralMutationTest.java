package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Whatever is moved, copied, removed or renamed in a signed message: it is refused, or names the same person. */
class StructuralMutationTest {
    private static final int MUTANTS = 1500;
    private static final TestIdp IDP = TestIdp.rsa(2048);

    @ParameterizedTest
    @EnumSource(SignaturePolicy.class)
    void noMutantNamesAnotherPerson(SignaturePolicy policy) throws Exception {
        boolean response = policy != SignaturePolicy.ASSERTION;
        boolean assertion = policy != SignaturePolicy.RESPONSE;
        String original =
                new ResponseBuilder(IDP)
                        .attribute("role", "reader")
                        .sign(response, assertion)
                        .xml();
        Identity honest = identity(judge(original, policy));
        if (honest == null) {
            throw new AssertionError("the original is refused");
        }
        Random random = new Random(20260601);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutate(original, random);
            Identity identity = identity(judge(mutant, policy));
            if (identity == null) {
                refused++;
                continue;
            }
            assertThat(who(identity)).as(mutant).isEqualTo(who(honest));
        }
        assertThat(refused).isGreaterThan(MUTANTS / 2);
    }

    private static List<Object> who(Identity identity) {
        return List.of(
                identity.email(),
                String.valueOf(identity.nameId()),
                identity.attributes(),
                identity.issuer(),
                identity.assertionId(),
                identity.spendUntil());
    }

    private static @Nullable Identity identity(Verdict verdict) {
        return verdict instanceof Verdict.Accepted accepted ? accepted.identity() : null;
    }

    private static Verdict judge(String xml, SignaturePolicy policy) {
        Expectations expectations =
                new Expectations(
                        ResponseBuilder.IDP,
                        ResponseBuilder.SP,
                        ResponseBuilder.ACS,
                        null,
                        new EmailSource.NameId(),
                        policy,
                        EncryptionPolicy.ALLOWED,
                        List.of(IDP.pinned()),
                        List.of(),
                        Set.of(),
                        Duration.ofSeconds(60),
                        false,
                        Limits.MESSAGE);
        return ResponseJudge.judge(
                ReceivedResponse.parse(xml.getBytes(StandardCharsets.UTF_8), Limits.MESSAGE),
                expectations,
                ResponseBuilder.NOW);
    }

    private static String mutate(String original, Random random) throws Exception {
        Document document = ResponseBuilder.parse(original);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            change(document, random);
        }
        return ResponseBuilder.serialize(document);
    }

    private static void change(Document document, Random random) {
        List<Element> all = new ArrayList<>();
        collect(document.getDocumentElement(), all);
        Element some = all.get(random.nextInt(all.size()));
        Element other = all.get(random.nextInt(all.size()));
        Node parent = some.getParentNode();
        switch (random.nextInt(6)) {
            case 0 -> other.insertBefore(evil(some), other.getFirstChild());
            case 1 -> other.appendChild(some.cloneNode(true));
            case 2 -> {
                if (parent instanceof Element && !isWithin(other, some)) {
                    other.appendChild(some);
                }
            }
            case 3 -> {
                if (parent instanceof Element) {
                    parent.removeChild(some);
                }
            }
            case 4 -> some.setAttribute("ID", other.getAttribute("ID"));
            default -> {
                if (parent instanceof Element) {
                    parent.insertBefore(evil(some), some);
                }
            }
        }
    }

    private static Node evil(Element some) {
        Element copy = (Element) some.cloneNode(true);
        List<Element> all = new ArrayList<>();
        collect(copy, all);
        for (Element element : all) {
            if (element.hasAttribute("ID")) {
                element.setAttribute("ID", "_evil");
            }
            if ("NameID".equals(element.getLocalName())) {
                element.setTextContent("mallory@example.com");
            }
        }
        return copy;
    }

    private static boolean isWithin(Node node, Node ancestor) {
        for (Node at = node; at != null; at = at.getParentNode()) {
            if (at.isSameNode(ancestor)) {
                return true;
            }
        }
        return false;
    }

    private static void collect(Element element, List<Element> into) {
        into.add(element);
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element childElement) {
                collect(childElement, into);
            }
        }
    }
}
