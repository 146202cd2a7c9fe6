package io.github.sentiment4j.cli.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.cli.command.ClassifierOptions;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code sentiment doctor}: reports what a machine has and whether it works. */
@Command(
    name = "doctor",
    header = "Reports what this machine has, which engine is used and why, and whether it works.",
    description = {
      "",
      "Prints what a problem report should contain: Java, system, CPU, GPU, native libraries,"
          + " engines, model, and a self-test of one second. It needs no model and sends nothing"
          + " anywhere."
    },
    exitCodeList = {
      "0:an engine works here; if there is a model, it classifies",
      ExitCode.USAGE_HELP,
      "3:no engine works here, or the model cannot be used; the report says why",
      ExitCode.INPUT_OUTPUT_HELP
    },
    footer = {
      "  sentiment doctor",
      "  sentiment doctor --model M.gguf --json > report.json",
      "  sentiment doctor --model M.gguf --device gpu"
    })
public final class DoctorCommand extends StreamsCommand {
  @Mixin private ReportOption form;

  @Mixin private ClassifierOptions options;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public DoctorCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {

    new CommandFiles(spec)
        .readsModel("the model", options.modelFile(streams.environment()))
        .writesStandardOutput()
        .check();
    MachineReport machine = new MachineReport(streams.environment());
    try (Writer writer = streams.outWriter();
        EngineCheck trial = new EngineCheck(options, streams.environment(), machine)) {
      Report report = new Report(writer);
      report.section("sentiment4j", machine::program);
      report.section("java", machine::java);
      report.section("system", machine::system);
      report.section("cpu", machine::cpu);
      report.section("gpu", machine::gpu);
      report.section("natives", machine::natives);
      report.section("cache", machine::cache);
      report.section("engines", trial::engines);
      report.section("model", trial::model);
      report.section("self_test", trial::selfTest);
      report.end(trial.works());
      return trial.works() ? ExitCode.OK : ExitCode.ENGINE;
    }
  }

  /** Writes each section at once, because a later one might end the process. */
  private final class Report {
    private final Writer writer;
    private final PropertyTable table;
    private final JsonGenerator generator;

    Report(Writer writer) throws IOException {
      this.writer = writer;
      this.table = new PropertyTable(writer);
      this.generator = JsonOutput.lines(writer);
      if (form.isJson()) {
        generator.writeStartObject();
      }
    }

    void section(String name, Supplier<NamedValues> facts) throws IOException {
      NamedValues known = guarded(facts);
      if (form.isJson()) {
        generator.writeFieldName(name);
        known.writeJson(generator);
        generator.flush();
      } else {
        writer.write(name.replace('_', ' ') + "\n");
        known.writeTable(table);
      }
      writer.flush();
    }

    void end(boolean works) throws IOException {
      if (form.isJson()) {
        generator.writeBooleanField("works", works);
        generator.writeEndObject();
        generator.writeRaw('\n');
        generator.flush();
      } else {
        table.row("works", works ? "yes" : "no");
      }
    }

    private static NamedValues guarded(Supplier<NamedValues> facts) {
      try {
        return facts.get();
      } catch (RuntimeException | LinkageError e) {
        return new NamedValues().put("problem", e.toString());
      }
    }
  }
}
