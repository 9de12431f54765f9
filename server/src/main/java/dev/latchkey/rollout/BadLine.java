package dev.latchkey.rollout;

import dev.latchkey.shared.ErrorCode;

/**
 * A line that was not taken.
 *
 * @param number counted from 1
 * @param text what it says, cut where it is long
 */
public record BadLine(int number, String text, ErrorCode code) {}
