package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.cli.doctor.NamedValues;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // what is missing fails the test
final class DoctorCommandTest {
  @TempDir Path folder;

  @Test
  void doctor_noOptions_saysWhatIsHereAndTriesTheModelBuiltIn() {
    Cli.Result result = new Cli().run("doctor");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("sentiment4j\n  version ", "java\n  version      " + Runtime.version() + "\n")
        .containsPattern("system\\n  os +\\S+")
        .containsPattern("  cores +\\d+ usable core")
        .containsPattern("gpu\\n(.*\\n)+?  auto +(CPU|GPU): ")
        .containsPattern("natives\\n  platform +\\w+-\\w+\\n  llama cpp +\\d")
        .containsPattern("cpu variant +\\w+")
        .containsPattern("cache\\n  folders +path /")
        .contains("name native, chosen yes")
        .containsPattern("model\\n  file +/.*model\\.gguf\\n")
        .containsPattern("  label +positive\\n")
        .endsWith("works          yes\n");
  }

  @Test
  void doctor_model_isDescribedAndTriedForASecond() {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));

    Cli.Result result = new Cli().run("doctor", "--json", "--model", model.toString());

    assertThat(result.exitCode()).isZero();
    Map<String, Object> report = result.json().get(0);
    assertThat(report.keySet())
        .containsExactly(
            "sentiment4j",
            "java",
            "system",
            "cpu",
            "gpu",
            "natives",
            "cache",
            "engines",
            "model",
            "self_test",
            "works");
    assertThat(report).containsEntry("works", true);
    assertThat(section(report, "model"))
        .containsEntry("file", model.toString())
        .containsEntry("architecture", "qwen2")
        .containsEntry("type", "F32")
        .containsKeys("size_bytes", "sha256", "manifest")
        .doesNotContainKey("problem");
    assertThat(section(report, "self_test"))
        .containsKeys("engine", "device", "device_reason", "open_ms", "first_ms", "p50_ms", "label")
        .hasEntrySatisfying("texts", texts -> assertThat((double) texts).isGreaterThan(1));
    assertThat(section(report, "engines").get("found"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains(
            Map.of(
                "name",
                "native",
                "chosen",
                true,
                "reason",
                "usable, and the first in order (priority 100)"));
  }

  @Test
  void doctor_missingModel_exits3AndStillSaysTheRest() {
    Cli.Result result =
        new Cli()
            .environment(Map.of("SENTIMENT4J_MODEL", folder.resolve("none.gguf").toString()))
            .run("doctor", "--json");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).isEmpty();
    Map<String, Object> report = result.json().get(0);
    assertThat(report).containsEntry("works", false);
    assertThat((String) section(report, "model").get("problem")).contains("MODEL_NOT_FOUND");
    assertThat((String) section(report, "self_test").get("problem")).contains("MODEL_NOT_FOUND");
    assertThat(section(report, "sentiment4j").get("settings"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains("SENTIMENT4J_MODEL=" + folder.resolve("none.gguf"));
    assertThat(section(report, "natives")).containsKey("llama_cpp");
  }

  @Test
  void doctor_damagedModel_exits3AndSaysWhatIsWrong() throws Exception {
    Path model = Files.writeString(folder.resolve("x.gguf"), "no model");

    Cli.Result result = new Cli().run("doctor", "--model", model.toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out())
        .containsPattern("model\\n  file .*x.gguf\\n  problem .*MODEL_INVALID")
        .containsPattern("self test\\n  problem .*MODEL_INVALID")
        .endsWith("works          no\n");
  }

  @Test
  void doctor_settingThatDoesNotFit_isAProblemAndNoException() {
    Cli.Result result = new Cli().run("doctor", "--model", Cli.MODEL, "--threads", "1000");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).containsPattern("self test\\n  problem .*INVALID_SETTING");
  }

  @Test
  void doctor_deviceThatIsNotHere_saysWhyNot() {
    Cli.Result result = new Cli().run("doctor", "--model", "M.gguf", "--device", "gpu");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).contains("name native, chosen no, reason there is no code for GPUs");
  }

  @Test
  void writeTable_listsAndSizes_areForPeople() throws Exception {
    StringWriter out = new StringWriter();

    new NamedValues()
        .put("size", new NamedValues.Bytes(1 << 20))
        .put("several", List.of("a", "b\u001b[31m"))
        .put("nothing", List.of())
        .put("truth", true)
        .writeTable(new PropertyTable(out));

    assertThat(out)
        .hasToString(
            """
              size         1,048,576 bytes (1.0 MiB)
              several      a
                           b [31m
              nothing      none
              truth        yes
            """);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> section(Map<String, Object> report, String name) {
    return (Map<String, Object>) report.get(name);
  }
}
