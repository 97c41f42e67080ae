package io.strider.runtime.ingest;

/**
 * One file as it was read.
 *
 * @param name its path as given, or {@link GraphSource#STDIN_NAME}
 * @param bytes its size as stored, before any decompression
 * @param sha256 SHA-256 of those bytes, 64 lower-case hexadecimal digits
 */
public record InputFile(String name, long bytes, String sha256) {}
