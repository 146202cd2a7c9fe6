package io.github.sentiment4j.corpus;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the training sentences of our own from patterns, and checks that they have nothing in
 * common with the test sentences. {@code java -cp sentiment-corpus/target/classes
 * io.github.sentiment4j.corpus.Corpus} runs it:
 *
 * <pre>{@code
 * Corpus generate --patterns patterns-en.txt --held-out test-en.jsonl
 *     --count 6000 --seed 1 --spaced 0.3 --out en.jsonl
 * Corpus overlap --held-out test-en.jsonl --patterns patterns-en.txt en.jsonl SEntFiN.csv
 * }</pre>
 *
 * <p>{@code --spaced}, by default 0, is the share of sentences with spaces around punctuation, as
 * in tokenised corpora. Both commands take {@code --held-out} several times. {@code overlap} reads
 * the text of each line of {@code .jsonl} files and whole lines of others, exits with 0 if nothing
 * is shared and with 1 if something is; wrong arguments and files are 2.
 *
 * <p>A file of patterns is UTF-8 text. Empty lines and those that start with {@code #} do not
 * count.
 *
 * <pre>
 * File    --> Section*
 * Section --> Header Entry*                         each on a line of its own
 * Header  --> "@positive" | "@neutral" | "@negative"              patterns of sentences with that label
 *           | "@slot" Name                                         what may stand for {Name}
 *           | "@number" Name "from" Low "to" High "step" Step ["grouped"]
 * Entry   --> (Text | "[" Entry ("|" Entry)* "]" | "{" Name ["#" Digit] ["." Member] "}")*
 * </pre>
 *
 * <p>A slot has one value in a sentence, wherever it stands; {@code {company#2}} is another one. A
 * slot's entries may hold slots. Of a number, {@code {n}} or {@code {n.low}} is its value, a
 * multiple of Step; {@code {n.high}} is a larger one, {@code {n.up}} the rise from low to high in
 * per cent, {@code {n.down}} the fall from high to low in per cent, {@code {n.gap}} the difference,
 * {@code {n.before}} and {@code {n.after}} the values next to it.
 *
 * <p>The same patterns, count and seed give the same file on every JDK.
 */
public final class Corpus {
  private Corpus() {}

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param args as in the examples above
   */
  public static void main(String... args) {
    System.exit(run(System.out, args));
  }

  static int run(PrintStream out, String... args) {
    try {
      String command = args.length == 0 ? "" : args[0];
      return switch (command) {
        case "generate" ->
            generate(
                out,
                Arguments.parse(
                    args, "--patterns", "--held-out", "--count", "--seed", "--spaced", "--out"));
        case "overlap" -> overlap(out, Arguments.parse(args, "--patterns", "--held-out"));
        default ->
            throw new IllegalArgumentException(
                "expected 'generate' or 'overlap', found '" + command + "'");
      };
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      out.println("cannot read or write: " + e.getMessage());
    }
    return 2;
  }

  private static int generate(PrintStream out, Arguments arguments) throws IOException {
    Patterns patterns = Patterns.read(Path.of(arguments.one("--patterns")));
    HeldOut heldOut = HeldOut.read(arguments.some("--held-out"));
    Path file = Path.of(arguments.one("--out"));
    List<Sentence> sentences =
        new Generator(patterns, heldOut, arguments.number("--seed", 0), arguments.share("--spaced"))
            .generate((int) arguments.number("--count", 1));
    Files.write(file, sentences.stream().map(Sentence::json).toList());
    out.println(sentences.size() + " sentences of " + patterns.size() + " patterns in " + file);
    return 0;
  }

  private static int overlap(PrintStream out, Arguments arguments) throws IOException {
    HeldOut heldOut = HeldOut.read(arguments.some("--held-out"));
    int found = 0;
    for (Path file : arguments.paths("--patterns")) {
      for (Map.Entry<Integer, Set<String>> line : Patterns.read(file).literals().entrySet()) {
        Map<String, String> shared = new TreeMap<>();
        line.getValue().forEach(literal -> shared.putAll(heldOut.shared(literal)));
        found += report(out, file + ":" + line.getKey(), shared);
      }
    }
    for (Path file : arguments.files()) {
      List<String> texts = TextFile.read(file);
      for (int i = 0; i < texts.size(); i++) {
        found += report(out, file + ":" + (i + 1), heldOut.shared(texts.get(i)));
      }
    }
    out.println(found + " runs are shared with held-out sentences");
    return found == 0 ? 0 : 1;
  }

  private static int report(PrintStream out, String where, Map<String, String> shared) {
    shared.forEach((run, text) -> out.println(where + ": '" + run + "' is in '" + text + "'"));
    return shared.size();
  }
}
