//! Requests of a program to the memcheck that it runs under (`valgrind/valgrind.h`, `valgrind/memcheck.h`). On a
//! bare processor they do nothing.

#![allow(unsafe_code)]

use std::arch::asm;
use std::mem::size_of_val;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const RUNNING_ON_VALGRIND: usize = 0x1001;
/// Where the numbers of memcheck's own requests begin: the letters M and C.
const MEMCHECK: usize = 0x4d43_0000;
const MAKE_MEM_UNDEFINED: usize = MEMCHECK + 1;
const MAKE_MEM_DEFINED: usize = MEMCHECK + 2;
const GET_VBITS: usize = MEMCHECK + 8;

/// Sends a request. The answer is 0 where nobody listens.
fn request(number: usize, arguments: [usize; 3]) -> usize {
    let [a, b, c] = arguments;
    let request = [number, a, b, c, 0, 0];
    let mut answer = 0;
    // SAFETY: four rotations by 128 bits in all and an exchange of a register with itself change nothing but flags; memcheck, which
    // knows them as the mark of a request, reads the six words and changes the answer and what it knows of the memory.
    unsafe {
        asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") request.as_ptr(),
            inout("rdx") answer,
        );
    }
    answer
}

/// Whether this is a program under memcheck.
pub(super) fn is_running() -> bool {
    request(RUNNING_ON_VALGRIND, [0; 3]) != 0
}

/// From here on these values are secret: memcheck reports a branch on them, or an address that is computed from them.
pub(super) fn make_secret<T>(values: &mut [T]) {
    let place = values.as_mut_ptr() as usize;
    request(MAKE_MEM_UNDEFINED, [place, size_of_val(values), 0]);
}

/// From here on these values are public.
pub(crate) fn declassify<T>(values: &mut [T]) {
    if is_running() {
        DECLASSIFIED.fetch_add(secret_bytes(values), Relaxed);
        let place = values.as_mut_ptr() as usize;
        request(MAKE_MEM_DEFINED, [place, size_of_val(values), 0]);
    }
}

/// The bytes that were secret before they were declassified, since this was last asked.
pub(super) fn take_declassified() -> usize {
    DECLASSIFIED.swap(0, Relaxed)
}

static DECLASSIFIED: AtomicUsize = AtomicUsize::new(0);

/// The bytes with a bit that memcheck takes for secret.
pub(super) fn secret_bytes<T>(values: &[T]) -> usize {
    let mut undefined = vec![0u8; size_of_val(values)];
    let (from, to) = (values.as_ptr() as usize, undefined.as_mut_ptr() as usize);
    request(GET_VBITS, [from, to, undefined.len()]);
    undefined.iter().filter(|&&bits| bits != 0).count()
}
