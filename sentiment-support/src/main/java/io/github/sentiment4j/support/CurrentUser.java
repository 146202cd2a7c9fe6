package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** The user that this process runs as. */
final class CurrentUser {
  private static final Path SELF = Path.of("/proc/self");

  private CurrentUser() {}

  /** The owner of the files that this process makes. */
  static UserPrincipal principal() throws IOException {
    // In a container the user often has a number only, and no name that could be looked up.
    return Files.exists(SELF)
        ? Files.getOwner(SELF)
        : SELF.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }

  /** The number of the user, where the system tells it. */
  static Optional<String> id() {
    try {
      return Optional.of(Files.getAttribute(SELF, "unix:uid").toString());
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
