package dev.latchkey.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** All actions of all modules, found by the code in a record. */
@Component
public class ActionCatalogue {
    private final Map<String, AuditAction> actions;

    ActionCatalogue(List<AuditVocabulary> vocabularies) {
        actions =
                vocabularies.stream()
                        .map(AuditVocabulary::actions)
                        .flatMap(Collection::stream)
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        AuditAction::code, Function.identity()));
    }

    /** What was done, in words; a code that this version does not know is told as it stands. */
    public String words(String code) {
        AuditAction action = actions.get(code);
        return action == null ? code.replace('_', ' ').replace(".", ": ") : action.words();
    }
}
