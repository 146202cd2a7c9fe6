package io.github.sentiment4j.house;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The project as its rules see it: its folder, its compiled classes and its module descriptors. */
final class House {
  /** The package that all classes of the project are in. */
  static final String PACKAGE = "io.github.sentiment4j";

  /** The folder of the parent POM. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Path BENCHMARKS = ROOT.resolve("sentiment-bench/target/classes");

  /** The main classes of all modules, and those of the benchmarks where they have been compiled. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importLocations(locations());

  /** The descriptors of the modules that have one. */
  static final Set<ModuleDescriptor> MODULES =
      ModuleFinder.of(classPath().toArray(Path[]::new)).findAll().stream()
          .map(ModuleReference::descriptor)
          .filter(module -> module.name().startsWith(PACKAGE))
          .collect(toUnmodifiableSet());

  private House() {}

  /** Returns the source files of all modules whose path in a module starts with {@code tree}. */
  static List<Path> sources(String tree, String suffix) {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve(tree))
          .filter(Files::isDirectory)
          .flatMap(House::files)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the Markdown pages of the project. */
  static List<Path> pages() {
    return files(ROOT).filter(file -> file.toString().endsWith(".md")).toList();
  }

  /** Returns the files of a folder without those in hidden folders and in build outputs. */
  static Stream<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
              String name = inner.getFileName().toString();
              return !inner.equals(folder) && (name.equals("target") || name.startsWith("."))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<Location> locations() {
    Set<Location> locations = new HashSet<>(Locations.ofPackage(PACKAGE));
    if (Files.isDirectory(BENCHMARKS)) {
      locations.add(Location.of(BENCHMARKS));
    }
    return locations;
  }

  /** The modules of this build on the class path: jars or folders of classes below its folder. */
  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.startsWith(ROOT))
        .filter(entry -> !entry.endsWith("test-classes"))
        .filter(entry -> !entry.toString().endsWith("-tests.jar"))
        .filter(Files::exists)
        .toList();
  }
}
