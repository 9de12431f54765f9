package dev.latchkey.directory;

import dev.latchkey.shared.Result;
import java.util.Set;
import org.springframework.util.MultiValueMap;

/**
 * What was typed into the form of a user.
 *
 * @param accounts the SIDs that were ticked
 */
record UserForm(String email, String name, boolean admin, String kind, Set<String> accounts) {
    UserForm {
        accounts = Set.copyOf(accounts);
    }

    static UserForm empty() {
        return new UserForm("", "", false, User.Kind.PERSON.name(), Set.of());
    }

    static UserForm of(User user) {
        return new UserForm(user.email(), user.name(), user.admin(), user.kind().name(), Set.of());
    }

    static UserForm of(MultiValueMap<String, String> fields) {
        return new UserForm(
                first(fields, "email"),
                first(fields, "name"),
                fields.containsKey("admin"),
                first(fields, "kind"),
                Set.copyOf(fields.getOrDefault("accounts", java.util.List.of())));
    }

    private static String first(MultiValueMap<String, String> fields, String name) {
        String value = fields.getFirst(name);
        return value == null ? "" : value;
    }

    Result<NewUser> user() {
        return User.Kind.named(kind)
                .map(known -> Result.ok(new NewUser(email.strip(), name, admin, known)))
                .orElseGet(() -> Result.refused(DirectoryError.KIND_UNKNOWN, kind));
    }
}
