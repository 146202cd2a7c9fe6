package io.github.sentiment4j.gguf;

import static java.util.Map.entry;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** The name of the quantization of a whole file. */
final class FileTypeName {
  /** The numbers of {@code enum llama_ftype} in llama.h. */
  private static final Map<Long, String> NAMES =
      Map.ofEntries(
          entry(0L, "F32"),
          entry(1L, "F16"),
          entry(2L, "Q4_0"),
          entry(3L, "Q4_1"),
          entry(7L, "Q8_0"),
          entry(8L, "Q5_0"),
          entry(9L, "Q5_1"),
          entry(10L, "Q2_K"),
          entry(11L, "Q3_K_S"),
          entry(12L, "Q3_K_M"),
          entry(13L, "Q3_K_L"),
          entry(14L, "Q4_K_S"),
          entry(15L, "Q4_K_M"),
          entry(16L, "Q5_K_S"),
          entry(17L, "Q5_K_M"),
          entry(18L, "Q6_K"),
          entry(19L, "IQ2_XXS"),
          entry(20L, "IQ2_XS"),
          entry(21L, "Q2_K_S"),
          entry(22L, "IQ3_XS"),
          entry(23L, "IQ3_XXS"),
          entry(24L, "IQ1_S"),
          entry(25L, "IQ4_NL"),
          entry(26L, "IQ3_S"),
          entry(27L, "IQ3_M"),
          entry(28L, "IQ2_S"),
          entry(29L, "IQ2_M"),
          entry(30L, "IQ4_XS"),
          entry(31L, "IQ1_M"),
          entry(32L, "BF16"),
          entry(36L, "TQ1_0"),
          entry(37L, "TQ2_0"),
          entry(38L, "MXFP4"));

  private FileTypeName() {}

  static String of(GgufFile file) {
    return file.optionalUint32("general.file_type")
        .map(NAMES::get)
        .orElseGet(() -> largest(file).toString());
  }

  private static GgmlType largest(GgufFile file) {
    Map<GgmlType, Long> bytes = new EnumMap<>(GgmlType.class);
    for (GgufTensor tensor : file.tensors()) {
      bytes.merge(tensor.type(), tensor.bytes(), Long::sum);
    }
    return bytes.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }
}
