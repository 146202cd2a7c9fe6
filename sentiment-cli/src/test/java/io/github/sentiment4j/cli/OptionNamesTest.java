package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.cli.command.OptionNames;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.train.TrainerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** One name for one thing, and all the names that people may come with. */
@NullUnmarked // what is missing fails the test
final class OptionNamesTest {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
  private static final Pattern ALIAS = Pattern.compile("@Alias\\([^)]*\\)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z_-]+");

  private static final CommandLine ROOT =
      SentimentCommand.commandLine(new SentimentCommand(Streams.ofProcess()), "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // As it was.
        "predict --model_path m --log_path l | predict --model m --log-path l",
        "predict --column c --labels a,b,c --output o | predict --text-column c --label-words a,b,c"
            + " --out o",
        "predict --field f | predict --text-column f",
        "evaluate --field=f | evaluate --text-column=f",
        "calibrate --bias --output=o | calibrate --fit-bias --out=o",
        "convert --bias 1,2,3 | convert --bias 1,2,3",
        "convert --adapter a --labels a,b,c | convert --lora a --label-words a,b,c",
        "finetune --adapter a | finetune --lora a",
        "export --gguf m | export --model m",
        "inspect --gguf m | inspect --model m",
        // transformers, TRL, PEFT.
        "finetune --model_name_or_path b --output_dir o | finetune --base b --out o",
        "finetune --lora_r 8 --lora_alpha=16 | finetune --rank 8 --alpha=16",
        "finetune --r 8 --lora-dropout 0 | finetune --rank 8 --dropout 0",
        "finetune --lora_target_modules q_proj v_proj | finetune --targets q_proj v_proj",
        "finetune --target-modules=q_proj | finetune --targets=q_proj",
        "finetune --per_device_train_batch_size 4 | finetune --batch 4",
        "finetune --per-device-train_batch-size=4 | finetune --batch=4",
        "finetune --gradient-accumulation-steps 2 | finetune --accumulate 2",
        "finetune --num_train_epochs 1 --max_steps 9 | finetune --epochs 1 --max-steps 9",
        "finetune --learning_rate 1 --weight_decay 0 | finetune --learning-rate 1 --weight-decay 0",
        "finetune --warmup_ratio 0 --max_grad_norm 1 | finetune --warm-up 0 --clip 1",
        "finetune --label_smoothing_factor 0 | finetune --label-smoothing 0",
        "finetune --save_steps 5 --eval-steps=5 | finetune --interval 5 --interval=5",
        "finetune --num_generations 4 --beta 1 | finetune --samples 4 --beta 1",
        "finetune --max_length 9 | finetune --max-tokens 9",
        "predict --max-length 9 | predict --max-tokens 9",
        // Not a name of an option.
        "predict --text a_b --text=--max_tokens | predict --text a_b --text=--max_tokens",
        "predict --text --lora_r | predict --text --lora_r",
        "predict a_b.txt my_file=--max_length | predict a_b.txt my_file=--max_length",
        "predict --max_tokens=a_b=c_d | predict --max-tokens=a_b=c_d",
        "predict --text x -- --max_tokens | predict --text x -- --max_tokens",
        "predict --no_such_name=x_y | predict --no_such_name=x_y",
        "predict -_ _ | predict -_ _",
        "--debug predict --max_tokens 9 --debug | --debug predict --max-tokens 9 --debug",
        "no_such --max_tokens | no_such --max_tokens",
      })
  void canonical_ofALine_hasTheNamesOfTheHelpAndNothingElseChanged(String line, String expected) {
    assertThat(OptionNames.canonical(ROOT, line.split(" "))).containsExactly(expected.split(" "));
  }

  @Test
  void names_ofEveryCommand_areUnique() {
    for (CommandLine command : commands()) {
      List<String> all = new ArrayList<>();
      for (OptionSpec option : command.getCommandSpec().options()) {
        all.addAll(List.of(option.names()));
        all.addAll(OptionNames.aliases(option));
      }
      assertThat(all).as(command.getCommandName()).doesNotHaveDuplicates();
      assertThat(all)
          .as(command.getCommandName())
          .allMatch(name -> name.matches("-[hV]|--[a-z0-9]+(-[a-z0-9]+)*"));
    }
  }

  /**
   * An alias of one command is not the name, or the alias of another option, in another command.
   */
  @Test
  void names_overAllCommands_haveOneMeaning() {
    Map<String, Set<String>> meanings = new TreeMap<>();
    for (CommandLine command : commands()) {
      OptionNames.of(command)
          .forEach(
              (name, option) -> meanings.computeIfAbsent(name, n -> new TreeSet<>()).add(option));
    }
    meanings.values().removeIf(options -> options.size() == 1);

    // calibrate fits biases and convert is given them; the option was --bias in both.
    assertThat(meanings).isEqualTo(Map.of("--bias", Set.of("--bias", "--fit-bias")));
  }

  /** The same option says the same about its value everywhere. */
  @Test
  void values_ofOneName_haveOneLabelAndAreAllFlagsOrNone() {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (CommandLine command : commands()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        labels
            .computeIfAbsent(option.longestName(), name -> new TreeSet<>())
            .add(option.arity().max() == 0 ? "" : option.paramLabel());
      }
    }
    labels.values().removeIf(found -> found.size() == 1);

    assertThat(labels)
        .isEqualTo(Map.of("--data", Set.of("FILE", "FOLDER"), "--out", Set.of("FILE", "FOLDER")));
  }

  @Test
  void help_ofEveryCommand_hasNoAliases() {
    for (CommandLine command : commands()) {
      String help = command.getUsageMessage();
      Set<String> aliases =
          command.getCommandSpec().options().stream()
              .map(OptionNames::aliases)
              .flatMap(Collection::stream)
              .collect(Collectors.toSet());
      assertThat(aliases)
          .noneMatch(
              alias -> help.lines().anyMatch(line -> line.matches(" +" + alias + "([ =,].*)?")));
    }
  }

  /** Messages, descriptions and examples call an option what its help calls it. */
  @Test
  void messages_ofAllModules_haveTheNamesOfTheHelp() throws IOException {
    Set<String> known = new TreeSet<>(Set.of("--merge", "--enable-native-access", "--lora-r"));
    // Java's and jlink's
    known.addAll(Set.of("--add-modules", "--bind-services"));
    commands().forEach(command -> known.addAll(OptionNames.of(command).values()));
    Set<String> found = new TreeSet<>();
    List<Path> sources =
        SourceTree.files(".java").stream()
            .filter(file -> file.toString().matches("sentiment-[a-z]+/src/main/.*"))
            // Programs with options of their own.
            .filter(file -> !file.startsWith("sentiment-bench"))
            .filter(file -> !file.startsWith("sentiment-corpus"))
            // Names that are there to be understood.
            .filter(file -> !file.endsWith("TrainerOptions.java"))
            .toList();
    for (Path source : sources) {
      STRING
          .matcher(ALIAS.matcher(Files.readString(SourceTree.ROOT.resolve(source))).replaceAll(""))
          .results()
          .flatMap(string -> OPTION.matcher(string.group()).results())
          .forEach(option -> found.add(option.group() + " in " + source.getFileName()));
    }
    found.removeIf(option -> known.contains(option.substring(0, option.indexOf(' '))));

    assertThat(sources).hasSizeGreaterThan(200);
    assertThat(found).isEmpty();
  }

  @Test
  void aliases_ofEveryCommand_areDocumented() throws IOException {
    String page = Files.readString(SourceTree.ROOT.resolve("docs/training.md"));
    for (CommandLine command : commands()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        for (String alias : OptionNames.aliases(option)) {
          assertThat(page).contains("`" + alias + "`").contains("`" + option.longestName() + "`");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--logging_steps 10 | curve.csv has a line for every step",
        "--warmup-steps=10 | a share of the steps: --warm-up 0.03 for 3 of 100 steps",
        "--gradient_checkpointing | a smaller --batch with a larger --accumulate",
        "--completion_only_loss True | --loss response learns the label alone",
        "--bf16 | --precision says how the base is held",
        "--use-dora | finetune trains plain LoRA",
        "--lora_rnk 4 | Did you mean --lora",
        "--per_device_train_batch_siz 4 | Did you mean --per-device-train-batch-size?",
        "--max_tokns 4 | or --max-tokens?",
      })
  void finetune_optionThatItHasNot_isRefusedWithWhatToDo(String option, String hint) {
    List<String> line = new ArrayList<>(List.of("finetune", "--base=b", "--data=d", "--out=o"));
    line.addAll(List.of(option.split(" ")));

    Cli.Result result = new Cli().run(line.toArray(String[]::new));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("sentiment: Unknown option: " + option + "\n")
        .contains(hint);
  }

  /** Advice for a name that is understood would never be seen. */
  @Test
  void advice_isForUnknownNamesOnly() {
    Set<String> known = OptionNames.of(ROOT.getSubcommands().get("finetune")).keySet();

    assertThat(known).noneMatch(name -> TrainerOptions.advice(name).isPresent());
  }

  @Test
  void finetune_epochsAsANumberWithAPoint_areWholeOnes() {
    String[] line = {"finetune", "--base=b", "--data=nowhere", "--out=o"};

    assertThat(new Cli().run(with(line, "--num_train_epochs=3.0")).err())
        .matches("(?s)sentiment: there is no folder .*nowhere for nowhere/validation.jsonl\n");
    assertThat(new Cli().run(with(line, "--num_train_epochs=0.5")).err())
        .startsWith(
            "sentiment: Invalid value for option '--epochs': expected a whole number, found"
                + " \"0.5\"\n");
  }

  @Test
  void finetune_twoIntervals_areRefusedUnlessTheyAreTheSame() {
    String[] line = {"finetune", "--base=b", "--data=nowhere", "--out=o", "--save_steps=5"};

    assertThat(new Cli().run(with(line, "--eval_steps=6")).err())
        .startsWith(
            "sentiment: --interval is how often a checkpoint is written and scored, found two"
                + " numbers: 5 and 6\n");
    assertThat(new Cli().run(with(line, "--eval_steps=5")).err()).doesNotContain("--interval");
  }

  @Test
  void finetune_sameSettingUnderTwoNames_isRefused() {
    Cli.Result result =
        new Cli().run("finetune", "--base=b", "--data=d", "--out=o", "--rank=8", "--lora_r=16");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("sentiment: option '--rank' (R) should be specified only once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--model", "--gguf", "--model_path"})
  void inspect_modelByName_isTheSameAsWithout(String name) {
    assertThat(new Cli().run("inspect", name, "nowhere.gguf"))
        .isEqualTo(new Cli().run("inspect", "nowhere.gguf"));
  }

  private static String[] with(String[] line, String argument) {
    return Stream.concat(Stream.of(line), Stream.of(argument)).toArray(String[]::new);
  }

  private static List<CommandLine> commands() {
    return List.copyOf(ROOT.getSubcommands().values());
  }
}
