#include "context.h"

#include <string>
#include <utility>

#include "cpu.h"
#include "failure.h"
#include "hooks.h"
#include "processors.h"

namespace s4j {

void context::free_pool::operator()(ggml_threadpool * pool) const {
    cpu_function<decltype(&ggml_threadpool_free)>("ggml_threadpool_free")(pool);
}

context::context(llama_model * model, const context_shape & shape, llama_flash_attn_type flash_attention,
                 graph_listener listener)
    : listener(std::move(listener)), batch(shape.cells) {
    llama_context_params params = llama_context_default_params();
    params.n_ctx = params.n_batch = (uint32_t) shape.cells;
    params.n_ubatch = (uint32_t) shape.batch;
    params.n_seq_max = (uint32_t) shape.sequences;
    params.n_outputs_max = (uint32_t) shape.outputs;
    params.n_threads = params.n_threads_batch = 1;
    params.flash_attn_type = flash_attention;
    params.kv_unified = true;  // sequences share the cells of a prefix
    params.no_perf = true;
    params.abort_callback = [](void * self) {
        return static_cast<const context *>(self)->cancelled.load(std::memory_order_relaxed);
    };
    params.abort_callback_data = this;
    if (this->listener) {
        params.cb_eval = [](ggml_tensor * tensor, bool ask, void * self) {
            return static_cast<const context *>(self)->listener(tensor, ask);
        };
        params.cb_eval_user_data = this;
    }
    ctx.reset(llama_init_from_model(model, params));
    if (!ctx) {
        throw failure(error_code::context,
                      "llama.cpp could not create a context of " + std::to_string(shape.cells) + " tokens");
    }
}

void context::use_threads(int threads, const std::vector<int> & processors) {
    llama_set_n_threads(ctx.get(), threads, threads);
    if (threads == 1) {
        return;
    }
    const auto create = cpu_function<decltype(&ggml_threadpool_new)>("ggml_threadpool_new");
    ggml_threadpool_params params = ggml_threadpool_params_default(threads);
    params.poll = 0;  // threads sleep between calls: a server that waits must not burn its cores
    for (const int processor : processors) {
        if (processor < GGML_MAX_N_THREADS) {
            params.cpumask[processor] = true;
            params.strict_cpu = true;
        }
    }
    const borrowed_thread here;
    pool.reset(create(&params));
    llama_attach_threadpool(ctx.get(), pool.get(), pool.get());
}

int32_t context::add(llama_token id, llama_pos position, llama_seq_id sequence, bool output) {
    const int32_t i = batch.n_tokens++;
    batch.token[i] = id;
    batch.pos[i] = position;
    batch.n_seq_id[i] = 1;
    batch.seq_id[i][0] = sequence;
    batch.logits[i] = output;
    return i;
}

void context::require_not_cancelled() const {
    if (cancelled.load(std::memory_order_relaxed)) {
        throw failure(error_code::cancelled, "the call was cancelled");
    }
}

void context::decode() {
    require_not_cancelled();
    const borrowed_thread here;
    int32_t result = 0;
    try {
        result = llama_decode(ctx.get(), batch);
    } catch (const ggml_aborted &) {
        (void) ctx.release();
        (void) pool.release();
        throw;
    }
    if (result == 2) {
        throw failure(error_code::cancelled, "the call was cancelled");
    }
    if (result != 0) {
        throw failure(error_code::decode, "llama_decode gave " + std::to_string(result) + " for " +
                                              std::to_string(batch.n_tokens) + " tokens");
    }
}

const float * context::logits(int32_t index) const {
    const float * row = llama_get_logits_ith(ctx.get(), index);
    if (!row) {
        throw failure(error_code::internal, "llama.cpp has no logits for batch index " + std::to_string(index));
    }
    return row;
}

kv_state context::save() const {
    auto state = std::make_shared<std::vector<uint8_t>>(llama_state_seq_get_size(ctx.get(), 0));
    if (llama_state_seq_get_data(ctx.get(), state->data(), state->size(), 0) != state->size()) {
        throw failure(error_code::internal, "llama.cpp did not hand out the state of the prefix");
    }
    return state;
}

void context::load(const kv_state & state) {
    llama_memory_clear(memory(), false);
    if (llama_state_seq_set_data(ctx.get(), state->data(), state->size(), 0) == 0) {
        throw failure(error_code::internal, "llama.cpp did not take back the state of the prefix");
    }
}

}  // namespace s4j
