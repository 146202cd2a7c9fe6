package io.github.sentiment4j.house;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tests and files that comments and pages name exist. Doclint checks the class names in links.
 */
final class CommentsTest {
  static final Pattern STRING_OR_COMMENT =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\\n]++|\\\\.)*+'"
              + "|//[^\n]*|/\\*[\\s\\S]*?\\*/");

  private static final Pattern NAME =
      Pattern.compile("(?<!\\*)\\b(?:[A-Z]\\w*Test|[\\w-]+\\.(?:java|cpp|h|cmake|md))\\b");

  /** Names of other projects and of their files. */
  private static final Pattern FOREIGN =
      Pattern.compile("(?:java-llama|ggml|llama|gguf|jni|quants)[\\w-]*\\.\\w+");

  private static final Set<String> FILES =
      House.files(House.ROOT).map(file -> file.getFileName().toString()).collect(toSet());

  @Test
  void comments_namedTestsAndFiles_exist() {
    List<String> missing =
        Stream.of(".java", ".cpp", ".h")
            .flatMap(suffix -> House.sources("src", suffix).stream())
            .flatMap(file -> missing(House.read(file)).map(name -> where(file) + ": " + name))
            .toList();

    assertThat(missing).isEmpty();
  }

  @Test
  void pages_namedTestsAndFiles_exist() {
    List<String> missing =
        House.pages().stream()
            .flatMap(page -> unknown(House.read(page)).map(name -> where(page) + ": " + name))
            .toList();

    assertThat(missing).isEmpty();
  }

  @Test
  void missing_commentsAndStrings_onlyNamesInCommentsThatDoNotExist() {
    String source =
        """
        // see NoSuchTest and lost.cpp, CommentsTest, House.java and ggml.h
        String text = "AbsentTest // gone.h";
        /* absent.h */
        """;

    assertThat(missing(source)).containsExactly("NoSuchTest", "lost.cpp", "absent.h");
  }

  private static Stream<String> missing(String source) {
    return STRING_OR_COMMENT
        .matcher(source)
        .results()
        .map(MatchResult::group)
        .filter(text -> text.startsWith("/"))
        .flatMap(CommentsTest::unknown);
  }

  private static Stream<String> unknown(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(name -> !FOREIGN.matcher(name).matches())
        .filter(name -> !FILES.contains(name) && !FILES.contains(name + ".java"));
  }

  private static Path where(Path file) {
    return House.ROOT.relativize(file);
  }
}
