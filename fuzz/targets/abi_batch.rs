//! Sequences of C calls about batches, and statistics over their proofs.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nexuszero::ffi::nxz_status::*;
use nexuszero::ffi::*;
use nexuszero_fuzz::abi::{
    add_known, checked, string, text, Bytes, Calls, Count, Handles, Input, List, Pick,
};
use nexuszero_fuzz::{c, vectors};
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

#[derive(Debug, Arbitrary)]
enum Call {
    New,
    Prove {
        batch: Pick,
        protocol: Pick,
        items: List<(Pick, Pick, Bytes)>,
        options: Options,
    },
    Verify {
        batch: Pick,
        protocol: Pick,
        items: List<(Pick, Pick, Bytes)>,
        options: Options,
    },
    Item(Pick, Count),
    Proof(Pick, Count),
    Summary(Pick),
    Free(Pick),
    Aggregate(List<Pick>),
    Compare(List<Pick>, List<Pick>),
    FreeProof(Pick),
}

#[derive(Debug, Arbitrary)]
struct Options {
    given: bool,
    struct_size: u8,
    threads: u8,
    request_id: Bytes,
    /// After how many items the batch is cancelled.
    cancel: Option<u8>,
    /// The contexts are NULL.
    without_contexts: bool,
}

const KNOWN: [&str; 2] = ["circuit-adder", "discrete-log-ristretto255"];
/// Items that one input may prove or verify.
const MAX_ITEMS: usize = 6;

/// Cancels after as many items as `user_data` says.
unsafe extern "C" fn progress(user_data: *mut c_void, done: usize, total: usize) -> i32 {
    assert!(done <= total);
    // SAFETY: it is the number that `run` keeps during the call.
    let left = unsafe { &*user_data.cast::<AtomicUsize>() };
    i32::from(left.load(Relaxed) <= done)
}

struct State {
    protocols: Handles<nxz_protocol>,
    statements: Handles<nxz_statement>,
    witnesses: Handles<nxz_witness>,
    proofs: Handles<nxz_proof>,
    batches: Handles<nxz_batch>,
    items: usize,
}

impl State {
    fn new() -> Self {
        let mut state = Self {
            protocols: Handles::new(nxz_protocol_free),
            statements: Handles::new(nxz_statement_free),
            witnesses: Handles::new(nxz_witness_free),
            proofs: Handles::new(nxz_proof_free),
            batches: Handles::new(nxz_batch_free),
            items: 0,
        };
        let mut configs = Handles::new(nxz_config_free);
        for preset in [NXZ_PRESET_FAST, NXZ_PRESET_SECURE] {
            let config = configs.make(|out, error| c!(nxz_config_new(preset, out, error)));
            let config = config.expect("a configuration");
            checked(|error| c!(nxz_config_set_profile(config, NXZ_PROFILE_FAST, error)));
            state
                .protocols
                .make(|out, error| c!(nxz_protocol_new(config, out, error)));
        }
        for name in KNOWN {
            let vector = vectors::named(name);
            add_known(&mut state.statements, &mut state.witnesses, vector);
            let (data, len) = (vector.proof.as_ptr(), vector.proof.len());
            state
                .proofs
                .make(|out, error| c!(nxz_proof_from_bytes(data, len, out, error)));
        }
        assert_eq!(
            state.protocols.len() + state.statements.len() + state.proofs.len(),
            2 + 2 * KNOWN.len()
        );
        state
    }

    fn run(&mut self, call: Call) {
        match call {
            Call::New => {
                self.batches
                    .make(|out, error| c!(nxz_batch_new(out, error)));
            }
            Call::Prove {
                batch,
                protocol,
                items,
                options,
            } => {
                self.fill(batch, protocol, items.0, &options, true);
            }
            Call::Verify {
                batch,
                protocol,
                items,
                options,
            } => {
                self.fill(batch, protocol, items.0, &options, false);
            }
            Call::Item(batch, index) => {
                let (batch, index) = (self.batches.get(batch), index.get() as usize);
                let status = c!(nxz_batch_status(batch, index));
                let message = text(|| c!(nxz_batch_message(batch, index))).expect("a text");
                if index < c!(nxz_batch_count(batch)) {
                    assert_eq!(message.is_empty(), status == NXZ_OK);
                } else {
                    assert!(message.is_empty() && status != NXZ_OK);
                }
            }
            Call::Proof(batch, index) => {
                let (batch, index) = (self.batches.get(batch), index.get() as usize);
                self.proofs
                    .make(|out, error| c!(nxz_batch_proof(batch, index, out, error)));
            }
            Call::Summary(batch) => summary(self.batches.get(batch)),
            Call::Free(batch) => self.batches.free(batch),
            Call::Aggregate(proofs) => {
                let proofs = self.some_proofs(&proofs.0);
                let (all, count) = (proofs.as_ptr(), proofs.len());
                let json = string(|out, error| c!(nxz_proofs_aggregate(all, count, out, error)));
                check_json(json);
            }
            Call::Compare(base, other) => {
                let (base, other) = (self.some_proofs(&base.0), self.some_proofs(&other.0));
                let json = string(|out, error| {
                    let (base, base_count) = (base.as_ptr(), base.len());
                    c!(nxz_proofs_compare(
                        base,
                        base_count,
                        other.as_ptr(),
                        other.len(),
                        out,
                        error
                    ))
                });
                check_json(json);
            }
            Call::FreeProof(proof) => self.proofs.free(proof),
        }
    }

    fn some_proofs(&self, picks: &[Pick]) -> Vec<*const nxz_proof> {
        let picks = picks.iter().take(16);
        picks
            .map(|pick| self.proofs.get(*pick).cast_const())
            .collect()
    }

    fn fill(
        &mut self,
        batch: Pick,
        protocol: Pick,
        mut items: Vec<(Pick, Pick, Bytes)>,
        options: &Options,
        proves: bool,
    ) {
        items.truncate(MAX_ITEMS - self.items);
        self.items += items.len();
        let (batch, protocol) = (self.batches.get(batch), self.protocols.get(protocol));
        let statements: Vec<_> = items
            .iter()
            .map(|(pick, ..)| self.statements.get(*pick).cast_const())
            .collect();
        let witnesses: Vec<_> = items
            .iter()
            .map(|(_, pick, _)| self.witnesses.get(*pick).cast_const())
            .collect();
        let proofs: Vec<_> = items
            .iter()
            .map(|(_, pick, _)| self.proofs.get(*pick).cast_const())
            .collect();
        let context = |(.., context): &(_, _, Bytes)| context.resolve(|_| vectors::CONTEXT.into());
        let contexts: Vec<_> = items.iter().map(context).collect();
        let (data, lens): (Vec<_>, Vec<_>) = contexts
            .iter()
            .map(|context| (context.data(), context.len()))
            .unzip();
        let (contexts, lens) = match options.without_contexts {
            true => (std::ptr::null(), std::ptr::null()),
            false => (data.as_ptr(), lens.as_ptr()),
        };
        let cancel = AtomicUsize::new(options.cancel.map_or(usize::MAX, usize::from));
        let request_id = options.request_id.resolve(|_| b"batch".to_vec());
        let options = options.to_c(&request_id, &cancel);
        let options = options
            .as_ref()
            .map_or(std::ptr::null(), std::ptr::from_ref);
        let (statements, count) = (statements.as_ptr(), items.len());
        let status = checked(|error| match proves {
            true => c!(nxz_batch_prove(
                batch,
                protocol,
                statements,
                witnesses.as_ptr(),
                contexts,
                lens,
                count,
                options,
                error
            )),
            false => c!(nxz_batch_verify(
                batch,
                protocol,
                statements,
                contexts,
                lens,
                proofs.as_ptr(),
                count,
                options,
                error
            )),
        });
        let results = c!(nxz_batch_count(batch));
        assert!(results == 0 || results == count);
        if status == NXZ_OK {
            assert!((0..count).all(|index| c!(nxz_batch_status(batch, index)) == NXZ_OK));
        }
    }
}

impl Options {
    fn to_c(&self, request_id: &Input, cancel: &AtomicUsize) -> Option<nxz_batch_options> {
        let full = size_of::<nxz_batch_options>() as u32;
        self.given.then(|| nxz_batch_options {
            struct_size: match self.struct_size {
                0..=0xdf => full,
                size => full.min(u32::from(size & 0x3f)),
            },
            threads: match self.threads {
                0xff => u32::MAX,
                threads => u32::from(threads % 4),
            },
            request_id: request_id.text(),
            request_id_len: request_id.len(),
            user_data: std::ptr::from_ref(cancel).cast_mut().cast(),
            progress: self.cancel.is_some().then_some(progress as _),
        })
    }
}

fn check_json(json: Option<String>) {
    if let Some(json) = json {
        serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
    }
}

fn summary(batch: *const nxz_batch) {
    // SAFETY: all its fields are numbers.
    let mut totals: nxz_batch_totals = unsafe { std::mem::zeroed() };
    totals.struct_size = size_of::<nxz_batch_totals>() as u32;
    let status = checked(|error| c!(nxz_batch_summary(batch, &mut totals, error)));
    let json = string(|out, error| c!(nxz_batch_metrics_json(batch, out, error)));
    assert_eq!(status == NXZ_OK, json.is_some());
    check_json(json);
    assert_eq!(totals.items, c!(nxz_batch_count(batch)) as u64);
    assert_eq!(
        totals.items,
        totals.succeeded + totals.failed + totals.cancelled
    );
}

fuzz_target!(|calls: Calls<Call>| {
    let mut state = State::new();
    for call in calls.0 {
        state.run(call);
    }
});
