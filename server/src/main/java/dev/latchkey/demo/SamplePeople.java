package dev.latchkey.demo;

import dev.latchkey.enforcement.Standing.State;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who works at the sample organizations, and how far each is on the way to SSO. */
final class SamplePeople {
    static final List<Person> ACME =
            List.of(
                    Person.of("dana.ruiz", "Dana Ruiz", State.ENFORCED),
                    Person.admin("ada.lindqvist", "Ada Lindqvist").in(State.PILOT, null),
                    Person.of("ben.okafor", "Ben Okafor", State.PILOT),
                    Person.of("luca.ferri", "Luca Ferri", State.ANNOUNCED),
                    Person.of("chloe.martin", "Chloé Martin", State.ANNOUNCED),
                    Person.of("amir.haddad", "Amir Haddad", State.ANNOUNCED),
                    Person.of("yuki.mori", "Yuki Mori", State.ANNOUNCED),
                    Person.of("mei.tanaka", "Mei Tanaka", State.APPROVED),
                    Person.of("tomas.novak", "Tomáš Novák", State.ENFORCED),
                    Person.of("sara.haddad", "Sara Haddad"),
                    Person.of("joris.devries", "Joris de Vries")
                            .in(State.EXCLUDED, "Signs in from machines that can't reach the IdP"),
                    Person.mailbox("support", "Acme support"),
                    Person.of("priya.nair", "Priya Nair"),
                    Person.of("olaf.brandt", "Olaf Brandt"),
                    Person.of("rosa.vidal", "Rosa Vidal"),
                    Person.onlyAtIdp("nils.berg", "Nils Berg"));

    static final List<Person> BIRCHWOOD =
            List.of(
                    Person.admin("grace.mbeki", "Grace Mbeki"),
                    Person.of("henrik.sol", "Henrik Sol"),
                    Person.of("ines.duarte", "Inês Duarte"),
                    Person.of("jakob.weiss", "Jakob Weiss"),
                    Person.of("kavya.rao", "Kavya Rao"),
                    Person.of("liam.doyle", "Liam Doyle"),
                    Person.of("nora.eriksen", "Nora Eriksen"),
                    Person.of("pavel.cerny", "Pavel Černý"));

    /** Who is on Acme's list that is still in review. */
    static final Set<String> IN_REVIEW =
            Set.of("support", "priya.nair", "olaf.brandt", "rosa.vidal");

    /** Whom Acme's IdP doesn't have. */
    static final Set<String> UNKNOWN_TO_IDP = Set.of("support", "priya.nair");

    /** Whom Acme's IdP has under another address. */
    static final Map<String, String> OTHERWISE_AT_IDP = Map.of("olaf.brandt", "o.brandt");

    /** To whom no mail could be brought. */
    static final String UNREACHED = "yuki.mori";

    /** Somebody of Birchwood's who works in an account of Acme's. */
    static final String GUEST = "henrik.sol";

    private SamplePeople() {}
}
