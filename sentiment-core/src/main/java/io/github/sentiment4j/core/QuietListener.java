package io.github.sentiment4j.core;

import java.lang.System.Logger.Level;

/** Shields the classifier from what the caller's listener throws. */
final class QuietListener implements ClassifierListener {
  private static final System.Logger LOG = System.getLogger(QuietListener.class.getName());

  private final ClassifierListener listener;

  QuietListener(ClassifierListener listener) {
    this.listener = listener;
  }

  @Override
  public void onBatch(BatchEvent event) {
    try {
      listener.onBatch(event);
    } catch (Throwable t) {
      LOG.log(Level.WARNING, "The listener threw in onBatch; the batch is not affected", t);
    }
  }

  @Override
  public void onFailure(ErrorCode code) {
    try {
      listener.onFailure(code);
    } catch (Throwable t) {
      LOG.log(Level.WARNING, "The listener threw in onFailure(" + code + ")", t);
    }
  }
}
