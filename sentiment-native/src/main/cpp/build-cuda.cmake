# cmake -DCACHE=<folder> -DOUT=<folder> -DARCHITECTURES=<list> [-DTOOLKIT=<folder>] [-DCUBLAS_OUT=<folder>] -P build-cuda.cmake
#
# Builds llama.cpp's code for NVIDIA GPUs with the libraries of build.cmake, once into CACHE/cuda-<key>, and copies it with its
# description to OUT. An interrupted build continues where it was.
#
#   ARCHITECTURES   like CMAKE_CUDA_ARCHITECTURES, separated by commas: 80-real,90a-real
#   CUBLAS_OUT      the folder for the toolkit's cuBLAS, which goes into a separate jar
#   TOOLKIT         the CUDA toolkit; by default that of nvcc on the PATH, /usr/local/cuda, or one from PyPI in CACHE
cmake_minimum_required(VERSION 3.18)

if (NOT ARCHITECTURES)
    message(FATAL_ERROR "pass -DARCHITECTURES=<list>")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/llama.cmake)

# --- the toolkit ----------------------------------------------------------------------------------------------------

set(PYPI_VERSION 13.0)
set(PYPI_PACKAGES nvidia-cuda-nvcc nvidia-nvvm nvidia-cuda-crt nvidia-cuda-runtime nvidia-cuda-cccl nvidia-cublas)

# ptxas fails unless all packages have the same minor version. Their libraries have only versioned names, which no linker finds.
function(fetch_toolkit folder)
    need(python3 "to bring the CUDA toolkit (or install one, or pass its folder)")
    step("bringing the CUDA toolkit ${PYPI_VERSION} from PyPI (840 MB)")
    file(REMOVE_RECURSE ${folder})
    set(packages ${PYPI_PACKAGES})
    list(TRANSFORM packages APPEND "==${PYPI_VERSION}.*")
    run(${folder}.log python3 -m venv ${folder})
    run(${folder}.log ${folder}/bin/python -m pip install --quiet --disable-pip-version-check ${packages})
    file(GLOB root ${folder}/lib/python3*/site-packages/nvidia/cu13)
    foreach (name cudart cublas cublasLt)
        file(GLOB library RELATIVE ${root}/lib ${root}/lib/lib${name}.so.*)
        file(CREATE_LINK ${library} ${root}/lib/lib${name}.so SYMBOLIC)
    endforeach()
    file(CREATE_LINK lib ${root}/lib64 SYMBOLIC)
    file(CREATE_LINK ${root} ${folder}/toolkit SYMBOLIC)
endfunction()

if (NOT TOOLKIT)
    find_program(NVCC nvcc PATHS ENV CUDA_PATH ENV CUDA_HOME /usr/local/cuda PATH_SUFFIXES bin)
    if (NVCC)
        get_filename_component(TOOLKIT ${NVCC} REALPATH)
        get_filename_component(TOOLKIT ${TOOLKIT}/../.. ABSOLUTE)
    else()
        set(TOOLKIT ${CACHE}/cuda-toolkit-${PYPI_VERSION}/toolkit)
        if (NOT EXISTS ${TOOLKIT})
            fetch_toolkit(${CACHE}/cuda-toolkit-${PYPI_VERSION})
        endif()
    endif()
endif()
execute_process(COMMAND ${TOOLKIT}/bin/nvcc --version OUTPUT_VARIABLE nvcc RESULT_VARIABLE result)
if (NOT result EQUAL 0)
    message(FATAL_ERROR "there is no bin/nvcc that runs in the CUDA toolkit ${TOOLKIT}; pass -Dsentiment4j.cuda.toolkit=<folder>")
endif()

# --- libggml-cuda, from the cache or into it ------------------------------------------------------------------------

string(REPLACE "," ";" architectures "${ARCHITECTURES}")
file(SHA256 ${HERE}/cuda/CMakeLists.txt sum)
string(SHA256 key "${key} ${nvcc} ${architectures} ${sum}")
string(SUBSTRING ${key} 0 16 key)
set(MODULE ${CACHE}/cuda-${key})
if (NOT EXISTS ${MODULE})
    set(work ${MODULE}.work)
    if (NOT EXISTS ${work}/fetched)
        fetch_llama(${work})
        file(WRITE ${work}/fetched "")
    endif()
    step("compiling llama.cpp for CUDA, ${ARCHITECTURES} (once; half an hour for each architecture on two cores)")
    run(${work}/configure.log ${CMAKE_COMMAND} -S ${HERE}/cuda -B ${work}/build ${generator} -DCMAKE_BUILD_TYPE=Release
        -DLLAMA_SOURCE=${work}/llama.cpp -DLLAMA=${PREFIX} -DSTAGE=${work}/stage
        -DCMAKE_CUDA_COMPILER=${TOOLKIT}/bin/nvcc -DCUDAToolkit_ROOT=${TOOLKIT} "-DCMAKE_CUDA_ARCHITECTURES=${architectures}")
    run(${work}/build.log ${CMAKE_COMMAND} --build ${work}/build --parallel ${cores})
    file(RENAME ${work}/stage ${MODULE})
    file(REMOVE_RECURSE ${work})
endif()

# --- into the jar ---------------------------------------------------------------------------------------------------

file(GLOB files ${MODULE}/*)
into_jar(${OUT}/META-INF/sentiment4j/natives/${os}-${arch}-cuda ${files})
configure_file(${PREFIX}/LICENSE ${OUT}/META-INF/sentiment4j/natives/LICENSE-llama.cpp.txt COPYONLY)
configure_file(${HERE}/cuda/NOTICE ${OUT}/META-INF/NOTICE-cuda.txt COPYONLY)

if (CUBLAS_OUT)
    set(libraries "")
    foreach (name cublasLt cublas)
        file(GLOB library ${TOOLKIT}/lib64/lib${name}.so.*)
        list(FILTER library INCLUDE REGEX "\\.so\\.[0-9]+$")
        get_filename_component(file ${library} REALPATH)
        get_filename_component(link ${library} NAME)
        configure_file(${file} ${MODULE}.cublas/${link} COPYONLY)
        list(APPEND libraries ${MODULE}.cublas/${link})
    endforeach()
    into_jar(${CUBLAS_OUT}/META-INF/sentiment4j/natives/${os}-${arch}-cublas ${libraries})
    file(REMOVE_RECURSE ${MODULE}.cublas)
endif()
