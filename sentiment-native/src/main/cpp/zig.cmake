# Included by llama.cmake for a PLATFORM other than host. It brings zig's C and C++ compiler, which knows the symbols of every
# glibc and links its C++ run-time library in. The natives therefore load on systems older than the one that builds them.
#
#   PLATFORM    in: zig's name of the platform; code for x86_64-linux-gnu.2.28 needs no symbol newer than glibc 2.28
#   os, arch    out: the platform, as in the names of the folders in the jar
#   compiler    out: the identity of the compiler
#   toolchain   out: options to configure projects with

# zig lacks ggml's options for ARM processors, and macOS and Windows need the headers of their own JDKs.
if (NOT PLATFORM MATCHES "^x86_64-linux-gnu([.][0-9.]+)?$")
    message(FATAL_ERROR "expected host or a platform such as x86_64-linux-gnu.2.28, found '${PLATFORM}'; build natives for others where they run")
endif()
set(os linux)
set(arch x86_64)

file(SHA256 ${HERE}/zig.txt sum)
string(SUBSTRING ${sum} 0 16 sum)
set(folder ${CACHE}/zig-${sum})
if (NOT EXISTS ${folder}/complete)
    need(python3 "to bring the compiler of the release natives")
    step("bringing zig from PyPI (80 MB)")
    file(MAKE_DIRECTORY ${folder})
    run(${folder}.log python3 -m venv --clear ${folder})
    run(${folder}.log ${folder}/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r ${HERE}/zig.txt)
    file(WRITE ${folder}/complete "")
endif()
file(GLOB zig ${folder}/lib/python3*/site-packages/ziglang/zig)

set(tools ${folder}/${PLATFORM})
foreach (command "cc -target ${PLATFORM}" "c++ -target ${PLATFORM}" ar ranlib)
    string(REGEX MATCH "^[^ ]+" name "${command}")
    file(WRITE ${tools}/${name} "#!/bin/sh\nexec '${zig}' ${command} \"$@\"\n")
    execute_process(COMMAND chmod +x ${tools}/${name})
endforeach()
file(WRITE ${tools}/toolchain.cmake
    "set(CMAKE_SYSTEM_NAME Linux)\n"
    "set(CMAKE_SYSTEM_PROCESSOR ${arch})\n"
    "set(ZIG ON)\n"
    "set(CMAKE_C_COMPILER ${tools}/cc)\n"
    "set(CMAKE_CXX_COMPILER ${tools}/c++)\n"
    "set(CMAKE_AR ${tools}/ar CACHE FILEPATH \"\")\n"
    "set(CMAKE_RANLIB ${tools}/ranlib CACHE FILEPATH \"\")\n")

file(READ ${HERE}/zig.txt compiler)
string(APPEND compiler " ${PLATFORM}")
set(toolchain -DCMAKE_TOOLCHAIN_FILE=${tools}/toolchain.cmake)
