# The library: two targets that every consumer of this tree uses, in the build tree under the names they have when
# installed.
#   NexusZero::nexuszero          shared (static with BUILD_SHARED_LIBS=OFF)
#   NexusZero::nexuszero_static   static

if(CMAKE_CROSSCOMPILING)
    message(FATAL_ERROR "CMake builds the library for this machine only; for another one, build it with: cargo build --release --target <its target>")
endif()

set(cargo_bin "$ENV{HOME}/.cargo/bin")
if(DEFINED ENV{CARGO_HOME})
    set(cargo_bin "$ENV{CARGO_HOME}/bin")
endif()
find_program(CARGO cargo HINTS "${cargo_bin}" REQUIRED)
find_program(RUSTC rustc HINTS "${cargo_bin}" REQUIRED)
# Cargo builds for this machine, in the directory that is expected.
set(cargo_environment "${CMAKE_COMMAND}" -E env --unset=CARGO_BUILD_TARGET "RUSTC=${RUSTC}")

set(NEXUSZERO_CARGO_DIR "${PROJECT_BINARY_DIR}/cargo" CACHE PATH
    "Where cargo builds. Build trees that name the same directory compile the Rust code once")
set(cargo_dir "${NEXUSZERO_CARGO_DIR}")
set(library_dir "${PROJECT_BINARY_DIR}/lib")
if(APPLE)
    set(shared_built libnexuszero.dylib)
    set(shared_file libnexuszero.${library_version}.dylib)
    set(shared_soname libnexuszero.${abi_version}.dylib)
    set(shared_soname_property "@rpath/${shared_soname}")
else()
    set(shared_built libnexuszero.so)
    set(shared_file libnexuszero.so.${library_version})
    set(shared_soname libnexuszero.so.${abi_version})
    set(shared_soname_property "${shared_soname}")
endif()

# nexuszero_cargo(<target> <directory> <cargo profile> [cargo arguments...])
# Runs cargo on every build, because only cargo knows what is stale, and puts the libraries into <directory> with the
# links that a loader and a linker look for.
function(nexuszero_cargo target directory profile)
    set(native_libs "${cargo_dir}/${profile}-native-static-libs.txt")
    add_custom_target(${target} ALL
        COMMAND ${cargo_environment}
            "${CARGO}" rustc --locked --lib --profile ${profile} ${ARGN}
            --manifest-path "${PROJECT_SOURCE_DIR}/Cargo.toml" --target-dir "${cargo_dir}"
            -- --print "native-static-libs=${native_libs}"
        COMMAND "${CMAKE_COMMAND}" -E make_directory "${directory}"
        COMMAND "${CMAKE_COMMAND}" -E copy_if_different
            "${cargo_dir}/${profile}/${shared_built}" "${directory}/${shared_file}"
        COMMAND "${CMAKE_COMMAND}" -E create_symlink ${shared_file} "${directory}/${shared_soname}"
        COMMAND "${CMAKE_COMMAND}" -E create_symlink ${shared_soname} "${directory}/${shared_built}"
        COMMAND "${CMAKE_COMMAND}" -E copy_if_different
            "${cargo_dir}/${profile}/libnexuszero.a" "${directory}/libnexuszero.a"
        COMMAND "${CMAKE_COMMAND}" "-DACTUAL=${native_libs}" "-DCONFIGURED=${NEXUSZERO_NATIVE_STATIC_LIBS}"
            -P "${PROJECT_SOURCE_DIR}/cmake/CheckNativeLibs.cmake"
        BYPRODUCTS "${directory}/${shared_file}" "${directory}/libnexuszero.a"
        USES_TERMINAL VERBATIM
        COMMENT "cargo build (${profile})")
endfunction()

# What a static library needs besides itself, from rustc. It is asked about an empty crate, so that the answer is there
# before anything is built; the build compares it with what rustc says about the real one.
if(NOT DEFINED NEXUSZERO_NATIVE_STATIC_LIBS)
    file(WRITE "${cargo_dir}/empty.rs" "")
    execute_process(
        COMMAND "${RUSTC}" --crate-type staticlib --print native-static-libs -o "${cargo_dir}/libempty.a" "${cargo_dir}/empty.rs"
        ERROR_VARIABLE answer COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCH "native-static-libs: ([^\n]*)" _ "${answer}")
    set(NEXUSZERO_NATIVE_STATIC_LIBS "${CMAKE_MATCH_1}" CACHE INTERNAL "")
endif()
separate_arguments(native_static_libs UNIX_COMMAND "${NEXUSZERO_NATIVE_STATIC_LIBS}")

nexuszero_cargo(nexuszero_cargo_release "${library_dir}" release)

add_library(NexusZero::nexuszero_static STATIC IMPORTED GLOBAL)
set_target_properties(NexusZero::nexuszero_static PROPERTIES
    IMPORTED_LOCATION "${library_dir}/libnexuszero.a"
    INTERFACE_INCLUDE_DIRECTORIES "${PROJECT_SOURCE_DIR}/include"
    INTERFACE_LINK_LIBRARIES "${native_static_libs}")
add_dependencies(NexusZero::nexuszero_static nexuszero_cargo_release)

if(BUILD_SHARED_LIBS)
    add_library(NexusZero::nexuszero SHARED IMPORTED GLOBAL)
    set_target_properties(NexusZero::nexuszero PROPERTIES
        IMPORTED_LOCATION "${library_dir}/${shared_file}"
        IMPORTED_SONAME "${shared_soname_property}"
        INTERFACE_INCLUDE_DIRECTORIES "${PROJECT_SOURCE_DIR}/include")
    add_dependencies(NexusZero::nexuszero nexuszero_cargo_release)
else()
    add_library(NexusZero::nexuszero ALIAS NexusZero::nexuszero_static)
endif()
