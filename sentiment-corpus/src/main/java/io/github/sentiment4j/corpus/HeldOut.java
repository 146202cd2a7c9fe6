package io.github.sentiment4j.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Sentences that nothing to train with may resemble: their runs of five words, or of eight
 * characters where a sentence is Chinese. Words are letters and digits without what separates them,
 * so that {@code 5.4} is two; characters count with and without punctuation; case does not count.
 */
final class HeldOut {
  private static final int WORDS = 5;
  private static final int CHARACTERS = 8;
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Map<String, String> runs = new HashMap<>();

  HeldOut(List<String> texts) {
    texts.forEach(text -> runs(text, run -> runs.put(run, text)));
  }

  static HeldOut read(List<Path> files) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.addAll(TextFile.read(file));
    }
    return new HeldOut(texts);
  }

  /** The runs that a text shares with held-out sentences, and those sentences. */
  Map<String, String> shared(String text) {
    Map<String, String> shared = new TreeMap<>();
    runs(
        text,
        run -> {
          String found = runs.get(run);
          if (found != null) {
            shared.put(run, found);
          }
        });
    return shared;
  }

  private static void runs(String text, Consumer<String> to) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (HAN.matcher(text).find()) {
      runs(List.of(lower.replaceAll("\\s", "").split("")), CHARACTERS, "", to);
      runs(List.of(SEPARATORS.matcher(lower).replaceAll("").split("")), CHARACTERS, "", to);
    } else {
      runs(List.of(SEPARATORS.matcher(lower).replaceAll(" ").strip().split(" ")), WORDS, " ", to);
    }
  }

  private static void runs(List<String> units, int length, String separator, Consumer<String> to) {
    for (int i = 0; i + length <= units.size(); i++) {
      to.accept(String.join(separator, units.subList(i, i + length)));
    }
  }
}
