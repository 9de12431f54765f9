package dev.latchkey.connections;

import dev.latchkey.shared.ConnectionId;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Our metadata of a connection, for its IdP; public, as it holds nothing secret (A6). */
@RestController
class SpMetadataController {
    private static final MediaType TYPE = MediaType.parseMediaType("application/samlmetadata+xml");
    private final Connections connections;

    SpMetadataController(Connections connections) {
        this.connections = connections;
    }

    @GetMapping("/saml/{sid}/metadata")
    ResponseEntity<byte[]> metadata(@PathVariable("sid") String sid) {
        return ConnectionId.parse(sid)
                .flatMap(connections::find)
                .map(found -> connections.spMetadata(found).xml().getBytes(StandardCharsets.UTF_8))
                .map(xml -> ResponseEntity.ok().contentType(TYPE).body(xml))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
