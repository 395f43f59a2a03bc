# The plugin that asks a trained model (plugins/optimizer-onnx): a crate of its own, which is not linked to the library.

set(plugin_name ${CMAKE_SHARED_LIBRARY_PREFIX}nexuszero_optimizer_onnx${CMAKE_SHARED_LIBRARY_SUFFIX})
set(plugin_cargo_dir "${cargo_dir}/plugins")
add_custom_target(nexuszero_optimizer_onnx ALL
    COMMAND ${cargo_environment}
        "${CARGO}" build --locked --release --lib
        --manifest-path "${PROJECT_SOURCE_DIR}/plugins/optimizer-onnx/Cargo.toml" --target-dir "${plugin_cargo_dir}"
    BYPRODUCTS "${plugin_cargo_dir}/release/${plugin_name}"
    USES_TERMINAL VERBATIM
    COMMENT "cargo build (optimizer-onnx)")
