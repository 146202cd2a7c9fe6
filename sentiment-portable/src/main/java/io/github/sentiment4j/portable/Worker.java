package io.github.sentiment4j.portable;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The program of a worker process. It opens a model with java-llama.cpp and answers requests on
 * standard input until the input ends. It uses no other class of sentiment4j.
 *
 * <pre>
 * Request  --&gt; Tokenize | Grammar | Answer
 * Tokenize --&gt; 1, Text                                    reply: Tokens
 * Grammar  --&gt; 2, Text, Count, (Token, Bias) ^ Count      reply: nothing
 * Answer   --&gt; 3, Tokens                                  reply: Text
 * Reply    --&gt; 0, the reply above | 1, Text              Text is the failure
 * Tokens   --&gt; Count, Token ^ Count
 * Text     --&gt; Count, UTF-8 byte ^ Count
 * Count, Token --&gt; int; Bias --&gt; float
 * </pre>
 *
 * <p>The first reply belongs to no request; it tells that the model is open.
 */
final class Worker {
  static final int TOKENIZE = 1;
  static final int GRAMMAR = 2;
  static final int ANSWER = 3;

  static final int DONE = 0;
  static final int FAILED = 1;

  private final LlamaModel model;
  private String grammar = "";
  private Map<Integer, Float> biases = Map.of();

  private Worker(LlamaModel model) {
    this.model = model;
  }

  /**
   * Runs the worker.
   *
   * @param args the model file, the tokens of the context, the number of threads, and true if flash
   *     attention is on
   */
  public static void main(String[] args) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // java-llama.cpp prints the location of its library on standard output.
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
      Worker worker;
      try {
        worker = new Worker(open(args));
      } catch (RuntimeException | LinkageError e) {
        fail(out, e);
        return;
      }
      out.write(DONE);
      out.flush();
      worker.serve(in, out);
    } catch (EOFException e) {
      // The engine has closed the input.
    } finally {
      Runtime.getRuntime().halt(0); // java-llama.cpp's thread would keep this process alive
    }
  }

  private static LlamaModel open(String[] args) {
    ModelParameters parameters =
        new ModelParameters()
            .setModel(args[0])
            .setCtxSize(Integer.parseInt(args[1]))
            .setThreads(Integer.parseInt(args[2]))
            .setThreadsBatch(Integer.parseInt(args[2]))
            .setGpuLayers(0)
            .skipWarmup()
            .disableMmap() // shortening a mapped file would end the process
            .disableLog();
    if (Boolean.parseBoolean(args[3])) {
      parameters.enableFlashAttn();
    }
    return new LlamaModel(parameters);
  }

  private void serve(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      int request = in.readUnsignedByte();
      try {
        switch (request) {
          case TOKENIZE -> {
            int[] tokens = model.encode(readText(in));
            out.write(DONE);
            writeTokens(out, tokens);
          }
          case GRAMMAR -> {
            grammar = readText(in);
            biases = readBiases(in);
            out.write(DONE);
          }
          case ANSWER -> {
            String answer = answer(readTokens(in));
            out.write(DONE);
            writeText(out, answer);
          }
          default -> throw new IOException("Expected a request, found " + request);
        }
      } catch (RuntimeException e) {
        fail(out, e);
      }
      out.flush();
    }
  }

  private String answer(int[] prompt) {
    InferenceParameters parameters =
        new InferenceParameters("")
            .setNPredict(1)
            .setTemperature(0)
            .setCachePrompt(true)
            .setGrammar(grammar)
            .setTokenIdBias(biases);
    setPrompt(parameters, prompt);
    return model.complete(parameters);
  }

  /**
   * Sets the prompt as token ids. The server of llama.cpp accepts them, but the Java API has no
   * method for it. A prompt as text would be tokenised as a whole, and special tokens inside a news
   * item would take effect.
   */
  private static void setPrompt(InferenceParameters parameters, int[] tokens) {
    try {
      Field field = parameters.getClass().getSuperclass().getDeclaredField("parameters");
      field.setAccessible(true);
      @SuppressWarnings("unchecked")
      Map<String, String> json = (Map<String, String>) field.get(parameters);
      json.put("prompt", Arrays.toString(tokens));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected java-llama.cpp 4.2.0, found another version", e);
    }
  }

  private static void fail(DataOutputStream out, Throwable why) throws IOException {
    out.write(FAILED);
    writeText(out, String.valueOf(why.getMessage()));
    out.flush();
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  static void writeTokens(DataOutputStream out, int[] tokens) throws IOException {
    out.writeInt(tokens.length);
    for (int token : tokens) {
      out.writeInt(token);
    }
  }

  static int[] readTokens(DataInputStream in) throws IOException {
    int[] tokens = new int[in.readInt()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = in.readInt();
    }
    return tokens;
  }

  private static Map<Integer, Float> readBiases(DataInputStream in) throws IOException {
    Map<Integer, Float> biases = new HashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      biases.put(in.readInt(), in.readFloat());
    }
    return biases;
  }
}
