package io.github.sentiment4j.train.internal.decoder;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.peft.AdapterConfig;
import io.github.sentiment4j.model.peft.AdapterFolder;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.safetensors.SafetensorsTensor;
import io.github.sentiment4j.model.safetensors.SafetensorsType;
import io.github.sentiment4j.model.safetensors.SafetensorsWriter;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.train.spec.LoraSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * The matrices that are trained, and their folder in PEFT's format: {@code adapter_config.json} and
 * {@code adapter_model.safetensors}.
 */
public final class Adapter {
  private static final String MATRICES = "adapter_model.safetensors";
  private static final String PREFIX = "base_model.model.";
  private static final String WEIGHT = ".weight";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";
  private static final String OF_ANOTHER = "this adapter belongs to another base, rank or targets";

  private final LoraSpec spec;
  private final Map<String, Linear.LowRank> modules = new LinkedHashMap<>();

  private Adapter(LoraSpec spec) {
    this.spec = spec;
  }

  /** Creates new matrices: A uniform in ±1/sqrt(C), as PEFT's Kaiming start, B zero. */
  public static Adapter create(Checkpoint base, LoraSpec spec, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Adapter adapter = new Adapter(spec);
    modules(base, spec.targets())
        .forEach(
            module -> {
              Weight weight = base.weight(module + WEIGHT).orElseThrow();
              double bound = 1 / Math.sqrt(weight.columns());
              float[] a = new float[spec.rank() * weight.columns()];
              for (int i = 0; i < a.length; i++) {
                a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
              }
              adapter.add(module, weight, a, new float[weight.rows() * spec.rank()]);
            });
    return adapter;
  }

  /**
   * Returns the shape of an adapter that is the same in all blocks.
   *
   * @param dropout which adapters do not keep
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if it has modules of different ranks
   *     or scalings, or targets that are not the same in all blocks
   */
  public static LoraSpec spec(Path folder, Checkpoint base, double dropout) {
    AdapterConfig config = AdapterConfig.read(folder);
    List<String> targets =
        LoraSpec.LINEAR.stream()
            .filter(target -> modules(base, List.of(target)).anyMatch(config::targets))
            .toList();
    List<String> modules = modules(base, targets).toList();
    boolean even =
        !modules.isEmpty()
            && modules.stream().allMatch(config::targets)
            && modules.stream().map(config::rank).distinct().count() == 1
            && modules.stream().map(config::scaling).distinct().count() == 1;
    if (!even) {
      throw ModelFileException.unsupported(
          folder.resolve("adapter_config.json"),
          "",
          "linear modules of " + base.source() + ", the same in all blocks, of one rank and alpha",
          "other targets, ranks or alphas");
    }
    int rank = config.rank(modules.get(0));
    return new LoraSpec(rank, (double) config.scaling(modules.get(0)) * rank, dropout, targets);
  }

  /** Returns the names of the linear modules that are targets. */
  private static Stream<String> modules(Checkpoint base, List<String> targets) {
    return base.names().stream()
        .filter(name -> name.endsWith(WEIGHT))
        .map(name -> name.substring(0, name.length() - WEIGHT.length()))
        .filter(module -> targets.stream().anyMatch(target -> module.endsWith("." + target)));
  }

  /**
   * Reads the matrices in a folder.
   *
   * @throws ModelFileException {@link Kind#INVALID_SETTING} if they are not those of the targets in
   *     this base and of this rank
   */
  public static Adapter read(Path folder, Checkpoint base, LoraSpec spec) {
    AdapterConfig config = AdapterConfig.read(folder);
    SafetensorsFile file = AdapterFolder.weights(folder);
    Adapter adapter = create(base, spec, 0);
    for (Linear.LowRank module : adapter.modules.values()) {
      float scaling = config.scaling(module.module());
      if (scaling != (float) module.scaling()) {
        throw ModelFileException.mismatch(
            folder.resolve("adapter_config.json"),
            module.module(),
            "alpha / r = " + module.scaling(),
            scaling + "");
      }
      copy(file, PREFIX + module.module() + A, module.a(), OF_ANOTHER);
      copy(file, PREFIX + module.module() + B, module.b(), OF_ANOTHER);
    }
    if (file.tensors().size() != 2 * adapter.modules.size()) {
      throw ModelFileException.mismatch(
          file.path(),
          "",
          2 * adapter.modules.size() + " matrices for " + spec.targets() + " of " + base.source(),
          file.tensors().size()
              + "; this adapter has other targets or another base, or trains embeddings, biases or"
              + " whole modules too");
    }
    return adapter;
  }

  /**
   * Reads a tensor of a file into one of the same shape.
   *
   * @param hint what it means if there is none
   * @throws ModelFileException {@link Kind#INVALID_SETTING} if there is none
   */
  public static void copy(SafetensorsFile file, String name, Tensor target, String hint) {
    List<Long> shape = List.of(target.size(0), target.size(1));
    SafetensorsTensor tensor =
        file.tensor(name).orElseThrow(() -> mismatch(file, name, "a matrix", "none", hint));
    if (!tensor.shape().equals(shape)) {
      throw mismatch(file, name, "shape " + shape, tensor.shape().toString(), hint);
    }
    Weight weight = file.weight(tensor);
    float[] values = new float[weight.rows() * weight.columns()];
    weight.read(0, weight.rows(), values);
    target.data_ptr_float().put(values, 0, values.length);
  }

  private static ModelFileException mismatch(
      SafetensorsFile file, String name, String expected, String found, String hint) {
    return ModelFileException.mismatch(
        file.path(), '"' + name + '"', expected, found + "; " + hint);
  }

  private void add(String module, Weight weight, float[] a, float[] b) {
    int rank = spec.rank();
    Tensor matrixA = Torch.floats(a, rank, weight.columns());
    Tensor matrixB = Torch.floats(b, weight.rows(), rank);
    matrixA.requires_grad_();
    matrixB.requires_grad_();
    modules.put(
        module, new Linear.LowRank(module, matrixA, matrixB, spec.alpha() / rank, spec.dropout()));
  }

  /** Returns the matrices of a module, or null if it is not adapted. */
  Linear.@Nullable LowRank of(String module) {
    return modules.get(module);
  }

  /** Returns all matrices by their names in PEFT's file, in a fixed order. */
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    modules.forEach(
        (module, pair) -> {
          parameters.put(PREFIX + module + A, pair.a());
          parameters.put(PREFIX + module + B, pair.b());
        });
    return parameters;
  }

  /** Returns all matrices as libtorch's list, in the same order. */
  public TensorVector matrices() {
    return new TensorVector(parameters().values().toArray(Tensor[]::new));
  }

  /** Returns the number of trained parameters. */
  public long parameterCount() {
    return parameters().values().stream().mapToLong(Tensor::numel).sum();
  }

  /** Returns the number of trained parameters of an adapter to be: r (R + C) of each module. */
  public static long parameterCount(Checkpoint base, LoraSpec spec) {
    return modules(base, spec.targets())
        .map(module -> base.weight(module + WEIGHT).orElseThrow())
        .mapToLong(weight -> (long) spec.rank() * (weight.rows() + weight.columns()))
        .sum();
  }

  /** Writes both files into an existing folder. */
  public void write(Path folder, String base) throws IOException {
    AdapterConfig.of(base, spec.rank(), spec.alpha(), spec.targets()).write(folder);
    write(folder.resolve(MATRICES), parameters());
  }

  /** Writes tensors of floats as safetensors. */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    SafetensorsWriter writer = SafetensorsWriter.create().metadata("format", "pt");
    tensors.forEach(
        (name, tensor) -> {
          List<Long> shape = new ArrayList<>();
          for (int i = 0; i < tensor.dim(); i++) {
            shape.add(tensor.size(i));
          }
          writer.tensor(
              name,
              SafetensorsType.F32,
              shape,
              channel -> {
                float[] values = Torch.array(tensor);
                ByteBuffer bytes =
                    ByteBuffer.allocate(values.length * Float.BYTES).order(LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                channel.write(bytes);
              });
        });
    writer.write(file);
  }
}
