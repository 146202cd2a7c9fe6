/** The API: start with {@link io.github.sentiment4j.core.Sentiment}. */
package io.github.sentiment4j.core;
