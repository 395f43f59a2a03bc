//! Passes the ABI number on and gives the shared library its SONAME, which Rust does not set by itself.

use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=Cargo.toml");
    println!("cargo:rerun-if-changed=build.rs");

    let manifest = fs::read_to_string("Cargo.toml").expect("Cargo.toml is readable");
    let abi = abi_version(&manifest).expect("[package.metadata.capi.library] has a version");
    println!("cargo:rustc-env=NXZ_ABI_VERSION={abi}");

    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux" | "android" | "freebsd" | "netbsd" | "openbsd" | "dragonfly") => {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libnexuszero.so.{abi}");
        }
        Ok("macos") => {
            println!(
                "cargo:rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libnexuszero.{abi}.dylib"
            );
        }
        _ => {}
    }
}

/// The first number of the C library's version.
fn abi_version(manifest: &str) -> Option<u32> {
    manifest
        .lines()
        .skip_while(|line| *line != "[package.metadata.capi.library]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| line.strip_prefix("version = \""))
        .and_then(|rest| rest.split('.').next())
        .and_then(|major| major.parse().ok())
}
