package io.strider.runtime.common;

/** The cluster could not do what a run needs: nodes are missing, were lost too often, or refused. */
public final class ClusterException extends StriderException {

  private static final long serialVersionUID = 1L;

  /** With what a person should know. */
  public ClusterException(String message) {
    super(message);
  }
}
