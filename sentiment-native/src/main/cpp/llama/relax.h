/* Included before ggml-cpu.c; redefines how its threads wait for each other.
 *
 * ggml's barriers spin with _mm_pause() until the other threads arrive. When another program has taken the core of one
 * thread, the spinning threads keep that thread from every other core and a call takes many times as long. A thread
 * that has spun for about 100 microseconds without a break therefore sleeps for a moment, which frees a core.
 */
#pragma once

#if defined(__x86_64__) && !defined(_WIN32)

#include <immintrin.h>
#include <time.h>

enum {
    S4J_SPINS_BEFORE_SLEEP = 4096,
    S4J_SPINS_BETWEEN_SLEEPS = 2048,
    S4J_SAME_WAIT_CYCLES = 20000, /* two calls further apart than this belong to different waits */
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
