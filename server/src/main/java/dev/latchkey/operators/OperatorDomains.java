package dev.latchkey.operators;

import dev.latchkey.directory.ReservedDomains;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** No customer's user ever gets an address among the operators' by a correction: mail to it is the operators'. */
@Component
class OperatorDomains implements ReservedDomains {
    private final JdbcClient jdbc;

    OperatorDomains(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean reserved(String domain) {
        return jdbc.sql(
                        "select exists (select 1 from operator where split_part(email_key, '@', 2) = ?)")
                .param(domain)
                .query(Boolean.class)
                .single();
    }
}
