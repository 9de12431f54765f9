package dev.latchkey.demo;

import dev.latchkey.rollout.Standing.State;
import java.util.List;

/** Who works at the sample organizations, and how far each is on the way to SSO. */
final class SamplePeople {
    static final List<Person> ACME =
            List.of(
                    Person.of("dana.ruiz", "Dana Ruiz", State.ENFORCED),
                    Person.admin("ada.lindqvist", "Ada Lindqvist").in(State.PILOT, null),
                    Person.of("ben.okafor", "Ben Okafor", State.PILOT),
                    Person.of("luca.ferri", "Luca Ferri", State.ANNOUNCED),
                    Person.of("mei.tanaka", "Mei Tanaka", State.APPROVED),
                    Person.of("tomas.novak", "Tomáš Novák", State.ENFORCED),
                    Person.of("sara.haddad", "Sara Haddad"),
                    Person.of("joris.devries", "Joris de Vries")
                            .in(State.EXCLUDED, "Signs in from machines that can't reach the IdP"),
                    Person.mailbox("support", "Acme support"),
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

    private SamplePeople() {}
}
