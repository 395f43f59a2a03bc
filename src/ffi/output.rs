//! Out-parameters. The rule for each: on failure a handle slot is NULL, a length or count is 0 and a caller's buffer
//! or structure is untouched; on success everything is written. [`super::panic::call`] applies it to every function.

use super::handle::{into_raw, Handle};
use super::status::{nxz_status, Failure, Outcome};
use zeroize::Zeroizing;

/// Where a function writes its result.
///
/// # Safety
/// The methods dereference the caller's pointers: those that are not NULL must be valid for writing.
pub(super) trait Output: Sized {
    /// What is written on success.
    type Value;
    /// Brings the output into the state of a failure.
    unsafe fn clear(&self);
    /// Refuses pointers that cannot be written to, before any work is done.
    unsafe fn check(&self) -> Outcome<()>;
    /// Writes the result; only after `check`.
    unsafe fn write(self, value: Self::Value) -> Outcome<()>;
}

/// No output.
impl Output for () {
    type Value = ();
    unsafe fn clear(&self) {}
    unsafe fn check(&self) -> Outcome<()> {
        Ok(())
    }
    unsafe fn write(self, (): ()) -> Outcome<()> {
        Ok(())
    }
}

/// A slot for a new handle.
pub(super) struct HandleOut<H>(pub(super) *mut *mut H);

impl<H: Handle> Output for HandleOut<H> {
    type Value = H::Value;

    unsafe fn clear(&self) {
        if !self.0.is_null() {
            // SAFETY: not NULL, and then valid by the trait's contract.
            unsafe { self.0.write(std::ptr::null_mut()) }
        }
    }

    unsafe fn check(&self) -> Outcome<()> {
        not_null(self.0, "out")
    }

    unsafe fn write(self, value: H::Value) -> Outcome<()> {
        // SAFETY: checked not to be NULL, and then valid by the trait's contract.
        unsafe { self.0.write(into_raw(value)) }
        Ok(())
    }
}

/// A slot for a count, and what the header calls it.
pub(super) struct CountOut(pub(super) *mut u64, pub(super) &'static str);

impl Output for CountOut {
    type Value = u64;

    unsafe fn clear(&self) {
        if !self.0.is_null() {
            // SAFETY: not NULL, and then valid by the trait's contract.
            unsafe { self.0.write(0) }
        }
    }

    unsafe fn check(&self) -> Outcome<()> {
        not_null(self.0, self.1)
    }

    unsafe fn write(self, value: u64) -> Outcome<()> {
        // SAFETY: checked not to be NULL, and then valid by the trait's contract.
        unsafe { self.0.write(value) }
        Ok(())
    }
}

/// A caller's buffer, its capacity, and a slot for how much of it was used.
pub(super) struct BytesOut {
    buffer: *mut u8,
    capacity: usize,
    len: *mut usize,
}

impl BytesOut {
    pub(super) fn new(buffer: *mut u8, capacity: usize, len: *mut usize) -> Self {
        Self {
            buffer,
            capacity,
            len,
        }
    }
}

impl Output for BytesOut {
    /// Zeroized once copied, because some results are secret.
    type Value = Vec<u8>;

    unsafe fn clear(&self) {
        if !self.len.is_null() {
            // SAFETY: not NULL, and then valid by the trait's contract.
            unsafe { self.len.write(0) }
        }
    }

    unsafe fn check(&self) -> Outcome<()> {
        not_null(self.len, "out_len")?;
        if self.capacity > 0 {
            not_null(self.buffer, "out")?;
        }
        Ok(())
    }

    unsafe fn write(self, value: Vec<u8>) -> Outcome<()> {
        let value = Zeroizing::new(value);
        if self.capacity < value.len() {
            return Err(Failure::new(
                nxz_status::NXZ_ERR_BUFFER_TOO_SMALL,
                "out",
                format!("{} bytes are needed, got {}", value.len(), self.capacity),
            ));
        }
        // SAFETY: both checked not to be NULL and then valid by the trait's contract, and the capacity suffices.
        unsafe {
            self.buffer.copy_from(value.as_ptr(), value.len());
            self.len.write(value.len());
        }
        Ok(())
    }
}

/// A structure that may grow. Its first field is `uint32_t struct_size`, set by the caller to the size that it was
/// compiled with.
///
/// # Safety
/// The type is `repr(C)`, has no padding, begins with a `u32` and is plain data.
pub(super) unsafe trait Versioned: Copy {
    /// Size of the first published version: no caller has less.
    const FIRST_SIZE: u32;

    /// What has to be 0.
    fn reserved(&self) -> u32 {
        0
    }
}

/// No structure ever becomes larger: a size beyond is one that was not set.
const LARGEST: u32 = 4096;

/// The size that the caller says its structure has.
///
/// # Safety
/// `structure` is not NULL, and readable.
pub(super) unsafe fn stated_size<T: Versioned>(
    structure: *const T,
    field: &'static str,
) -> Outcome<usize> {
    const { assert!(size_of::<T>() <= LARGEST as usize) };
    // SAFETY: it begins with the size by the contract of `Versioned`.
    let size = unsafe { structure.cast::<u32>().read() };
    if !(T::FIRST_SIZE..=LARGEST).contains(&size) {
        return Err(Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            field,
            format!(
                "struct_size is {size} and must be set to the size of the structure, {} to {LARGEST}",
                T::FIRST_SIZE
            ),
        ));
    }
    Ok(size as usize)
}

/// A caller's [`Versioned`] structure.
pub(super) struct StructOut<T>(pub(super) *mut T);

impl<T: Versioned> Output for StructOut<T> {
    type Value = T;

    unsafe fn clear(&self) {}

    unsafe fn check(&self) -> Outcome<()> {
        not_null(self.0, "out")?;
        // SAFETY: not NULL, and then valid by the trait's contract.
        unsafe { stated_size(self.0, "out")? };
        Ok(())
    }

    unsafe fn write(self, value: T) -> Outcome<()> {
        const HEAD: usize = size_of::<u32>();
        let to = self.0.cast::<u8>();
        // SAFETY: the caller's structure has `theirs` bytes, ours has `size_of::<T>()`; what both have is copied
        // except the size itself, and what only a newer caller has is zeroed.
        unsafe {
            let theirs = self.0.cast::<u32>().read() as usize;
            let shared = theirs.min(size_of::<T>());
            let from = (&raw const value).cast::<u8>();
            to.add(HEAD).copy_from(from.add(HEAD), shared - HEAD);
            to.add(shared).write_bytes(0, theirs - shared);
        }
        Ok(())
    }
}

fn not_null<T>(pointer: *mut T, field: &'static str) -> Outcome<()> {
    if pointer.is_null() {
        Err(Failure::null(field))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[repr(C)]
    #[derive(Clone, Copy)]
    struct Two {
        struct_size: u32,
        old: u32,
        new: u64,
    }

    // SAFETY: `repr(C)`, no padding, `u32` first.
    unsafe impl Versioned for Two {
        const FIRST_SIZE: u32 = 8;
    }

    /// What a caller has, where a structure may stand.
    #[repr(align(8))]
    struct Theirs([u32; 6]);

    #[test]
    fn older_and_newer_callers_get_what_they_know() {
        let value = Two {
            struct_size: 0,
            old: 1,
            new: 2,
        };
        for (size, expected) in [(8, [1, 0xff, 0xff, 0xff]), (16, [1, 2, 0, 0xff])] {
            let mut theirs = Theirs([size, 0xff, 0xff, 0xff, 0xff, 0xff]);
            let out = StructOut((&raw mut theirs).cast::<Two>());
            // SAFETY: `theirs` has at least `size` bytes.
            unsafe {
                out.check().unwrap();
                out.write(value).unwrap();
            }
            let Theirs(theirs) = theirs;
            assert_eq!(theirs[0], size);
            assert_eq!(theirs[1], expected[0]);
            if size == 8 {
                assert_eq!(theirs[2..], [0xff; 4]);
            } else {
                assert_eq!(theirs[2..], [2, 0, 0xff, 0xff]);
            }
        }
        let mut newer = Theirs([24, 0xff, 0xff, 0xff, 0xff, 0xff]);
        // SAFETY: `newer` has 24 bytes.
        unsafe {
            StructOut((&raw mut newer).cast::<Two>())
                .write(value)
                .unwrap()
        };
        assert_eq!(newer.0, [24, 1, 2, 0, 0, 0]);
    }
}
