package io.github.sentiment4j.model.checkpoint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parts of a model's name, such as {@code Qwen/Qwen2.5-0.5B-Instruct}: guessed in the way of
 * {@code gguf-py/gguf/metadata.py} of llama.cpp v0.5.0.
 *
 * @param name all behind the organisation, in the spelling of a title
 * @param organization before the slash, in the spelling of a title
 * @param version such as {@code v1.5}
 * @param finetune such as {@code Instruct}
 * @param basename such as {@code Qwen2.5}
 * @param sizeLabel such as {@code 0.5B}
 */
record ModelId(
    Optional<String> name,
    Optional<String> organization,
    Optional<String> version,
    Optional<String> finetune,
    Optional<String> basename,
    Optional<String> sizeLabel) {

  private static final Pattern VERSION = ignoringCase("(v|iter)?\\d+([.]\\d+)*");
  private static final Pattern TYPE = ignoringCase("i?q\\d(_\\w)*|b?fp?(16|32)");
  private static final Pattern SIZE =
      ignoringCase("((A|\\d+x)?\\d+([._]\\d+)?[KMBT]\\d?|small|mini|medium|large|x?xl)");
  private static final Pattern FINETUNE = ignoringCase("chat|instruct|vision|lora");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern KEEPS_CASE = Pattern.compile("v\\d+(\\.\\d+)*|\\d.*");
  private static final String SCALES = "KMBT";

  private enum Role {
    BASENAME,
    SIZE,
    FINETUNE,
    VERSION,
    TYPE
  }

  /** One of the words between hyphens. */
  private static final class Part {
    private String text;
    private final Set<Role> roles = EnumSet.noneOf(Role.class);

    Part(String text) {
      this.text = text;
    }
  }

  private static Pattern ignoringCase(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  /**
   * Takes a name apart.
   *
   * @param parameters of the model: what looks like a size but is far from it is none
   */
  static ModelId of(String id, long parameters) {
    if (id.isEmpty() || id.contains(" ")) {
      return new ModelId(
          Optional.of(id).filter(text -> !text.isEmpty()).map(ModelId::title),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    int slash = id.indexOf('/');
    String name = id.substring(slash + 1);
    List<Part> parts =
        Arrays.stream(name.split("-", -1)).filter(word -> !word.isEmpty()).map(Part::new).toList();
    for (int i = 0; i < parts.size(); i++) {
      recognise(parts.get(i), i == 0, parameters);
    }
    dropSizesInWords(parts);
    markBasename(parts);
    Optional<String> version =
        joined(
            parts.stream()
                .filter(p -> p.roles.contains(Role.VERSION) && !p.roles.contains(Role.BASENAME))
                .map(p -> p.text));
    Optional<String> finetune = joined(texts(parts, Role.FINETUNE));
    Optional<String> size = joined(texts(parts, Role.SIZE).distinct());
    boolean ambiguous = version.isEmpty() && finetune.isEmpty() && size.isEmpty();
    return new ModelId(
        Optional.of(title(name)),
        Optional.of(id.substring(0, Math.max(slash, 0)))
            .filter(text -> !text.isEmpty() && text.charAt(0) != '.')
            .map(ModelId::title),
        version,
        finetune,
        ambiguous ? Optional.empty() : joined(texts(parts, Role.BASENAME)),
        size);
  }

  private static void recognise(Part part, boolean first, long parameters) {
    if (VERSION.matcher(part.text).matches()) {
      part.roles.add(Role.VERSION);
    } else if (TYPE.matcher(part.text).matches()) {
      part.roles.add(Role.TYPE);
      part.text = part.text.toUpperCase(Locale.ROOT);
    } else if (!first && SIZE.matcher(part.text).matches()) {
      recogniseSize(part, parameters);
    } else if (!first && FINETUNE.matcher(part.text).matches()) {
      part.roles.add(Role.FINETUNE);
    }
  }

  /** A number with a scale that is far from the model's size is a context length. */
  private static void recogniseSize(Part part, long parameters) {
    String text = part.text.replace('_', '.');
    int last = text.length() - 1;
    if (Character.isDigit(text.charAt(last))) {
      // 7b1 for 7.1B
      text = text.substring(0, last - 1) + '.' + text.charAt(last) + text.charAt(last - 1);
      last = text.length() - 1;
    }
    String number = text.substring(0, last);
    if (last > 0 && Character.isDigit(text.charAt(last - 1))) {
      text = number + text.substring(last).toUpperCase(Locale.ROOT);
    }
    boolean contextLength =
        NUMBER.matcher(number).matches()
            && Math.abs(
                    Double.parseDouble(number)
                            * Math.pow(1000, SCALES.indexOf(text.charAt(last)) + 1)
                        - parameters)
                > Math.floorDiv(7 * parameters, 8);
    part.roles.add(contextLength ? Role.FINETUNE : Role.SIZE);
    part.text = contextLength ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** Drops sizes in words if one size has digits. */
  private static void dropSizesInWords(List<Part> parts) {
    if (texts(parts, Role.SIZE).anyMatch(text -> text.chars().anyMatch(Character::isDigit))) {
      parts.stream()
          .filter(part -> part.text.chars().allMatch(Character::isLetter))
          .forEach(part -> part.roles.remove(Role.SIZE));
    }
  }

  /** It is at the start: words that are nothing else, and versions, but for the last ones. */
  private static void markBasename(List<Part> parts) {
    boolean atStart = true;
    for (Part part : parts) {
      boolean word = part.roles.isEmpty() && Character.isLetter(part.text.codePointAt(0));
      if (atStart && (word || part.roles.contains(Role.VERSION))) {
        part.roles.add(Role.BASENAME);
      } else {
        atStart = false;
        if (part.roles.isEmpty()) {
          part.roles.add(Role.FINETUNE);
        }
      }
    }
    List<Part> backwards = new ArrayList<>(parts);
    Collections.reverse(backwards);
    for (Part part : backwards) {
      if (!part.roles.contains(Role.BASENAME) || part.roles.size() == 1) {
        return;
      }
      part.roles.remove(Role.BASENAME);
    }
  }

  private static Stream<String> texts(List<Part> parts, Role role) {
    return parts.stream().filter(part -> part.roles.contains(role)).map(part -> part.text);
  }

  private static Optional<String> joined(Stream<String> texts) {
    return Optional.of(texts.collect(Collectors.joining("-"))).filter(text -> !text.isEmpty());
  }

  /** Words in lower case begin with a capital then, but versions and sizes. */
  private static String title(String text) {
    return Arrays.stream(text.replace('-', ' ').trim().split("\\s+"))
        .map(ModelId::capitalised)
        .collect(Collectors.joining(" "));
  }

  private static String capitalised(String word) {
    boolean lower =
        word.chars().noneMatch(Character::isUpperCase)
            && word.chars().anyMatch(Character::isLowerCase);
    if (!lower || KEEPS_CASE.matcher(word).matches()) {
      return word;
    }
    return IntStream.range(0, word.length())
        .mapToObj(
            i -> {
              boolean inside = i > 0 && Character.isLetter(word.charAt(i - 1));
              char c = word.charAt(i);
              return String.valueOf(inside ? c : Character.toTitleCase(c));
            })
        .collect(Collectors.joining());
  }

  /** A number of parameters with at least two digits, such as 0.49B or 135M. */
  static String sizeLabel(long parameters) {
    int scale = parameters > 1e12 ? 4 : parameters > 1e9 ? 3 : parameters > 1e6 ? 2 : 1;
    double scaled = parameters * Double.parseDouble("1e-" + 3 * scale);
    long rounded = Math.round(Math.rint(scaled));
    int decimals = rounded == 0 ? 2 : rounded < 10 ? 1 : 0;
    return new BigDecimal(scaled).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString()
        + SCALES.charAt(scale - 1);
  }
}
