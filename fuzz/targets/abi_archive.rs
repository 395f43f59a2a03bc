//! Sequences of C calls about archives in files, which are changed and cut short between the calls.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nexuszero::ffi::*;
use nexuszero_fuzz::abi::{
    bytes, checked, filled, number, string, Bytes, Calls, Count, Handles, Input, List, Number, Pick,
};
use nexuszero_fuzz::{c, forge, patched, vectors};
use std::path::PathBuf;

#[derive(Debug, Arbitrary)]
enum Call {
    Create(File),
    Open(File, Number),
    OpenPath(Bytes, Number),
    Append {
        archive: Pick,
        statement: Pick,
        context: Bytes,
        proof: Pick,
        label: Bytes,
    },
    Flush(Pick),
    Get(Pick, Count),
    Fingerprint(Pick, u8),
    Check(Pick),
    Summary(Pick),
    Free(Pick),
    /// Changes, as `patched` takes them.
    Damage(File, List<u8>),
    Cut(File, u16),
    /// Pieces of an archive, as `forge` takes them.
    Forge(File, List<u8>),
}

#[derive(Clone, Copy, Debug, Arbitrary)]
enum File {
    A,
    B,
}

const KNOWN: [&str; 4] = [
    "discrete-log-p256",
    "circuit-adder",
    "one-of-many",
    "discrete-log-ristretto255",
];

/// A folder of this process, in memory where the system has such a one. It is there while an input is looked at.
fn folder() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    let parent = match shared.is_dir() {
        true => shared,
        false => std::env::temp_dir(),
    };
    parent.join(format!("nxz-fuzz-{}", std::process::id()))
}

impl File {
    fn path(self) -> PathBuf {
        folder().join(format!("{self:?}"))
    }

    fn text(self) -> Input {
        Input::from(self.path().to_str().expect("UTF-8").as_bytes().to_vec())
    }
}

struct State {
    archives: Handles<nxz_archive>,
    statements: Handles<nxz_statement>,
    proofs: Handles<nxz_proof>,
}

impl State {
    fn new() -> Self {
        let mut state = Self {
            archives: Handles::new(nxz_archive_free),
            statements: Handles::new(nxz_statement_free),
            proofs: Handles::new(nxz_proof_free),
        };
        for name in KNOWN {
            let vector = vectors::named(name);
            let json = Input::from(vector.statement.to_json().into_bytes());
            let (text, len) = (json.text(), json.len());
            state
                .statements
                .make(|out, error| c!(nxz_statement_from_json(text, len, out, error)));
            let (data, len) = (vector.proof.as_ptr(), vector.proof.len());
            state
                .proofs
                .make(|out, error| c!(nxz_proof_from_bytes(data, len, out, error)));
        }
        assert_eq!(state.statements.len() + state.proofs.len(), 2 * KNOWN.len());
        state
    }

    fn run(&mut self, call: Call) {
        match call {
            Call::Create(file) => {
                let path = file.text();
                let (text, len) = (path.text(), path.len());
                let existed = file.path().exists();
                let made = self
                    .archives
                    .make(|out, error| c!(nxz_archive_create(text, len, out, error)));
                assert_eq!(made.is_none(), existed);
            }
            Call::Open(file, mode) => {
                let (path, mode) = (file.text(), mode.get());
                let (text, len) = (path.text(), path.len());
                self.archives
                    .make(|out, error| c!(nxz_archive_open(text, len, mode, out, error)));
            }
            Call::OpenPath(path, mode) => {
                // Whatever is not there; only the files of this target are ever made.
                let path = path.resolve(|_| b"/nowhere/archive".to_vec());
                let somewhere = |bytes: &[u8]| bytes.starts_with(b"/nowhere");
                if path.bytes().is_none_or(somewhere) {
                    let (text, len, mode) = (path.text(), path.len(), mode.get());
                    self.archives
                        .make(|out, error| c!(nxz_archive_open(text, len, mode, out, error)));
                }
            }
            Call::Append {
                archive,
                statement,
                context,
                proof,
                label,
            } => {
                self.append(archive, statement, &context, proof, &label);
            }
            Call::Flush(archive) => {
                let archive = self.archives.get(archive);
                checked(|error| c!(nxz_archive_flush(archive, error)));
            }
            Call::Get(archive, index) => get(self.archives.get(archive), index.get()),
            Call::Fingerprint(archive, capacity) => {
                let archive = self.archives.get(archive);
                filled(capacity, |out, capacity, len, error| {
                    c!(nxz_archive_fingerprint(archive, out, capacity, len, error))
                });
            }
            Call::Check(archive) => {
                let archive = self.archives.get(archive);
                checked(|error| c!(nxz_archive_check(archive, error)));
            }
            Call::Summary(archive) => {
                let archive = self.archives.get(archive);
                string(|out, error| c!(nxz_archive_summary_json(archive, out, error)));
            }
            Call::Free(archive) => self.archives.free(archive),
            Call::Damage(file, changes) => {
                if let Ok(content) = std::fs::read(file.path()) {
                    std::fs::write(file.path(), patched(&content, &changes.0)).expect("a file");
                }
            }
            Call::Cut(file, len) => {
                if let Ok(file) = std::fs::OpenOptions::new().write(true).open(file.path()) {
                    let before = file.metadata().map_or(0, |about| about.len());
                    file.set_len(before.min(len.into()))
                        .expect("a shorter file");
                }
            }
            Call::Forge(file, pieces) => {
                std::fs::write(file.path(), forge::archive(&pieces.0)).expect("a file");
            }
        }
    }

    fn append(
        &mut self,
        archive: Pick,
        statement: Pick,
        context: &Bytes,
        proof: Pick,
        label: &Bytes,
    ) {
        let archive = self.archives.get(archive);
        let (statement, proof) = (self.statements.get(statement), self.proofs.get(proof));
        let context = context.resolve(|len| vec![len; len.into()]);
        let label = label.resolve(|_| "a label".into());
        let (data, len, text, text_len) =
            (context.data(), context.len(), label.text(), label.len());
        let before = c!(nxz_archive_len(archive));
        let index = number(|out, error| {
            c!(nxz_archive_append(
                archive, statement, data, len, proof, text, text_len, out, error
            ))
        });
        assert!(index.is_none_or(|index| index == before));
        assert_eq!(
            c!(nxz_archive_len(archive)),
            before + u64::from(index.is_some())
        );
    }
}

/// The parts of an entry: all or none.
fn get(archive: *const nxz_archive, index: u64) {
    let mut statements = Handles::new(nxz_statement_free);
    let mut proofs = Handles::new(nxz_proof_free);
    let statement =
        statements.make(|out, error| c!(nxz_archive_statement(archive, index, out, error)));
    let proof = proofs.make(|out, error| c!(nxz_archive_proof(archive, index, out, error)));
    let context = bytes(|out, error| c!(nxz_archive_context(archive, index, out, error)));
    let label = string(|out, error| c!(nxz_archive_label(archive, index, out, error)));
    let metrics = string(|out, error| c!(nxz_archive_metrics_json(archive, index, out, error)));
    let time = number(|out, error| c!(nxz_archive_time(archive, index, out, error)));
    let there = [
        statement.is_some(),
        proof.is_some(),
        context.is_some(),
        label.is_some(),
        metrics.is_some(),
        time.is_some(),
    ];
    assert!(there == [true; 6] || there == [false; 6], "{there:?}");
}

fuzz_target!(|calls: Calls<Call>| {
    std::fs::create_dir_all(folder()).expect("a folder");
    let mut state = State::new();
    for call in calls.0 {
        state.run(call);
    }
    drop(state);
    std::fs::remove_dir_all(folder()).expect("the folder");
});
