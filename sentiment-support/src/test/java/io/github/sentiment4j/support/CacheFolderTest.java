package io.github.sentiment4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheFolderTest {
  private static final Map<String, String> LINUX =
      Map.of(
          "sentiment4j.cache", "/named",
          "os.name", "Linux",
          "user.home", "/home/ann",
          "user.name", "ann b",
          "java.io.tmpdir", "/tmp");

  @TempDir Path folder;

  private static List<String> candidates(
      Map<String, String> properties, Map<String, String> environment) {
    return CacheFolder.candidates(properties, environment, Optional.of("1234")).stream()
        .map(c -> c.folder().map(Path::toString).orElse(c.place() + ": " + c.problem()))
        .toList();
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> properties = new TreeMap<>(LINUX);
    properties.put(key, value);
    return properties;
  }

  @Test
  void candidates_linux_arePropertyCacheFolderAndTemporaryFolder() {
    assertThat(candidates(LINUX, Map.of()))
        .containsExactly("/named", "/home/ann/.cache/sentiment4j", "/tmp/sentiment4j-ann_b");
    assertThat(candidates(LINUX, Map.of("XDG_CACHE_HOME", "/xdg")))
        .containsExactly("/named", "/xdg/sentiment4j", "/tmp/sentiment4j-ann_b");
    assertThat(candidates(LINUX, Map.of("XDG_CACHE_HOME", "")))
        .contains("/home/ann/.cache/sentiment4j");
  }

  @Test
  void candidates_relativeXdgCacheHome_isListedAndTheHomeIsTried() {
    assertThat(candidates(LINUX, Map.of("XDG_CACHE_HOME", "relative")))
        .containsExactly(
            "/named",
            "$XDG_CACHE_HOME: 'relative' is no absolute path",
            "/home/ann/.cache/sentiment4j",
            "/tmp/sentiment4j-ann_b");
  }

  @Test
  void candidates_macAndWindows_areWhatIsUsualThere() {
    assertThat(candidates(Map.of("os.name", "Mac OS X", "user.home", "/Users/ann"), Map.of()))
        .contains("/Users/ann/Library/Caches/sentiment4j");
    assertThat(
            candidates(
                Map.of("os.name", "Windows 11", "user.home", "/c/ann"),
                Map.of("LOCALAPPDATA", "/c/ann/local")))
        .contains("/c/ann/local/sentiment4j");
    assertThat(candidates(Map.of("os.name", "Windows 11", "user.home", "/c/ann"), Map.of()))
        .contains("/c/ann/AppData/Local/sentiment4j");
  }

  @Test
  void candidates_nothingUsable_sayWhyOfEach() {
    assertThat(
            candidates(
                Map.of("os.name", "Linux", "user.home", "?", "java.io.tmpdir", "tmp"), Map.of()))
        .containsExactly(
            "-Dsentiment4j.cache: not set",
            "user.home: '?' is no absolute path",
            "java.io.tmpdir: 'tmp' is no absolute path");
    assertThat(candidates(Map.of("os.name", "Linux"), Map.of()))
        .containsExactly(
            "-Dsentiment4j.cache: not set", "user.home: not set", "java.io.tmpdir: not set");
  }

  @Test
  void candidates_userWithoutAName_isKnownByNumber() {
    assertThat(candidates(with("user.name", "?"), Map.of())).contains("/tmp/sentiment4j-1234");
    assertThat(candidates(with("user.name", ""), Map.of())).contains("/tmp/sentiment4j-1234");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentiment4j.cache", "user.home", "java.io.tmpdir"})
  void candidates_nameThatIsNone_doesNotKeepTheOthersFromBeingTried(String property) {
    List<String> expected = new ArrayList<>(candidates(LINUX, Map.of()));
    int index = List.of("sentiment4j.cache", "user.home", "java.io.tmpdir").indexOf(property);
    expected.set(
        index,
        (index == 0 ? "-D" : "")
            + property
            + ": '/a\0b' is not the name of a file here: Nul character not allowed");

    assertThat(candidates(with(property, "/a\0b"), Map.of())).isEqualTo(expected);
  }

  /** The program of another process: it prints its candidates. */
  static final class Print {
    private Print() {}

    public static void main(String[] args) {
      for (CacheFolder candidate : CacheFolder.candidates()) {
        System.out.println(
            candidate.folder().map(Path::toString).orElse(candidate.place())
                + " "
                + candidate.problem());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX"})
  void candidates_lettersThatTheLocaleDoesNotKnow_areListedWithWhatHelps(String locale)
      throws Exception {
    Path home = Files.createDirectory(folder.resolve("j\u00f6rg"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + home,
            "-Dsentiment4j.cache=" + home.resolve("cache"),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            Path.of("target/classes").toAbsolutePath()
                + File.pathSeparator
                + Path.of("target/test-classes").toAbsolutePath(),
            Print.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", locale);
    builder.environment().remove("XDG_CACHE_HOME");

    assertThat(output(builder))
        .containsSubsequence(
            "-Dsentiment4j.cache ",
            "j??rg/cache' is not the name of a file in this process, whose locale has the charset"
                + " ANSI_X3.4-1968; start Java with LC_ALL=C.UTF-8\n",
            "user.home ",
            "j??rg' is not the name of a file in this process",
            folder + "/sentiment4j-");
  }

  private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void candidates_ofThisProcess_areAbsolute() {
    assertThat(CacheFolder.candidates())
        .flatExtracting(candidate -> candidate.folder().stream().toList())
        .isNotEmpty()
        .allMatch(Path::isAbsolute);
  }
}
