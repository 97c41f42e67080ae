package io.strider.deploy.report;

/**
 * How much a command says.
 *
 * @param quiet no progress on standard error; failures are still told
 * @param json one JSON object on standard output instead of text
 * @param verbose a failure comes with its stack trace
 */
public record Verbosity(boolean quiet, boolean json, boolean verbose) {}
