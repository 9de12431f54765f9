package dev.latchkey.support;

import dev.latchkey.LatchkeyApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/** The whole server on a real PostgreSQL; the same settings as other packages use, so that they share one. */
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
