package io.github.sentiment4j.core.spi;

import java.io.IOException;
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
 */
final class PrivateFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Creates the folder if it does not exist.
   *
   * @throws IOException if that fails, or the folder is not private
   */
  static void require(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!Files.isDirectory(folder)) {
      if (posix) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else {
        Files.createDirectories(folder);
      }
    }
    if (posix) {
      // The link itself too: its owner could point it elsewhere after this check.
      requireTrusted(folder, Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
      requireTrusted(folder, Files.getOwner(folder));
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      if (permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException(
            "expected a folder that only its owner can write to, found "
                + PosixFilePermissions.toString(permissions)
                + " at "
                + folder
                + "; use chmod 700 or another folder");
      }
    }
  }

  private static void requireTrusted(Path folder, UserPrincipal owner) throws IOException {
    UserPrincipal user = currentUser();
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

  private static UserPrincipal currentUser() throws IOException {
    Path self = Path.of("/proc/self");
    // In a container the user often has a number only, and no name that could be looked up.
    return Files.exists(self)
        ? Files.getOwner(self)
        : self.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
