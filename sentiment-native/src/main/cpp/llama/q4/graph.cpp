#include "graph.h"

#include "buffer_type.h"
#include "product.h"

#ifdef S4J_Q4_ROWS

#include "ggml-cpu.h"
#include "ggml-impl.h"
#include "vec.h"

namespace s4j::q4 {

namespace {

// The work buffer of a graph begins with room for the rotation (ROPE), which ggml computes between the products for
// queries, keys and values. The rounded activations of a product follow, and then those of a feed-forward network's `down`.
constexpr size_t ROTATION_BYTES = 32 * 1024;

// ggml has at most this many nodes between the first and the last product of the same activations.
constexpr int NODES_BETWEEN = 16;

// One of our products, Y (T, N) = X (T, K) W (N, K)^T.
struct product {
    const ggml_tensor * w;
    const ggml_tensor * x;
    ggml_tensor * y;
    int tokens;     // T
    size_t blocks;  // K / 32

    explicit product(ggml_tensor * op)
        : w(op->src[0]), x(op->src[1]), y(op), tokens((int) ggml_nrows(x)), blocks(w->ne[0] / BLOCK) {
        GGML_ASSERT(ggml_is_contiguous(y) && x->nb[0] == sizeof(float));
    }

    int64_t panels() const { return w->ne[1] / ROWS; }
    size_t rounded_bytes() const { return activation_bytes(tokens, blocks); }
    float * row(int t) const { return (float *) y->data + t * w->ne[1]; }

    void round(size_t from, size_t to, char * rounded) const {
        const auto row_of_x = [&](int t) {
            const int64_t i1 = t % x->ne[1], i2 = t / x->ne[1] % x->ne[2], i3 = t / x->ne[1] / x->ne[2];
            return (const float *) ((const char *) x->data + i1 * x->nb[1] + i2 * x->nb[2] + i3 * x->nb[3]);
        };
        round_activations(row_of_x, tokens, blocks, from, to, rounded);
    }

    // Computes panels [from, to).
    void compute(char * rounded, int64_t from, int64_t to) const {
        multiply((char *) w->data, blocks, rounded, tokens, from, to, (float *) y->data, w->ne[1]);
    }
};

// The threads of a graph, which share out the chunks of one step after the other.
class team {
public:
    explicit team(const ggml_compute_params * params) : params(params) {}

    // Waits for all threads. The first call comes before the first step.
    void meet() {
        if (taken == 0 && params->ith == 0) {
            ggml_threadpool_chunk_set(params->threadpool, params->nth);
        }
        ggml_barrier(params->threadpool);
    }

    // Returns this thread's even share of [0, n).
    size_t begin(size_t n) const { return n * params->ith / params->nth; }
    size_t end(size_t n) const { return n * (params->ith + 1) / params->nth; }

    // Calls f(from, to) for the chunks of [0, n) that this thread computes. A thread that has finished one takes the next,
    // so a thread that has lost its processor delays the others little.
    template <typename F>
    void share(int64_t n, int64_t chunks, F f) {
        chunks = std::min(chunks, n);
        // All threads together have taken `taken` numbers in earlier steps.
        for (int64_t i = params->ith; i < chunks; i = ggml_threadpool_chunk_add(params->threadpool, 1) - taken) {
            f(n * i / chunks, n * (i + 1) / chunks);
        }
        taken += (int) chunks;
    }

    int64_t chunks() const { return params->nth == 1 ? 1 : 4 * params->nth; }

private:
    const ggml_compute_params * const params;
    int taken = 0;
};

char * rounded_at(const ggml_compute_params * params, size_t offset) {
    return (char *) params->wdata + ROTATION_BYTES + offset;
}

bool leaves_rounded_activations(const ggml_tensor * op, int threads) {
    switch (op->op) {
        case GGML_OP_NONE:
        case GGML_OP_RESHAPE:
        case GGML_OP_VIEW:
        case GGML_OP_PERMUTE:
        case GGML_OP_TRANSPOSE:
        case GGML_OP_ADD:
            return true;
        case GGML_OP_ROPE:
            return threads * (op->ne[0] + 16) * sizeof(float) <= ROTATION_BYTES;
        default:
            return false;
    }
}

// Returns true if the work buffer still holds the activations of node i as an earlier product of the graph rounded them.
bool are_rounded(const ggml_cgraph * graph, int i, int threads) {
    for (int j = i - 1; j >= 0 && i - j <= NODES_BETWEEN; j--) {
        const ggml_tensor * op = graph->nodes[j];
        if (is_ours(op)) {
            return op->src[1] == graph->nodes[i]->src[1];
        }
        if (!leaves_rounded_activations(op, threads)) {
            return false;
        }
    }
    return false;
}

// down(silu(gate(x)) * up(x))
struct feed_forward {
    ggml_tensor * gate = nullptr;
    ggml_tensor * up = nullptr;
    ggml_tensor * hidden = nullptr;
    ggml_tensor * down = nullptr;

    // Is empty unless four nodes from i on are a feed-forward network of ours.
    feed_forward(const ggml_cgraph * graph, int i) {
        if (i + 3 >= graph->n_nodes || !is_ours(graph->nodes[i]) || !is_ours(graph->nodes[i + 1])) {
            return;
        }
        ggml_tensor * const glu = graph->nodes[i + 2];
        ggml_tensor * const last = graph->nodes[i + 3];
        const bool in_order = glu->src[0] == graph->nodes[i] && glu->src[1] == graph->nodes[i + 1];
        const bool swapped = glu->src[0] == graph->nodes[i + 1] && glu->src[1] == graph->nodes[i];
        if (glu->op == GGML_OP_GLU && ggml_get_glu_op(glu) == GGML_GLU_OP_SWIGLU && (in_order || swapped) &&
            glu->src[0]->src[1] == glu->src[1]->src[1] && ggml_is_contiguous(glu) && glu->ne[0] % BLOCK == 0 &&
            is_ours(last) && last->src[1] == glu) {
            gate = glu->src[0];
            up = glu->src[1];
            hidden = glu;
            down = last;
        }
    }
};

}  // namespace

size_t work_bytes(const ggml_tensor * op) {
    size_t bytes = 0;
    for (const ggml_tensor * x = op->src[1];; x = x->src[0]->src[1]) {
        bytes += activation_bytes((int) ggml_nrows(x), x->ne[0] / BLOCK);
        if (x->op != GGML_OP_GLU || !is_ours(x->src[0])) {
            return ROTATION_BYTES + bytes;
        }
    }
}

}  // namespace s4j::q4

bool s4j_q4_product(const ggml_cgraph * graph, int i, const ggml_compute_params * params) {
    using namespace s4j::q4;
    if (!is_ours(graph->nodes[i])) {
        return false;
    }
    const product product(graph->nodes[i]);
    GGML_ASSERT(params->wsize >= work_bytes(product.y));
    char * const rounded = rounded_at(params, 0);
    team team(params);
    if (are_rounded(graph, i, params->nth)) {
        // The products that follow another one are those for keys and values: too small to be worth a meeting.
        product.compute(rounded, (int64_t) team.begin(product.panels()), (int64_t) team.end(product.panels()));
        return true;
    }
    product.round(team.begin(product.blocks), team.end(product.blocks), rounded);
    team.meet();
    team.share(product.panels(), team.chunks(), [&](int64_t from, int64_t to) { product.compute(rounded, from, to); });
    return true;
}

int s4j_q4_feed_forward(const ggml_cgraph * graph, int i, const ggml_compute_params * params) {
    using namespace s4j::q4;
    const feed_forward network(graph, i);
    if (network.down == nullptr) {
        return 0;
    }
    const product gate(network.gate), up(network.up), down(network.down);
    GGML_ASSERT(params->wsize >= work_bytes(down.y));
    char * const rounded = rounded_at(params, 0);
    char * const rounded_hidden = rounded_at(params, gate.rounded_bytes());
    team team(params);
    gate.round(team.begin(gate.blocks), team.end(gate.blocks), rounded);
    team.meet();

    constexpr int64_t PANELS = BLOCK / ROWS;  // of a block of hidden columns
    constexpr int64_t BLOCKS_AT_ONCE = 8;     // their columns of all tokens stay in the cache
    const int64_t chunks = std::max<int64_t>(team.chunks(), down.blocks / BLOCKS_AT_ONCE);
    team.share(down.blocks, chunks, [&](int64_t from, int64_t to) {
        gate.compute(rounded, from * PANELS, to * PANELS);
        up.compute(rounded, from * PANELS, to * PANELS);
        for (int t = 0; t < down.tokens; t++) {
            float * const hidden = (float *) network.hidden->data + t * network.hidden->ne[0];
            ggml_vec_swiglu_f32((int) (to - from) * BLOCK, hidden + from * BLOCK, gate.row(t) + from * BLOCK,
                                up.row(t) + from * BLOCK);
        }
        down.round(from, to, rounded_hidden);
    });
    team.meet();
    team.share(down.panels(), team.chunks(), [&](int64_t from, int64_t to) { down.compute(rounded_hidden, from, to); });
    return 3;
}

#else

bool s4j_q4_product(const ggml_cgraph *, int, const ggml_compute_params *) { return false; }

int s4j_q4_feed_forward(const ggml_cgraph *, int, const ggml_compute_params *) { return 0; }

#endif
