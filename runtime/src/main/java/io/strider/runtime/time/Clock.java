package io.strider.runtime.time;

import java.lang.management.ManagementFactory;

/** Reads elapsed and processor time; injected so that tests can stand still. Implementations are thread-safe. */
public interface Clock {

  /** The real clocks of this process. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long processCpuNanos() {
          return ManagementFactory.getOperatingSystemMXBean()
                  instanceof com.sun.management.OperatingSystemMXBean system
              ? system.getProcessCpuTime()
              : 0;
        }
      };

  /** Nanoseconds of a monotonic clock; only differences mean anything. */
  long nanoTime();

  /** Processor time that this process has used so far, in nanoseconds. */
  long processCpuNanos();
}
