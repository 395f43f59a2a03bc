//! Symmetric primitives of the proof engine: the AES counter PRG, the SHAKE oracles, and Keccak over several lanes.
//!
//! λ = 64 N throughout, `N` in 2 to 4: AES with λ-bit keys; SHAKE128 for λ = 128, SHAKE256 above.

#[cfg(target_arch = "aarch64")]
mod aes_aarch64;
#[cfg(target_arch = "x86_64")]
mod aes_avx512;
mod aes_portable;
#[cfg(target_arch = "x86_64")]
mod aes_schedule;
#[cfg(target_arch = "x86_64")]
mod aes_x86_64;
pub(crate) mod keccak_f1600;
pub mod keccak_lanes;
#[cfg(target_arch = "x86_64")]
mod keccak_x86_64;
pub mod oracle;
pub mod prg;
pub mod row_sums;
