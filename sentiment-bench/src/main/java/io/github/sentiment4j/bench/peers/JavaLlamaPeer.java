package io.github.sentiment4j.bench.peers;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import io.github.sentiment4j.core.LabelGrammar;
import java.io.IOException;

/**
 * java-llama.cpp in this process, called as its users call it. Its thread keeps the JVM from ending
 * even after {@link #close}.
 */
final class JavaLlamaPeer implements OpenPeer {
  private static final int CONTEXT_TOKENS = 2048;

  private final LlamaModel model;
  private final String grammar = LabelGrammar.of(Peer.LABELS).gbnf();

  JavaLlamaPeer(Peer.Setting setting) throws IOException {
    try { // its exception is not public
      model =
          new LlamaModel(
              new ModelParameters()
                  .setModel(setting.model().toString())
                  .setCtxSize(CONTEXT_TOKENS)
                  .setThreads(setting.threads())
                  .setThreadsBatch(setting.threads())
                  .disableLog());
    } catch (RuntimeException e) {
      throw new IOException("java-llama.cpp cannot open the model: " + e.getMessage(), e);
    }
  }

  @Override
  public String answer(Text text) throws IOException {
    try {
      return model.complete(
          new InferenceParameters(text.prompt())
              .setGrammar(grammar)
              .setTemperature(0)
              .setNPredict(1));
    } catch (RuntimeException e) {
      throw new IOException("java-llama.cpp gives no answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
