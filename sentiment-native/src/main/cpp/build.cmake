# cmake -DCACHE=<folder> -DBUILD=<folder> -DOUT=<folder> -P build.cmake
#
# Brings llama.cpp's pinned source, builds it once into CACHE/<key>, then libsentiment4j against it in BUILD, and puts
# every library that belongs into the jar into OUT. The key covers the source, our build files and the compiler.
cmake_minimum_required(VERSION 3.18)

# llama.cpp v0.5.0 (commit de3ff815) lies as a git bundle inside this npm package.
set(LLAMA_PACKAGE node-llama-cpp@3.22.1)
set(LLAMA_BUNDLE_SHA256 5f5d1105d5df040738d87b8290e5d17e7362131cdcfdb0831618e0ea528b4a51)
set(LLAMA_COMMIT de3ff815ea7d559ee917f063901b8986f038abc6)

foreach (folder CACHE BUILD OUT)
    if (NOT ${folder})
        message(FATAL_ERROR "pass -D${folder}=<folder>")
    endif()
endforeach()
set(HERE ${CMAKE_CURRENT_LIST_DIR})

function(step text)
    execute_process(COMMAND ${CMAKE_COMMAND} -E echo "sentiment4j: ${text}")
endfunction()

function(need tool why)
    find_program(FOUND_${tool} ${tool})
    if (NOT FOUND_${tool})
        message(FATAL_ERROR "sentiment4j's native build needs '${tool}' ${why}; install it and run the build again")
    endif()
endfunction()

# run(<log file> command...): quiet unless it fails
function(run log)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_FILE ${log} ERROR_FILE ${log})
    if (NOT result EQUAL 0)
        file(READ ${log} text)
        string(LENGTH "${text}" length)
        if (length GREATER 6000)
            math(EXPR start "${length} - 6000")
            string(SUBSTRING "${text}" ${start} -1 text)
        endif()
        string(REPLACE ";" " " command "${ARGN}")
        message(FATAL_ERROR "failed (${result}): ${command}\n${text}\nwhole log: ${log}")
    endif()
endfunction()

function(fetch_llama folder)
    need(npm "to bring llama.cpp's source")
    need(git "to unpack llama.cpp's source")
    step("bringing the source of llama.cpp v0.5.0 (35 MB)")
    file(REMOVE_RECURSE ${folder})
    file(MAKE_DIRECTORY ${folder})
    execute_process(COMMAND npm pack ${LLAMA_PACKAGE} --silent WORKING_DIRECTORY ${folder}
        RESULT_VARIABLE result OUTPUT_VARIABLE name ERROR_VARIABLE problem OUTPUT_STRIP_TRAILING_WHITESPACE)
    if (NOT result EQUAL 0)
        message(FATAL_ERROR "npm could not bring ${LLAMA_PACKAGE}, which carries llama.cpp's source: ${problem}")
    endif()
    file(GLOB archive ${folder}/*.tgz)
    file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${folder} PATTERNS package/llama/gitRelease.bundle)
    set(bundle ${folder}/package/llama/gitRelease.bundle)
    file(SHA256 ${bundle} sum)
    if (NOT sum STREQUAL LLAMA_BUNDLE_SHA256)
        message(FATAL_ERROR "the llama.cpp bundle in ${LLAMA_PACKAGE} has sha256 ${sum}, expected ${LLAMA_BUNDLE_SHA256}")
    endif()
    run(${folder}/clone.log git -c advice.detachedHead=false clone -q ${bundle} ${folder}/llama.cpp)
    execute_process(COMMAND git -C ${folder}/llama.cpp rev-parse HEAD OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE)
    if (NOT commit STREQUAL LLAMA_COMMIT)
        message(FATAL_ERROR "the llama.cpp bundle holds commit ${commit}, expected ${LLAMA_COMMIT}")
    endif()
endfunction()

# --- llama.cpp, from the cache or into it --------------------------------------------------------------------------

need(cc "(a C compiler)")
need(c++ "(a C++ compiler)")
execute_process(COMMAND c++ --version OUTPUT_VARIABLE compiler)
cmake_host_system_information(RESULT platform QUERY OS_PLATFORM)
set(identity "${LLAMA_BUNDLE_SHA256} ${compiler} ${platform}")
foreach (file CMakeLists.txt hooks.h hooks.cpp)
    file(SHA256 ${HERE}/llama/${file} sum)
    string(APPEND identity " ${sum}")
endforeach()
string(SHA256 key "${identity}")
string(SUBSTRING ${key} 0 16 key)

find_program(NINJA ninja)
if (NINJA)
    set(generator -G Ninja)
endif()
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)

set(PREFIX ${CACHE}/llama-${key})
file(MAKE_DIRECTORY ${CACHE})
file(LOCK ${CACHE}/llama-${key}.lock GUARD PROCESS TIMEOUT 3600)
if (NOT EXISTS ${PREFIX}/complete)
    set(work ${CACHE}/llama-${key}.work)
    fetch_llama(${work})
    step("compiling llama.cpp for every CPU level (once; 5 to 15 minutes)")
    run(${work}/configure.log ${CMAKE_COMMAND} -S ${HERE}/llama -B ${work}/build ${generator}
        -DCMAKE_BUILD_TYPE=Release -DLLAMA_SOURCE=${work}/llama.cpp -DSTAGE=${work}/stage)
    run(${work}/build.log ${CMAKE_COMMAND} --build ${work}/build --parallel ${cores})
    file(REMOVE_RECURSE ${PREFIX})
    file(RENAME ${work}/stage ${PREFIX})
    file(COPY ${work}/llama.cpp/LICENSE DESTINATION ${PREFIX})
    file(WRITE ${PREFIX}/complete "${identity}\n")
    file(REMOVE_RECURSE ${work})
endif()

# --- libsentiment4j -------------------------------------------------------------------------------------------------

step("compiling libsentiment4j")
file(MAKE_DIRECTORY ${BUILD})
run(${BUILD}/configure.log ${CMAKE_COMMAND} -S ${HERE} -B ${BUILD} ${generator}
    -DCMAKE_BUILD_TYPE=Release -DLLAMA=${PREFIX} -DJAVA_HOME=${JAVA_HOME})
run(${BUILD}/build.log ${CMAKE_COMMAND} --build ${BUILD} --parallel ${cores})

file(GLOB libraries ${PREFIX}/lib/*.so ${PREFIX}/lib/*.dylib ${BUILD}/*.so ${BUILD}/*.dylib)
file(MAKE_DIRECTORY ${OUT})
file(GLOB stale ${OUT}/*)
file(REMOVE ${stale})
file(COPY ${libraries} DESTINATION ${OUT})
