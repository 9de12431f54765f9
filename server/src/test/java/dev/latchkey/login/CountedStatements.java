package dev.latchkey.login;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts what a test asks the database, the statements that begin and end a transaction among them. */
@TestConfiguration(proxyBeanMethods = false)
class CountedStatements {
    /** The statements since the last reset, of this thread: jobs have theirs. */
    static final class Counter {
        private final ThreadLocal<AtomicInteger> asked =
                ThreadLocal.withInitial(AtomicInteger::new);

        void reset() {
            asked.get().set(0);
        }

        int count() {
            return asked.get().get();
        }

        private void note(String method) {
            if (method.startsWith("prepare")
                    || method.equals("createStatement")
                    || method.equals("setAutoCommit")
                    || method.equals("commit")
                    || method.equals("rollback")) {
                asked.get().incrementAndGet();
            }
        }
    }

    @Bean
    static Counter counter() {
        return new Counter();
    }

    @Bean
    static BeanPostProcessor counting(Counter counter) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source ? counted(source, counter) : bean;
            }
        };
    }

    private static DataSource counted(DataSource source, Counter counter) {
        return new DelegatingDataSource(source) {
            @Override
            public Connection getConnection() throws java.sql.SQLException {
                Connection real = super.getConnection();
                return (Connection)
                        Proxy.newProxyInstance(
                                CountedStatements.class.getClassLoader(),
                                new Class<?>[] {Connection.class},
                                (proxy, method, arguments) -> call(real, method, arguments));
            }

            private Object call(Connection real, Method method, Object[] arguments)
                    throws Throwable {
                counter.note(method.getName());
                try {
                    return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        };
    }
}
