/**
 * What a person or a script sees of a run: progress on standard error, results and the JSON object on standard output,
 * and the provenance file beside an output. Data come from the stages of {@code runtime}. Progress is told from any
 * thread; everything else belongs to the thread of the command. Imports {@code runtime} and Jackson, nothing of the
 * commands.
 */
@NullMarked
package io.strider.deploy.report;

import org.jspecify.annotations.NullMarked;
