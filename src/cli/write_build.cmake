# Writes build.cc from build.cc.in with the commit that is checked out. Run at build time, whenever
# the commit changes.
#   cmake -D SOURCE=... -D IN=... -D OUT=... -D VERSION=... -D COMPILER=... -D FLAGS=...
#     -P write_build.cmake
execute_process(COMMAND git rev-parse --short=12 HEAD WORKING_DIRECTORY ${SOURCE}
  OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT COMMIT)
  set(COMMIT unknown)
endif()
configure_file(${IN} ${OUT} @ONLY)
