package io.github.sentiment4j.cli.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the jar's manifest. */
public final class Version implements IVersionProvider {
  /** Called by picocli. */
  Version() {}

  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "sentiment4j " + current(),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }
}
