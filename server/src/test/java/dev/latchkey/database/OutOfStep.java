package dev.latchkey.database;

import dev.latchkey.LatchkeyApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;

/** The whole server on a port, over a pool whose connections a test can put out of step; its tests share one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = LatchkeyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "latchkey.data-dir=target/out-of-step-${random.uuid}",
            "latchkey.base-url=http://localhost"
        })
@AutoConfigureMockMvc
@Import({LateAnswers.class, Crowd.class})
@interface OutOfStep {}
