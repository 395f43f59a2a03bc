//! Which processor instructions the hot kernels use: detected once, at run time; the best unless the setting `backend` names another.
//!
//! Every kernel (field arithmetic, AES and sums of rows, many-lane Keccak, transposition) has a portable constant-time form and
//! may have a form for a processor family; all give the same bits. A [`Backend`] can only be had for instructions that this
//! processor has, which is what makes the kernels' `unsafe` calls sound.

use std::sync::OnceLock;

/// A set of processor instructions that is known to be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backend(Kind);

/// The sets there are. Private to the crate's kernels: they match on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing beyond the compilation target.
    Portable,
    /// AES-NI, PCLMULQDQ and AVX2.
    #[cfg(target_arch = "x86_64")]
    AesNi(x86_64::AesNi),
    /// The same, and AVX-512 with VAES, VPCLMULQDQ and GFNI.
    #[cfg(target_arch = "x86_64")]
    Avx512(x86_64::Avx512),
    /// The AES and PMULL instructions of Armv8.
    #[cfg(target_arch = "aarch64")]
    Armv8Aes(aarch64::Armv8Aes),
}

/// Evidence that instructions are present: only detection makes these values, and kernels ask for one.
#[cfg(target_arch = "x86_64")]
pub(crate) mod x86_64 {
    /// AES-NI, PCLMULQDQ and AVX2.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct AesNi(());

    impl AesNi {
        pub(super) fn detect() -> Option<Self> {
            (std::arch::is_x86_feature_detected!("aes")
                && std::arch::is_x86_feature_detected!("pclmulqdq")
                && std::arch::is_x86_feature_detected!("avx2"))
            .then_some(Self(()))
        }
    }

    /// What [`AesNi`] vouches for, and AVX-512 F, BW, DQ, VL and VBMI, VAES, VPCLMULQDQ and GFNI: what every processor has that
    /// has VAES on 512 bits (Intel from Ice Lake, AMD from Zen 4).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Avx512(AesNi);

    impl Avx512 {
        pub(super) fn detect() -> Option<Self> {
            let aes_ni = AesNi::detect()?;
            (std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512bw")
                && std::arch::is_x86_feature_detected!("avx512dq")
                && std::arch::is_x86_feature_detected!("avx512vl")
                && std::arch::is_x86_feature_detected!("avx512vbmi")
                && std::arch::is_x86_feature_detected!("vaes")
                && std::arch::is_x86_feature_detected!("vpclmulqdq")
                && std::arch::is_x86_feature_detected!("gfni"))
            .then_some(Self(aes_ni))
        }

        /// Kernels without a form for AVX-512 take the one for AES-NI.
        pub(crate) fn aes_ni(self) -> AesNi {
            self.0
        }
    }
}

/// Evidence, as for the other family.
#[cfg(target_arch = "aarch64")]
pub(crate) mod aarch64 {
    /// NEON with AESE, AESMC and PMULL, on a little-endian processor.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Armv8Aes(());

    impl Armv8Aes {
        pub(super) fn detect() -> Option<Self> {
            (cfg!(target_endian = "little")
                && std::arch::is_aarch64_feature_detected!("neon")
                && std::arch::is_aarch64_feature_detected!("aes")
                && std::arch::is_aarch64_feature_detected!("pmull"))
            .then_some(Self(()))
        }
    }
}

impl Backend {
    /// The portable kernels.
    pub fn portable() -> Self {
        Self(Kind::Portable)
    }

    /// The best backend of this processor.
    pub fn detect() -> Self {
        *Self::available().last().expect("portable is always there")
    }

    /// Every backend of this processor, best last. Detected once.
    pub fn available() -> &'static [Self] {
        static AVAILABLE: OnceLock<Vec<Backend>> = OnceLock::new();
        AVAILABLE.get_or_init(|| {
            let mut all = vec![Self::portable()];
            #[cfg(target_arch = "x86_64")]
            all.extend(x86_64::AesNi::detect().map(|token| Self(Kind::AesNi(token))));
            #[cfg(target_arch = "x86_64")]
            all.extend(x86_64::Avx512::detect().map(|token| Self(Kind::Avx512(token))));
            #[cfg(target_arch = "aarch64")]
            all.extend(aarch64::Armv8Aes::detect().map(|token| Self(Kind::Armv8Aes(token))));
            all
        })
    }

    /// The backend of this processor with that name.
    pub fn by_name(name: &str) -> Option<Self> {
        let mut available = Self::available().iter().copied();
        available.find(|backend| backend.name() == name)
    }

    /// Its name in the setting `backend`.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Kind::AesNi(_) => "aes-ni",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512(_) => "avx-512",
            #[cfg(target_arch = "aarch64")]
            Kind::Armv8Aes(_) => "armv8-aes",
        }
    }

    pub(crate) fn kind(self) -> Kind {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without this, tests of all backends may be tests of the portable one alone.
    #[test]
    #[ignore = "for a processor with AES instructions"]
    fn this_processor_has_more_than_the_portable_backend() {
        assert_ne!(Backend::detect(), Backend::portable());
    }
}
