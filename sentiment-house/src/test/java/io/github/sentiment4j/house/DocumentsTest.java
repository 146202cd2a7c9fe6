package io.github.sentiment4j.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links of all documents lead somewhere, and each error code has its section. */
final class DocumentsTest {
  private static final Path ROOT = House.ROOT;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\"></a>");
  private static final Pattern USAGE_PAGE = Pattern.compile("Docs\\.ADDRESS\\s*\\+ \"([^\"]+)\"");
  private static final Pattern PROFILES = Pattern.compile("[ `(]-P([a-z][\\w,-]*)");
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
  void exceptions_everyErrorCode_endWithTheAddressOfItsSection() throws Exception {
    String address = address();
    for (ErrorCode code : ErrorCode.values()) {
      String message = new SentimentException(code, "Text").getMessage();
      String place = message.substring(message.indexOf("see ") + 4, message.length() - 1);
      assertThat(place).endsWith("docs/troubleshooting.md#" + code.anchor());
      assertThat(leadsSomewhere(ROOT.resolve("README.md"), place.replace(address, "")))
          .as(place)
          .isTrue();
    }
  }

  @Test
  void links_toFilesAndAnchors_leadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : House.pages()) {
      for (String link : find(LINK, Files.readString(page))) {
        if (!link.contains("://")) {
          links++;
          if (!leadsSomewhere(page, link)) {
            broken.add(ROOT.relativize(page) + ": " + link);
          }
        }
      }
    }
    assertThat(links).isGreaterThan(100);
    assertThat(broken).isEmpty();
  }

  /** Checks full addresses of files of the project, in pages and in Java sources. */
  @Test
  void addresses_ofTheProjectsFiles_leadSomewhere() throws Exception {
    Pattern pattern = Pattern.compile(Pattern.quote(address()) + "([\\w./-]+(?:#[\\w-]+)?)");
    List<String> broken = new ArrayList<>();
    for (Path file :
        Stream.concat(House.pages().stream(), House.sources("src/main/java", ".java").stream())
            .toList()) {
      for (String link : find(pattern, Files.readString(file))) {
        if (!leadsSomewhere(ROOT.resolve("README.md"), link)) {
          broken.add(ROOT.relativize(file) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void texts_ofMainCode_namePagesByTheirFullAddress() throws Exception {
    String address = address();
    Pattern name = Pattern.compile("([^\\s\"(]*\\bdocs/[^\\s\"]*)");
    List<String> relative = new ArrayList<>();
    for (Path file :
        Stream.of(".java", ".cpp")
            .flatMap(end -> House.sources("src/main", end).stream())
            .toList()) {
      for (MatchResult text :
          CommentsTest.STRING_OR_COMMENT.matcher(House.read(file)).results().toList()) {
        if (text.group().startsWith("\"")) {
          find(name, text.group()).stream()
              .filter(found -> !found.startsWith(address))
              .map(found -> ROOT.relativize(file) + ": " + found)
              .forEach(relative::add);
        }
      }
    }
    assertThat(relative).isEmpty();
  }

  @Test
  void usageTexts_namedPages_exist() {
    List<String> pages =
        House.sources("src/main/java", ".java").stream()
            .flatMap(file -> find(USAGE_PAGE, House.read(file)).stream())
            .toList();

    assertThat(pages)
        .isNotEmpty()
        .allSatisfy(page -> assertThat(ROOT.resolve("docs").resolve(page)).exists());
  }

  @Test
  void profiles_namedInPages_areThoseOfPoms() throws Exception {
    Set<String> profiles = new HashSet<>();
    profiles.addAll(Poms.texts(Poms.pom("."), "/project/profiles/profile/id"));
    for (String module : Poms.modules()) {
      profiles.addAll(Poms.texts(Poms.pom(module), "/project/profiles/profile/id"));
    }

    Set<String> named = new HashSet<>();
    for (Path page : House.pages()) {
      for (String list : find(PROFILES, Files.readString(page))) {
        named.addAll(List.of(list.split(",", -1)));
      }
    }
    assertThat(named).contains("fuzz", "release").isSubsetOf(profiles);
  }

  @Test
  void pages_found_includeThoseOfModules() throws IOException {
    assertThat(House.pages())
        .extracting(page -> ROOT.relativize(page).toString())
        .contains(
            "README.md",
            "docs/performance/tables.md",
            "sentiment-embedded/RECIPE.md",
            "sentiment-embedded/MODEL_CARD.md",
            "sentiment-embedded/recipe/README.md");
  }

  /** Returns the address of the project's files. */
  private static String address() throws Exception {
    return Poms.texts(Poms.pom("."), "/project/url").get(0) + "/blob/main/";
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** Returns the explicit anchors and those that GitHub makes of headings. */
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
