package dev.latchkey.operators;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.util.List;

/** Whether the start prints a link for one more operator. */
final class OperatorSettings implements DeclaredSettings {
    @Override
    public List<Setting> settings() {
        return List.of(Setting.flag("LATCHKEY_OPERATOR_LINK", "latchkey.operator-link"));
    }
}
