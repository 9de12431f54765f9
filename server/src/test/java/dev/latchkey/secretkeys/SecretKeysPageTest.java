package dev.latchkey.secretkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;

@WholeServer
@NullUnmarked
class SecretKeysPageTest {
    @Autowired private MockMvc mvc;
    @Autowired private JdbcClient jdbc;
    @Autowired private List<SealedColumn> columns;
    @Autowired private Node node;

    @Test
    void anOperatorSeesWhichKeySealsAndNoKey() throws Exception {
        SignedInOperator operator =
                new SignedInOperator(OperatorId.next(), "olga@vendor.example", "Olga");
        MockHttpServletResponse page =
                mvc.perform(
                                get("/operator/secret-keys")
                                        .with(
                                                authentication(
                                                        UsernamePasswordAuthenticationToken
                                                                .authenticated(
                                                                        operator,
                                                                        null,
                                                                        AuthorityUtils
                                                                                .createAuthorityList(
                                                                                        "ROLE_OPERATOR")))))
                        .andReturn()
                        .getResponse();

        assertThat(page.getStatus()).isEqualTo(200);
        assertThat(page.getContentAsString()).contains(node.wants(), "seals", "secret.key");
        assertThat(page.getContentAsString()).doesNotContain(node.wants() + ":");
    }

    /** A start and a page ask for the keys' names, and must not read whole tables for them. */
    @Test
    void theKeysOfEverySealedColumnAreFoundByAnIndex() {
        assertThat(columns)
                .hasSizeGreaterThan(1)
                .allSatisfy(column ->
                        assertThat(
                                        jdbc.sql(
                                                        "select indexdef from pg_indexes where tablename = ?")
                                                .param(column.table())
                                                .query(String.class)
                                                .list())
                                .anyMatch(each ->
                                        each.contains("sealed_with(" + column.column() + ")")));
    }
}
