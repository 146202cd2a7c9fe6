// A graph with several products of our buffer type gives the same bits as each of its nodes in a graph of its own.
#include <ggml-alloc.h>
#include <ggml-backend.h>
#include <ggml.h>

#include <memory>
#include <random>
#include <string>

#include "check.h"

namespace {

constexpr int64_t WIDTH = 128, HIDDEN = 352, HEADS = 4, HEAD = 16;
constexpr size_t NODES = 64;

using values = std::vector<float>;
using weights = ggml_tensor *;

struct free_context {
    void operator()(ggml_context * context) const { ggml_free(context); }
};
using context_ptr = std::unique_ptr<ggml_context, free_context>;

context_ptr new_context() {
    return context_ptr(ggml_init({NODES * ggml_tensor_overhead() + ggml_graph_overhead(), nullptr, true}));
}

values random_values(size_t n, int seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(0, 1);
    values result(n);
    for (float & v : result) {
        v = normal(generator);
    }
    return result;
}

// The CPU backend of the level that suits this machine, and its buffer type for Q4_0, if it has one.
struct cpu {
    ggml_backend_t backend;
    ggml_backend_buffer_type_t type = nullptr;

    cpu() {
        ggml_backend_load_all_from_path(S4J_MODULES);
        ggml_backend_dev_t device = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
        backend = ggml_backend_dev_init(device, nullptr);
        const auto types = (ggml_backend_dev_get_extra_bufts_t) ggml_backend_reg_get_proc_address(
            ggml_backend_dev_backend_reg(device), "ggml_backend_dev_get_extra_bufts");
        for (ggml_backend_buffer_type_t * t = types(device); t != nullptr && *t != nullptr; t++) {
            if (std::string(ggml_backend_buft_name(*t)) == "S4J_Q4") {
                type = *t;
            }
        }
    }

    void threads(int n) const {
        const auto set = (ggml_backend_set_n_threads_t) ggml_backend_reg_get_proc_address(
            ggml_backend_dev_backend_reg(ggml_backend_get_device(backend)), "ggml_backend_set_n_threads");
        set(backend, n);
    }
};

const cpu & machine() {
    static const cpu machine;
    return machine;
}

struct layer {
    context_ptr context = new_context();
    weights q = matrix(WIDTH, HEADS * HEAD);
    weights k = matrix(WIDTH, HEAD);
    weights v = matrix(WIDTH, HEAD);
    weights gate = matrix(WIDTH, HIDDEN);
    weights up = matrix(WIDTH, HIDDEN);
    weights down = matrix(HIDDEN, WIDTH);
    ggml_backend_buffer_t buffer = ggml_backend_alloc_ctx_tensors_from_buft(context.get(), machine().type);

    layer() {
        int seed = 1;
        for (weights w : {q, k, v, gate, up, down}) {
            std::vector<char> bytes(ggml_nbytes(w));
            ggml_quantize_chunk(w->type, random_values(ggml_nelements(w), seed++).data(), bytes.data(), 0, w->ne[1],
                                w->ne[0], nullptr);
            ggml_backend_tensor_set(w, bytes.data(), 0, bytes.size());
        }
    }
    ~layer() { ggml_backend_buffer_free(buffer); }
    layer(const layer &) = delete;
    layer & operator=(const layer &) = delete;

    weights matrix(int64_t columns, int64_t rows) const {
        return ggml_new_tensor_2d(context.get(), GGML_TYPE_Q4_0, columns, rows);
    }
};

// A graph on the CPU backend.
struct graph {
    context_ptr context = new_context();
    ggml_cgraph * nodes = ggml_new_graph_custom(context.get(), NODES, false);
    ggml_gallocr_t memory = ggml_gallocr_new(ggml_backend_get_default_buffer_type(machine().backend));

    graph() = default;
    ~graph() { ggml_gallocr_free(memory); }
    graph(const graph &) = delete;
    graph & operator=(const graph &) = delete;

    ggml_tensor * input(ggml_type type, int64_t columns, int64_t rows) const {
        ggml_tensor * tensor = ggml_new_tensor_2d(context.get(), type, columns, rows);
        ggml_set_input(tensor);
        return tensor;
    }
    ggml_tensor * output(ggml_tensor * tensor) const {
        ggml_set_output(tensor);
        ggml_build_forward_expand(nodes, tensor);
        return tensor;
    }
    void allocate() const { CHECK(ggml_gallocr_alloc_graph(memory, nodes)); }
    void compute() const { CHECK(ggml_backend_graph_compute(machine().backend, nodes) == GGML_STATUS_SUCCESS); }
};

void set(ggml_tensor * tensor, const values & x) { ggml_backend_tensor_set(tensor, x.data(), 0, ggml_nbytes(tensor)); }

values get(const ggml_tensor * tensor) {
    values x(ggml_nelements(tensor));
    ggml_backend_tensor_get(tensor, x.data(), 0, ggml_nbytes(tensor));
    return x;
}

values product(weights w, const values & x) {
    graph one;
    ggml_tensor * in = one.input(GGML_TYPE_F32, w->ne[0], (int64_t) x.size() / w->ne[0]);
    ggml_tensor * out = one.output(ggml_mul_mat(one.context.get(), w, in));
    one.allocate();
    set(in, x);
    one.compute();
    return get(out);
}

values swiglu(const values & gate, const values & up) {
    graph one;
    ggml_tensor * a = one.input(GGML_TYPE_F32, HIDDEN, (int64_t) gate.size() / HIDDEN);
    ggml_tensor * b = one.input(GGML_TYPE_F32, HIDDEN, (int64_t) up.size() / HIDDEN);
    ggml_tensor * out = one.output(ggml_swiglu_split(one.context.get(), a, b));
    one.allocate();
    set(a, gate);
    set(b, up);
    one.compute();
    return get(out);
}

// The products of a layer as llama.cpp orders them: rotations stand between those for queries, keys and values.
struct whole {
    graph all;
    ggml_tensor * x;
    ggml_tensor * y;
    ggml_tensor * positions;
    ggml_tensor * q;
    ggml_tensor * k;
    ggml_tensor * v;
    ggml_tensor * k_of_y;  // follows v but has other activations
    ggml_tensor * down;

    whole(const layer & layer, int64_t tokens)
        : x(all.input(GGML_TYPE_F32, WIDTH, tokens)),
          y(all.input(GGML_TYPE_F32, WIDTH, tokens)),
          positions(all.input(GGML_TYPE_I32, tokens, 1)) {
        ggml_context * c = all.context.get();
        q = ggml_mul_mat(c, layer.q, x);
        k = ggml_mul_mat(c, layer.k, x);
        v = ggml_mul_mat(c, layer.v, x);
        for (ggml_tensor * product : {q, k, v}) {
            ggml_set_output(product);
        }
        all.output(rotated(q, HEADS, tokens));
        all.output(rotated(k, 1, tokens));
        all.output(v);
        k_of_y = all.output(ggml_mul_mat(c, layer.k, y));
        ggml_tensor * gate = ggml_mul_mat(c, layer.gate, x);
        ggml_tensor * up = ggml_mul_mat(c, layer.up, x);
        down = all.output(ggml_mul_mat(c, layer.down, ggml_swiglu_split(c, gate, up)));
        all.allocate();
    }

    ggml_tensor * rotated(ggml_tensor * product, int64_t heads, int64_t tokens) const {
        ggml_context * c = all.context.get();
        return ggml_rope(c, ggml_reshape_3d(c, product, HEAD, heads, tokens), ggml_reshape_1d(c, positions, tokens),
                         HEAD, GGML_ROPE_TYPE_NEOX);
    }
};

}  // namespace

TEST(products_of_one_graph_have_the_bits_of_single_ones) {
    if (machine().type == nullptr) {
        return;  // a level without kernels of ours
    }
    const layer layer;
    for (const int tokens : {1, 2, 5, 16, 17, 40}) {
        const whole whole(layer, tokens);
        for (const int threads : {1, 2, 4}) {
            machine().threads(threads);
            // The second run has other activations at the same addresses.
            for (const int seed : {10, 20}) {
                const values x = random_values(WIDTH * tokens, seed);
                const values y = random_values(WIDTH * tokens, seed + 1);
                set(whole.x, x);
                set(whole.y, y);
                std::vector<int32_t> positions(tokens);
                for (int t = 0; t < tokens; t++) {
                    positions[t] = t;
                }
                ggml_backend_tensor_set(whole.positions, positions.data(), 0, ggml_nbytes(whole.positions));
                whole.all.compute();

                CHECK(get(whole.q) == product(layer.q, x));
                CHECK(get(whole.k) == product(layer.k, x));
                CHECK(get(whole.v) == product(layer.v, x));
                CHECK(get(whole.k_of_y) == product(layer.k, y));
                const values hidden = swiglu(product(layer.gate, x), product(layer.up, x));
                CHECK(get(whole.down) == product(layer.down, hidden));
            }
        }
    }
}
