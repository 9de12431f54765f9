package dev.latchkey.support;

import dev.latchkey.audit.Caller;
import dev.latchkey.mail.Mailer;
import dev.latchkey.operators.Operators;
import dev.latchkey.rollout.RolloutNotice;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.web.OrganizationPath;
import java.util.List;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets the vendor's side hear what both sides of a rollout are told: on the request, and by mail to its owner. */
@Component
class RolloutNews {
    private final Requests requests;
    private final Operators operators;
    private final Mailer mailer;
    private final LatchkeySettings settings;

    RolloutNews(Requests requests, Operators operators, Mailer mailer, LatchkeySettings settings) {
        this.requests = requests;
        this.operators = operators;
        this.mailer = mailer;
        this.settings = settings;
    }

    @EventListener
    void hear(RolloutNotice notice) {
        Optional<SupportRequest> request =
                Optional.ofNullable(notice.request())
                        .flatMap(SupportRequestId::parse)
                        .flatMap(id -> requests.find(notice.organization(), id));
        request.ifPresent(found ->
                requests.note(
                        Caller.system(notice.organization()),
                        found.id(),
                        notice.subject() + ". " + notice.text()));
        if (mailer.configured()) {
            recipients(request).forEach(email -> send(email, notice));
        }
    }

    /** The owner, or all operators where nobody owns it. */
    private List<String> recipients(Optional<SupportRequest> request) {
        return request.map(SupportRequest::owner)
                .flatMap(owner -> operators.find(owner.id()))
                .map(owner -> List.of(owner.email()))
                .orElseGet(() ->
                        operators.all().stream()
                                .filter(each -> each.active())
                                .map(each -> each.email())
                                .toList());
    }

    private void send(String email, RolloutNotice notice) {
        String text =
                notice.text()
                        + "\n\n"
                        + settings.baseUrl()
                        + OrganizationPath.of(notice.organization())
                        + "/rollouts/"
                        + notice.rollout()
                        + "\n";
        EmailAddress.parse(email).ifPresent(to -> mailer.send(to, notice.subject(), text));
    }
}
