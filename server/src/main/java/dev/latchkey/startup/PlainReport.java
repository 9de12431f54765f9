package dev.latchkey.startup;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says on the terminal why the server did not start, without a stack trace. */
final class PlainReport implements FailureAnalysisReporter {
    @Override
    @SuppressWarnings(
            "SystemOut") // it is for the person at the terminal, whatever the log is set to
    public void report(FailureAnalysis analysis) {
        System.err.println(text(analysis));
    }

    static String text(FailureAnalysis analysis) {
        StringBuilder text = new StringBuilder("\n  Latchkey can't start. ");
        text.append(analysis.getDescription()).append('\n');
        if (analysis.getAction() != null) {
            text.append("  ").append(analysis.getAction()).append('\n');
        }
        Throwable cause = analysis.getCause() == null ? null : analysis.getCause().getCause();
        if (cause != null) {
            text.append("  (").append(cause.getMessage()).append(")\n");
        }
        return text.toString();
    }
}
