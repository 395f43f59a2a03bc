//! The registers of AArch64.
#![allow(unsafe_code)]

use std::arch::asm;

macro_rules! zero {
    ($name:literal, $zero:literal: $($register:tt)*) => {
        asm!(
            $(concat!($name, " ", $register, $zero),)*
            $(out($register) _,)*
            options(nostack, preserves_flags)
        )
    };
}

/// The vector registers, also those whose lower halves are restored, and the general ones that a function may change (AAPCS64, 6.1).
pub fn clear() {
    // SAFETY: every AArch64 with the standard library has these instructions, and the compiler is told what they change.
    unsafe {
        zero!("movi", ".2d, #0": "v0" "v1" "v2" "v3" "v4" "v5" "v6" "v7"
            "v8" "v9" "v10" "v11" "v12" "v13" "v14" "v15"
            "v16" "v17" "v18" "v19" "v20" "v21" "v22" "v23"
            "v24" "v25" "v26" "v27" "v28" "v29" "v30" "v31");
        zero!("mov", ", xzr": "x0" "x1" "x2" "x3" "x4" "x5" "x6" "x7" "x8"
            "x9" "x10" "x11" "x12" "x13" "x14" "x15" "x16" "x17");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack;

    const PATTERN: [u8; 16] = [0xa7; 16];

    type Registers = [[u8; 16]; 32];

    /// Moves all registers, each with its number, from or to memory.
    macro_rules! moved {
        (from $memory:expr, $($number:literal $register:tt)*) => {
            asm!(
                $(concat!("ldr q", $number, ", [{0}, #16 * ", $number, "]"),)*
                in(reg) $memory,
                $(out($register) _,)*
            )
        };
        (to $memory:expr, $($number:literal $register:tt)*) => {
            asm!(
                $(concat!("str q", $number, ", [{0}, #16 * ", $number, "]"),)*
                in(reg) $memory,
            )
        };
    }

    macro_rules! all {
        ($direction:ident $memory:expr) => {
            moved!($direction $memory, 0 "v0" 1 "v1" 2 "v2" 3 "v3" 4 "v4" 5 "v5" 6 "v6" 7 "v7"
                16 "v16" 17 "v17" 18 "v18" 19 "v19" 20 "v20" 21 "v21" 22 "v22" 23 "v23"
                24 "v24" 25 "v25" 26 "v26" 27 "v27" 28 "v28" 29 "v29" 30 "v30" 31 "v31")
        };
    }

    /// Registers that have something of the pattern after `work`, which has loaded it.
    fn left_by(work: impl FnOnce(&Registers)) -> usize {
        let patterns = [PATTERN; 32];
        let mut held = [[0; 16]; 32];
        work(&patterns);
        // SAFETY: it writes `held`.
        unsafe { all!(to &mut held) }
        held.iter()
            .filter(|held| held.contains(&PATTERN[0]))
            .count()
    }

    fn load(from: &Registers) {
        // SAFETY: it reads `from`, and the compiler is told what it changes.
        unsafe { all!(from from) }
    }

    #[test]
    fn nothing_is_left_in_vector_registers() {
        // The compiler needs some of them itself.
        assert!(left_by(load) >= 8);
        assert_eq!(left_by(|patterns| stack::wiped(|| load(patterns))), 0);
    }
}
