// The processors that threads run on.
//
// In a virtual machine, Linux takes a processor that has been idle for long for one that the host has taken away
// (vcpu_is_preempted). It then starts two threads on the processor that is awake, and a text that comes after a pause
// takes as long as with one thread. If the threads of all contexts need every processor, each thread is therefore bound
// to one.
#pragma once

#include <vector>

#ifdef __linux__
#include <sched.h>
#endif

namespace s4j {

// The processors that this thread may use, in ascending order; empty if the system does not say.
std::vector<int> usable_processors();

// Returns the share of context `index`, one processor per thread; empty if the threads of all contexts need more or
// fewer processors than `usable` has.
std::vector<int> share_of(const std::vector<int> & usable, int index, int contexts, int threads);

// While it lives, ggml may bind the calling thread as it binds its own threads. The destructor restores the old
// binding.
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

}  // namespace s4j
