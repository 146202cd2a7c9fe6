/**
 * The one module that applications require: the API of {@code io.github.sentiment4j.core}, with the
 * native engine and the default model behind it.
 */
module io.github.sentiment4j {
  requires transitive io.github.sentiment4j.core;
  requires io.github.sentiment4j.jni;
  requires io.github.sentiment4j.embedded;
}
