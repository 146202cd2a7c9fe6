/** Reads small JSON files of a model's folder. Shared by our modules, not exported to users. */
@NullMarked
package io.github.sentiment4j.model.internal.json;

import org.jspecify.annotations.NullMarked;
