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
 * A folder that nobody but the current user (and root) can write to. Libraries are loaded from
 * there: in a shared place such as {@code /tmp}, someone else could have made the folder first.
 *
 * <p>Where a folder may be written by others, as the volumes of containers are, the private one is
 * a sub-folder of it. In such a folder without the sticky bit, others can still put another folder
 * in its place: one that does not belong to the user, which is refused at the next look, but not
 * between a look and the loading of a library.
 */
final class PrivateFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Where the private folder of a folder is: it itself, or {@code sentiment4j-UID} in it where
   * others may write to it. Creates nothing.
   *
   * @throws IOException if the folder belongs to someone who is not trusted
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
   * Creates a folder if it does not exist.
   *
   * @throws IOException if that fails, or the folder is not private
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
   * Creates a folder. Unlike {@code Files.createTempDirectory}, it also does so where {@code
   * java.io.tmpdir} is not the name of a file (letters that the locale does not know).
   *
   * @return the folder
   * @throws IOException if that fails, or something has the name
   */
  static Path create(Path folder) throws IOException {
    return isPosix(folder)
        ? Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
        : Files.createDirectory(folder);
  }

  /**
   * Makes a folder private again if the current user owns it and others may write to it, or the
   * user may not.
   */
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

  /** Of the link itself too: its owner could point it elsewhere after this check. */
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
