package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.internal.json.JsonFile;
import java.util.List;
import java.util.Optional;

/** Modules by their names or the ends of them, by a pattern for the whole name, or all linear. */
record ModuleTargets(List<String> names, Optional<NamePattern> pattern, boolean allLinear) {
  static final ModuleTargets NONE = of(List.of());

  static ModuleTargets of(List<String> names) {
    return new ModuleTargets(names, Optional.empty(), false);
  }

  static ModuleTargets of(JsonFile json, String field, String text) {
    return text.equalsIgnoreCase("all-linear")
        ? new ModuleTargets(List.of(), Optional.empty(), true)
        : new ModuleTargets(List.of(), Optional.of(NamePattern.ofName(json, field, text)), false);
  }

  boolean match(String module) {
    if (allLinear) {
      return module.endsWith("_proj");
    }
    return pattern
        .map(p -> p.matches(module))
        .orElseGet(
            () ->
                names.stream()
                    .anyMatch(name -> module.equals(name) || module.endsWith("." + name)));
  }

  /** Returns whether a module is meant whatever {@code layers_to_transform} says. */
  boolean isExact(String module) {
    return pattern.isPresent() || names.contains(module);
  }
}
