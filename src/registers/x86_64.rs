//! The registers of x86-64.
#![allow(unsafe_code)]

use std::arch::{asm, is_x86_feature_detected};

/// Zeroes registers, each by an instruction of `$name` and operands that are all the register itself, and says so to the compiler.
macro_rules! zero {
    ($name:literal, two: $($register:tt)*) => {
        asm!(
            $(concat!($name, " ", $register, ", ", $register),)*
            $(out($register) _,)*
            options(nostack)
        )
    };
    ($name:literal, three: $($register:tt)*) => {
        asm!(
            $(concat!($name, " ", $register, ", ", $register, ", ", $register),)*
            $(out($register) _,)*
            options(nostack)
        )
    };
}

/// Every register that a function need not restore, in the calling convention that keeps fewest.
pub fn clear() {
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the processor has the instructions.
        unsafe { clear_avx512() }
    }
    if is_x86_feature_detected!("avx") {
        // SAFETY: the processor has the instructions.
        unsafe { clear_avx() }
    }
    // SAFETY: every x86-64 has these instructions, and the compiler is told what they change.
    unsafe {
        zero!("pxor", two: "xmm0" "xmm1" "xmm2" "xmm3" "xmm4" "xmm5" "xmm6" "xmm7"
            "xmm8" "xmm9" "xmm10" "xmm11" "xmm12" "xmm13" "xmm14" "xmm15");
        zero!("xor", two: "rax" "rcx" "rdx" "rsi" "rdi" "r8" "r9" "r10" "r11");
    }
}

/// What lies above the lower halves of the first sixteen.
#[target_feature(enable = "avx")]
fn clear_avx() {
    // SAFETY: the instruction is one of AVX, and the compiler is told what it changes.
    unsafe {
        asm!(
            "vzeroall",
            out("ymm0") _, out("ymm1") _, out("ymm2") _, out("ymm3") _,
            out("ymm4") _, out("ymm5") _, out("ymm6") _, out("ymm7") _,
            out("ymm8") _, out("ymm9") _, out("ymm10") _, out("ymm11") _,
            out("ymm12") _, out("ymm13") _, out("ymm14") _, out("ymm15") _,
            options(nostack, preserves_flags)
        );
    }
}

/// The other sixteen, and the masks.
#[target_feature(enable = "avx512f")]
fn clear_avx512() {
    // SAFETY: the instructions are those of AVX-512F, and the compiler is told what they change.
    unsafe {
        zero!("vpxord", three: "zmm16" "zmm17" "zmm18" "zmm19" "zmm20" "zmm21" "zmm22" "zmm23"
            "zmm24" "zmm25" "zmm26" "zmm27" "zmm28" "zmm29" "zmm30" "zmm31");
        // They clear all 64 bits.
        zero!("kxorw", three: "k0" "k1" "k2" "k3" "k4" "k5" "k6" "k7");
    }
}

// Elsewhere functions restore some of them.
#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::stack;

    const PATTERN: [u8; 64] = [0xa7; 64];

    type Registers = [[u8; 64]; 32];

    /// Moves all registers, each with its number, from or to memory.
    macro_rules! moved {
        (from $memory:expr, $name:literal: $($number:literal $register:tt)*) => {
            asm!(
                $(concat!($name, " ", $register, ", [{0} + 64 * ", $number, "]"),)*
                in(reg) $memory,
                $(out($register) _,)*
            )
        };
        (to $memory:expr, $name:literal: $($number:literal $register:tt)*) => {
            asm!(
                $(concat!($name, " [{0} + 64 * ", $number, "], ", $register),)*
                in(reg) $memory,
            )
        };
    }

    macro_rules! xmm {
        ($direction:ident $memory:expr) => {
            moved!($direction $memory, "movdqu": 0 "xmm0" 1 "xmm1" 2 "xmm2" 3 "xmm3" 4 "xmm4" 5 "xmm5" 6 "xmm6"
                7 "xmm7" 8 "xmm8" 9 "xmm9" 10 "xmm10" 11 "xmm11" 12 "xmm12" 13 "xmm13" 14 "xmm14" 15 "xmm15")
        };
    }

    macro_rules! zmm {
        ($direction:ident $memory:expr) => {
            moved!($direction $memory, "vmovdqu64": 0 "zmm0" 1 "zmm1" 2 "zmm2" 3 "zmm3" 4 "zmm4" 5 "zmm5" 6 "zmm6"
                7 "zmm7" 8 "zmm8" 9 "zmm9" 10 "zmm10" 11 "zmm11" 12 "zmm12" 13 "zmm13" 14 "zmm14" 15 "zmm15"
                16 "zmm16" 17 "zmm17" 18 "zmm18" 19 "zmm19" 20 "zmm20" 21 "zmm21" 22 "zmm22" 23 "zmm23"
                24 "zmm24" 25 "zmm25" 26 "zmm26" 27 "zmm27" 28 "zmm28" 29 "zmm29" 30 "zmm30" 31 "zmm31")
        };
    }

    #[target_feature(enable = "avx512f")]
    fn load_avx512(from: &Registers) {
        // SAFETY: it reads `from`, by instructions of AVX-512F, and the compiler is told what it changes.
        unsafe { zmm!(from from) }
    }

    #[target_feature(enable = "avx512f")]
    fn store_avx512(to: &mut Registers) {
        // SAFETY: it writes `to`, by instructions of AVX-512F.
        unsafe { zmm!(to to) }
    }

    fn load(from: &Registers) {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has the instructions.
            return unsafe { load_avx512(from) };
        }
        // SAFETY: it reads `from`, and the compiler is told what it changes.
        unsafe { xmm!(from from) }
    }

    fn store(to: &mut Registers) {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has the instructions.
            return unsafe { store_avx512(to) };
        }
        // SAFETY: it writes `to`.
        unsafe { xmm!(to to) }
    }

    /// Registers that have something of the pattern after `work`, which has loaded it.
    fn left_by(work: impl FnOnce(&Registers)) -> usize {
        let patterns = [PATTERN; 32];
        let mut held = [[0; 64]; 32];
        work(&patterns);
        store(&mut held);
        held.iter()
            .filter(|held| held.contains(&PATTERN[0]))
            .count()
    }

    #[test]
    fn nothing_is_left_in_vector_registers() {
        // The compiler needs some of them itself.
        assert!(left_by(load) >= 8);
        assert_eq!(left_by(|patterns| stack::wiped(|| load(patterns))), 0);
    }
}
