// Times the products of the default model: q4_bench TOKENS REPEATS
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include "q4/product.h"
using namespace s4j::q4;
int main(int argc, char ** argv) {
    const int T = atoi(argv[1]), reps = argc > 2 ? atoi(argv[2]) : 40;
    const int S[7][2] = {{896,896},{128,896},{128,896},{896,896},{4864,896},{4864,896},{896,4864}};
    std::vector<std::vector<panel<ROWS>>> ms; std::vector<std::pair<int,int>> shapes;
    for (int l = 0; l < 8; l++) for (auto & s : S) {
        std::vector<panel<ROWS>> m((size_t) s[0] / ROWS * s[1] / 32);
        for (auto & p : m) { for (auto & x : p.scale) x = 0x2000; for (auto & q : p.quants) q = rand(); }
        ms.push_back(std::move(m)); shapes.push_back({s[0], s[1]});
    }
    std::vector<float> x((size_t) T * 4864), y((size_t) T * 4864);
    for (auto & v : x) v = rand() / (float) RAND_MAX - 0.5f;
    std::vector<char> a(activation_bytes(T, 152));
    double best = 1e9, bestr = 1e9, ops = 0;
    for (auto & s : shapes) ops += 2.0 * s.first * s.second * T;
    for (int r = 0; r < reps; r++) {
        double round = 0; auto t0 = std::chrono::steady_clock::now();
        for (size_t i = 0; i < ms.size(); i++) {
            const int N = shapes[i].first, K = shapes[i].second;
            auto r0 = std::chrono::steady_clock::now();
            if (i % 7 != 1 && i % 7 != 2 && i % 7 != 5) round_activations([&](int t) { return x.data() + (size_t) t * K; }, T, K / 32, 0, K / 32, a.data());
            round += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - r0).count();
            multiply(ms[i].data(), K / 32, a.data(), T, 0, N / ROWS, y.data(), N);
        }
        best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - t0).count());
        bestr = std::min(bestr, round);
    }
    printf("T=%d min %.2f ms (rounding %.2f), %.0f GOPS\n", T, best, bestr, ops / best / 1e6);
}
