# Fails when rustc names a native library for the real crate (file ACTUAL) that it did not name at configure time
# (CONFIGURED), because nexuszero.pc and the CMake package would then be wrong.
cmake_minimum_required(VERSION 3.22)
file(READ "${ACTUAL}" actual)
separate_arguments(actual UNIX_COMMAND "${actual}")
separate_arguments(configured UNIX_COMMAND "${CONFIGURED}")
foreach(library IN LISTS actual)
    if(NOT library IN_LIST configured)
        message(FATAL_ERROR "the static library needs ${library}, which cmake/Cargo.cmake did not find (${CONFIGURED})")
    endif()
endforeach()
