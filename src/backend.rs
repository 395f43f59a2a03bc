//! Which processor instructions the hot kernels use: chosen once, at run time.
//!
//! Every kernel (field products, AES, many-lane Keccak) has a portable constant-time form and may have a form for
//! a processor family; both give the same bits. A [`Backend`] can only be had for instructions that this
//! processor has, which is what makes the kernels' `unsafe` calls sound.

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
    AesNi,
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

    /// Every backend of this processor, best last.
    pub fn available() -> &'static [Self] {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("aes")
            && std::arch::is_x86_feature_detected!("pclmulqdq")
            && std::arch::is_x86_feature_detected!("avx2")
        {
            return &[Self(Kind::Portable), Self(Kind::AesNi)];
        }
        &[Self(Kind::Portable)]
    }

    /// The name that `nxz_cpu_backend` reports.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Kind::AesNi => "aes-ni",
        }
    }

    pub(crate) fn kind(self) -> Kind {
        self.0
    }
}
