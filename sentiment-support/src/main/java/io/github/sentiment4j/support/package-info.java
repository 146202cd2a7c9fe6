/**
 * Operating-system helpers that the modules of sentiment4j share. They may change with every
 * version.
 *
 * <ul>
 *   <li>Files that appear whole or not at all: {@link PendingOutput}, {@link OutputLock}, {@link
 *       OutputPlace}, {@link FileIdentity}, {@link FileState}.
 *   <li>A cache that no other user can write to: {@link CacheFolder}, {@link UserCache}, {@link
 *       KnownHashes}, {@link PackedFiles}.
 *   <li>The limits of this process: {@link CpuBudget}, {@link ControlGroups}.
 *   <li>{@link Sha256} and {@link FileNames}.
 * </ul>
 */
package io.github.sentiment4j.support;
