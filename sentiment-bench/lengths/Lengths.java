import io.github.sentiment4j.core.SentimentClassifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the time of one text by the number of its prompt's tokens, with all lengths in turns. It
 * uses only the API that every version has, so that two versions can be compared, in turns:
 *
 * <pre>{@code
 * for i in 1 2 3; do
 *   for lib in BEFORE/sentiment-cli/target/dist/lib AFTER/sentiment-cli/target/dist/lib; do
 *     java -cp "$lib/*" sentiment-bench/lengths/Lengths.java MODEL THREADS 40 8 12 13 14 15 16
 *   done
 * done
 * }</pre>
 *
 * <p>Arguments: GGUF file, CPU threads, calls of each length, lengths.
 */
public final class Lengths {
  private Lengths() {}

  public static void main(String... arguments) {
    int calls = Integer.parseInt(arguments[2]);
    int[] lengths = Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray();
    int longest = Arrays.stream(lengths).max().orElseThrow();
    try (SentimentClassifier classifier =
        SentimentClassifier.builder()
            .model(Path.of(arguments[0]))
            .threads(Integer.parseInt(arguments[1]))
            .build()) {
      Map<Integer, String> texts = new TreeMap<>();
      for (String text = "up"; texts.put(classifier.classify(text).tokens(), text) == null; ) {
        if (texts.containsKey(longest)) {
          break;
        }
        text += " up"; // one more token in most vocabularies
      }
      Map<Integer, List<Double>> times = new TreeMap<>();
      for (int call = 0; call < calls; call++) {
        for (int length : lengths) {
          String text = texts.get(length);
          if (text == null) {
            throw new IllegalArgumentException(
                "expected lengths of " + texts.keySet() + ", found " + length);
          }
          long start = System.nanoTime();
          classifier.classify(text);
          times
              .computeIfAbsent(length, any -> new ArrayList<>())
              .add((System.nanoTime() - start) / 1e6);
        }
      }
      times.forEach(
          (length, ms) -> {
            Collections.sort(ms);
            System.out.printf(
                "%d tokens: median %.2f ms, quartiles %.2f to %.2f%n",
                length,
                ms.get(calls / 2),
                ms.get(calls / 4),
                ms.get(calls * 3 / 4));
          });
    }
  }
}
