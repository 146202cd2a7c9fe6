/**
 * The engine for platforms without sentiment4j's own native libraries. It uses java-llama.cpp 4.2.0
 * (llama.cpp b4916 of March 2025). {@link java.util.ServiceLoader} finds it if its artifact is on
 * the class path. It is asked last and gives labels without probabilities.
 *
 * <p>java-llama.cpp runs in a separate process for each context. Its {@code close()} frees neither
 * the model nor its thread, which is not a daemon and keeps the JVM alive (java-llama.cpp issues
 * 102 and 116), and an abort of llama.cpp ends its process. Closing the engine ends these
 * processes. They also end when the process that started them ends.
 *
 * <p>Each context takes the memory of the model's weights, its KV cache, its buffers and about 60
 * MB for its JVM. The engine is as thread-safe as the SPI requires.
 */
@NullMarked
package io.github.sentiment4j.portable;

import org.jspecify.annotations.NullMarked;
