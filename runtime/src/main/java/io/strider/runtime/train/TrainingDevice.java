package io.strider.runtime.train;

import org.jspecify.annotations.Nullable;

/**
 * A device other than the processor that a {@link SkipGramTrainerProvider} sees.
 *
 * @param number what {@code --device} takes, from 0
 * @param name as the maker calls it
 * @param capability what it can do, such as {@code compute capability 9.0}
 * @param memoryBytes of the device
 * @param unusable what it lacks, in a few words; null if it can train
 */
public record TrainingDevice(
    int number, String name, String capability, long memoryBytes, @Nullable String unusable) {}
