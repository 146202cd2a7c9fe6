package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.jni.internal.NativeResources;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.jni.internal.Platform;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the symbols that the built libraries export and import, with binutils. */
class ExportsTest {
  /** The symbols of a C++ run-time library, which could conflict with those of another one. */
  private static final Pattern RUNTIME =
      Pattern.compile(
          "_Unwind_.*|__cxa_.*|__gxx_personality.*|__dynamic_cast|_ZT[ISV]St.*|_Zn[wa].*|_Zd[la].*");

  private static final Pattern GLIBC = Pattern.compile("\\(?GLIBC_([0-9.]+)\\)? ");

  @TempDir Path folder;
  private Map<String, URL> libraries;

  @BeforeEach
  void needBinutils() {
    assumeTrue(Platform.current().os().equals("linux"), "ELF libraries are Linux's");
    assumeTrue(hasTool("nm") && hasTool("readelf"), "nm and readelf (binutils) are missing");
    libraries = NativeResources.of(Platform.current()).orElseThrow().files();
  }

  @Test
  void libsentiment4j_exports_areTheJniFunctionsOnly() throws Exception {
    List<String> exported = exported("libsentiment4j.so");

    assertThat(exported)
        .contains("JNI_OnLoad", "Java_io_github_sentiment4j_jni_internal_Natives_score")
        .allMatch(name -> name.matches("Java_.*|JNI_OnLoad|JNI_OnUnload"));
    assertThat(exported.stream().filter(name -> name.startsWith("Java_")))
        .hasSize(Natives.class.getDeclaredMethods().length);
  }

  @Test
  void everyLibrary_exports_nothingOfTheCppRuntime() throws Exception {
    for (String library : libraries.keySet()) {
      assertThat(exported(library)).as(library).isNotEmpty().noneMatch(RUNTIME.asMatchPredicate());
    }
  }

  @Test
  void everyLibrary_hasNoUniqueSymbols() throws Exception {
    for (String library : libraries.keySet()) {
      assertThat(run("readelf", "-W", "--dyn-syms", file(library)))
          .as(library)
          .contains("GLOBAL")
          .doesNotContain("UNIQUE");
    }
  }

  @Test
  void everyLibrary_namesAndNeeds_areItsOwnAndTheSystems() throws Exception {
    for (String library : libraries.keySet()) {
      String dynamic = run("readelf", "-Wd", file(library));

      assertThat(dynamic)
          .as(library)
          .contains("(RUNPATH)", "[$ORIGIN]")
          .doesNotContain("(TEXTREL)");
      assertThat(dynamic.lines().filter(line -> line.contains("(NEEDED)")))
          .as(library)
          .isNotEmpty()
          .allMatch(
              line ->
                  line.matches(
                      ".*\\[(libs4j-ggml(-base)?\\.so|lib(c|m|dl|pthread)\\.so\\.\\d|ld-linux-.*)\\]"));
      if (!library.startsWith("libggml-cpu-")) {
        assertThat(dynamic).as(library).contains("Library soname: [" + library + "]");
      }
    }
  }

  @Test
  void everyLibrary_builtForAnOlderGlibc_needsNoSymbolOfANewerOne() throws Exception {
    Matcher platform =
        Pattern.compile("x86_64-linux-gnu\\.([0-9.]+)")
            .matcher(System.getProperty("sentiment4j.native.platform", "host"));
    assumeTrue(platform.matches(), "the natives are built for this system, not for older ones");
    Version glibc = Version.parse(platform.group(1));

    for (String library : libraries.keySet()) {
      assertThat(GLIBC.matcher(run("objdump", "-T", file(library))).results())
          .as(library)
          .isNotEmpty()
          .allMatch(symbol -> Version.parse(symbol.group(1)).compareTo(glibc) <= 0);
    }
  }

  private List<String> exported(String library) throws Exception {
    return run("nm", "-D", "--defined-only", file(library))
        .lines()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  private String file(String library) throws IOException {
    Path copy = folder.resolve(library);
    if (!Files.exists(copy)) {
      try (var in = Objects.requireNonNull(libraries.get(library)).openStream()) {
        Files.copy(in, copy);
      }
    }
    return copy.toString();
  }

  private static boolean hasTool(String name) {
    try {
      run(name, "--version");
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
