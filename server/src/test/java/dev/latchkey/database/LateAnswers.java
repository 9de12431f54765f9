package dev.latchkey.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Puts the connections that this thread borrows out of step: each statement is carried out, and is answered with what an
 * earlier one was answered. It is what the driver does after a cancelled COPY.
 */
@TestConfiguration(proxyBeanMethods = false)
class LateAnswers {
    private static final ThreadLocal<Integer> BEHIND = ThreadLocal.withInitial(() -> 0);
    private static final Map<PGConnection, Deque<Object>> OWED = new ConcurrentHashMap<>();

    /** From now on the answers of this thread come so many statements late; 0 is right on time. */
    static void behind(int statements) {
        BEHIND.set(statements);
        if (statements == 0) {
            OWED.clear();
        }
    }

    @Bean
    static BeanPostProcessor late() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source ? late(source) : bean;
            }
        };
    }

    private static DataSource late(DataSource source) {
        return new DelegatingDataSource(source) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection real = super.getConnection();
                return BEHIND.get() == 0
                        ? real
                        : proxy(Connection.class, new Late(real)::connection);
            }
        };
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        LateAnswers.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> call.on(proxy, method, arguments)));
    }

    /** What a proxy does. */
    private interface Call {
        @Nullable Object on(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable;
    }

    /** A borrowed connection. What it owes lies with the connection beneath, which the next one borrows. */
    private record Late(Connection real) {
        @Nullable Object connection(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            return method.getName().equals("prepareStatement")
                            && arguments != null
                            && arguments.length == 1
                    ? statement((Connection) proxy, (String) arguments[0])
                    : invoke(real, method, arguments);
        }

        /** Its rows can be read twice, and the pool does not close them in between. */
        private PreparedStatement statement(Connection borrowed, String sql) throws SQLException {
            PreparedStatement statement =
                    real.unwrap(PgConnection.class)
                            .prepareStatement(
                                    sql,
                                    ResultSet.TYPE_SCROLL_INSENSITIVE,
                                    ResultSet.CONCUR_READ_ONLY);
            return proxy(
                    PreparedStatement.class,
                    (self, method, arguments) ->
                            switch (method.getName()) {
                                case "executeQuery", "executeUpdate" ->
                                        answer(invoke(statement, method, arguments), borrowed);
                                // Its answer is still to be read by somebody.
                                case "close" -> null;
                                case "getConnection" -> borrowed;
                                default -> invoke(statement, method, arguments);
                            });
        }

        /** Its own answer while none is owed; whoever comes so many statements later is given it once more. */
        private Object answer(@Nullable Object own, Connection borrowed) throws SQLException {
            Deque<Object> owed =
                    OWED.computeIfAbsent(
                            real.unwrap(PGConnection.class), each -> new ArrayDeque<>());
            Object answered = Objects.requireNonNull(own);
            owed.add(answered);
            if (owed.size() <= BEHIND.get()) {
                return answered instanceof ResultSet rows ? readable(rows, borrowed) : answered;
            }
            Object late = owed.remove();
            if (answered instanceof ResultSet != late instanceof ResultSet) {
                throw new PSQLException("not what was expected", PSQLState.NO_DATA);
            }
            if (late instanceof ResultSet rows) {
                rows.beforeFirst();
                return readable(rows, borrowed);
            }
            return late;
        }

        /** The rows, as if they came from the statement that was just carried out. */
        private static ResultSet readable(ResultSet rows, Connection borrowed) {
            PreparedStatement from =
                    proxy(
                            PreparedStatement.class,
                            (self, method, arguments) ->
                                    method.getName().equals("getConnection") ? borrowed : null);
            return proxy(
                    ResultSet.class,
                    (self, method, arguments) ->
                            switch (method.getName()) {
                                case "getStatement" -> from;
                                case "close" -> null;
                                default -> invoke(rows, method, arguments);
                            });
        }

        private static @Nullable Object invoke(
                Object on, Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(on, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
