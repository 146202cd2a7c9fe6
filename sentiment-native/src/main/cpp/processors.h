// On which processors threads run.
//
// To Linux in a virtual machine a processor that has been idle for long looks as if its host had taken it away
// (vcpu_is_preempted), so it starts two threads on the one that is awake, and a text that comes after a pause takes as long as
// with one thread. Where the contexts together use every processor, each thread is therefore given its own.
#pragma once

#include <vector>

#ifdef __linux__
#include <sched.h>
#endif

namespace s4j {

// Those of one of `contexts` contexts, one for each of its threads; none where there are more or fewer than all need.
std::vector<int> processors_of(int context, int contexts, int threads);

// While one lives, ggml may move the calling thread, as it does with its own; then the thread may run where it could before.
class borrowed_thread {
public:
    borrowed_thread();
    ~borrowed_thread();
    borrowed_thread(const borrowed_thread &) = delete;
    borrowed_thread & operator=(const borrowed_thread &) = delete;
#ifdef __linux__
private:
    cpu_set_t before;
    bool known;
#endif
};

} // namespace s4j
