# The helpers by which every folder says what it builds. Lists are explicit: a file that no list
# names is not built, and tidy reports it. Libraries are linked by alias only ("encours::money",
# "fmt::fmt"), so a misspelt name fails at configure time instead of becoming a linker flag.
#
#   encours_library(NAME money SOURCES money.h money.cc DEPENDS encours::schemas)
#   encours_executable(NAME encours SOURCES main.cc DEPENDS encours::cli [AT_TOP])
#   encours_test(NAME money_test LABEL unit [THREADS] SOURCES money_test.cc DEPENDS encours::money)
#   encours_script_test(NAME kill LABEL kill COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/kill.py)
#   encours_fuzzer(NAME csv SOURCES csv_fuzzer.cc DEPENDS encours::csv CORPUS corpus/csv)
#
# `#include` paths start at the root of the repository, those of generated messages at schemas/.

# ./dev runs unit, story, simulation and snapshot in the dev build, dataset, kill, metrics and
# broker in the release one.
set(ENCOURS_TEST_LABELS unit story simulation dataset kill snapshot metrics broker)

# What ./dev builds by name: the tests with threads, for the thread sanitizer, those that run in the
# release build, and the fuzzers.
add_custom_target(encours_threads_tests)
add_custom_target(encours_release_tests)
add_custom_target(encours_fuzzers)

# Refuses what would otherwise be passed over in silence: unknown words, and a dependency that is no
# alias. Reads the caller's ARG_ variables.
function(encours_check_arguments caller)
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${caller}: unknown arguments: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  foreach(dependency IN LISTS ARG_DEPENDS)
    if(NOT dependency MATCHES "::")
      message(FATAL_ERROR "${caller}: '${dependency}' is no alias; write encours::${dependency}")
    endif()
  endforeach()
endfunction()

function(encours_library)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPENDS" ${ARGN})
  encours_check_arguments("encours_library(${ARG_NAME})")
  set(target encours_${ARG_NAME})
  set(units ${ARG_SOURCES})
  list(FILTER units INCLUDE REGEX "\\.cc$")
  if(units)
    add_library(${target} STATIC ${ARG_SOURCES})
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target}
      PUBLIC ${ARG_DEPENDS} PRIVATE encours_warnings encours_sanitizers)
  else()
    add_library(${target} INTERFACE ${ARG_SOURCES})
    target_include_directories(${target} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} INTERFACE ${ARG_DEPENDS})
  endif()
  add_library(encours::${ARG_NAME} ALIAS ${target})
endfunction()

# AT_TOP puts the binary at the top of the build folder, where people look for it.
function(encours_executable)
  cmake_parse_arguments(ARG "AT_TOP" "NAME" "SOURCES;DEPENDS" ${ARGN})
  encours_check_arguments("encours_executable(${ARG_NAME})")
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_include_directories(${ARG_NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${ARG_NAME}
    PRIVATE ${ARG_DEPENDS} encours_warnings encours_sanitizers)
  if(ARG_AT_TOP)
    set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  endif()
endfunction()

function(encours_check_label caller label)
  if(NOT label IN_LIST ENCOURS_TEST_LABELS)
    message(FATAL_ERROR "${caller}: LABEL '${label}' is none of ${ENCOURS_TEST_LABELS}")
  endif()
endfunction()

# A GoogleTest program. It runs in the root of the repository and leaves its results where ./dev
# counts them. THREADS says that it is also run under the thread sanitizer.
function(encours_test)
  cmake_parse_arguments(ARG
    "THREADS" "NAME;LABEL;TIMEOUT_SECONDS" "SOURCES;DEPENDS;ARGUMENTS" ${ARGN})
  set(caller "encours_test(${ARG_NAME})")
  encours_check_arguments("${caller}")
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT_SECONDS)
    set(ARG_TIMEOUT_SECONDS 120)
  endif()
  encours_check_label("${caller}" "${ARG_LABEL}")
  set(suppressions "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp")
  set(labels ${ARG_LABEL})
  if(ARG_THREADS)
    list(APPEND labels threads)
  endif()
  encours_executable(NAME ${ARG_NAME} SOURCES ${ARG_SOURCES}
    DEPENDS ${ARG_DEPENDS} GTest::gtest GTest::gmock GTest::gtest_main)
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} ${ARG_ARGUMENTS}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${ARG_NAME} PROPERTIES
    LABELS "${labels}" TIMEOUT ${ARG_TIMEOUT_SECONDS}
    ENVIRONMENT "GTEST_OUTPUT=xml:${PROJECT_BINARY_DIR}/results/${ARG_NAME}.xml;${suppressions}")
  if(ARG_THREADS)
    add_dependencies(encours_threads_tests ${ARG_NAME})
  endif()
  if(ARG_LABEL MATCHES "^(dataset|kill)$")
    add_dependencies(encours_release_tests ${ARG_NAME})
  endif()
endfunction()

# A test that is a command. Exit code 77 means skipped; the command says why on a line that begins
# with SKIPPED.
function(encours_script_test)
  cmake_parse_arguments(ARG "" "NAME;LABEL;TIMEOUT_SECONDS" "COMMAND" ${ARGN})
  set(caller "encours_script_test(${ARG_NAME})")
  encours_check_arguments("${caller}")
  encours_check_label("${caller}" "${ARG_LABEL}")
  if(NOT ARG_TIMEOUT_SECONDS)
    set(ARG_TIMEOUT_SECONDS 120)
  endif()
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_COMMAND}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${ARG_NAME} PROPERTIES
    LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT_SECONDS} SKIP_RETURN_CODE 77)
endfunction()

# A libFuzzer target: LLVMFuzzerTestOneInput and its corpus folder. Built in the fuzz preset alone.
function(encours_fuzzer)
  cmake_parse_arguments(ARG "" "NAME;CORPUS" "SOURCES;DEPENDS" ${ARGN})
  encours_check_arguments("encours_fuzzer(${ARG_NAME})")
  if(NOT ENCOURS_FUZZ)
    return()
  endif()
  encours_executable(NAME fuzz_${ARG_NAME} SOURCES ${ARG_SOURCES} DEPENDS ${ARG_DEPENDS})
  target_link_options(fuzz_${ARG_NAME} PRIVATE -fsanitize=fuzzer)
  add_dependencies(encours_fuzzers fuzz_${ARG_NAME})
  # ./dev reads the list of fuzzers there are: name, program, corpus.
  set(program ${CMAKE_CURRENT_BINARY_DIR}/fuzz_${ARG_NAME})
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_CORPUS})
  file(APPEND ${PROJECT_BINARY_DIR}/fuzzers.txt "${ARG_NAME} ${program} ${corpus}\n")
endfunction()

# Generates the C++ of .proto files and compiles it, without our warnings and sanitizers: it is not
# our code.
#   encours_schemas(NAME schemas ROOT ${CMAKE_CURRENT_SOURCE_DIR} PROTOS encours/v1/money.proto ...)
function(encours_schemas)
  cmake_parse_arguments(ARG "" "NAME;ROOT" "PROTOS" ${ARGN})
  encours_check_arguments("encours_schemas(${ARG_NAME})")
  set(out ${PROJECT_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(generated "")
  foreach(proto IN LISTS ARG_PROTOS)
    string(REGEX REPLACE "\\.proto$" ".pb" stem ${proto})
    add_custom_command(
      OUTPUT ${out}/${stem}.cc ${out}/${stem}.h
      COMMAND protobuf::protoc --proto_path=${ARG_ROOT} --cpp_out=${out} ${proto}
      DEPENDS ${ARG_ROOT}/${proto}
      WORKING_DIRECTORY ${ARG_ROOT}
      COMMENT "protoc ${proto}"
      VERBATIM)
    list(APPEND generated ${out}/${stem}.cc ${out}/${stem}.h)
  endforeach()
  set(target encours_${ARG_NAME})
  add_library(${target} STATIC ${generated})
  target_include_directories(${target} SYSTEM PUBLIC ${out})
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf)
  target_compile_options(${target} PRIVATE -w -g0)
  if(ENCOURS_SANITIZERS STREQUAL "thread")
    # The thread sanitizer must see every access, or it reports races that are none.
    target_link_libraries(${target} PRIVATE encours_sanitizers)
  endif()
  add_library(encours::${ARG_NAME} ALIAS ${target})
endfunction()

# Adds the folders that are there. Named one by one, in the order in which they are read.
function(encours_folders)
  foreach(folder IN LISTS ARGN)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
      add_subdirectory(${folder})
    endif()
  endforeach()
endfunction()
