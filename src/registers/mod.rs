//! Clearing the registers that a secret computation leaves behind.
//!
//! Nothing else does. The round keys of the last AES key schedule, say, stay in vector registers until somebody needs these; and where the
//! caller's next call is bound lazily, the dynamic linker saves them all on the stack.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod x86_64;

/// Overwrites every register that a function may change without restoring it, on x86-64 and AArch64; elsewhere none.
pub fn clear() {
    #[cfg(target_arch = "aarch64")]
    aarch64::clear();
    #[cfg(target_arch = "x86_64")]
    x86_64::clear();
}
