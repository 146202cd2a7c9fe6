package io.github.sentiment4j.cli.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Other names of the option that is declared beside it: what it was called before, and what
 * transformers, TRL and PEFT call the same thing. {@link OptionNames} puts the option's own name in
 * their place, so that help and messages have one name for one thing.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Alias {
  /** The names, with two hyphens before and hyphens between the words. */
  String[] value();
}
