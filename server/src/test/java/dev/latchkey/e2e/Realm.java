package dev.latchkey.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One organization's identity provider: a realm with keys and users of its own. */
final class Realm {
    static final String PASSWORD = "at-the-idp";
    private static final JsonMapper JSON = new JsonMapper();

    private final Keycloak keycloak;
    private final String name;

    private Realm(Keycloak keycloak, String name) {
        this.keycloak = keycloak;
        this.name = name;
    }

    static Realm create(String prefix) {
        Keycloak keycloak = Keycloak.shared();
        String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        keycloak.send("POST", "", Map.of("realm", name, "enabled", true, "sslRequired", "none"));
        return new Realm(keycloak, name);
    }

    String name() {
        return name;
    }

    String entityId() {
        return keycloak.base() + "/realms/" + name;
    }

    /** The SAML metadata that Keycloak publishes. */
    byte[] metadata() {
        return keycloak.get("/realms/" + name + "/protocol/saml/descriptor")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Where a person begins at the IdP for the client with this name. */
    String startUrl(String clientName) {
        return entityId() + "/protocol/saml/clients/" + clientName;
    }

    /** Where a person ends their session at the IdP. */
    String logoutUrl() {
        return entityId() + "/protocol/openid-connect/logout";
    }

    void addUser(String username, String email) {
        keycloak.send(
                "POST",
                "/" + name + "/users",
                Map.of(
                        "username",
                        username,
                        "enabled",
                        true,
                        "email",
                        email,
                        "emailVerified",
                        true,
                        "firstName",
                        "Some",
                        "lastName",
                        "One",
                        "credentials",
                        List.of(Map.of("type", "password", "value", PASSWORD))));
    }

    /** Makes Keycloak's client from our metadata, as its administrator would, with these changes; its id. */
    String addClient(String spMetadata, Consumer<ObjectNode> changes) {
        String converted =
                keycloak.send("POST", "/" + name + "/client-description-converter", spMetadata);
        ObjectNode client = (ObjectNode) JSON.readTree(converted);
        changes.accept(client);
        return keycloak.send("POST", "/" + name + "/clients", client);
    }

    /** A client's attributes. */
    static Consumer<ObjectNode> attributes(Map<String, String> attributes) {
        return client -> attributes.forEach(((ObjectNode) client.get("attributes"))::put);
    }

    /** Lets a sign-in begin at the IdP under this name. */
    static Consumer<ObjectNode> startedAt(String clientName) {
        return attributes(Map.of("saml_idp_initiated_sso_url_name", clientName));
    }

    /** The user's email as an attribute of the assertion. */
    static Consumer<ObjectNode> emailAttribute(String attribute) {
        return client ->
                client.putArray("protocolMappers")
                        .addPOJO(
                                Map.of(
                                        "name",
                                        "email",
                                        "protocol",
                                        "saml",
                                        "protocolMapper",
                                        "saml-user-property-mapper",
                                        "config",
                                        Map.of(
                                                "user.attribute",
                                                "email",
                                                "attribute.name",
                                                attribute,
                                                "attribute.nameformat",
                                                "Basic")));
    }

    /** Makes a new key the one that signs; the old one stays in the metadata. */
    void changeSigningKey() {
        JsonNode realm = keycloak.read("/" + name);
        keycloak.send(
                "POST",
                "/" + name + "/components",
                Map.of(
                        "name",
                        "next-key",
                        "providerId",
                        "rsa-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "parentId",
                        realm.get("id").asString(),
                        "config",
                        Map.of("priority", List.of("200"))));
    }

    /** How many sessions the user has at the IdP. */
    int sessions(String username) {
        return keycloak.read("/" + name + "/users/" + userId(username) + "/sessions").size();
    }

    /** What an administrator does who throws a user out. */
    void endSessions(String username) {
        keycloak.send("POST", "/" + name + "/users/" + userId(username) + "/logout", Map.of());
    }

    private String userId(String username) {
        return keycloak.read("/" + name + "/users?exact=true&username=" + username)
                .get(0)
                .get("id")
                .asString();
    }
}
