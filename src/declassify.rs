//! Where a value that depends on secrets becomes public: it goes into a proof, or is the outcome of a call.
//!
//! Before, no branch and no address may depend on it; after, everything may. At run time nothing happens. The
//! constant-time check of the tests follows secrets through the prover and forgets them here.

use subtle::ConstantTimeEq;

/// From here on these values are public. Mutable, so that no copy that was made before is used after.
#[inline(always)]
pub(crate) fn declassify<T>(values: &mut [T]) {
    #[cfg(all(test, target_arch = "x86_64"))]
    crate::constant_time::memcheck::declassify(values);
    #[cfg(not(all(test, target_arch = "x86_64")))]
    let _ = values;
}

/// The value, now public.
#[inline(always)]
pub(crate) fn declassified<T>(mut value: T) -> T {
    declassify(std::slice::from_mut(&mut value));
    value
}

/// Whether two secrets are equal, which is public; where they differ is not.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    declassified(a.ct_eq(b)).into()
}
