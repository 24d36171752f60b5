# motcua_library(NAME SOURCES ... [LINKS ...] [USES ...])
#   LINKS: our own libraries and packages seen in headers (PUBLIC); USES: packages seen only in sources (PRIVATE).
#   What is not in these lists cannot be linked; what a folder may include is in tests/repository/test_house.py.
function(motcua_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;USES" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC motcua_options ${arg_LINKS} PRIVATE ${arg_USES})
endfunction()

# motcua_program(NAME SOURCES ... LINKS ...): lands in build/<preset>/bin.
function(motcua_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE motcua_options ${arg_LINKS})
endfunction()

# motcua_test(NAME SOURCES ... LINKS ... [TIMEOUT seconds]): one doctest program, one ctest entry.
function(motcua_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINKS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE motcua_options motcua_doctest ${arg_LINKS})
  target_compile_definitions(${name} PRIVATE MOTCUA_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    MOTCUA_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_BINARY_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()

# motcua_fuzzer(NAME SOURCES ... LINKS ... SEEDS folders and files [MUTATIONS n] [MAX_BYTES n]): under the fuzz preset a
# libFuzzer program; elsewhere a program that replays the seeds and n seeded mutations of them, and a ctest entry.
function(motcua_fuzzer name)
  cmake_parse_arguments(arg "" "MUTATIONS;MAX_BYTES" "SOURCES;LINKS;SEEDS" ${ARGN})
  if(NOT arg_MUTATIONS)
    set(arg_MUTATIONS 5000)
  endif()
  if(NOT arg_MAX_BYTES)
    set(arg_MAX_BYTES 4096)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE motcua_options ${arg_LINKS})
  target_compile_definitions(${name} PRIVATE MOTCUA_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    MOTCUA_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(MOTCUA_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
    return()
  endif()
  target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/replay/replay.cpp)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  list(TRANSFORM arg_SEEDS PREPEND ${PROJECT_SOURCE_DIR}/)
  add_test(NAME ${name} COMMAND ${name} --mutations ${arg_MUTATIONS} --max-bytes ${arg_MAX_BYTES} ${arg_SEEDS}
    WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  set_tests_properties(${name} PROPERTIES TIMEOUT 120)
endfunction()
