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

/** Finds the scoring engines and picks one, with a reason for each. */
final class EngineSelection {
  /** How to get a model: the end of every message about a missing one. */
  static final String HOW_TO_GET_A_MODEL =
      "Name a GGUF file with SentimentClassifier.load(path) or builder().model(path); on the"
          + " command line use --model or the environment variable SENTIMENT4J_MODEL; or add the"
          + " artifact io.github.sentiment4j:sentiment-embedded and call"
          + " SentimentClassifier.embedded()";

  /** A service configuration that fails again and again must not be asked for ever. */
  private static final int MAX_BROKEN = 100;

  private static final Logger LOGGER = System.getLogger(SentimentClassifier.class.getName());

  private final List<EngineChoice> choices = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private @Nullable Candidate chosen;

  private EngineSelection() {}

  /** The one provider that the caller gave. */
  static EngineSelection of(ScoringEngineProvider provider) {
    EngineSelection selection = new EngineSelection();
    selection.add(provider);
    return selection;
  }

  /**
   * Providers on the class path and module path, as the thread's context class loader, the
   * library's own and its module layer see them: the first knows the application, the second also
   * works on threads that have no context or a foreign one, the third where every module has a
   * class loader of its own.
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
   * Opens the first engine that has no reason against it.
   *
   * @throws SentimentException if there is none, or if it cannot open the model
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

  /** Looks for the first engine that has no reason against it. */
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

  /** Every provider that was found, and why it is or is not chosen; complete after choosing. */
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
              provider.getClass().getName(), false, "does not say what it is: " + story(e)));
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

  /** What was found instead of an engine, and how to get one. */
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

  /** A throwable and its causes in one line. */
  private static String story(Throwable thrown) {
    StringBuilder story = new StringBuilder(thrown.toString());
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      story.append(", caused by ").append(cause);
    }
    return story.toString();
  }

  /** A provider that could say its name. */
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
