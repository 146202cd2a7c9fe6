package io.github.sentiment4j.jni.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, libx.so",
    "Linux, aarch64, linux-aarch64, libx.so",
    "Mac OS X, x86_64, macos-x86_64, libx.dylib",
    "Mac OS X, aarch64, macos-aarch64, libx.dylib",
    "Windows 11, amd64, windows-x86_64, x.dll",
    "Windows 11, arm64, windows-aarch64, x.dll",
    "AIX, ppc64, aix-ppc64, libx.so"
  })
  void of_jvmNames_isOneOfOurNames(String os, String arch, String name, String library) {
    Platform platform = Platform.of(os, arch);

    assertThat(platform).hasToString(name);
    assertThat(platform.libraryName("x")).isEqualTo(library);
  }

  @Test
  void resources_ofAPlatformWithoutNatives_areEmpty() {
    assertThat(NativeResources.of(Platform.of("AIX", "ppc64"))).isEmpty();
  }

  @Test
  void resources_ofThisPlatform_areAllThere() {
    NativeResources resources = NativeResources.of(Platform.current()).orElseThrow();

    assertThat(resources.hash()).matches("[0-9a-f]{64}");
    assertThat(resources.files())
        .containsKeys(
            Platform.current().libraryName("sentiment4j"),
            Platform.current().libraryName("s4j-ggml"),
            Platform.current().libraryName("s4j-ggml-base"));
  }
}
