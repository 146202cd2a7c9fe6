package io.github.sentiment4j.bench.peers;

import io.github.sentiment4j.bench.input.Models;
import io.github.sentiment4j.core.SentimentClassifier;

/** This library as a peer among the others. */
final class OurPeer implements OpenPeer {
  private final SentimentClassifier classifier;

  OurPeer(Peer.Setting setting) {
    classifier =
        Models.builder(setting.model().toString(), setting.device())
            .labelWords(Peer.LABELS)
            .threads(setting.threads())
            .build();
  }

  @Override
  public String answer(Text text) {
    return Peer.LABELS.word(classifier.classify(text.words()).label());
  }

  @Override
  public void close() {
    classifier.close();
  }
}
