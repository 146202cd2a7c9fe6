#include "processors.h"

namespace s4j {

#ifdef __linux__

std::vector<int> processors_of(int context, int contexts, int threads) {
    cpu_set_t usable;
    std::vector<int> own;
    if (sched_getaffinity(0, sizeof(usable), &usable) != 0 || CPU_COUNT(&usable) != contexts * threads) {
        return own;
    }
    int position = 0;
    for (int processor = 0; processor < CPU_SETSIZE; processor++) {
        if (CPU_ISSET(processor, &usable) && position++ / threads == context) {
            own.push_back(processor);
        }
    }
    return own;
}

borrowed_thread::borrowed_thread() : known(sched_getaffinity(0, sizeof(before), &before) == 0) {}

borrowed_thread::~borrowed_thread() {
    if (known) {
        sched_setaffinity(0, sizeof(before), &before);
    }
}

#else

std::vector<int> processors_of(int, int, int) {
    return {};
}

borrowed_thread::borrowed_thread() {}

borrowed_thread::~borrowed_thread() {}

#endif

} // namespace s4j
