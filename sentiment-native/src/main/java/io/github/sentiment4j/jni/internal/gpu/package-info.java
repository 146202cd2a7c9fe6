/** The choice between the GPU and the CPU. */
@NullMarked
package io.github.sentiment4j.jni.internal.gpu;

import org.jspecify.annotations.NullMarked;
