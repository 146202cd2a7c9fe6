/** The scoring engine, which is an open model in native memory and its contexts. */
@NullMarked
package io.github.sentiment4j.jni.internal.engine;

import org.jspecify.annotations.NullMarked;
