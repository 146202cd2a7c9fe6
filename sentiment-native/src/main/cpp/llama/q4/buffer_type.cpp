#include "buffer_type.h"

#include "product.h"

#ifdef S4J_Q4_ROWS

#include "ggml-backend-impl.h"
#include "ggml-cpu.h"
#include "graph.h"
#include "traits.h"

namespace s4j::q4 {

namespace {

constexpr size_t ALIGNMENT = 64;  // a cache line

bool fits(const ggml_tensor * w) {
    return w->type == GGML_TYPE_Q4_0 && ggml_n_dims(w) == 2 && w->ne[1] % ROWS == 0 && ggml_is_contiguous(w);
}

struct matrix : ggml::cpu::tensor_traits {
    bool work_size(int, const ggml_tensor * op, size_t & size) override {
        size = work_bytes(op);
        return true;
    }

    bool compute_forward(ggml_compute_params *, ggml_tensor *) override { GGML_ABORT("graph.h computes this product"); }
};

struct type_context : ggml::cpu::extra_buffer_type {
    bool supports_op(ggml_backend_dev_t, const ggml_tensor * op) override;
    ggml::cpu::tensor_traits * get_tensor_traits(const ggml_tensor * op) override;
    matrix traits;
};

type_context & context() {
    static type_context context;
    return context;
}

ggml_status init_tensor(ggml_backend_buffer_t, ggml_tensor * tensor) {
    tensor->extra = &context().traits;
    return GGML_STATUS_SUCCESS;
}

void set_tensor(ggml_backend_buffer_t, ggml_tensor * tensor, const void * data, size_t offset, size_t size) {
    GGML_ASSERT(fits(tensor) && offset == 0 && size == ggml_nbytes(tensor));
    const size_t blocks = tensor->ne[0] / BLOCK;
    for (int64_t p = 0; p < tensor->ne[1] / ROWS; p++) {
        pack<ROWS>((const block *) data + p * ROWS * blocks, blocks,
                   {(char *) tensor->data + p * panel<ROWS>::bytes(blocks), blocks});
    }
}

ggml_backend_buffer_t alloc_buffer(ggml_backend_buffer_type_t type, size_t size) {
    ggml_backend_buffer_t buffer = ggml_backend_buft_alloc_buffer(ggml_backend_cpu_buffer_type(), size);
    if (buffer) {
        buffer->buft = type;
        buffer->iface.init_tensor = init_tensor;
        buffer->iface.set_tensor = set_tensor;
        buffer->iface.get_tensor = nullptr;
        buffer->iface.cpy_tensor = nullptr;
    }
    return buffer;
}

ggml_backend_buffer_type_t buffer_type() {
    static ggml_backend_buffer_type type = {
        {
            /* get_name       = */ [](ggml_backend_buffer_type_t) { return "S4J_Q4"; },
            /* alloc_buffer   = */ alloc_buffer,
            /* get_alignment  = */ [](ggml_backend_buffer_type_t) { return ALIGNMENT; },
            /* get_max_size   = */ nullptr,
            /* get_alloc_size = */ nullptr,  // ggml_nbytes: a panel is as large as its rows
            /* is_host        = */ nullptr,
        },
        /* device  = */ ggml_backend_reg_dev_get(ggml_backend_cpu_reg(), 0),
        /* context = */ &context(),
    };
    return &type;
}

bool type_context::supports_op(ggml_backend_dev_t, const ggml_tensor * op) {
    if (!is_ours(op) || !fits(op->src[0])) {
        return false;
    }
    const ggml_tensor * x = op->src[1];
    return x->type == GGML_TYPE_F32 && (!x->buffer || ggml_backend_buft_is_host(x->buffer->buft));
}

ggml::cpu::tensor_traits * type_context::get_tensor_traits(const ggml_tensor * op) {
    return is_ours(op) ? &traits : nullptr;
}

}  // namespace

void add_to(std::vector<ggml_backend_buffer_type_t> & types) { types.push_back(buffer_type()); }

bool is_ours(const ggml_tensor * op) {
    return op->op == GGML_OP_MUL_MAT && op->src[0]->buffer && op->src[0]->buffer->buft == buffer_type();
}

}  // namespace s4j::q4

#else

namespace s4j::q4 {

void add_to(std::vector<ggml_backend_buffer_type_t> &) {}

}  // namespace s4j::q4

#endif
