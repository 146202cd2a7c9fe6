/** Reports of an evaluation: text for people, JSON for programs, an HTML page with pictures. */
@NullMarked
package io.github.sentiment4j.evaluation.report;

import org.jspecify.annotations.NullMarked;
