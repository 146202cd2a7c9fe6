/* Included before everything else of ggml-cpu.c: how its threads wait for each other.
 *
 * ggml's barriers spin with _mm_pause() until the other threads arrive. When one of them has lost its core to another
 * program, spinning keeps a core from it and a call takes many times as long. So a thread that has spun for about
 * 100 microseconds without a break sleeps for a moment and gives the scheduler a free core.
 */
#pragma once

#if defined(__x86_64__) && !defined(_WIN32)

#include <immintrin.h>
#include <time.h>

enum {
    S4J_SPINS_BEFORE_SLEEP = 4096,
    S4J_SPINS_BETWEEN_SLEEPS = 2048,
    S4J_SAME_WAIT_CYCLES = 20000, /* calls further apart than this belong to different waits */
    S4J_SLEEP_NANOS = 20000,
};

static inline void s4j_relax(void) {
    static __thread int spins;
    static __thread unsigned long long last;
    const unsigned long long now = __rdtsc();
    if (now - last > S4J_SAME_WAIT_CYCLES) {
        spins = 0;
    }
    last = now;
    __builtin_ia32_pause();
    if (++spins == S4J_SPINS_BEFORE_SLEEP) {
        const struct timespec moment = {0, S4J_SLEEP_NANOS};
        nanosleep(&moment, 0);
        spins = S4J_SPINS_BEFORE_SLEEP - S4J_SPINS_BETWEEN_SLEEPS;
        last = __rdtsc();
    }
}

#define _mm_pause() s4j_relax()

#endif
