#include "processors.h"

namespace s4j {

std::vector<int> share_of(const std::vector<int> & usable, int index, int contexts, int threads) {
    if (usable.size() != (size_t) contexts * threads) {
        return {};
    }
    const auto first = usable.begin() + (std::ptrdiff_t) index * threads;
    return {first, first + threads};
}

#ifdef __linux__

std::vector<int> usable_processors() {
    cpu_set_t mask;
    std::vector<int> usable;
    if (sched_getaffinity(0, sizeof(mask), &mask) == 0) {
        for (int processor = 0; processor < CPU_SETSIZE; processor++) {
            if (CPU_ISSET(processor, &mask)) {
                usable.push_back(processor);
            }
        }
    }
    return usable;
}

borrowed_thread::borrowed_thread() : known(sched_getaffinity(0, sizeof(before), &before) == 0) {}

borrowed_thread::~borrowed_thread() {
    if (known) {
        sched_setaffinity(0, sizeof(before), &before);
    }
}

#else

std::vector<int> usable_processors() { return {}; }

borrowed_thread::borrowed_thread() = default;

borrowed_thread::~borrowed_thread() = default;

#endif

}  // namespace s4j
