package dev.latchkey.shared;

import java.util.List;

/**
 * The settings of a module, for whoever checks all of them before anything is begun. Implementations are named in
 * META-INF/spring.factories and have a constructor without arguments.
 */
@FunctionalInterface
public interface DeclaredSettings {
    List<Setting> settings();
}
