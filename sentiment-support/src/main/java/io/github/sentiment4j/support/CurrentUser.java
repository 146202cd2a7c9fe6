package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** The user who runs this process. */
final class CurrentUser {
  private static final Path SELF = Path.of("/proc/self");

  private CurrentUser() {}

  /** Returns the owner of the files that this process creates. */
  static UserPrincipal principal() throws IOException {
    // In a container the user often has an id but no name to look up.
    return Files.exists(SELF)
        ? Files.getOwner(SELF)
        : SELF.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }

  /** Returns the id of the user, if the system tells it. */
  static Optional<String> id() {
    try {
      return Optional.of(Files.getAttribute(SELF, "unix:uid").toString());
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
