#include "processors.h"

#include <algorithm>

#include "check.h"

using namespace s4j;

TEST(share_of_contexts_that_need_every_processor_is_one_per_thread) {
    EQUAL(share_of({0, 2, 5, 7}, 0, 2, 2), std::vector<int>{0, 2});
    EQUAL(share_of({0, 2, 5, 7}, 1, 2, 2), std::vector<int>{5, 7});
    EQUAL(share_of({3}, 0, 1, 1), std::vector<int>{3});
}

TEST(share_of_more_or_fewer_processors_than_threads_is_none) {
    EQUAL(share_of({0, 1, 2}, 0, 2, 2), std::vector<int>{});
    EQUAL(share_of({0, 1, 2, 3, 4}, 0, 2, 2), std::vector<int>{});
    EQUAL(share_of({}, 0, 1, 1), std::vector<int>{});
}

#ifdef __linux__

TEST(usable_processors_of_a_bound_thread_are_those_that_it_is_bound_to) {
    const std::vector<int> before = usable_processors();
    CHECK(!before.empty() && std::is_sorted(before.begin(), before.end()));
    {
        const borrowed_thread here;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(before.back(), &one);
        EQUAL(sched_setaffinity(0, sizeof(one), &one), 0);
        EQUAL(usable_processors(), std::vector<int>{before.back()});
    }
    EQUAL(usable_processors(), before);  // borrowed_thread has restored them
}

#endif
