/** The GPUs of a machine, as the NVIDIA driver describes them. Immutable. */
package io.github.sentiment4j.jni.gpu;
