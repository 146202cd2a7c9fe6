/** The native libraries: where they lie, how they are loaded, and every native method. */
package io.github.sentiment4j.jni.internal;
