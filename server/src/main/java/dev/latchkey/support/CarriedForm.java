package dev.latchkey.support;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/**
 * A form that was sent, as it is sent once more from the page that asks for a request. What was typed is in it; a file
 * isn't, because no page can put one into a form.
 *
 * @param action where it goes; what stood in the address is among the fields
 * @param encoding of the form, null for the usual one
 * @param files the names of the files that came with it
 */
record CarriedForm(
        String action, @Nullable String encoding, List<Field> fields, List<String> files) {

    /** One value of a field; a field with two values comes twice. */
    record Field(String name, String value) {}

    CarriedForm {
        fields = List.copyOf(fields);
        files = List.copyOf(files);
    }

    static CarriedForm of(HttpServletRequest request) {
        List<Field> fields = new ArrayList<>();
        boolean method = false;
        for (Map.Entry<String, String[]> each : request.getParameterMap().entrySet()) {
            if (!each.getKey().equals("_csrf") && !NamedRequest.isOurs(each.getKey())) {
                method |= each.getKey().equals("_method");
                Arrays.stream(each.getValue())
                        .map(value -> new Field(each.getKey(), value))
                        .forEach(fields::add);
            }
        }
        if (!method && !request.getMethod().equals("POST")) {
            fields.add(new Field("_method", request.getMethod().toLowerCase(Locale.ROOT)));
        }
        MultipartHttpServletRequest parts =
                WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
        return new CarriedForm(
                request.getRequestURI(),
                parts == null ? null : MediaType.MULTIPART_FORM_DATA_VALUE,
                fields,
                parts == null ? List.of() : files(parts));
    }

    private static List<String> files(MultipartHttpServletRequest parts) {
        return parts.getMultiFileMap().values().stream()
                .flatMap(Collection::stream)
                .filter(file -> !file.isEmpty())
                .map(CarriedForm::name)
                .toList();
    }

    private static String name(MultipartFile file) {
        String name = file.getOriginalFilename();
        return name == null || name.isBlank() ? file.getName() : name;
    }

    /** Whether it can be sent as it was. */
    public boolean whole() {
        return files.isEmpty();
    }
}
