// A llama_context with its batch and its threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "llama.h"

namespace s4j {

// The sizes that decide how much memory a context takes.
struct context_shape {
    int cells;      // tokens in the KV cache, and at most of one batch
    int batch;      // tokens that are computed at once
    int sequences;  // numbered from 0
    int outputs;    // rows of logits
};

// The KV cells of a sequence, evaluated once and shared by all contexts.
using kv_state = std::shared_ptr<const std::vector<uint8_t>>;

// Is asked for each tensor of the graph, in the order of computation, whether it wants to see it (`ask`). If so, it is
// called again when the tensor has been computed, and the decode ends there if it returns false.
using graph_listener = std::function<bool(ggml_tensor * tensor, bool ask)>;

// Not thread-safe but for cancel().
class context {
public:
    // Computes on the calling thread alone until use_threads(): ggml_aborted can be thrown there, while an abort on a
    // thread of ggml's ends the process. `listener` may be null.
    context(llama_model * model, const context_shape & shape, llama_flash_attn_type flash_attention,
            graph_listener listener);
    context(const context &) = delete;
    context & operator=(const context &) = delete;

    // Computes with `threads` threads from now on, each on one of `processors` unless that is empty.
    void use_threads(int threads, const std::vector<int> & processors);

    // Starts a new batch.
    void clear_batch() { batch.n_tokens = 0; }

    // Adds a token to the batch and returns its index there.
    int32_t add(llama_token id, llama_pos position, llama_seq_id sequence, bool output);

    // How many tokens the batch has.
    int batch_size() const { return batch.n_tokens; }

    // Computes the batch. Throws if it fails or is cancelled; what it has written into the KV cache stays there. After
    // ggml_aborted the context must not be used again, and its memory is leaked: the state of ggml is unknown.
    void decode();

    // The logits (V) of a token of the batch with output.
    const float * logits(int32_t index) const;

    // The state of sequence 0, and back. load() removes all other sequences.
    kv_state save() const;
    void load(const kv_state & state);

    // Cells of the KV cache, see llama_memory_*.
    llama_memory_t memory() const { return llama_get_memory(ctx.get()); }

    // Makes a running decode() throw, and every later one until resume(). From any thread.
    void cancel() { cancelled.store(true, std::memory_order_relaxed); }
    void resume() { cancelled.store(false, std::memory_order_relaxed); }
    void require_not_cancelled() const;

private:
    struct free_pool {
        void operator()(ggml_threadpool * pool) const;
    };
    struct free_context {
        void operator()(llama_context * ctx) const { llama_free(ctx); }
    };
    struct batch_memory : llama_batch {
        explicit batch_memory(int size) : llama_batch(llama_batch_init(size, 0, 1)) {}
        ~batch_memory() { llama_batch_free(*this); }
        batch_memory(const batch_memory &) = delete;
        batch_memory & operator=(const batch_memory &) = delete;
    };
    std::atomic<bool> cancelled{false};
    const graph_listener listener;
    std::unique_ptr<ggml_threadpool, free_pool> pool;  // outlives the context
    std::unique_ptr<llama_context, free_context> ctx;
    batch_memory batch;
};

}  // namespace s4j
