// Prints ggml's score of one CPU module on this machine: the higher the better, 0 if the machine cannot run the module.
#include <cstdio>

extern "C" int ggml_backend_score();

int main() {
    std::printf("%d", ggml_backend_score());
    return 0;
}
