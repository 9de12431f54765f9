package dev.latchkey.web;

/** Is told of each file that somebody who is signed in takes away, before its first byte leaves. */
public interface DownloadWitness {
    /**
     * What it throws keeps the file back.
     *
     * @param path the page that the file comes from, without its query
     */
    void takes(String path);
}
