package io.github.sentiment4j.model.tokenizer;

import io.github.sentiment4j.gguf.*;
import java.nio.file.*;

class ExportForOracle {
  public static void main(String[] a) throws Exception {
    for (int i = 0; i < 3; i++) {
      long t = System.nanoTime();
      GgufFile f = GgufFile.read(Path.of(a[0]));
      System.out.println("gguf " + (System.nanoTime() - t) / 1e6);
      t = System.nanoTime();
      Vocabulary v = Vocabulary.of(f);
      System.out.println("vocab " + (System.nanoTime() - t) / 1e6);
      t = System.nanoTime();
      Path out = Path.of(a[1]);
      Files.createDirectories(out);
      HuggingFaceTokenizer.write(v, out);
      System.out.println("write " + (System.nanoTime() - t) / 1e6);
      t = System.nanoTime();
      if (!Files.exists(out.resolve("config.json")))
        Files.writeString(out.resolve("config.json"), a[2]);
      Vocabulary b = HuggingFaceTokenizer.read(out);
      System.out.println("read " + (System.nanoTime() - t) / 1e6);
      t = System.nanoTime();
      System.out.println(
          b.tokens().equals(v.tokens())
              + " "
              + b.merges().equals(v.merges())
              + " "
              + b.specialIds()
              + v.specialIds()
              + " "
              + b.otherKeys().keySet()
              + v.otherKeys().keySet());
    }
  }
}
