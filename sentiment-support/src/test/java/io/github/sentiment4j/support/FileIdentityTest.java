package io.github.sentiment4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it uses POSIX permissions and links")
class FileIdentityTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file = Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("file"), "x");
  }

  @Test
  void of_namesOfOneFile_areEqual() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(file);
    Path hard = Files.createLink(folder.resolve("hard"), file);
    Path soft = Files.createSymbolicLink(folder.resolve("soft"), Path.of("sub/file"));
    Path twice = Files.createSymbolicLink(folder.resolve("twice"), soft);
    Path linked = Files.createSymbolicLink(folder.resolve("folder"), file.getParent());

    for (Path other :
        new Path[] {
          relative, hard, soft, twice, linked.resolve("file"), folder.resolve("sub/../sub/./file")
        }) {
      assertThat(FileIdentity.of(other)).as("%s", other).isEqualTo(FileIdentity.of(file));
    }
    assertThat(FileIdentity.of(Files.copy(file, folder.resolve("copy"))))
        .isNotEqualTo(FileIdentity.of(file));
  }

  @Test
  void of_dotsBehindALink_areOfTheFolderThatItLeadsTo() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("a/b"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), deep);
    Path there = Files.writeString(folder.resolve("a/c"), "x");

    assertThat(FileIdentity.of(link.resolve("../c"))).isEqualTo(FileIdentity.of(there));
    assertThat(FileIdentity.of(link.resolve("../d")))
        .isEqualTo(FileIdentity.of(folder.resolve("a/d")))
        .isNotEqualTo(FileIdentity.of(folder.resolve("d")));
  }

  @Test
  void of_filesThatAreNotThereYet_areThoseOfTheirPlace() throws IOException {
    Path missing = folder.resolve("sub/new");
    Path linked = Files.createSymbolicLink(folder.resolve("folder"), file.getParent());
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("sub/new"));

    for (Path other : new Path[] {linked.resolve("new"), dangling}) {
      assertThat(FileIdentity.of(other)).as("%s", other).isEqualTo(FileIdentity.of(missing));
    }
    assertThat(FileIdentity.of(folder.resolve("sub/other"))).isNotEqualTo(FileIdentity.of(missing));
    assertThat(FileIdentity.of(folder.resolve("x/y/z")))
        .isEqualTo(FileIdentity.of(folder.resolve("x/y/z")))
        .isNotEqualTo(FileIdentity.of(folder.resolve("x/z/y")));
  }

  @Test
  void of_linkToItself_isNotEqualToAnother() throws IOException {
    Path link = folder.resolve("loop");
    Files.createSymbolicLink(link, link);

    assertThat(FileIdentity.of(link)).isNotEqualTo(FileIdentity.of(folder.resolve("other")));
  }

  @Test
  void of_namesThatDifferInCase_areEqualWhereTheFileSystemSaysSo() throws IOException {
    boolean ignored = Files.exists(folder.resolve("SUB"));

    assertThat(
            FileIdentity.of(folder.resolve("sub/NEW"))
                .equals(FileIdentity.of(folder.resolve("sub/new"))))
        .isEqualTo(ignored);
  }
}
