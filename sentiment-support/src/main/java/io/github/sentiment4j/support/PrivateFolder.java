package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Folders that only the current user and root can write to. Libraries are loaded from them: in a
 * shared place such as {@code /tmp}, someone else could have created the folder first.
 *
 * <p>If others may write to a folder, as to the volumes of many containers, a sub-folder serves as
 * the private one. If the folder also lacks the sticky bit, others can replace that sub-folder. The
 * replacement does not belong to the user, so the next check refuses it; the time between a check
 * and the loading of a library stays unprotected.
 */
final class PrivateFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Returns the path of the private folder that belongs to a folder: the folder itself, or {@code
   * sentiment4j-UID} in it if others may write to it. Creates nothing.
   *
   * @throws IOException if the folder belongs to an untrusted user
   */
  static Path of(Path folder) throws IOException {
    if (!isPosix(folder) || !Files.isDirectory(folder)) {
      return folder;
    }
    requireTrustedOwners(folder);
    return isWritableByOthers(folder)
        ? folder.resolve(
            "sentiment4j-"
                + CurrentUser.id().orElseGet(() -> System.getProperty("user.name", "user")))
        : folder;
  }

  /**
   * Creates a folder if it does not exist, and checks that it is private.
   *
   * @throws IOException if the folder cannot be created or is not private
   */
  static void require(Path folder) throws IOException {
    boolean posix = isPosix(folder);
    if (!Files.isDirectory(folder)) {
      try {
        if (posix) {
          Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
          Files.createDirectories(folder);
        }
      } catch (FileAlreadyExistsException e) {
        throw new IOException("expected a folder, found something else at " + e.getFile(), e);
      }
    }
    if (posix) {
      requireTrustedOwners(folder);
      if (isWritableByOthers(folder)) {
        throw new IOException(
            "expected a folder that only its owner can write to, found "
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                + " at "
                + folder
                + "; "
                + (Files.getOwner(folder).equals(CurrentUser.principal())
                    ? "use chmod 700 or another folder"
                    : "use another folder"));
      }
    }
  }

  /**
   * Creates a folder. Unlike {@code Files.createTempDirectory}, this also works if the locale lacks
   * characters of {@code java.io.tmpdir}.
   *
   * @return the folder
   * @throws IOException if the folder cannot be created or the name is in use
   */
  static Path create(Path folder) throws IOException {
    return isPosix(folder)
        ? Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
        : Files.createDirectory(folder);
  }

  /** Makes a folder of the current user private again if its permissions have been changed. */
  static void tighten(Path folder) throws IOException {
    if (isPosix(folder)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(CurrentUser.principal())
        && (isWritableByOthers(folder)
            || !Files.getPosixFilePermissions(folder).containsAll(OWNER_ONLY))) {
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
  }

  private static boolean isPosix(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static boolean isWritableByOthers(Path folder) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Checks a folder and, if it is a link, the link, whose owner could redirect it later. */
  private static void requireTrustedOwners(Path folder) throws IOException {
    requireTrusted(folder, Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
    requireTrusted(folder, Files.getOwner(folder));
  }

  private static void requireTrusted(Path folder, UserPrincipal owner) throws IOException {
    UserPrincipal user = CurrentUser.principal();
    if (!owner.equals(user) && !owner.getName().equals("root")) {
      throw new IOException(
          "expected a folder that belongs to "
              + user.getName()
              + ", found one that belongs to "
              + owner.getName()
              + " at "
              + folder
              + "; use another folder");
    }
  }
}
