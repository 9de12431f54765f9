package dev.latchkey.connections;

import dev.latchkey.LatchkeyApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/** The whole server on a real, empty PostgreSQL that the tests of this package share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = {
            "latchkey.data-dir=${java.io.tmpdir}/latchkey-test-${random.uuid}",
            "latchkey.base-url=https://sso.example.com"
        })
@AutoConfigureMockMvc
@interface WholeServer {}
