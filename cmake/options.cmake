option(MOTCUA_TESTS "Build the tests" ON)
option(MOTCUA_BENCH "Build the benchmarks" OFF)
option(MOTCUA_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
option(MOTCUA_COVERAGE "Instrument for clang source coverage" OFF)
set(MOTCUA_SANITIZE "" CACHE STRING "Sanitizers for every target, as -fsanitize= takes them")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# Debug lines only: full debug data doubles link time and is rarely read.
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
# Assertions stay on in release: a bug stops the program and is seen, it does not go on with a broken hall.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")

# Carried by every target of ours; third-party headers come in as SYSTEM and stay quiet.
add_library(motcua_options INTERFACE)
target_include_directories(motcua_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(motcua_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wformat=2 -Werror
  -fstack-protector-strong)
target_compile_definitions(motcua_options INTERFACE MOTCUA_VERSION="${PROJECT_VERSION}")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(motcua_options INTERFACE _FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
  target_link_options(motcua_options INTERFACE -Wl,-z,relro,-z,now)
endif()

if(MOTCUA_SANITIZE)
  # Clang with these takes two and a half times as long to optimize as to compile; gcc hardly longer. What the tests run
  # long is worth it (MOTCUA_RUNS_LONG, set in tests/), and what a fuzzer runs.
  set(optimization -O1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NOT MOTCUA_FUZZ)
    set(optimization $<IF:$<BOOL:$<TARGET_PROPERTY:MOTCUA_RUNS_LONG>>,-O1,-O0>)
  endif()
  target_compile_options(motcua_options INTERFACE -fsanitize=${MOTCUA_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all ${optimization})
  target_link_options(motcua_options INTERFACE -fsanitize=${MOTCUA_SANITIZE})
  if(MOTCUA_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(motcua_options INTERFACE -Wno-tsan)  # std::atomic_thread_fence inside Asio
  endif()
endif()
if(CMAKE_UNITY_BUILD)
  target_compile_options(motcua_options INTERFACE -Wno-shadow)  # a file's own names shadow those of the files before it
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(motcua_options INTERFACE -Wno-subobject-linkage)  # a .cpp that another includes is no header
endif()
if(MOTCUA_FUZZ)
  target_compile_options(motcua_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(MOTCUA_COVERAGE)
  target_compile_options(motcua_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(motcua_options INTERFACE -fprofile-instr-generate)
endif()

find_program(MOTCUA_CCACHE ccache)
if(MOTCUA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${MOTCUA_CCACHE})
endif()
find_program(MOTCUA_MOLD mold)
if(MOTCUA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
