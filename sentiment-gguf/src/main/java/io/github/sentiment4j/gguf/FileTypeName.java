package io.github.sentiment4j.gguf;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** The name of the quantization of a whole file. */
final class FileTypeName {
  private FileTypeName() {}

  static String of(GgufFile file) {
    return file.optionalUint32("general.file_type")
        .flatMap(FileType::byId)
        .map(FileType::toString)
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
