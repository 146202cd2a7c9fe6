/**
 * The engine for platforms without sentiment4j's own native libraries, on java-llama.cpp 4.2.0
 * (llama.cpp b4916 of March 2025). It is found by {@link java.util.ServiceLoader} where its
 * artifact is on the class path, is asked last, and gives labels without probabilities.
 *
 * <p>java-llama.cpp runs in a process of its own, one for each context: its {@code close()} frees
 * neither the model nor its thread, which is attached to the JVM as one that keeps it from ending
 * (java-llama.cpp issues 102 and 116), and an abort of llama.cpp ends its process. Closing the
 * engine ends these processes; they also end when the one that started them does.
 *
 * <p>Memory: the model's weights once, shared by all processes, and for each context its KV cache,
 * its buffers and about 60 MB for its JVM. Thread-safe as the SPI asks.
 */
@NullMarked
package io.github.sentiment4j.portable;

import org.jspecify.annotations.NullMarked;
