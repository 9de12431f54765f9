package dev.latchkey.directory;

import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds things over all organizations, among millions of users: by what an index leads to and nothing else. A name is
 * found by how it begins.
 */
@Component
public class DirectorySearch {
    /**
     * A condition on a column of names and its order. LIKE finds an index only where the pattern is known when the
     * query is planned; these comparisons do always. No name has a character after the last one of Unicode.
     */
    private static final String BEGINS =
            """
            lower(name) ~>=~ lower(:text) and lower(name) ~<~ (lower(:text) || chr(1114111))
            order by lower(name) using ~<~ limit :limit
            """;

    static final String USERS_BY_NAME = "select * from app_user where " + BEGINS;
    static final String USERS_BY_EMAIL =
            "select * from app_user where email_key = :text order by email_key limit :limit";
    static final String USERS_BY_DOMAIN =
            """
            select * from app_user where email_domain = :text
            order by email_domain, organization_id limit :limit
            """;
    static final String USER = "select * from app_user where id = :id";

    /** Goes from one organization to the next in the index, however many users each has. */
    static final String ORGANIZATIONS_BY_DOMAIN =
            """
            with recursive found (id, number) as (
                (select organization_id, 1 from app_user where email_domain = :text
                 order by email_domain, organization_id limit 1)
                union all
                select (select u.organization_id from app_user u
                        where u.email_domain = :text and u.organization_id > found.id
                        order by u.email_domain, u.organization_id limit 1), number + 1
                from found where found.id is not null and number < :limit
            )
            select o.id, o.name, o.edition from found join organization o on o.id = found.id order by number
            """;

    private static final String ORGANIZATIONS_BY_NAME =
            "select id, name, edition from organization where " + BEGINS;
    private static final String ACCOUNTS_BY_NAME =
            "select organization_id, id, name from account where " + BEGINS;

    private final JdbcClient jdbc;

    DirectorySearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Organization> organization(OrganizationId id) {
        return jdbc.sql("select id, name, edition from organization where id = ?")
                .param(id.value())
                .query(Asked.key("id", id).answers(Organizations::read))
                .optional();
    }

    public Optional<Account> account(AccountId id) {
        return jdbc.sql("select organization_id, id, name from account where id = ?")
                .param(id.value())
                .query(Asked.key("id", id).answers(DirectorySearch::account))
                .optional();
    }

    public Optional<User> user(UserId id) {
        return jdbc.sql(USER)
                .param("id", id.value())
                .query(Asked.key("id", id).answers(Users::read))
                .optional();
    }

    /** With this address in any case; more than one is a collision (D2). */
    public List<User> users(EmailAddress email, int limit) {
        return query(USERS_BY_EMAIL, email.key(), limit).query(Users::read).list();
    }

    public List<User> usersOfDomain(String domain, int limit) {
        return query(USERS_BY_DOMAIN, domain, limit).query(Users::read).list();
    }

    /** The organizations that have a user with an address of this domain. */
    public List<Organization> organizationsOfDomain(String domain, int limit) {
        return query(ORGANIZATIONS_BY_DOMAIN, domain, limit).query(Organizations::read).list();
    }

    public List<Organization> organizationsNamed(String beginning, int limit) {
        return query(ORGANIZATIONS_BY_NAME, beginning, limit).query(Organizations::read).list();
    }

    public List<Account> accountsNamed(String beginning, int limit) {
        return query(ACCOUNTS_BY_NAME, beginning, limit).query(DirectorySearch::account).list();
    }

    public List<User> usersNamed(String beginning, int limit) {
        return query(USERS_BY_NAME, beginning, limit).query(Users::read).list();
    }

    private JdbcClient.StatementSpec query(String sql, String text, int limit) {
        return jdbc.sql(sql).param("text", text).param("limit", limit);
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                new AccountId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("name"));
    }
}
