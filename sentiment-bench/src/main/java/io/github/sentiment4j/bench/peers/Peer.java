package io.github.sentiment4j.bench.peers;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.LabelWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The programs that take turns with one text: this library and its alternatives in Java. */
public enum Peer {
  /** This library. */
  OURS("sentiment4j") {
    @Override
    public OpenPeer open(Setting setting) {
      return new OurPeer(setting);
    }
  },

  /** java-llama.cpp with a GBNF grammar. */
  JAVA_LLAMA("java-llama.cpp, GBNF") {
    @Override
    public OpenPeer open(Setting setting) throws IOException {
      return new JavaLlamaPeer(setting);
    }
  },

  /** llama.cpp's own server, built from the same source as our engine, with the same grammar. */
  LLAMA_SERVER("llama.cpp's server, GBNF") {
    @Override
    public OpenPeer open(Setting setting) throws IOException {
      return new LlamaServerPeer(setting);
    }
  },

  /** A BERT-base classifier on ONNX Runtime in float32. */
  ONNX_FLOAT32("ONNX Runtime, BERT-base, float32") {
    @Override
    public OpenPeer open(Setting setting) throws IOException {
      return new OnnxPeer(setting.file("bert-float32.onnx"), setting.threads());
    }
  },

  /** The same classifier with dynamic quantisation to int8. */
  ONNX_INT8("ONNX Runtime, BERT-base, int8") {
    @Override
    public OpenPeer open(Setting setting) throws IOException {
      return new OnnxPeer(setting.file("bert-int8.onnx"), setting.threads());
    }
  };

  /** The script that fetches and builds the programs that are not Maven artifacts. */
  public static final String PREPARE = "sentiment-bench/peers/prepare";

  /** The words of which each program chooses one. */
  public static final LabelWords LABELS = LabelWords.ENGLISH;

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  /**
   * Starts the program.
   *
   * @throws IOException if it is missing or does not start; the message says what to do
   */
  public abstract OpenPeer open(Setting setting) throws IOException;

  /** Returns the name in tables. */
  public String title() {
    return title;
  }

  /** Returns whether the program runs our GGUF file, so that its labels can be compared. */
  public boolean runsOurModel() {
    return this != ONNX_FLOAT32 && this != ONNX_INT8;
  }

  /** Returns the name of the result that holds the milliseconds of each turn. */
  public String milliseconds() {
    return id() + ".ms";
  }

  /** Returns the name of the result that is 1 in a turn with our answer and 0 in another. */
  public String agreement() {
    return id() + ".same";
  }

  private String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The settings with which each program is started.
   *
   * @param model the GGUF file
   * @param device the device on which our program runs it
   * @param folder the folder that {@link #PREPARE} fills
   * @param threads the number of CPU threads of each program
   */
  public record Setting(Path model, Device device, Path folder, int threads) {

    /** Returns a file that {@link #PREPARE} makes. */
    Path file(String name) throws IOException {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new IOException("there is no " + file + "; " + PREPARE + " brings it");
      }
      return file;
    }
  }
}
