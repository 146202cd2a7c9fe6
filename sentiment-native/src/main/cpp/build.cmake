# cmake -DCACHE=<folder> -DBUILD=<folder> -DOUT=<folder> -DJAVA_HOME=<folder> [-DPLATFORM=<platform>] -P build.cmake
#
# Builds llama.cpp (see llama.cmake), then libsentiment4j against it in BUILD, and puts every library that belongs into
# the jar into OUT.
cmake_minimum_required(VERSION 3.18)

foreach (folder BUILD JAVA_HOME)
    if (NOT ${folder})
        message(FATAL_ERROR "pass -D${folder}=<folder>")
    endif()
endforeach()
include(${CMAKE_CURRENT_LIST_DIR}/llama.cmake)

# --- libsentiment4j -------------------------------------------------------------------------------------------------

step("compiling libsentiment4j")
file(MAKE_DIRECTORY ${BUILD})
run(${BUILD}/configure.log ${CMAKE_COMMAND} -S ${HERE} -B ${BUILD} ${generator} ${toolchain}
    -DCMAKE_BUILD_TYPE=Release -DLLAMA=${PREFIX} -DJAVA_HOME=${JAVA_HOME})
run(${BUILD}/build.log ${CMAKE_COMMAND} --build ${BUILD} --parallel ${cores})

# --- into the jar ---------------------------------------------------------------------------------------------------

file(GLOB libraries ${PREFIX}/lib/*.so ${PREFIX}/lib/*.dylib ${PREFIX}/lib/*.dll ${BUILD}/*.so ${BUILD}/*.dylib ${BUILD}/*.dll)
into_jar(${OUT}/${os}-${arch} ${libraries})
configure_file(${PREFIX}/LICENSE ${OUT}/LICENSE-llama.cpp.txt COPYONLY)
