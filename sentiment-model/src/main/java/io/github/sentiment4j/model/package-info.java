/** What all parts of the module share: how failures are told, how progress is reported. */
package io.github.sentiment4j.model;
