// Our kernels for Q4_0 beside llama.cpp's, in one process and in turns; see the script `compare`.
//
//   kernels FOLDER THREADS ROUNDS TOKENS...      FOLDER holds ggml's CPU modules
//
// For every matrix shape of the default model and every number of tokens: median times, the median ratio of the pairs,
// operations per second and their share of the peak that this processor reaches on registers alone, and the largest
// difference of an element relative to the largest element.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <immintrin.h>

#include "ggml-backend.h"
#include "ggml-cpu.h"
#include "ggml.h"

namespace {

using clock_type = std::chrono::steady_clock;

double milliseconds(const std::function<void()> & work) {
    const auto start = clock_type::now();
    work();
    return std::chrono::duration<double, std::milli>(clock_type::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// A product W X in memory of one kind.
class product {
public:
    product(ggml_backend_t backend, ggml_backend_buffer_type_t type, int N, int K, int T, const std::vector<char> & w,
            const std::vector<float> & x)
        : backend(backend) {
        const ggml_init_params params = {ggml_tensor_overhead() * 8 + ggml_graph_overhead(), nullptr, true};
        weights = ggml_init(params);
        others = ggml_init(params);
        ggml_tensor * W = ggml_new_tensor_2d(weights, GGML_TYPE_Q4_0, K, N);
        weight_buffer = ggml_backend_alloc_ctx_tensors_from_buft(weights, type);
        ggml_tensor * X = ggml_new_tensor_2d(others, GGML_TYPE_F32, K, T);
        Y = ggml_mul_mat(others, W, X);
        other_buffer = ggml_backend_alloc_ctx_tensors(others, backend);
        ggml_backend_tensor_set(W, w.data(), 0, ggml_nbytes(W));
        ggml_backend_tensor_set(X, x.data(), 0, ggml_nbytes(X));
        if (!ggml_backend_supports_op(backend, Y)) {
            throw std::runtime_error(std::string(ggml_backend_buft_name(type)) + " has no kernel for this shape");
        }
        graph = ggml_new_graph(others);
        ggml_build_forward_expand(graph, Y);
    }

    ~product() {
        ggml_backend_buffer_free(weight_buffer);
        ggml_backend_buffer_free(other_buffer);
        ggml_free(weights);
        ggml_free(others);
    }

    void compute() { ggml_backend_graph_compute(backend, graph); }

    std::vector<float> result() const {
        std::vector<float> y(ggml_nelements(Y));
        ggml_backend_tensor_get(Y, y.data(), 0, ggml_nbytes(Y));
        return y;
    }

private:
    ggml_backend_t backend;
    ggml_context * weights;
    ggml_context * others;
    ggml_backend_buffer_t weight_buffer;
    ggml_backend_buffer_t other_buffer;
    ggml_tensor * Y;
    ggml_cgraph * graph;
};

// Operations per millisecond of the instruction that multiplies bytes, with twelve independent sums and nothing else.
double peak(int threads) {
#if defined(__AVX512VNNI__)
    using vector = __m512i;
    const auto step = [](vector sum, vector a, vector b) { return _mm512_dpbusd_epi32(sum, a, b); };
#elif defined(__AVXVNNI__)
    using vector = __m256i;
    const auto step = [](vector sum, vector a, vector b) { return _mm256_dpbusd_avx_epi32(sum, a, b); };
#else
    using vector = __m256i;
    const auto step = [](vector sum, vector a, vector b) { return _mm256_add_epi16(sum, _mm256_maddubs_epi16(a, b)); };
#endif
    constexpr int SUMS = 12, STEPS = 20000;
    const auto work = [&] {
        vector sums[SUMS] = {};
        vector a = {}, b = {};
        for (int s = 0; s < STEPS; s++) {
            asm volatile("" : "+v"(a), "+v"(b));
#pragma GCC unroll 12
            for (int j = 0; j < SUMS; j++) {
                sums[j] = step(sums[j], a, b);
            }
        }
        for (int j = 0; j < SUMS; j++) {
            asm volatile("" : : "v"(sums[j]));
        }
    };
    double best = 1e9;
    for (int round = 0; round < 300; round++) {
        best = std::min(best, milliseconds([&] {
                            std::vector<std::thread> others;
                            for (int i = 1; i < threads; i++) {
                                others.emplace_back(work);
                            }
                            work();
                            for (std::thread & other : others) {
                                other.join();
                            }
                        }));
    }
    return 2.0 * sizeof(vector) * SUMS * STEPS * threads / best;
}

}  // namespace

int main(int argc, char ** argv) {
    if (argc < 5) {
        std::fprintf(stderr, "usage: kernels FOLDER THREADS ROUNDS TOKENS...\n");
        return 2;
    }
    const int threads = std::atoi(argv[2]), rounds = std::atoi(argv[3]);
    ggml_backend_load_all_from_path(argv[1]);
    ggml_backend_dev_t device = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
    if (!device) {
        std::fprintf(stderr, "there is no CPU module in %s\n", argv[1]);
        return 1;
    }
    ggml_backend_reg_t module = ggml_backend_dev_backend_reg(device);
    const auto list = (ggml_backend_dev_get_extra_bufts_t) ggml_backend_reg_get_proc_address(
        module, "ggml_backend_dev_get_extra_bufts");
    ggml_backend_buffer_type_t ours = nullptr, theirs = nullptr;
    for (ggml_backend_buffer_type_t * type = list(device); *type; type++) {
        (std::strcmp(ggml_backend_buft_name(*type), "S4J_Q4") == 0 ? ours : theirs) = *type;
    }
    if (!ours || !theirs) {
        std::fprintf(stderr, "this processor's module lacks our kernels or llama.cpp's\n");
        return 1;
    }
    ggml_backend_t backend = ggml_backend_dev_init(device, nullptr);
    const auto set_threads =
        (ggml_backend_set_n_threads_t) ggml_backend_reg_get_proc_address(module, "ggml_backend_set_n_threads");
    set_threads(backend, threads);

    const double top = peak(threads);
    std::printf("%d threads, %d rounds; peak on registers %.0f GOPS\n\n", threads, rounds, top / 1e6);
    std::printf(
        "| N x K | tokens | ours, ms | llama.cpp's (%s), ms | ratio | GOPS | share of the peak | largest difference |\n",
        ggml_backend_buft_name(theirs));
    std::printf("|---|---|---|---|---|---|---|---|\n");
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (const auto & shape : {std::pair(896, 896), std::pair(128, 896), std::pair(4864, 896), std::pair(896, 4864)}) {
        const auto [N, K] = shape;
        std::vector<float> values((size_t) N * K);
        for (float & v : values) {
            v = normal(random);
        }
        std::vector<char> w(ggml_row_size(GGML_TYPE_Q4_0, K) * N);
        ggml_quantize_chunk(GGML_TYPE_Q4_0, values.data(), w.data(), 0, N, K, nullptr);
        for (int i = 4; i < argc; i++) {
            const int T = std::atoi(argv[i]);
            std::vector<float> x((size_t) T * K);
            for (float & v : x) {
                v = normal(random);
            }
            product a(backend, ours, N, K, T, w, x), b(backend, theirs, N, K, T, w, x);
            std::vector<double> a_ms, b_ms, ratios;
            for (int round = -2; round < rounds; round++) {
                const double first = milliseconds([&] { a.compute(); });
                const double second = milliseconds([&] { b.compute(); });
                if (round >= 0) {
                    a_ms.push_back(first);
                    b_ms.push_back(second);
                    ratios.push_back(first / second);
                }
            }
            const std::vector<float> y = a.result(), z = b.result();
            float largest = 0, difference = 0;
            for (size_t j = 0; j < y.size(); j++) {
                largest = std::max(largest, std::fabs(z[j]));
                difference = std::max(difference, std::fabs(y[j] - z[j]));
            }
            const double operations = 2.0 * N * K * T / median(a_ms);
            std::printf("| %d x %d | %d | %.3f | %.3f | %.2f | %.0f | %.0f %% | %.1e |\n", N, K, T, median(a_ms),
                        median(b_ms), median(ratios), operations / 1e6, 100 * operations / top, difference / largest);
        }
    }
    return 0;
}
