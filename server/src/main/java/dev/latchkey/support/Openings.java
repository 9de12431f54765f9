package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.support.SupportRequest.Channel;
import dev.latchkey.support.SupportRequest.Kind;
import dev.latchkey.web.SignedInOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Opens a request for a customer; whoever writes it down takes it and works on it. */
@Component
class Openings {
    private final Requests requests;
    private final Ownership ownership;
    private final Focuses focuses;
    private final TransactionOperations transaction;

    Openings(
            Requests requests,
            Ownership ownership,
            Focuses focuses,
            TransactionOperations transaction) {
        this.requests = requests;
        this.ownership = ownership;
        this.focuses = focuses;
        this.transaction = transaction;
    }

    /** As {@link #open}; the second click of two gets what the first one has written down and works on. */
    Result<SupportRequest> openOnce(
            SignedInOperator operator, OrganizationId organization, OpenForm form) {
        return Objects.requireNonNull(
                transaction.execute(status ->
                        focuses.alone(operator.id(), organization)
                                .filter(work -> isThis(work, form))
                                .map(Result::ok)
                                .orElseGet(() -> open(operator, organization, form))));
    }

    private static boolean isThis(SupportRequest work, OpenForm form) {
        return work.subject().equals(Texts.subject(form.typedSubject()).orElse(null));
    }

    Result<SupportRequest> open(
            SignedInOperator operator, OrganizationId organization, OpenForm form) {
        List<Problem> problems = new ArrayList<>();
        Result<Kind> kind = form.chosenKind();
        Result<Channel> channel = form.chosenChannel();
        if (kind instanceof Result.Ok<Kind>(Kind what)
                && channel instanceof Result.Ok<Channel>(Channel how)) {
            Result<SupportRequest> made =
                    transaction.execute(
                            status -> openedAndTaken(operator, organization, what, how, form));
            return Objects.requireNonNull(made);
        }
        if (kind instanceof Result.Refused<Kind>(List<Problem> wrong)) {
            problems.addAll(wrong);
        }
        if (channel instanceof Result.Refused<Channel>(List<Problem> wrong)) {
            problems.addAll(wrong);
        }
        return new Result.Refused<>(problems);
    }

    private Result<SupportRequest> openedAndTaken(
            SignedInOperator operator,
            OrganizationId organization,
            Kind kind,
            Channel channel,
            OpenForm form) {
        Result<SupportRequest> result =
                requests.open(
                        new Caller(Caller.Kind.OPERATOR, Actor.of(operator), organization),
                        kind,
                        channel,
                        form.typedSubject(),
                        form.typedText());
        return result instanceof Result.Ok<SupportRequest>(SupportRequest made)
                ? ownership.take(operator, organization, made.id())
                : result;
    }
}
