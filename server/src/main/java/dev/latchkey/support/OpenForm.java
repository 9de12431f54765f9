package dev.latchkey.support;

import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.support.SupportRequest.Channel;
import dev.latchkey.support.SupportRequest.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was typed to open a request. Fields that did not come are empty. */
record OpenForm(
        @Nullable String kind,
        @Nullable String channel,
        @Nullable String subject,
        @Nullable String text,
        @Nullable String back) {
    static final OpenForm EMPTY = new OpenForm("", "", "", "", "");

    OpenForm {
        kind = kind == null ? "" : kind;
        channel = channel == null ? "" : channel;
        subject = subject == null ? "" : subject;
        text = text == null ? "" : text;
        back = back == null ? "" : back;
    }

    Result<Kind> chosenKind() {
        return Kind.of(orEmpty(kind))
                .map(Result::ok)
                .orElseGet(() -> refused(SupportError.KIND_UNKNOWN));
    }

    /** How it came; what an operator writes down did not come through the customer's own page. */
    Result<Channel> chosenChannel() {
        return Channel.of(orEmpty(channel))
                .filter(each -> each != Channel.PORTAL)
                .map(Result::ok)
                .orElseGet(() -> refused(SupportError.CHANNEL_UNKNOWN));
    }

    private static <T> Result<T> refused(SupportError error) {
        return new Result.Refused<>(List.of(new Problem(error, null)));
    }

    String typedSubject() {
        return orEmpty(subject);
    }

    String typedText() {
        return orEmpty(text);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
