package io.github.sentiment4j.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people read: links lead somewhere, and each failure has its place. */
final class DocumentsTest {
  private static final Path ROOT = House.ROOT;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\"></a>");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void troubleshooting_everyErrorCode_hasItsAnchorAndHeading() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/troubleshooting.md"));

    assertThat(Arrays.asList(ErrorCode.values()))
        .allSatisfy(
            code ->
                assertThat(page)
                    .containsOnlyOnce("<a id=\"" + code.anchor() + "\"></a>\n### " + code + "\n"));
  }

  @Test
  void links_toFilesAndAnchors_leadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String link : find(LINK, Files.readString(page))) {
        if (!link.contains("://")) {
          links++;
          if (!leadsSomewhere(page, link)) {
            broken.add(ROOT.relativize(page) + ": " + link);
          }
        }
      }
    }
    assertThat(links).isGreaterThan(20);
    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** Explicit ones, and those that GitHub makes of headings. */
  private static Set<String> anchors(Path page) throws IOException {
    String text = Files.readString(page);
    return Stream.concat(
            find(ID, text).stream(),
            find(HEADING, text).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
                .map(heading -> heading.replace(' ', '-')))
        .collect(Collectors.toSet());
  }

  private static List<String> find(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
