// Compares the kernels of one processor level with the plain loops of reference.h, bit for bit. Exit code 77 says that
// this processor lacks the instructions.
#include <cstdio>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "q4/product.h"
#include "q4/reference.h"

using namespace s4j::q4;

namespace {

bool can_run() {
#if S4J_Q4_ROWS == 16
    return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw");
#elif defined(__AVXVNNI__)
    return __builtin_cpu_supports("avxvnni");
#else
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
}

std::mt19937 generator(20261130);

int any(int below) { return (int) (generator() % (unsigned) below); }

struct values {
    const char * name;
    uint16_t (*scale)();
    float (*activation)(int k);
};

uint16_t usual_scale() {
    return (uint16_t) (0x1c00 + any(0x800) + (any(2) << 15));  // 0.004 to 0.02, either sign
}

float usual_activation(int) { return std::normal_distribution<float>(0, 1)(generator); }

const values KINDS[] = {
    {"usual", usual_scale, usual_activation},
    {"one outlier a block", usual_scale, [](int k) { return k % BLOCK == 7 ? 1000.0f : usual_activation(k); }},
    {"saturated", [] { return (uint16_t) 0x7bff; }, [](int k) { return any(2)  ? 3.0f
                                                                       : k % 2 ? -3.0f
                                                                               : 3.0f; }},
    {"all the same and positive", usual_scale, [](int) { return 5.0f; }},
    {"all the same and negative", usual_scale, [](int) { return -5.0f; }},
    {"zero activations", usual_scale, [](int) { return 0.0f; }},
    {"some blocks zero", usual_scale, [](int k) { return k / BLOCK % 2 ? 0.0f : usual_activation(k); }},
    {"zero scales", [] { return (uint16_t) 0; }, usual_activation},
    {"subnormal scales", [] { return (uint16_t) (1 + any(0x3ff)); }, [](int k) { return 1e-4f * usual_activation(k); }},
    {"largest scales", [] { return (uint16_t) 0x7bff; }, [](int k) { return 1e4f * usual_activation(k); }},
};

// Returns y (T, N), computed by `threads` threads that share both steps.
std::vector<float> product(std::vector<char> & w, const std::vector<float> & x, int T, int N, int K, int threads) {
    const size_t blocks = K / BLOCK;
    std::vector<char> rounded(activation_bytes(T, blocks));
    std::vector<float> y((size_t) T * N + 1, -123.0f);
    const auto in_parallel = [&](auto part) {
        std::vector<std::thread> others;
        others.reserve(threads);
        for (int i = 0; i < threads; i++) {
            others.emplace_back(part, i);
        }
        for (std::thread & other : others) {
            other.join();
        }
    };
    in_parallel([&](int i) {
        round_activations([&](int t) { return x.data() + (size_t) t * K; }, T, blocks, blocks * i / threads,
                          blocks * (i + 1) / threads, rounded.data());
    });
    in_parallel([&](int i) {
        multiply(w.data(), blocks, rounded.data(), T, (N / ROWS) * i / threads, (N / ROWS) * (i + 1) / threads,
                 y.data(), N);
    });
    return y;
}

long compared = 0;

bool check(const values & kind, int T, int N, int K) {
    const size_t blocks = K / BLOCK;
    std::vector<block> w(N * blocks);
    for (block & b : w) {
        b.scale = kind.scale();
        for (uint8_t & q : b.quants) {
            q = (uint8_t) (std::string(kind.name) == "saturated" ? (any(2) ? 0xff : 0x00) : any(256));
        }
    }
    std::vector<float> x((size_t) T * K);
    for (size_t i = 0; i < x.size(); i++) {
        x[i] = kind.activation((int) (i % K));
    }
    std::vector<char> packed(N * blocks * sizeof(block));
    for (int p = 0; p < N / ROWS; p++) {
        pack<ROWS>(w.data() + p * ROWS * blocks, blocks, {packed.data() + p * panel<ROWS>::bytes(blocks), blocks});
    }
    for (const int threads : {1, 2, 4}) {
        const std::vector<float> y = product(packed, x, T, N, K, threads);
        for (int t = 0; t < T; t++) {
            for (int n = 0; n < N; n++) {
                const float expected = reference::dot(w.data() + n * blocks, x.data() + (size_t) t * K, blocks);
                // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison): the bits are to be the same
                if (std::memcmp(&y[(size_t) t * N + n], &expected, sizeof(float)) != 0) {
                    std::printf("%s, T %d, N %d, K %d, %d threads: element (%d, %d) is %.9g, expected %.9g\n",
                                kind.name, T, N, K, threads, t, n, y[(size_t) t * N + n], expected);
                    return false;
                }
                compared++;
            }
        }
        if (y.back() != -123.0f) {
            std::printf("%s, T %d, N %d, K %d: wrote behind the end\n", kind.name, T, N, K);
            return false;
        }
    }
    return true;
}

}  // namespace

int main() {
    __builtin_cpu_init();
    if (!can_run()) {
        std::printf("this processor lacks the instructions\n");
        return 77;
    }
    int wrong = 0;
    for (const values & kind : KINDS) {
        for (int T = 1; T <= 40; T++) {
            wrong += !check(kind, T, ROWS, BLOCK);
            wrong += !check(kind, T, 3 * ROWS, 3 * BLOCK);
        }
    }
    for (const int T : {1, 2, 12, 13, 127, 128}) {
        wrong += !check(KINDS[0], T, 128, 896);
    }
    wrong += !check(KINDS[0], 61, 5 * ROWS, 4864);  // more than one group of tiles in the cache
    std::printf("%ld elements compared, %d products differ\n", compared, wrong);
    return wrong == 0 ? 0 : 1;
}
