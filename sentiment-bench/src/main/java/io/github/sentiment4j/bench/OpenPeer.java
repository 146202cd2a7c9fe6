package io.github.sentiment4j.bench;

import java.io.IOException;

/** A program that is ready to answer, one text at a time. */
interface OpenPeer extends AutoCloseable {

  /**
   * What the program says to a text.
   *
   * @throws IOException if it gives no answer
   */
  String answer(Text text) throws IOException;

  @Override
  void close();

  /**
   * What all programs are asked.
   *
   * @param words the text
   * @param prompt the text with the words around it
   * @param tokens of the text alone, in our model's vocabulary
   */
  record Text(String words, String prompt, int tokens) {}
}
