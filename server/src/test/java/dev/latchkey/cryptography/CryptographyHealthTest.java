package dev.latchkey.cryptography;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.latchkey.testing.WholeServer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;

@WholeServer
@NullUnmarked
class CryptographyHealthTest {
    @Autowired private MockMvc mvc;

    @Test
    void theHealthPageSaysWhichProviderIsInUse() throws Exception {
        mvc.perform(get("/actuator/health/cryptography"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString(CryptographyProvider.inUse())));
    }

    @Test
    void theOverallHealthTellsNoDetails() throws Exception {
        mvc.perform(get("/actuator/health"))
                .andExpect(status().isOk())
                .andExpect(
                        content()
                                .string(
                                        org.hamcrest.Matchers.not(
                                                containsString(CryptographyProvider.inUse()))));
    }
}
