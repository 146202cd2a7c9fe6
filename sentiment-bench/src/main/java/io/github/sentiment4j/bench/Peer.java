package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.LabelWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The programs that take turns in {@link PeersBenchmark}: ours, and what a Java user has beside it.
 */
enum Peer {
  /** This library. */
  OURS("sentiment4j") {
    @Override
    OpenPeer open(Setting setting) {
      return new OurPeer(setting);
    }
  },

  /** java-llama.cpp with a GBNF grammar. */
  JAVA_LLAMA("java-llama.cpp, GBNF") {
    @Override
    OpenPeer open(Setting setting) throws IOException {
      return new JavaLlamaPeer(setting);
    }
  },

  /** llama.cpp's own server, of the same source as our engine, with the same grammar. */
  LLAMA_SERVER("llama.cpp's server, GBNF") {
    @Override
    OpenPeer open(Setting setting) throws IOException {
      return new LlamaServerPeer(setting);
    }
  },

  /** BERT-base on ONNX Runtime. */
  ONNX_FLOAT32("ONNX Runtime, BERT-base, float32") {
    @Override
    OpenPeer open(Setting setting) throws IOException {
      return new OnnxPeer(setting.file("bert-float32.onnx"), setting.threads());
    }
  },

  /** The same, dynamically quantised. */
  ONNX_INT8("ONNX Runtime, BERT-base, int8") {
    @Override
    OpenPeer open(Setting setting) throws IOException {
      return new OnnxPeer(setting.file("bert-int8.onnx"), setting.threads());
    }
  };

  /** What brings the programs that are not Maven artifacts. */
  static final String PREPARE = "sentiment-bench/peers/prepare";

  /** What all of them are asked to answer with. */
  static final LabelWords LABELS = LabelWords.ENGLISH;

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  /**
   * Starts the program.
   *
   * @throws IOException if it is not there or does not start; the message says what to do
   */
  abstract OpenPeer open(Setting setting) throws IOException;

  /** In tables. */
  String title() {
    return title;
  }

  /** Whether it answers with the GGUF file, so that its labels can be compared with ours. */
  boolean runsOurModel() {
    return this != ONNX_FLOAT32 && this != ONNX_INT8;
  }

  /** The name of a result: milliseconds of each turn. */
  String milliseconds() {
    return id() + ".ms";
  }

  /** The name of a result: 1 in each turn in which it said what ours did, 0 in others. */
  String agreement() {
    return id() + ".same";
  }

  private String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * How the programs are started.
   *
   * @param model the GGUF file
   * @param device where ours runs it
   * @param folder of the programs that {@link #PREPARE} brings
   * @param threads CPU threads of each
   */
  record Setting(Path model, Device device, Path folder, int threads) {

    /** A file that {@link #PREPARE} brings. */
    Path file(String name) throws IOException {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new IOException("there is no " + file + "; " + PREPARE + " brings it");
      }
      return file;
    }
  }
}
