// The least that a test program needs: TEST(name) { CHECK(...); EQUAL(found, expected); } and a main that runs them
// all.
#pragma once

#include <cstdio>
#include <exception>
#include <iostream>
#include <utility>
#include <vector>

namespace check {

struct test {
    const char * name;
    void (*body)();
};

inline std::vector<test> tests;
inline int failures = 0;

struct add {
    add(const char * name, void (*body)()) { tests.push_back({name, body}); }
};

template <typename T>
void print(const T & value) {
    std::cout << value;
}

template <typename T>
void print(const std::vector<T> & values) {
    std::cout << "{ ";
    for (const T & value : values) {
        print(value);
        std::cout << ' ';
    }
    std::cout << '}';
}

template <typename Found, typename Expected>
void equal(const Found & found, const Expected & expected, const char * what, int line) {
    if (!(found == expected)) {
        std::cout << "line " << line << ": " << what << ": expected ";
        print(expected);
        std::cout << ", found ";
        print(found);
        std::cout << '\n';
        failures++;
    }
}

}  // namespace check

#define TEST(name)                                   \
    static void name();                              \
    static const check::add add_##name(#name, name); \
    static void name()
#define EQUAL(found, ...) check::equal(found, __VA_ARGS__, #found, __LINE__)
#define CHECK(condition) EQUAL(static_cast<bool>(condition), true)

int main() {
    for (const check::test & test : check::tests) {
        const int before = check::failures;
        try {
            test.body();
        } catch (const std::exception & problem) {
            std::cout << problem.what() << '\n';
            check::failures++;
        }
        std::cout << test.name << (check::failures == before ? ": passed\n" : ": FAILED\n");
    }
    std::cout << check::tests.size() << " tests, " << check::failures << " failures\n";
    return check::failures == 0 ? 0 : 1;
}
