package io.github.sentiment4j.corpus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes sentences: as many of each label, and of each pattern of a label as long as it has new
 * ones.
 */
final class Generator {
  /** A pattern that gives nothing new so many times in a row is used up. */
  private static final int TRIES = 60;

  private final Patterns patterns;
  private final HeldOut heldOut;
  private final Random random;
  private final double spaced;

  /**
   * @param spaced share of sentences, 0 to 1, that are written with spaces around punctuation, as
   *     in tokenised corpora
   */
  Generator(Patterns patterns, HeldOut heldOut, long seed, double spaced) {
    this.patterns = patterns;
    this.heldOut = heldOut;
    this.random = new Random(seed);
    this.spaced = spaced;
  }

  /**
   * Makes {@code count} different sentences, none of which shares a run with those held out.
   *
   * @throws IllegalArgumentException if the patterns do not give so many
   */
  List<Sentence> generate(int count) {
    List<Sentence> sentences = new ArrayList<>(count);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < Sentence.LABELS.size(); i++) {
      String label = Sentence.LABELS.get(i);
      int wanted = (count + Sentence.LABELS.size() - 1 - i) / Sentence.LABELS.size();
      List<SentencePattern> left = new ArrayList<>(patterns.of(label));
      Collections.shuffle(left, random);
      Deque<SentencePattern> turns = new ArrayDeque<>(left);
      for (int made = 0; made < wanted; ) {
        SentencePattern pattern = turns.pollFirst();
        if (pattern == null) {
          throw new IllegalArgumentException(
              "the patterns under @"
                  + label
                  + " give "
                  + made
                  + " different sentences, not "
                  + wanted
                  + "; write more of them or lower --count");
        }
        String text = newText(pattern, texts);
        if (text != null) {
          sentences.add(new Sentence(text, label));
          made++;
          turns.addLast(pattern);
        }
      }
    }
    Collections.shuffle(sentences, random);
    return sentences;
  }

  /** A text that was not there before, or null if the pattern is used up. */
  private @Nullable String newText(SentencePattern pattern, Set<String> texts) {
    for (int i = 0; i < TRIES; i++) {
      String text = text(pattern);
      if (heldOut.shared(text).isEmpty() && texts.add(text)) {
        return random.nextDouble() < spaced ? spaced(text) : text;
      }
    }
    return null;
  }

  /** One sentence of a pattern. */
  String text(SentencePattern pattern) {
    StringBuilder out = new StringBuilder();
    new Draw().write(pattern.parts(), 1, out);
    String text =
        out.toString()
            .strip()
            .replaceAll("\\s+", " ")
            .replaceAll(" (?=[,.;:)])", "")
            .replaceAll("(?<=\\() ", "");
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** "Sales rose 5.4%, to EUR 3 mn." becomes "Sales rose 5.4 % , to EUR 3 mn .". */
  static String spaced(String text) {
    return text.replaceAll("([,.:;](?=\\s|$)|[()%]|'s\\b)", " $1 ").replaceAll("\\s+", " ").strip();
  }

  /** The values of one sentence. */
  private final class Draw {
    private final Map<String, Map<Integer, String>> values = new HashMap<>();
    private final Map<String, Pair> pairs = new HashMap<>();

    /**
     * Writes parts; slots without an index of their own get that of the slot whose entry they stand
     * in.
     */
    void write(List<Part> parts, int index, StringBuilder out) {
      for (Part part : parts) {
        if (part instanceof Part.Literal literal) {
          out.append(literal.text());
        } else if (part instanceof Part.Alternatives alternatives) {
          write(pick(alternatives.entries()), index, out);
        } else if (part instanceof Part.Slot slot) {
          out.append(value(slot, slot.index() == 1 ? index : slot.index()));
        }
      }
    }

    private String value(Part.Slot slot, int index) {
      NumberRange range = patterns.numbers.get(slot.name());
      if (range != null) {
        return pairs
            .computeIfAbsent(slot.name() + index, key -> pair(range))
            .member(slot.member(), range);
      }
      Map<Integer, String> drawn = values.computeIfAbsent(slot.name(), name -> new TreeMap<>());
      for (int i = 0; i < TRIES && !drawn.containsKey(index); i++) {
        StringBuilder out = new StringBuilder();
        write(pick(patterns.entries(slot.name())), index, out);
        if (!drawn.containsValue(out.toString())) {
          drawn.put(index, out.toString());
        }
      }
      if (!drawn.containsKey(index)) {
        throw new IllegalArgumentException(
            patterns.file
                + ": {"
                + slot.name()
                + "} has too few values for {"
                + slot.name()
                + "#"
                + index
                + "}");
      }
      return drawn.get(index);
    }

    private <T> T pick(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    /**
     * Small numbers are as likely as large ones; the larger one of a pair is 4 % to 120 % larger.
     */
    private Pair pair(NumberRange range) {
      BigDecimal low =
          multiple(logUniform(range.from().doubleValue(), range.to().doubleValue()), range);
      BigDecimal high = multiple(low.doubleValue() * (1 + logUniform(0.04, 1.2)), range);
      return new Pair(low, high.max(low.add(range.step())));
    }

    private double logUniform(double from, double to) {
      return from * Math.pow(to / from, random.nextDouble());
    }

    private BigDecimal multiple(double value, NumberRange range) {
      BigDecimal steps = BigDecimal.valueOf(value).divide(range.step(), 0, RoundingMode.HALF_UP);
      return steps.max(BigDecimal.ONE).multiply(range.step());
    }
  }

  /** Two values of a number, low &lt; high. */
  record Pair(BigDecimal low, BigDecimal high) {
    String member(String member, NumberRange range) {
      return switch (member) {
        case "high" -> range.format(high);
        case "up" -> percent(high.subtract(low), low);
        case "down" -> percent(high.subtract(low), high);
        case "gap" -> range.format(high.subtract(low));
        case "before" -> range.format(low.subtract(range.step()));
        case "after" -> range.format(low.add(range.step()));
        default -> range.format(low);
      };
    }

    /** Whole from 20 per cent on, else with one decimal. */
    private static String percent(BigDecimal change, BigDecimal of) {
      BigDecimal hundredfold = change.multiply(BigDecimal.valueOf(100));
      BigDecimal fine = hundredfold.divide(of, 1, RoundingMode.HALF_UP);
      return fine.compareTo(BigDecimal.valueOf(20)) < 0
          ? fine.stripTrailingZeros().toPlainString()
          : hundredfold.divide(of, 0, RoundingMode.HALF_UP).toPlainString();
    }
  }
}
