//! `include/nexuszero.h` is what cbindgen makes of `src/ffi` today.

use std::path::Path;

/// In the order in which a reader meets them.
const SOURCES: [&str; 25] = [
    "status",
    "config",
    "protocol",
    "log",
    "optimizer",
    "optimizer_plugin",
    "hash",
    "message",
    "list",
    "merkle",
    "circuit",
    "group",
    "statement",
    "witness",
    "proof",
    "metrics",
    "codec",
    "compression",
    "archive",
    "error",
    "string",
    "bytes",
    "version",
    "health",
    "batch",
];

fn version_macros() -> String {
    format!(
        "
// The version of this header: the first of three numbers.
#define NXZ_VERSION_MAJOR {}
// The second.
#define NXZ_VERSION_MINOR {}
// The third.
#define NXZ_VERSION_PATCH {}
// The version as text. `nxz_version()` is that of the library.
#define NXZ_VERSION_STRING \"{}\"
// The ABI number, which is that of the SONAME. `nxz_abi_version()` is that of the library.
#define NXZ_ABI_VERSION {}
",
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
        env!("CARGO_PKG_VERSION"),
        nexuszero::ffi::ABI_VERSION,
    )
}

#[test]
fn the_committed_header_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let macros = config.after_includes.unwrap_or_default() + &version_macros();
    config.after_includes = Some(macros);

    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(root.join(format!("src/ffi/{source}.rs")));
    }
    let mut generated = Vec::new();
    builder.generate().unwrap().write(&mut generated);
    // The blank line that keeps an annotation out of the last paragraph for rustdoc leaves an empty comment.
    let generated = String::from_utf8(generated)
        .unwrap()
        .replace("\n//\nNXZ_WARN_UNUSED", "\nNXZ_WARN_UNUSED");

    let path = root.join("include/nexuszero.h");
    if std::env::var_os("NXZ_UPDATE_HEADER").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "include/nexuszero.h is stale; refresh it with\n    NXZ_UPDATE_HEADER=1 cargo test --locked --test header"
    );
}
