/** The GPUs of a machine, as the NVIDIA driver describes them. Immutable. */
@NullMarked
package io.github.sentiment4j.jni.gpu;

import org.jspecify.annotations.NullMarked;
