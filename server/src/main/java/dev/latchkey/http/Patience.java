package dev.latchkey.http;

/**
 * How long a client may let us wait for nothing, in seconds.
 *
 * @param head for the head of a request, altogether
 * @param body for its body; what has come by then gives more
 * @param answer until it takes what we answer
 * @param whenCrowded for head and body, where three quarters of the connections are taken
 */
record Patience(int head, int body, int answer, int whenCrowded) {
    static final Patience USUAL = new Patience(20, 20, 30, 5);
}
