package dev.latchkey.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** What the large organization's IdP would export: nearly its users, with those differences that lists have. */
final class IdpExport {
    private IdpExport() {}

    /** Writes a line for each user, in no order, and returns how many there are. */
    static long write(Database database, UUID organization, Path file)
            throws SQLException, IOException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            connection.setAutoCommit(false);
            statement.setFetchSize(10_000);
            out.write("email,name,status\n");
            long lines = 0;
            try (ResultSet row = statement.executeQuery(LINES.formatted(organization))) {
                while (row.next()) {
                    out.write(row.getString(1));
                    out.write('\n');
                    lines++;
                }
            }
            return lines;
        }
    }

    /** Of a hundred one has another domain there, one is written without the dot, one is unknown and a new one is there. */
    private static final String LINES =
            """
            select case when n %% 100 = 1 then replace(email_key, '.example', '.test')
                        when n %% 100 = 2 then regexp_replace(email_key, '[.]', '')
                        when n %% 100 = 3 then 'new.colleague' || n || '@million.example'
                        else email end
                || ',"' || name || '",' || case when active then 'ACTIVE' else 'SUSPENDED' end
            from (select *, row_number() over (order by id) as n from app_user where organization_id = '%s') u
            """;
}
