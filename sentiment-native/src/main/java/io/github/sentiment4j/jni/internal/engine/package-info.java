/** The scoring engine: an open model in native memory and its contexts. */
package io.github.sentiment4j.jni.internal.engine;
