package io.github.sentiment4j.bench.peers;

import java.io.IOException;

/** A program that is ready to answer, one text at a time. */
public interface OpenPeer extends AutoCloseable {

  /**
   * Returns the program's answer to a text.
   *
   * @throws IOException if it gives no answer
   */
  String answer(Text text) throws IOException;

  @Override
  void close();

  /**
   * A text for all programs.
   *
   * @param words the text alone
   * @param prompt the text in its prompt
   * @param tokens the number of tokens of the text alone in our model's vocabulary
   */
  record Text(String words, String prompt, int tokens) {}
}
