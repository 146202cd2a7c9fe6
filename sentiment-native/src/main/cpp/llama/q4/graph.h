/* How ggml computes the products of this folder. llama/CMakeLists.txt includes this file in ggml-cpu.c before the function
 * that computes the nodes of a graph one after the other (ggml_graph_compute_thread).
 *
 * A product starts by rounding its activations. Products in a row that read the same activations (those for queries, keys
 * and values) round them once. A feed-forward network with SwiGLU is computed in one go: each thread computes some columns
 * of the gate and of `up`, their activation, and its rounding for `down`, while they are in its cache. The threads meet
 * three times instead of seven times.
 */
#pragma once

#ifdef __cplusplus
#include "ggml-cpu-impl.h"
extern "C" {
#endif

/* Computes the product at node i and returns true, or returns false if it is not one of ours. Called by every thread. */
bool s4j_q4_product(const struct ggml_cgraph * graph, int i, const struct ggml_compute_params * params);

/* Computes a feed-forward network that starts at node i and returns the number of further nodes that it covers, or 0. */
int s4j_q4_feed_forward(const struct ggml_cgraph * graph, int i, const struct ggml_compute_params * params);

#ifdef __cplusplus
}

namespace s4j::q4 {

// Returns the bytes of the work buffer that a product of ours needs.
size_t work_bytes(const ggml_tensor * op);

}  // namespace s4j::q4

#else

static int s4j_fuse(const struct ggml_cgraph * graph, int i, const struct ggml_compute_params * params,
                    const struct ggml_cplan * plan) {
    const int covered = s4j_q4_feed_forward(graph, i, params);
    return covered > 0 ? covered : ggml_cpu_try_fuse_ops(graph, i, params, plan);
}

static void s4j_compute(const struct ggml_cgraph * graph, int i, struct ggml_compute_params * params) {
    if (!s4j_q4_product(graph, i, params)) {
        ggml_compute_forward(params, graph->nodes[i]);
    }
}

#define ggml_cpu_try_fuse_ops s4j_fuse
#define ggml_compute_forward(params, node) s4j_compute(cgraph, node_n, params)

#endif
