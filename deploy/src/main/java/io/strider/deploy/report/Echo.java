package io.strider.deploy.report;

import io.strider.runtime.common.StageListener;

/** Hears all that a {@link Progress} is told, whether that shows it or not. Thread-safe and quick, as every listener. */
public interface Echo extends StageListener {

  /** Something was said about the run. */
  void said(String text);
}
