#include "prompt.h"

#include <numeric>

#include "check.h"

using namespace s4j;

namespace {

tokens count_to(int n) {
    tokens ids(n);
    std::iota(ids.begin(), ids.end(), 1);
    return ids;
}

const truncation ALL[] = {truncation::end, truncation::start, truncation::middle, truncation::reject,
                          truncation::chunks};

}  // namespace

TEST(truncate_text_that_fits_is_left_whole) {
    for (const truncation how : ALL) {
        EQUAL(truncate(count_to(5), 5, how), std::vector<tokens>{{1, 2, 3, 4, 5}});
        EQUAL(truncate(count_to(1), 5, how), std::vector<tokens>{{1}});
    }
}

TEST(truncate_end_keeps_the_start) {
    EQUAL(truncate(count_to(7), 3, truncation::end), std::vector<tokens>{{1, 2, 3}});
    EQUAL(truncate(count_to(7), 1, truncation::end), std::vector<tokens>{{1}});
}

TEST(truncate_start_keeps_the_end) {
    EQUAL(truncate(count_to(7), 3, truncation::start), std::vector<tokens>{{5, 6, 7}});
    EQUAL(truncate(count_to(7), 1, truncation::start), std::vector<tokens>{{7}});
}

TEST(truncate_middle_keeps_both_ends_and_the_first_is_the_longer_one) {
    EQUAL(truncate(count_to(7), 3, truncation::middle), std::vector<tokens>{{1, 2, 7}});
    EQUAL(truncate(count_to(7), 4, truncation::middle), std::vector<tokens>{{1, 2, 6, 7}});
    EQUAL(truncate(count_to(7), 1, truncation::middle), std::vector<tokens>{{1}});
}

TEST(truncate_reject_leaves_nothing) { EQUAL(truncate(count_to(7), 6, truncation::reject), std::vector<tokens>{}); }

TEST(truncate_chunks_keep_every_token_in_order) {
    EQUAL(truncate(count_to(7), 3, truncation::chunks), std::vector<tokens>{{1, 2, 3}, {4, 5, 6}, {7}});
    EQUAL(truncate(count_to(6), 3, truncation::chunks), std::vector<tokens>{{1, 2, 3}, {4, 5, 6}});
    EQUAL(truncate(count_to(3), 1, truncation::chunks), std::vector<tokens>{{1}, {2}, {3}});
}

TEST(truncate_every_length_and_room_gives_pieces_that_fit) {
    for (int n = 1; n <= 40; n++) {
        for (int room = 1; room <= 40; room++) {
            for (const truncation how : ALL) {
                size_t kept = 0;
                for (const tokens & piece : truncate(count_to(n), room, how)) {
                    CHECK(!piece.empty() && piece.size() <= (size_t) room);
                    kept += piece.size();
                }
                const bool all = n <= room || how == truncation::chunks;
                EQUAL(kept, (size_t) (all ? n : how == truncation::reject ? 0 : room));
            }
        }
    }
}
