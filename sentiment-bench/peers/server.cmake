# cmake -DCACHE=<folder> -DOUT=<folder> -P server.cmake
#
# Builds llama.cpp's own server from the source of our natives, with llama.cpp's settings for the machine that it is built
# on, and puts it into OUT. Does nothing where OUT has it already.
cmake_minimum_required(VERSION 3.18)
include(${CMAKE_CURRENT_LIST_DIR}/../../sentiment-native/src/main/cpp/llama.cmake)

file(MAKE_DIRECTORY ${OUT})
file(LOCK ${OUT}/llama-server.lock GUARD PROCESS TIMEOUT 3600)

file(SHA256 ${CMAKE_CURRENT_LIST_FILE} sum)
string(SHA256 key "${LLAMA_COMMIT} ${compiler} ${sum}")
if (EXISTS ${OUT}/llama-server.key)
    file(READ ${OUT}/llama-server.key before)
endif()
if (NOT "${before}" STREQUAL "${key}")
    set(work ${OUT}/llama-server.work)
    fetch_llama(${work})
    step("compiling llama.cpp's server (once; 10 minutes on two cores)")
    # No page in the server and no HTTPS: neither is asked for anything here.
    run(${work}/configure.log ${CMAKE_COMMAND} -S ${work}/llama.cpp -B ${work}/build ${generator} -DCMAKE_BUILD_TYPE=Release
        -DGGML_NATIVE=ON -DBUILD_SHARED_LIBS=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF
        -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF)
    run(${work}/build.log ${CMAKE_COMMAND} --build ${work}/build --parallel ${cores} --target llama-server)
    file(COPY ${work}/build/bin/llama-server DESTINATION ${OUT})
    file(WRITE ${OUT}/llama-server.key "${key}")
    file(REMOVE_RECURSE ${work})
endif()
