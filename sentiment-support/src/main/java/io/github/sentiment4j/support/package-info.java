/**
 * Operating-system helpers that the modules of sentiment4j share. They are not exported to users
 * and may change with every version.
 *
 * <ul>
 *   <li>Files that appear complete or not at all: {@link PendingOutput}, {@link OutputLock}, {@link
 *       OutputPlace}, {@link FileIdentity}, {@link FileState}.
 *   <li>A cache that no other user can write to: {@link CacheFolder}, {@link UserCache}, {@link
 *       KnownHashes}, {@link PackedFiles}.
 *   <li>The limits of this process: {@link CpuBudget}, {@link ControlGroups}, {@link SystemFiles}.
 *   <li>Small tools: {@link Sha256}, {@link FileNames}.
 * </ul>
 */
@NullMarked
package io.github.sentiment4j.support;

import org.jspecify.annotations.NullMarked;
