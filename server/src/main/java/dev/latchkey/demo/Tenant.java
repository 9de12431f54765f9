package dev.latchkey.demo;

import dev.latchkey.directory.Edition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A sample organization, and the tenant of the demo IdP that belongs to it. */
enum Tenant {
    ACME("acme", "Acme", "Acme Instruments", Edition.ENTERPRISE),
    BIRCHWOOD("birchwood", "Birchwood", "Birchwood Clinics", Edition.ADMINISTRATION);

    private final String slug;
    private final String shortName;
    private final String organization;
    private final Edition edition;

    Tenant(String slug, String shortName, String organization, Edition edition) {
        this.slug = slug;
        this.shortName = shortName;
        this.organization = organization;
        this.edition = edition;
    }

    /** The tenant whose pages stand under this word. */
    static Optional<Tenant> of(String slug) {
        return Arrays.stream(values()).filter(each -> each.slug.equals(slug)).findAny();
    }

    public String slug() {
        return slug;
    }

    public String organization() {
        return organization;
    }

    Edition edition() {
        return edition;
    }

    List<String> accounts() {
        return switch (this) {
            case ACME -> List.of("Acme production", "Acme test");
            case BIRCHWOOD -> List.of("Birchwood");
        };
    }

    List<Person> people() {
        return switch (this) {
            case ACME -> SamplePeople.ACME;
            case BIRCHWOOD -> SamplePeople.BIRCHWOOD;
        };
    }

    Person admin() {
        return people().stream().filter(Person::admin).findFirst().orElseThrow();
    }

    public String email(Person person) {
        return person.address() + "@" + slug + ".example";
    }

    /** What people call its IdP. */
    public String idpName() {
        return shortName + "'s identity provider";
    }

    /** A name and not an address, so that it stays when the demo starts on another port. */
    public String entityId() {
        return "https://idp." + slug + ".example";
    }

    /** The other tenant. */
    Tenant other() {
        return this == ACME ? BIRCHWOOD : ACME;
    }
}
