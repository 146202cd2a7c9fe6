package io.github.sentiment4j.support;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A candidate for the folder in which the current user keeps unpacked files. It names either the
 * folder or the reason why there is none.
 *
 * @param place the source of the folder's name, such as {@code java.io.tmpdir}
 * @param folder the absolute path; the folder need not exist
 * @param problem the reason why there is no folder; empty if there is one
 */
public record CacheFolder(String place, Optional<Path> folder, String problem) {
  /** The system property in which a user names the folder. */
  public static final String PROPERTY = "sentiment4j.cache";

  private static final String NAME = "sentiment4j";

  /** The path from a user's home to the cache folder, by operating system. */
  private static final List<String> LINUX = List.of(".cache");

  private static final List<String> MACOS = List.of("Library", "Caches");
  private static final List<String> WINDOWS = List.of("AppData", "Local");

  /**
   * Creates a candidate.
   *
   * @throws IllegalArgumentException unless exactly one of folder and problem is given
   */
  public CacheFolder {
    Objects.requireNonNull(place, "place");
    if (folder.isPresent() != problem.isEmpty()) {
      throw new IllegalArgumentException("expected a folder or a problem, found " + folder);
    }
  }

  /** Returns a candidate for a folder that the caller has chosen. */
  public static CacheFolder of(Path folder) {
    return new CacheFolder(folder.toString(), Optional.of(folder), "");
  }

  /**
   * Returns the candidates in the order in which they are tried: the system property {@value
   * #PROPERTY}; {@code sentiment4j} in the user's cache folder ({@code $XDG_CACHE_HOME} or {@code
   * ~/.cache}, {@code ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows); {@code
   * sentiment4j-USER} in {@code java.io.tmpdir}.
   */
  public static List<CacheFolder> candidates() {
    Map<String, String> properties = new HashMap<>();
    for (String key : List.of(PROPERTY, "os.name", "user.home", "user.name", "java.io.tmpdir")) {
      Optional.ofNullable(System.getProperty(key)).ifPresent(value -> properties.put(key, value));
    }
    return candidates(properties, System.getenv(), CurrentUser.id());
  }

  static List<CacheFolder> candidates(
      Map<String, String> properties, Map<String, String> environment, Optional<String> userId) {
    List<CacheFolder> all = new ArrayList<>();
    String named = properties.getOrDefault(PROPERTY, "");
    all.add(
        named.isBlank()
            ? none("-D" + PROPERTY, "not set")
            : folder("-D" + PROPERTY, named, List.of(), true));
    all.addAll(cacheOfUser(properties, environment));
    all.add(
        absolute(
            "java.io.tmpdir",
            properties.get("java.io.tmpdir"),
            List.of(NAME + "-" + user(properties, userId))));
    return List.copyOf(all);
  }

  /** Returns the user's name, or the id if the system knows no name, as in many containers. */
  private static String user(Map<String, String> properties, Optional<String> userId) {
    String name = properties.getOrDefault("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    return name.isEmpty() || name.equals("_") ? userId.orElse(name) : name;
  }

  private static List<CacheFolder> cacheOfUser(
      Map<String, String> properties, Map<String, String> environment) {
    String os = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return List.of(inHome(properties, MACOS));
    }
    boolean windows = os.contains("win");
    String variable = windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    CacheFolder inHome = inHome(properties, windows ? WINDOWS : LINUX);
    String value = environment.get(variable);
    if (value == null || value.isEmpty()) {
      return List.of(inHome);
    }
    CacheFolder named =
        absolute(windows ? "%" + variable + "%" : "$" + variable, value, List.of(NAME));
    return named.folder.isPresent() ? List.of(named) : List.of(named, inHome);
  }

  private static CacheFolder inHome(Map<String, String> properties, List<String> between) {
    List<String> names = new ArrayList<>(between);
    names.add(NAME);
    return absolute("user.home", properties.get("user.home"), names);
  }

  private static CacheFolder absolute(String place, @Nullable String value, List<String> names) {
    return value == null ? none(place, "not set") : folder(place, value, names, false);
  }

  private static CacheFolder folder(
      String place, String value, List<String> names, boolean mayBeRelative) {
    try {
      Path folder = Path.of(value);
      if (!folder.isAbsolute() && !mayBeRelative) {
        return none(place, "'" + value + "' is no absolute path");
      }
      for (String name : names) {
        folder = folder.resolve(name);
      }
      return new CacheFolder(place, Optional.of(folder.toAbsolutePath()), "");
    } catch (InvalidPathException e) {
      return none(place, FileNames.problem(e));
    }
  }

  private static CacheFolder none(String place, String problem) {
    return new CacheFolder(place, Optional.empty(), problem);
  }

  /** Returns the folder, or the place if there is none. */
  @Override
  public String toString() {
    return folder.map(Path::toString).orElse(place);
  }
}
