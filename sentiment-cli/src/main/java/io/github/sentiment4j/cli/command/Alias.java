package io.github.sentiment4j.cli.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Other names of an option: former names, and those of transformers, TRL and PEFT. {@link
 * OptionNames} replaces them by the option's own name, so that help and messages use one name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Alias {
  /** The names, with two hyphens before and hyphens between the words. */
  String[] value();
}
