package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a separate source tree, in a folder with a space, where java, mvn and the
 * other tools are small scripts that say how they were called.
 */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  private static final String JAVA =
      """
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.9" 2023-10-17' >&2; exit; fi
      echo "LC_ALL=${LC_ALL:-}"
      printf '<%s>\\n' "$@"
      """;
  private static final String MVN =
      """
      echo "$*" >>"$TREE/../builds"
      echo "[INFO] Building sentiment4j core 0.1                      [2/5]"
      echo "sentiment4j: compiling llama.cpp"
      sleep 0.3
      mkdir -p "$TREE/sentiment-cli/target/dist/lib"
      echo jar >"$TREE/sentiment-cli/target/dist/lib/sentiment-cli.jar"
      """;

  @TempDir Path folder;
  private Path tree;
  private Path tools;

  /** The outcome of a run, with both streams together. */
  private record Run(int exitCode, String output) {}

  @BeforeEach
  void plantTree() throws IOException {
    tree = Files.createDirectories(folder.resolve("source tree"));
    tools = Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(tree.resolve("sentiment-cli/src/main"));
    Files.writeString(tree.resolve("pom.xml"), "");
    Files.writeString(tree.resolve("sentiment-cli/pom.xml"), "");
    Path script = Path.of("").toAbsolutePath().resolveSibling("sentiment");
    Files.copy(script, tree.resolve("sentiment"));
    for (String tool : List.of("javac", "cmake", "cc", "c++", "npm", "git")) {
      tool(tool, "");
    }
    tool("java", JAVA);
    tool("mvn", MVN);
  }

  @Test
  void firstRun_buildsWithAProgressLinePerStepThenStarts() throws Exception {
    Run run = run(Map.of(), "predict", "--text", "a b");

    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .containsSubsequence(
            "sentiment: [1/2] looking for java",
            "sentiment: [2/2] building with Maven",
            "sentiment:       sentiment4j core 0.1\n",
            "sentiment:       compiling llama.cpp\n",
            "sentiment: built in ",
            "<-Dsentiment4j.terminal=false>",
            "<-jar>\n<" + tree + "/sentiment-cli/target/dist/lib/sentiment-cli.jar>",
            "<predict>\n<--text>\n<a b>\n");
    assertThat(tree.resolve("sentiment-cli/target/launcher.log")).content().contains("[INFO]");
    assertThat(folder.resolve("builds")).content().contains("-Dsentiment4j.native.levels=host");
  }

  @Test
  void secondRun_startsAtOnce_untilASourceIsNewer() throws Exception {
    run(Map.of());
    assertThat(run(Map.of()).output()).doesNotContain("sentiment: ");
    assertThat(builds()).isEqualTo(1);

    Path source = Files.writeString(tree.resolve("sentiment-cli/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    run(Map.of());
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void build_archivesClasses_laterRunsUseTheArchive() throws Exception {
    tool("java", JAVA + "for a; do case $a in *AtExit=*) : >\"${a#*=}\" ;; esac; done\n");

    Run run = run(Map.of(), "--version");

    assertThat(run.output())
        .contains("<-XX:SharedArchiveFile=" + tree + "/sentiment-cli/target/dist/classes.jsa>\n")
        .doesNotContain("AtExit");
    assertThat(tree.resolve("sentiment-cli/target/dist/classes.jsa")).exists();
  }

  @Test
  void build_withoutAnArchive_startsAllTheSame() throws Exception {
    tool("java", "case \"$*\" in *AtExit=*) exit 1 ;; esac\n" + JAVA);

    Run run = run(Map.of(), "--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).contains("<--version>").doesNotContain("SharedArchiveFile");
  }

  @Test
  void symbolicLinkAndAnotherFolder_findTheTree() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("source tree/sentiment"));

    Run run = await(start(Map.of(), link.toString()));

    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).contains(tree + "/sentiment-cli/target/dist/lib/sentiment-cli.jar");
  }

  @Test
  void firstRunsAtOnce_buildOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start(Map.of(), tree.resolve("sentiment").toString(), "run" + i));
    }
    for (int i = 0; i < 4; i++) {
      Run run = await(processes.get(i));
      assertThat(run.exitCode()).isZero();
      assertThat(run.output()).contains("<run" + i + ">");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void failedBuild_showsTheErrorsAndTheLogAndIsTriedAgain() throws Exception {
    tool("mvn", "echo run >>\"$TREE/../builds\"\necho '[ERROR] no such planet'\nexit 1\n");

    Run run = run(Map.of());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.output())
        .contains("[ERROR] no such planet")
        .contains("the build failed; all of its output is in " + tree)
        .doesNotContain("<-jar>");
    run(Map.of());
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void missingTool_isNamedBeforeAnythingIsBuilt() throws Exception {
    Files.delete(tools.resolve("cmake"));

    Run run = run(Map.of());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.output()).contains("building needs 'cmake' (3.18 or newer); install it");
    assertThat(folder.resolve("builds")).doesNotExist();
  }

  @Test
  void oldJava_isRefused() throws Exception {
    tool("java", "echo 'java version \"11.0.2\"' >&2\n");

    assertThat(run(Map.of()).output()).contains("needs Java 17 or newer, 'java' is Java 11");

    tool("java", JAVA);
    run(Map.of());
    Path home = folder.resolve("old home");
    Files.createDirectories(home.resolve("bin"));
    script(home.resolve("bin/java"), "echo 'java version \"1.8.0_292\"' >&2\n");
    Run other = run(Map.of("JAVA_HOME", home.toString()));
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.output()).contains("needs Java 17 or newer").contains("is Java 1;");
  }

  @Test
  void javaOptions_comeBehindTheLaunchersOwn() throws Exception {
    run(Map.of());

    assertThat(run(Map.of("SENTIMENT4J_JAVA_OPTS", "-Xmx2g -Da=*")).output())
        .contains("<-XX:+UseSerialGC>\n<-Xmx2g>\n<-Da=*>\n<-jar>");
    assertThat(run(Map.of("SENTIMENT4J_JAVA_OPTS", "-XX:+UseG1GC")).output())
        .doesNotContain("UseSerialGC");
  }

  @Test
  void ownName_isHandedOverForTheCommandsThatArePrinted() throws Exception {
    run(Map.of());

    assertThat(run(Map.of()).output())
        .contains("<-Dsentiment4j.command=" + tree.resolve("sentiment") + ">\n");
  }

  @Test
  void javaOptions_quotesKeepWhiteSpaceAndNothingIsExpanded() throws Exception {
    run(Map.of());

    Run run =
        run(
            Map.of(
                "SENTIMENT4J_JAVA_OPTS",
                " -Da='x  y'\t-Db=\"it's\"\n\"-Dc=C:\\a b\" -Dd=$(id)`id`$HOME;~ '' -De=\"\"'投 资' "));
    assertThat(run.output())
        .contains(
            "<-Da=x  y>\n<-Db=it's>\n<-Dc=C:\\a b>\n<-Dd=$(id)`id`$HOME;~>\n<-De=投 资>\n<-jar>");

    run = run(Map.of("SENTIMENT4J_JAVA_OPTS", "-Da='x y"));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.output())
        .isEqualTo(
            "sentiment: SENTIMENT4J_JAVA_OPTS: expected a closing ', found none in: -Da='x y\n");
  }

  @Test
  void noEnvironmentAtAll_buildsAndStarts() throws Exception {
    for (String home : List.of("unset HOME", "HOME=")) {
      Files.deleteIfExists(tree.resolve("sentiment-cli/target/dist/built-with"));
      String command = home + "; exec bash \"$0\"";

      Run run = await(start(Map.of(), "-c", command, tree.resolve("sentiment").toString()));

      assertThat(run.output()).contains("sentiment: built in ").doesNotContain("unbound");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void searchPathForCd_isNotUsed() throws Exception {
    Files.createDirectories(folder.resolve("elsewhere/source tree"));

    Run run =
        await(
            start(
                Map.of("CDPATH", folder.resolve("elsewhere").toString()), "source tree/sentiment"));

    assertThat(run.output()).contains("<" + tree + "/sentiment-cli/target/dist/lib/sentiment-cli");
  }

  @Test
  void locale_becomesUtf8OnlyWhereItIsNot() throws Exception {
    run(Map.of());

    assertThat(run(Map.of("LANG", "C")).output()).contains("LC_ALL=C.UTF-8");
    assertThat(run(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "POSIX")).output())
        .contains("LC_ALL=C.UTF-8");
    assertThat(run(Map.of("LANG", "de_DE.UTF-8")).output()).contains("LC_ALL=\n");
    assertThat(run(Map.of("LC_ALL", "en_US.utf8")).output()).contains("LC_ALL=en_US.utf8\n");
  }

  private void tool(String name, String body) throws IOException {
    script(tools.resolve(name), body);
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private long builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tree.resolve("sentiment").toString()));
    command.addAll(List.of(arguments));
    return await(start(environment, command.toArray(String[]::new)));
  }

  private Process start(Map<String, String> environment, String... command) throws IOException {
    List<String> withShell = new ArrayList<>(List.of("bash"));
    withShell.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(withShell).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":" + toolsOfTheScriptItself());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TREE", tree.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** A folder with the system's tools that the script uses, but none that it looks for. */
  private Path toolsOfTheScriptItself() throws IOException {
    Path system = Files.createDirectories(folder.resolve("system"));
    for (String name :
        List.of(
            "bash",
            "sh",
            "cat",
            "dirname",
            "readlink",
            "find",
            "sed",
            "head",
            "tail",
            "grep",
            "tee",
            "mkdir",
            "rm",
            "mv",
            "sleep",
            "flock")) {
      for (String place : List.of("/usr/bin", "/bin")) {
        Path tool = Path.of(place, name);
        if (Files.exists(tool) && !Files.exists(system.resolve(name))) {
          script(system.resolve(name), "exec " + tool + " \"$@\"\n");
        }
      }
    }
    return system;
  }

  private static Run await(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output);
  }
}
