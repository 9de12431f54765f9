package dev.latchkey.keptforms;

import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.web.EndedForms;
import dev.latchkey.web.OperatorArea;
import dev.latchkey.web.ReturnTo;
import dev.latchkey.web.SecretText;
import dev.latchkey.web.SessionAuthenticator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Says what is kept. Only a page of ours may have sent it, from the browser of somebody whose session it was: what
 * another site sends is never kept, so that nobody can lay something ready for a person to press. Never with a file, and
 * nothing that might be a secret.
 */
@Component
class FormKeeper implements EndedForms {
    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int MOST_FIELDS = 200;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i).*(passw|secret|token|ticket|private|credential|(?:^|[^a-z])code|key$).*");
    private static final Pattern PATH =
            Pattern.compile("/(?:organization|console|operator)(?:/.*)?");
    private static final Pattern NEVER =
            Pattern.compile("/operator/(?:login|logout|setup|kept)\\b.*");
    private static final Set<String> NOT_ITS_OWN = Set.of("_csrf", KeptFormController.FIELD);

    private final KeptForms forms;
    private final ObjectProvider<SessionAuthenticator> sessions;
    private final ObjectProvider<SecretText> secrets;
    private final String origin;

    FormKeeper(
            KeptForms forms,
            ObjectProvider<SessionAuthenticator> sessions,
            ObjectProvider<SecretText> secrets,
            LatchkeySettings settings) {
        this.forms = forms;
        this.sessions = sessions;
        this.secrets = secrets;
        this.origin = settings.address().origin();
    }

    @Override
    public Optional<String> keep(HttpServletRequest request) {
        return isFormOfOurs(request)
                ? owner(request)
                        .flatMap(owner ->
                                form(request).map(form -> page(request, forms.keep(owner, form))))
                : Optional.empty();
    }

    private static String page(HttpServletRequest request, String token) {
        return KeptFormController.path(OperatorArea.contains(request), token);
    }

    private boolean isFormOfOurs(HttpServletRequest request) {
        String path = request.getRequestURI();
        String type = request.getContentType();
        return request.getMethod().equals("POST")
                && type != null
                && type.split(";", 2)[0].strip().equalsIgnoreCase(FORM)
                && request.getHeader("HX-Request") == null
                && PATH.matcher(path).matches()
                && !NEVER.matcher(path).matches()
                && isSameOrigin(request);
    }

    /**
     * Browsers say it where they speak to a secure address. Our pages send no referrer, so that they say "null" for the
     * origin of a form; by itself that is nobody's.
     */
    private boolean isSameOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String from = request.getHeader("Origin");
        return site == null
                ? origin.equals(from)
                : site.equals("same-origin")
                        && (from == null || from.equals("null") || from.equals(origin));
    }

    private Optional<String> owner(HttpServletRequest request) {
        return sessions.orderedStream().flatMap(each -> each.owner(request).stream()).findFirst();
    }

    private Optional<KeptForm> form(HttpServletRequest request) {
        String query = request.getQueryString();
        String path = request.getRequestURI() + (query == null ? "" : "?" + query);
        List<KeptForm.Field> fields = fields(request, inQuery(query));
        int characters =
                fields.stream()
                        .mapToInt(each -> each.name().length() + each.value().length())
                        .sum();
        boolean kept =
                ReturnTo.local(path).equals(path)
                        && !fields.isEmpty()
                        && fields.size() <= MOST_FIELDS
                        && characters <= MOST_CHARACTERS
                        && fields.stream().noneMatch(this::isUnfit);
        // Of a button alone nothing is lost, and nothing could be shown of what it would do.
        KeptForm form = new KeptForm(path, fields);
        return kept && !form.typed().isEmpty() ? Optional.of(form) : Optional.empty();
    }

    private static List<KeptForm.Field> fields(HttpServletRequest request, Set<String> inQuery) {
        List<KeptForm.Field> fields = new ArrayList<>();
        request.getParameterMap()
                .forEach((name, values) -> {
                    if (!NOT_ITS_OWN.contains(name) && !inQuery.contains(name)) {
                        for (String value : values) {
                            fields.add(new KeptForm.Field(name, value));
                        }
                    }
                });
        return fields;
    }

    /** What stands in the address stays in the address. */
    private static Set<String> inQuery(@Nullable String query) {
        return query == null
                ? Set.of()
                : Arrays.stream(query.split("&"))
                        .map(each -> each.split("=", 2)[0])
                        .collect(Collectors.toSet());
    }

    /** Without one of its fields a form says something else: then nothing of it is kept. */
    private boolean isUnfit(KeptForm.Field field) {
        return SECRET.matcher(field.name()).matches()
                || secrets.orderedStream().anyMatch(each -> each.isSecret(field.value()))
                || field.name().indexOf('\0') >= 0
                || field.value().indexOf('\0') >= 0;
    }
}
