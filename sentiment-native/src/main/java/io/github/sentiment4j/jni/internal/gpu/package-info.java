/** The choice between the GPU and the CPU. */
package io.github.sentiment4j.jni.internal.gpu;
