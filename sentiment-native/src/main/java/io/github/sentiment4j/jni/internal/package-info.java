/** Loads the native libraries and declares all native methods. */
@NullMarked
package io.github.sentiment4j.jni.internal;

import org.jspecify.annotations.NullMarked;
