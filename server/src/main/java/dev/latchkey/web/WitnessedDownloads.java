package dev.latchkey.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the witnesses of a download when a page says that its answer is to be saved as a file. It looks at the answer
 * and not at the pages, so that no page that is added later can be forgotten.
 */
@Component
final class WitnessedDownloads extends OncePerRequestFilter {
    private final List<DownloadWitness> witnesses;

    WitnessedDownloads(List<DownloadWitness> witnesses) {
        this.witnesses = witnesses;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/operator/") && !path.startsWith("/organization/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new Witnessed(response, request.getRequestURI()));
    }

    private final class Witnessed extends HttpServletResponseWrapper {
        private final String path;
        private boolean told;

        private Witnessed(HttpServletResponse response, String path) {
            super(response);
            this.path = path;
        }

        @Override
        public void setHeader(String name, @Nullable String value) {
            look(name, value);
            super.setHeader(name, value);
        }

        @Override
        public void addHeader(String name, @Nullable String value) {
            look(name, value);
            super.addHeader(name, value);
        }

        private void look(String name, @Nullable String value) {
            boolean file =
                    name.equalsIgnoreCase("Content-Disposition")
                            && value != null
                            && value.toLowerCase(Locale.ROOT).startsWith("attachment");
            if (file && !told) {
                told = true;
                witnesses.forEach(witness -> witness.takes(path));
            }
        }
    }
}
