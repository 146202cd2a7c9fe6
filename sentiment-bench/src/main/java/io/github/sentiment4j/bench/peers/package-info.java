/** The programs that this library is compared with. */
@NullMarked
package io.github.sentiment4j.bench.peers;

import org.jspecify.annotations.NullMarked;
