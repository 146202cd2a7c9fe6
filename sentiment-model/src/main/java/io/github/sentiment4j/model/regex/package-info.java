/** Regular expressions of files, which may be anybody's. */
package io.github.sentiment4j.model.regex;
