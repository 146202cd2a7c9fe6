/** Descriptions of the NVIDIA driver and the GPUs of a machine. All types are immutable. */
@NullMarked
package io.github.sentiment4j.jni.gpu;

import org.jspecify.annotations.NullMarked;
