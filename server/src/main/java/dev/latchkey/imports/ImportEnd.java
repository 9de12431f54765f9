package dev.latchkey.imports;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The end of a large import, of which there is one record as of a small one, however many its batches were. */
@Component
class ImportEnd {
    private final LargeImportStore store;
    private final Audit audit;

    ImportEnd(LargeImportStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void reached(Caller caller, LargeImport now, LargeImport.State state) {
        store.ended(now, state);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("import", now.key().id().toString());
        detail.put("created", now.made().created());
        detail.put("admins", now.made().admins());
        detail.put("alreadyThere", now.foreseen().present());
        detail.put("refused", now.foreseen().refused() + now.made().leftOut());
        if (state == LargeImport.State.STOPPED) {
            detail.put("notReached", now.notReached());
        }
        audit.record(caller, ImportAction.IMPORTED, Subject.of(caller.organization()), detail);
    }
}
