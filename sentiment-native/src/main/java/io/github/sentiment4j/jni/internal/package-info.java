/** The native libraries: where they lie, how they are loaded, and every native method. */
@NullMarked
package io.github.sentiment4j.jni.internal;

import org.jspecify.annotations.NullMarked;
