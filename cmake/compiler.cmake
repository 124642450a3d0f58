# How our own code is compiled: the language, the warnings (all errors), the sanitizers, the faster
# tools when present.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

find_program(ENCOURS_CCACHE ccache)
if(ENCOURS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${ENCOURS_CCACHE}")
endif()
find_program(ENCOURS_MOLD mold)
if(ENCOURS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Colour survives ninja, which is not a terminal; ccache keeps it.
if(NOT DEFINED CMAKE_COLOR_DIAGNOSTICS)
  set(CMAKE_COLOR_DIAGNOSTICS ON)
endif()

# The warnings of our code. -Wnull-dereference is left out: with optimisation g++ 12 raises it
# inside its own containers.
add_library(encours_warnings INTERFACE)
target_compile_options(encours_warnings INTERFACE
  -Werror -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports overlapping copies in std::string's own operator+ (GCC bug 105651).
  target_compile_options(encours_warnings INTERFACE
    -Wduplicated-cond -Wlogical-op -Wno-restrict -fmax-errors=20)
endif()

# Sanitizers act on our code; linking needs them everywhere.
add_library(encours_sanitizers INTERFACE)
if(ENCOURS_SANITIZERS)
  target_compile_options(encours_sanitizers INTERFACE
    -fsanitize=${ENCOURS_SANITIZERS} -fno-sanitize-recover=all)
  target_link_options(encours_sanitizers INTERFACE -fsanitize=${ENCOURS_SANITIZERS})
endif()
if(ENCOURS_FUZZ)
  target_compile_options(encours_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()
