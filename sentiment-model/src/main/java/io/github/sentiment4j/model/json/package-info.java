/** Small JSON files of a model's folder. Not exported. */
package io.github.sentiment4j.model.json;
