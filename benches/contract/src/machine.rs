//! Where it was measured.

use serde::Serialize;

/// CPU features that some backend uses. `avx512` stands for its foundation.
const FLAGS: [(&str, &str); 8] = [
    ("aes", "aes"),
    ("pclmulqdq", "pclmulqdq"),
    ("avx2", "avx2"),
    ("avx512", "avx512f"),
    ("vaes", "vaes"),
    ("vpclmulqdq", "vpclmulqdq"),
    ("gfni", "gfni"),
    ("sha", "sha_ni"),
];

#[derive(Serialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub flags: Vec<&'static str>,
    pub arch: &'static str,
    pub os: &'static str,
    pub rustc: &'static str,
    /// What the library chose at run time.
    pub backend: &'static str,
}

impl Machine {
    pub fn here() -> Self {
        let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let field = |name: &str| {
            cpuinfo
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(key, _)| key.trim() == name)
                .map(|(_, value)| value.trim())
                .unwrap_or_default()
        };
        let present: Vec<&str> = field("flags").split_whitespace().collect();
        Self {
            cpu: field("model name").to_owned(),
            cores: std::thread::available_parallelism().map_or(1, Into::into),
            flags: FLAGS
                .into_iter()
                .filter(|(_, flag)| present.contains(flag))
                .map(|(name, _)| name)
                .collect(),
            arch: std::env::consts::ARCH,
            os: std::env::consts::OS,
            rustc: env!("BENCH_RUSTC_VERSION"),
            backend: nexuszero::cpu_backend(),
        }
    }
}
