package io.github.sentiment4j.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * A BERT classifier on ONNX Runtime. Its weights and token ids are random. The number of ids is
 * that of the text in our model's vocabulary plus two for BERT's marks of beginning and end. The
 * time does not include tokenising.
 */
final class OnnxPeer implements OpenPeer {
  private static final int VOCABULARY = 30_522;
  private static final int MARKS = 2;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Random random = new Random(42);

  OnnxPeer(Path model, int threads) throws IOException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(model.toString(), options);
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime cannot open " + model + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String answer(Text text) throws IOException {
    long[][] ids = {random.longs(text.tokens() + MARKS, 0, VOCABULARY).toArray()};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, ids);
        OrtSession.Result result = session.run(Map.of("input_ids", input))) {
      float[] logits = ((float[][]) result.get(0).getValue())[0]; // (3)
      int best = logits[0] >= Math.max(logits[1], logits[2]) ? 0 : logits[1] >= logits[2] ? 1 : 2;
      return Peer.LABELS.asList().get(best);
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime gives no answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
