package dev.latchkey.announcements;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.rollout.CohortService;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Result;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells the rollout that the users are told, once no mail is left and nobody's is open. */
@Component
class AnnouncementEnd {
    private static final Set<Announcement.State> BEFORE =
            Set.of(Announcement.State.SENDING, Announcement.State.WAITING);

    private final AnnouncementStore store;
    private final MailList mails;
    private final Cohorts cohorts;
    private final CohortService rollout;
    private final OrganizationLock lock;

    AnnouncementEnd(
            AnnouncementStore store,
            MailList mails,
            Cohorts cohorts,
            CohortService rollout,
            OrganizationLock lock) {
        this.store = store;
        this.mails = mails;
        this.cohorts = cohorts;
        this.rollout = rollout;
        this.lock = lock;
    }

    /** False while mails are left to be sent. */
    @Transactional
    public boolean reached(Caller caller, CohortId cohort) {
        lock.take(caller.organization());
        Announcement now = store.lock(caller.organization(), cohort).orElseThrow();
        if (!BEFORE.contains(now.state())) {
            return true;
        }
        MailCounts counts = mails.count(now);
        if (counts.left() > 0) {
            return false;
        }
        if (counts.unacknowledged() > 0) {
            store.end(now, Announcement.State.WAITING, null);
        } else {
            tell(caller, now);
        }
        return true;
    }

    private void tell(Caller caller, Announcement now) {
        Cohort cohort = cohorts.find(now.organization(), now.cohort()).orElseThrow();
        if (known(cohort, now)
                || rollout.told(caller, cohort.id(), now.mailed()) instanceof Result.Ok<Cohort>) {
            store.end(now, Announcement.State.TOLD, null);
        } else {
            store.end(now, Announcement.State.PAUSED, AnnouncementSender.LIST_CHANGED);
        }
    }

    /** Whether these users count as told already, as when only the day was moved. */
    private static boolean known(Cohort cohort, Announcement now) {
        return cohort.approved()
                && cohort.revision() == now.mailed()
                && (cohort.state() == Cohort.State.ANNOUNCED || cohort.enforced());
    }
}
