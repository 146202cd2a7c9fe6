package io.github.sentiment4j.core;

import io.github.sentiment4j.core.ClassifierInfo.EngineChoice;
import io.github.sentiment4j.core.internal.ModulePath;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the scoring engines and chooses one, with a reason for each decision. */
final class EngineSelection {
  /** The end of every message about a missing model; it says how to get one. */
  static final String HOW_TO_GET_A_MODEL =
      "Name a GGUF file with SentimentClassifier.load(path) or builder().model(path); on the"
          + " command line use --model or the environment variable SENTIMENT4J_MODEL; or add the"
          + " artifact io.github.sentiment4j:sentiment-embedded and call"
          + " SentimentClassifier.embedded()";

  /** The most failures of a service loader before the search ends, so that it always ends. */
  private static final int MAX_BROKEN = 100;

  private static final Logger LOGGER = System.getLogger(SentimentClassifier.class.getName());

  private final List<EngineChoice> choices = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private @Nullable Candidate chosen;

  private EngineSelection() {}

  /** Returns a selection with the one provider that the caller gave. */
  static EngineSelection of(ScoringEngineProvider provider) {
    EngineSelection selection = new EngineSelection();
    selection.add(provider);
    return selection;
  }

  /**
   * Returns a selection with the providers on the class path and the module path. It asks three
   * sources: the thread's context class loader, which sees the application; the library's own class
   * loader, for threads without a context class loader or with a foreign one; and the library's
   * module layer, for layers in which every module has a separate class loader.
   */
  static EngineSelection discover() {
    EngineSelection selection = new EngineSelection();
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(Thread.currentThread().getContextClassLoader());
    loaders.add(EngineSelection.class.getClassLoader());
    loaders.remove(null);
    Set<Class<?>> seen = new HashSet<>();
    for (ClassLoader loader : loaders) {
      selection.addAll(ServiceLoader.load(ScoringEngineProvider.class, loader), seen);
    }
    ModulePath.layer()
        .map(layer -> ServiceLoader.load(layer, ScoringEngineProvider.class))
        .ifPresent(services -> selection.addAll(services, seen));
    selection.candidates.sort(
        Comparator.comparingInt(Candidate::priority).reversed().thenComparing(Candidate::name));
    return selection;
  }

  /**
   * Opens the first engine that is available.
   *
   * @throws SentimentException if no engine is available, or if it cannot open the model
   */
  ScoringEngine open(EngineSpec spec) {
    choose(spec);
    if (chosen == null) {
      throw noneUsable(spec);
    }
    ScoringEngine engine = chosen.open(spec);
    if (chosen.priority < 0 && choices.size() > 1) {
      LOGGER.log(
          Level.WARNING,
          "The engine {0} stands in for a better one: {1}",
          chosen.name,
          reasons(choices.stream().filter(choice -> !choice.chosen()).toList()));
    }
    return engine;
  }

  /** Chooses the first engine that is available. */
  void choose(EngineSpec spec) {
    for (Candidate candidate : candidates) {
      if (chosen != null) {
        choices.add(
            new EngineChoice(
                candidate.name, false, "not asked: " + chosen.name + " came first and is usable"));
        continue;
      }
      Optional<String> reason = candidate.unavailableReason(spec);
      if (reason.isEmpty()) {
        chosen = candidate;
      }
      choices.add(
          new EngineChoice(
              candidate.name,
              reason.isEmpty(),
              reason.orElse(
                  "usable, and the first in order (priority " + candidate.priority + ")")));
    }
  }

  /** Returns all providers that were found, with the decisions of {@link #choose}. */
  List<EngineChoice> choices() {
    return List.copyOf(choices);
  }

  private void addAll(ServiceLoader<ScoringEngineProvider> services, Set<Class<?>> seen) {
    Iterator<ScoringEngineProvider> providers = services.iterator();
    int broken = 0;
    while (broken < MAX_BROKEN) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ScoringEngineProvider provider = providers.next();
        if (seen.add(provider.getClass())) {
          add(provider);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        broken++;
        EngineChoice choice = new EngineChoice("unknown", false, "cannot be loaded: " + story(e));
        if (!choices.contains(choice)) {
          choices.add(choice);
        }
      }
    }
  }

  private void add(ScoringEngineProvider provider) {
    try {
      candidates.add(new Candidate(provider, provider.name(), provider.priority()));
    } catch (RuntimeException | LinkageError e) {
      choices.add(
          new EngineChoice(
              provider.getClass().getName(),
              false,
              "its name or priority cannot be read: " + story(e)));
    }
  }

  private SentimentException noneUsable(EngineSpec spec) {
    if (choices.isEmpty()) {
      return new SentimentException(
          ErrorCode.ENGINE_UNAVAILABLE,
          "Expected a scoring engine on the class path or module path, found "
              + howToGetAnEngine(ModulePath.unresolved(ModulePath.ENGINE), ModulePath.isImage())
              + ", or hand an engine to builder().engine(...)");
    }
    String reasons = reasons(choices);
    return spec.model().isEmpty()
        ? new SentimentException(
            ErrorCode.MODEL_NOT_FOUND,
            "No model was named, and no engine works without one ("
                + reasons
                + "). "
                + HOW_TO_GET_A_MODEL)
        : new SentimentException(
            ErrorCode.ENGINE_UNAVAILABLE, "No engine can be used here. Found: " + reasons);
  }

  /** Returns the end of a message: what was found instead of an engine, and how to get one. */
  static String howToGetAnEngine(Optional<URI> unresolved, boolean image) {
    if (unresolved.isPresent()) {
      return "the module "
          + ModulePath.ENGINE
          + " at "
          + unresolved.get()
          + ", which is not resolved; write \"requires io.github.sentiment4j;\" or \"requires "
          + ModulePath.ENGINE
          + ";\" into module-info.java, start java with --add-modules "
          + ModulePath.ENGINE;
    }
    return image
        ? "none in this runtime image; make it with jlink --add-modules io.github.sentiment4j or"
            + " --bind-services"
        : "none; add the dependency io.github.sentiment4j:sentiment4j (or sentiment-native)";
  }

  private static String reasons(List<EngineChoice> choices) {
    return choices.stream()
        .map(choice -> choice.engine() + ": " + choice.reason())
        .collect(Collectors.joining("; "));
  }

  /** Returns a throwable and its causes in one line. */
  private static String story(Throwable thrown) {
    StringBuilder story = new StringBuilder(thrown.toString());
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      story.append(", caused by ").append(cause);
    }
    return story.toString();
  }

  /** A provider whose name and priority are known. */
  private record Candidate(ScoringEngineProvider provider, String name, int priority) {

    Optional<String> unavailableReason(EngineSpec spec) {
      try {
        return provider.unavailableReason(spec);
      } catch (RuntimeException | LinkageError e) {
        return Optional.of("failed when asked: " + story(e));
      }
    }

    ScoringEngine open(EngineSpec spec) {
      try {
        return provider.open(spec);
      } catch (SentimentException e) {
        throw e;
      } catch (RuntimeException | LinkageError e) {
        throw new SentimentException(
            ErrorCode.ENGINE_FAILED,
            "The engine "
                + name
                + " failed to open "
                + spec.model().map(Object::toString).orElse("without a model file")
                + ": "
                + story(e),
            e);
      }
    }
  }
}
