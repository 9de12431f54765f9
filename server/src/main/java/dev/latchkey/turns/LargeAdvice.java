package dev.latchkey.turns;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Gives {@link Large} work its turn and its connections. It stands outside of what begins transactions. */
@Component
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
final class LargeAdvice extends StaticMethodMatcherPointcutAdvisor {
    private static final long serialVersionUID = 1L;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 8;
    private static final long PATIENCE_SECONDS = 5;

    LargeAdvice() {
        setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        setAdvice(new Turn());
    }

    @Override
    public boolean matches(java.lang.reflect.Method method, Class<?> type) {
        return AnnotatedElementUtils.hasAnnotation(
                org.springframework.aop.support.AopUtils.getMostSpecificMethod(method, type),
                Large.class);
    }

    /** A job has its connections anyway, and waits for nobody. */
    private static final class Turn implements MethodInterceptor, Advice {
        private final Semaphore turns = new Semaphore(AT_ONCE, true);
        private final Semaphore room = new Semaphore(AT_ONCE + WAITING);

        @Override
        public @Nullable Object invoke(MethodInvocation call) throws Throwable {
            if (Lane.present() == Lane.LONG) {
                return call.proceed();
            }
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                throw new IllegalStateException(
                        call.getMethod() + " must be called before a transaction begins");
            }
            if (!room.tryAcquire()) {
                throw new Overloaded("large work");
            }
            try {
                return whenItsTurnHasCome(call);
            } finally {
                room.release();
            }
        }

        private @Nullable Object whenItsTurnHasCome(MethodInvocation call) throws Throwable {
            if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Overloaded("large work");
            }
            Lane before = Lane.LONG.enter();
            try {
                return call.proceed();
            } finally {
                before.enter();
                turns.release();
            }
        }
    }
}
