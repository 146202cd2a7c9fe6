package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damages headers at random: whatever comes out is a model or a {@link ModelFileException}. */
class MutationTest {
  private static final int MUTATIONS = 20_000;

  /** Half of the damage goes to the first bytes, where counts and lengths are. */
  private static final int START_BYTES = 1200;

  @TempDir Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void readAndCheck_randomDamage_succeedsOrThrowsModelFileException() throws IOException {
    Path path = TinyModel.builder().blocks(1).write(folder.resolve("tiny.gguf"));
    byte[] header = new byte[(int) GgufFile.read(path).dataOffset()];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.readFully(header);
    }
    SplittableRandom random = new SplittableRandom(20261123);
    int accepted = 0;
    int refused = 0;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] damaged = header.clone();
        damage(damaged, random);
        file.seek(0);
        file.write(damaged);
        try {
          DecoderModel.check(GgufFile.read(path));
          accepted++;
        } catch (ModelFileException e) {
          assertThat(e).hasMessageContaining(": expected ").hasMessageContaining(", found ");
          refused++;
        }
      }
    }

    assertThat(accepted + refused).isEqualTo(MUTATIONS);
    assertThat(refused).isGreaterThan(MUTATIONS / 2);
    assertThat(accepted).isPositive();
    assertThat(Files.exists(path)).isTrue();
  }

  private static void damage(byte[] bytes, SplittableRandom random) {
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      int range = random.nextBoolean() ? START_BYTES : bytes.length;
      int at = random.nextInt(Math.min(range, bytes.length));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = 0;
        case 3 -> {
          for (int j = at; j < Math.min(at + 8, bytes.length); j++) {
            bytes[j] = (byte) 0xFF;
          }
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(1, 64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
  }
}
