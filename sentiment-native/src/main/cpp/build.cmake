# cmake -DCACHE=<folder> -DBUILD=<folder> -DOUT=<folder> -DJAVA_HOME=<folder> [-DPLATFORM=<platform>] [-DSANITIZE=<list>]
#       [-DLEVELS=host] [-DGOAL=tests] -P build.cmake
#
# Builds llama.cpp (see llama.cmake), then libsentiment4j with it in BUILD, and copies all libraries of the jar to OUT.
# With GOAL=tests it builds the C++ tests of src/test/cpp instead and copies nothing.
cmake_minimum_required(VERSION 3.18)

foreach (folder BUILD JAVA_HOME)
    if (NOT ${folder})
        message(FATAL_ERROR "pass -D${folder}=<folder>")
    endif()
endforeach()
if (NOT GOAL)
    set(GOAL all)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/llama.cmake)

step("compiling libsentiment4j (${GOAL})")
# CMake refuses a build folder that was copied or moved, or whose sources were.
if (EXISTS ${BUILD}/CMakeCache.txt)
    get_filename_component(folders "${BUILD}" REALPATH)
    get_filename_component(here "${HERE}" REALPATH)
    list(APPEND folders ${here})
    foreach (key CMAKE_CACHEFILE_DIR CMAKE_HOME_DIRECTORY)
        file(STRINGS ${BUILD}/CMakeCache.txt entry REGEX "^${key}:INTERNAL=")
        string(REPLACE "${key}:INTERNAL=" "" folder "${entry}")
        get_filename_component(folder "${folder}" REALPATH)
        if (NOT folder IN_LIST folders)
            file(REMOVE_RECURSE ${BUILD})
            break()
        endif()
    endforeach()
endif()
file(MAKE_DIRECTORY ${BUILD})
run(${BUILD}/configure.log ${CMAKE_COMMAND} -S ${HERE} -B ${BUILD} ${generator} ${toolchain}
    -DCMAKE_BUILD_TYPE=Release -DLLAMA=${PREFIX} -DJAVA_HOME=${JAVA_HOME} -DSANITIZE=${SANITIZE})
run(${BUILD}/build.log ${CMAKE_COMMAND} --build ${BUILD} --target ${GOAL} --parallel ${cores})

if (GOAL STREQUAL all)
    file(GLOB libraries ${PREFIX}/lib/*.so ${PREFIX}/lib/*.dylib ${PREFIX}/lib/*.dll ${BUILD}/*.so ${BUILD}/*.dylib ${BUILD}/*.dll)
    into_jar(${OUT}/${os}-${arch} ${libraries})
    configure_file(${PREFIX}/LICENSE ${OUT}/LICENSE-llama.cpp.txt COPYONLY)
endif()
