package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.NativeResources;
import io.github.sentiment4j.jni.internal.Platform;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the location of the libraries, each case in a separate JVM. */
class NativeLibraryTest {
  @TempDir Path folder;
  private Path model;
  private Path cache;
  private Path home;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    cache = folder.resolve("cache");
    home = Files.createDirectory(folder.resolve("home"));
  }

  /** Argument: model. Prints the folder of the libraries and a label. */
  static final class Classify {
    public static void main(String[] args) {
      try (SentimentClassifier classifier =
          SentimentClassifier.builder().model(Path.of(args[0])).threads(1).build()) {
        classifier.classify("Profit rose.");
        System.out.print(NativeLibrary.get().folder());
      } catch (SentimentException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void classify_tenJvmsAtOnceOnAnEmptyCache_allClassifyAndTheCacheIsComplete(Jdk jdk)
      throws IOException {
    List<ForkedJvm.Running> running = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      running.add(jvm().on(jdk).start(model));
    }

    for (ForkedJvm.Running process : running) {
      assertThat(process.await().quiet()).isEqualTo(unpacked(cache).toString());
    }
    assertThat(names(cache)).contains(resources().hash()).isSubsetOf(resources().hash(), "sums");
    assertComplete(unpacked(cache));
  }

  @Test
  void classify_secondStart_leavesTheUnpackedFilesAlone() throws IOException {
    jvm().run(model).quiet();
    Path library = unpacked(cache).resolve("libsentiment4j.so");
    Object before = Files.readAttributes(library, "unix:ino,lastModifiedTime");

    jvm().run(model).quiet();

    assertThat(Files.readAttributes(library, "unix:ino,lastModifiedTime")).isEqualTo(before);
  }

  @Test
  void classify_cutAndMissingFilesInTheCache_areRepaired() throws IOException {
    jvm().run(model).quiet();
    try (RandomAccessFile file =
        new RandomAccessFile(unpacked(cache).resolve("libsentiment4j.so").toFile(), "rw")) {
      file.setLength(5000);
    }
    Files.delete(unpacked(cache).resolve("libs4j-ggml-base.so"));

    assertMended("libsentiment4j.so");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "libsentiment4j.so",
        "libs4j-ggml.so",
        "libs4j-ggml-base.so",
        "libggml-cpu-x64.so",
        "libggml-cpu-haswell.so",
        "libggml-cpu-sapphirerapids.so"
      })
  void classify_zeroedLibraryInTheCache_isRepaired(String library) throws IOException {
    jvm().run(model).quiet();
    jvm().run(model).quiet(); // stores the checksums
    Path file = unpacked(cache).resolve(library);
    FileTime before = Files.getLastModifiedTime(file);
    Files.write(file, new byte[Math.toIntExact(Files.size(file))]);
    Files.setLastModifiedTime(file, before);

    assertMended(library);
  }

  @Test
  void classify_flippedBitAndFolderInTheCache_areRepaired() throws IOException {
    jvm().run(model).quiet();
    Path file = unpacked(cache).resolve("libsentiment4j.so");
    byte[] content = Files.readAllBytes(file);
    content[content.length / 3] ^= 0x10;
    Files.write(file, content);
    Path module = unpacked(cache).resolve("libggml-cpu-x64.so");
    Files.delete(module);
    Files.createDirectory(module);

    assertMended("libggml-cpu-x64.so", "libsentiment4j.so");
  }

  /**
   * Checks that the next JVM repairs the libraries and logs which, and the one after logs nothing.
   */
  private void assertMended(String... libraries) throws IOException {
    ForkedJvm.Result mending = jvm().run(model);

    assertThat(mending.exitCode()).as(mending.out() + mending.err()).isZero();
    assertThat(mending.out()).isEqualTo(unpacked(cache).toString());
    for (String library : libraries) {
      assertThat(mending.err())
          .contains(unpacked(cache).resolve(library) + " was damaged and has been unpacked again");
    }
    assertComplete(unpacked(cache));
    assertThat(jvm().run(model).quiet()).isEqualTo(unpacked(cache).toString());
  }

  @Test
  void classify_libraryIsMendedWhileAnotherJvmUsesIt_disturbsNobody() throws Exception {
    Path stop = folder.resolve("stop");
    ForkedJvm.Running busy =
        ForkedJvm.of(ClassifyUntil.class).option("-Dsentiment4j.cache=" + cache).start(model, stop);
    while (!Files.exists(folder.resolve("stop.started"))) {
      Thread.sleep(20);
      assertThat(busy.process().isAlive()).isTrue();
    }
    Path library = unpacked(cache).resolve("libsentiment4j.so");
    Files.delete(library);
    Files.write(library, new byte[1000]);

    assertMended("libsentiment4j.so");
    Files.createFile(stop);

    assertThat(busy.await().quiet()).isEqualTo("well");
  }

  /** Arguments: model, a file. Classifies until the file exists. */
  static final class ClassifyUntil {
    public static void main(String[] args) throws IOException {
      Path stop = Path.of(args[1]);
      try (SentimentClassifier classifier =
          SentimentClassifier.builder().model(Path.of(args[0])).threads(1).build()) {
        classifier.classify("Profit rose.");
        Files.createFile(stop.resolveSibling(stop.getFileName() + ".started"));
        while (!Files.exists(stop)) {
          classifier.classify("Profit rose.");
        }
        System.out.print("well");
      }
    }
  }

  @Test
  void classify_cacheThatCannotBeWritten_takesTheNextPlace() throws IOException {
    Files.writeString(cache, "a file where a folder should be");

    assertThat(jvm().run(model).quiet())
        .isEqualTo(unpacked(home.resolve(".cache/sentiment4j")).toString());
  }

  @Test
  void classify_cacheThatOthersMayWrite_usesAPrivateFolderInIt() throws IOException {
    Files.createDirectory(cache);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path own = cache.resolve("sentiment4j-" + Files.getAttribute(cache, "unix:uid"));

    assertThat(jvm().run(model).quiet()).isEqualTo(unpacked(own).toString());
    assertThat(names(cache)).containsExactly(own.getFileName().toString());
  }

  @ParameterizedTest
  @EnumSource
  void classify_homeThatTheLocaleCannotName_takesTheNextPlace(Jdk jdk) throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("j\u00f6rg"));

    String out =
        ForkedJvm.of(Classify.class)
            .on(jdk)
            .environment("LC_ALL", "C")
            .environment("XDG_CACHE_HOME", elsewhere.toString())
            .option("-Dsentiment4j.cache=" + elsewhere)
            .option("-Duser.home=" + elsewhere)
            .option("-Duser.name=ann")
            .option("-Djava.io.tmpdir=" + folder)
            .run(model)
            .quiet();

    assertThat(out).isEqualTo(unpacked(folder.resolve("sentiment4j-ann")).toString());
  }

  @Test
  void classify_noPlaceAtAll_saysWhyOfEach() {
    assertThat(
            ForkedJvm.of(Classify.class)
                .environment("XDG_CACHE_HOME", "x")
                .option("-Duser.home=?")
                .option("-Djava.io.tmpdir=tmp")
                .run(model)
                .out())
        .contains(
            """
            The native libraries could not be loaded. Tried:
              -Dsentiment4j.cache: not set
              $XDG_CACHE_HOME: 'x' is no absolute path
              user.home: '?' is no absolute path
              java.io.tmpdir: 'tmp' is no absolute path
            Set -Dsentiment4j.cache=<folder>""");
  }

  @Test
  void classify_noexecCache_takesTheNextPlace() throws Exception {
    mounted(
        () ->
            assertThat(jvm().run(model).quiet())
                .isEqualTo(unpacked(home.resolve(".cache/sentiment4j")).toString()));
  }

  @Test
  void classify_nowhereToLoadFrom_listsEverythingThatWasTried() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    mounted(
        () ->
            assertThat(
                    jvm()
                        .option("-Duser.home=" + file)
                        .option("-Djava.io.tmpdir=" + file)
                        .run(model)
                        .quiet())
                .contains("The native libraries could not be loaded. Tried:")
                .contains(unpacked(cache) + ": ")
                .contains("failed to map segment from shared object")
                .contains(file.resolve(".cache/sentiment4j") + ": cannot unpack there: ")
                .contains(file.resolve("sentiment4j-") + "")
                .contains("Set -Dsentiment4j.cache=<folder> to a place that can be written")
                .contains("-Dsentiment4j.native.path=<folder>")
                .contains("[ENGINE_UNAVAILABLE"));
  }

  @Test
  void classify_explicitPath_isTakenAndNothingIsUnpacked() throws IOException {
    jvm().run(model).quiet();
    Path libraries = folder.resolve("elsewhere");
    Files.move(unpacked(cache), libraries);

    String out = jvm().option("-Dsentiment4j.native.path=" + libraries).run(model).quiet();

    assertThat(out).isEqualTo(libraries.toString());
    assertThat(unpacked(cache)).doesNotExist();
  }

  @Test
  void classify_badExplicitPath_doesNotFallBack() {
    String out = jvm().option("-Dsentiment4j.native.path=" + home).run(model).quiet();

    assertThat(out)
        .contains(
            "The native libraries could not be loaded from -Dsentiment4j.native.path="
                + home
                + " (nothing else is tried while that is set): there is no libsentiment4j.so")
        .contains("[ENGINE_UNAVAILABLE");
    assertThat(cache).doesNotExist();
  }

  @Test
  void classify_explicitPathWithDamagedLibrary_doesNotFallBack() throws IOException {
    Files.writeString(home.resolve("libsentiment4j.so"), "no library");

    ForkedJvm.Result result = jvm().option("-Dsentiment4j.native.path=" + home).run(model);

    assertThat(result.exitCode()).isZero(); // the JVM itself warns on stderr
    assertThat(result.out())
        .contains("(nothing else is tried while that is set): ")
        .contains("libsentiment4j.so");
  }

  @ParameterizedTest
  @EnumSource
  void classify_twoClassLoaders_bothClassifyAndAreCollected(Jdk jdk) {
    String out =
        ForkedJvm.of(ClassLoaders.class)
            .on(jdk)
            .option("-Dsentiment4j.cache=" + cache)
            .run(model)
            .quiet();

    assertThat(out).isEqualTo("one two collected three");
  }

  /** Argument: model. Loads the library in class loaders that are collected later. */
  static final class ClassLoaders {
    public static void main(String[] args) throws Exception {
      URLClassLoader one = loader();
      classify(one, args[0]);
      System.out.print("one ");
      URLClassLoader two = loader();
      classify(two, args[0]);
      System.out.print("two ");
      WeakReference<ClassLoader> gone = new WeakReference<>(one);
      one.close();
      one = null;
      for (int i = 0; i < 50 && gone.get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      System.out.print(gone.get() == null ? "collected " : "kept ");
      classify(two, args[0]);
      classify(loader(), args[0]);
      System.out.print("three");
    }

    private static URLClassLoader loader() throws IOException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static void classify(ClassLoader loader, String model)
        throws ReflectiveOperationException {
      Thread.currentThread().setContextClassLoader(loader);
      try {
        Method main =
            loader.loadClass(InLoader.class.getName()).getMethod("classify", String.class);
        main.invoke(null, model);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(e.getCause());
      } finally {
        Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
      }
    }
  }

  /** The program that runs in a separate class loader. */
  public static final class InLoader {
    private InLoader() {}

    /** Opens a classifier, classifies a text and closes the classifier. */
    public static void classify(String model) {
      try (SentimentClassifier classifier =
          SentimentClassifier.builder().model(Path.of(model)).threads(1).build()) {
        classifier.classify("Profit rose.");
      }
    }
  }

  private ForkedJvm jvm() {
    return ForkedJvm.of(Classify.class)
        .option("-Dsentiment4j.cache=" + cache)
        .option("-Duser.home=" + home)
        .option("-Djava.io.tmpdir=" + folder);
  }

  private interface Body {
    void run() throws IOException;
  }

  /** Runs a program while the cache is on a file system that forbids execution. */
  private void mounted(Body body) throws IOException, InterruptedException {
    Files.createDirectory(cache);
    assumeTrue(
        exec("mount", "-t", "tmpfs", "-o", "noexec,size=100m,mode=700", "tmpfs", cache.toString()),
        "mounting a noexec file system needs root");
    try {
      body.run();
    } finally {
      exec("umount", cache.toString());
    }
  }

  private static boolean exec(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // the program does not exist
    }
  }

  private static NativeResources resources() {
    return NativeResources.of(Platform.current()).orElseThrow();
  }

  private static Path unpacked(Path root) {
    return root.resolve(resources().hash());
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertComplete(Path unpacked) throws IOException {
    assertThat(names(unpacked)).containsExactlyInAnyOrderElementsOf(resources().files().keySet());
    for (var file : resources().files().entrySet()) {
      try (var in = file.getValue().openStream()) {
        assertThat(unpacked.resolve(file.getKey())).hasBinaryContent(in.readAllBytes());
      }
    }
  }
}
