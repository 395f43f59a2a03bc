//! Sequences of C calls about what is attached to a protocol: optimizers, sinks of events and of metrics, health checks. Whatever a
//! callback does, a proof is made and verifies, and what was taken over is destroyed once.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nexuszero::ffi::nxz_status::*;
use nexuszero::ffi::*;
use nexuszero_fuzz::abi::{
    add_known, add_protocol, checked, slice, text, Bytes, Calls, Handles, Input, Number, Pick,
};
use nexuszero_fuzz::{c, vectors};
use std::ffi::{c_char, c_void, CString};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::OnceLock;

#[derive(Debug, Arbitrary)]
enum Call {
    SetOptimizer(Pick, Structure, Behaviour),
    NoOptimizer(Pick),
    LoadOptimizer(Pick, Bytes, Bytes),
    SetLogSink(Pick, Structure, Number),
    NoLogSink(Pick),
    SetMetricsSink(Pick, Structure),
    NoMetricsSink(Pick),
    Prove(Pick, u8, Bytes),
    HealthCheck(Pick),
    ErrorCount(Pick, Number, i8),
    Free(Pick),
    About(Bytes, i8),
}

/// How a structure of callbacks is filled in.
#[derive(Debug, Arbitrary)]
struct Structure {
    /// Its size: the right one where it is even.
    size: u8,
    reserved: bool,
    without_function: bool,
    without_destroy: bool,
}

impl Structure {
    fn size_of<T>(&self) -> u32 {
        let full = size_of::<T>() as u32;
        match self.size % 2 {
            0 => full,
            _ => u32::from(self.size).min(full),
        }
    }

    /// Whether the library takes it over.
    fn is_complete<T>(&self) -> bool {
        self.size_of::<T>() == size_of::<T>() as u32 && !self.reserved && !self.without_function
    }
}

/// What an optimizer answers.
#[derive(Clone, Debug, Arbitrary)]
struct Behaviour {
    code: i8,
    /// Says to have written so many bytes more than it did.
    excess: Option<u32>,
    reply: Bytes,
}

/// What a callback gets back. It lives as long as anything that it was handed to.
struct Attached {
    destroyed: AtomicUsize,
    behaviour: Behaviour,
    max_level: u32,
}

impl Attached {
    fn new(behaviour: Behaviour, max_level: u32) -> Self {
        Self {
            destroyed: AtomicUsize::new(0),
            behaviour,
            max_level,
        }
    }
}

const REPLIES: [&str; 4] = [
    r#"{"version":1,"candidate":0}"#,
    r#"{"version":1,"candidate":7}"#,
    r#"{"version":1,"profile":"balanced","degree_cap":4}"#,
    r#"{"version":1,"profile":"fast","degree_cap":2,"threads":2}"#,
];

unsafe extern "C" fn optimize(
    user_data: *mut c_void,
    request: *const c_char,
    request_len: usize,
    reply: *mut c_char,
    reply_capacity: usize,
    reply_len: *mut usize,
) -> i32 {
    // SAFETY: the header says what is handed over, and that so many bytes can be read and written.
    let (attached, request, reply, reply_len) = unsafe {
        (
            &*user_data.cast::<Attached>(),
            slice(request.cast(), request_len + 1),
            std::slice::from_raw_parts_mut(reply.cast::<u8>(), reply_capacity),
            &mut *reply_len,
        )
    };
    assert_eq!(attached.destroyed.load(SeqCst), 0);
    let (nul, json) = request.split_last().expect("a NUL");
    assert_eq!(*nul, 0);
    let request: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    assert_eq!(request["version"], 1);
    let behaviour = &attached.behaviour;
    let answer = behaviour.reply.resolve(|which| {
        let which = usize::from(which) % REPLIES.len();
        REPLIES[which].into()
    });
    let answer = answer.bytes().unwrap_or_default();
    reply[..answer.len()].copy_from_slice(answer);
    *reply_len = answer
        .len()
        .saturating_add(behaviour.excess.map_or(0, |excess| excess as usize));
    behaviour.code.into()
}

unsafe extern "C" fn on_event(user_data: *mut c_void, level: u32, json: *const c_char, len: usize) {
    // SAFETY: the header says so.
    let (attached, json) = unsafe { (&*user_data.cast::<Attached>(), slice(json.cast(), len)) };
    assert_eq!(attached.destroyed.load(SeqCst), 0);
    assert!((NXZ_LOG_ERROR..=attached.max_level).contains(&level));
    let event: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    assert!(event.is_object() && !json.contains(&b'\n'));
}

unsafe extern "C" fn on_proof(user_data: *mut c_void, json: *const c_char, len: usize) {
    // SAFETY: the header says so.
    let (attached, json) = unsafe { (&*user_data.cast::<Attached>(), slice(json.cast(), len)) };
    assert_eq!(attached.destroyed.load(SeqCst), 0);
    let proof: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    assert!(proof.is_object());
}

unsafe extern "C" fn destroy(user_data: *mut c_void) {
    // SAFETY: it is what was handed over, which lives until this was called.
    let attached = unsafe { &*user_data.cast::<Attached>() };
    assert_eq!(attached.destroyed.fetch_add(1, SeqCst), 0);
}

/// Statements whose proofs have many candidates, and their witnesses.
const KNOWN: [&str; 2] = ["circuit-adder", "preimage-blake3-stated"];
/// Proofs and health checks that one input may ask for, each taking as long as a hundred other calls.
const MAX_PROOFS: usize = 3;

/// Protocols that ask an optimizer: one always, one until it failed. Profiles that take long are beyond the limit of work.
fn configs() -> &'static [String; 2] {
    static CONFIGS: OnceLock<[String; 2]> = OnceLock::new();
    CONFIGS.get_or_init(|| {
        let protocol = nexuszero::pipeline::Protocol::new(nexuszero::config::ProtocolConfig::preset(
            nexuszero::config::Preset::Default,
        ));
        let protocol = protocol.expect("a good configuration");
        let work = |name| {
            let estimate = protocol.estimate(&vectors::named(name).statement);
            estimate.expect("it has proofs").work
        };
        let work = KNOWN.map(work).into_iter().max().expect("a number");
        [(u32::MAX, 0), (2, 4)].map(|(failures, cache)| {
            format!(
                r#"{{"use_optimizer":true,"threads":2,"limits":{{"max_work":{work}}},"optimizer":{{"deadline":600000,"max_failures":{failures},"cache_size":{cache}}}}}"#
            )
        })
    })
}

struct State {
    protocols: Handles<nxz_protocol>,
    statements: Handles<nxz_statement>,
    witnesses: Handles<nxz_witness>,
    proofs: Handles<nxz_proof>,
    /// What was handed over, and whether it is the library's, with a function that destroys it.
    attached: Vec<(Box<Attached>, bool)>,
    asked: usize,
}

impl State {
    fn new() -> Self {
        let mut state = Self {
            protocols: Handles::new(nxz_protocol_free),
            statements: Handles::new(nxz_statement_free),
            witnesses: Handles::new(nxz_witness_free),
            proofs: Handles::new(nxz_proof_free),
            attached: Vec::new(),
            asked: 0,
        };
        for json in configs() {
            add_protocol(&mut state.protocols, json);
        }
        for name in KNOWN {
            let vector = vectors::named(name);
            add_known(&mut state.statements, &mut state.witnesses, vector);
        }
        assert_eq!(state.protocols.len() + state.statements.len(), 4);
        state
    }

    /// Hands something over with `set`, which takes it exactly where it is complete and the protocol is one.
    fn attach(
        &mut self,
        protocol: Pick,
        structure: &Structure,
        complete: bool,
        attached: Attached,
        set: impl FnOnce(*mut nxz_protocol, *mut c_void, *mut *mut nxz_error) -> nxz_status,
    ) {
        let protocol_is_live = match protocol {
            Pick::Live(_) => !self.protocols.is_empty(),
            Pick::Null | Pick::Foreign => false,
        };
        let protocol = self.protocols.get(protocol);
        let attached = Box::new(attached);
        let user_data = (&raw const *attached).cast_mut().cast();
        let status = checked(|error| set(protocol, user_data, error));
        assert_eq!(status == NXZ_OK, complete && protocol_is_live);
        let destroys = status == NXZ_OK && !structure.without_destroy;
        self.attached.push((attached, destroys));
    }

    fn run(&mut self, call: Call) {
        match call {
            Call::SetOptimizer(protocol, structure, behaviour) => {
                self.set_optimizer(protocol, &structure, behaviour);
            }
            Call::NoOptimizer(protocol) => {
                let (protocol, none) = (self.protocols.get(protocol), std::ptr::null());
                checked(|error| c!(nxz_protocol_set_optimizer(protocol, none, error)));
            }
            Call::LoadOptimizer(protocol, path, config) => {
                self.load_optimizer(protocol, &path, &config);
            }
            Call::SetLogSink(protocol, structure, level) => {
                self.set_log_sink(protocol, &structure, level);
            }
            Call::NoLogSink(protocol) => {
                let (protocol, none) = (self.protocols.get(protocol), std::ptr::null());
                checked(|error| c!(nxz_protocol_set_log_sink(protocol, none, error)));
            }
            Call::SetMetricsSink(protocol, structure) => {
                self.set_metrics_sink(protocol, &structure);
            }
            Call::NoMetricsSink(protocol) => {
                let (protocol, none) = (self.protocols.get(protocol), std::ptr::null());
                checked(|error| c!(nxz_protocol_set_metrics_sink(protocol, none, error)));
            }
            Call::Prove(..) | Call::HealthCheck(_) if self.asked >= MAX_PROOFS => {}
            Call::Prove(protocol, which, context) => {
                self.asked += 1;
                self.prove(protocol, which, &context);
            }
            Call::HealthCheck(protocol) => {
                self.asked += 1;
                let protocol = self.protocols.get(protocol);
                let status = checked(|error| c!(nxz_protocol_health_check(protocol, error)));
                if protocol.is_null() {
                    assert_eq!(status, NXZ_ERR_NULL_POINTER);
                    assert_eq!(checked(|error| c!(nxz_health_check(error))), NXZ_OK);
                } else {
                    let known = [NXZ_OK, NXZ_ERR_OPTIMIZATION, NXZ_ERR_INVALID_HANDLE];
                    assert!(known.contains(&status), "{status:?}");
                }
            }
            Call::ErrorCount(protocol, operation, status) => {
                self.error_count(protocol, operation, status);
            }
            Call::Free(protocol) => self.protocols.free(protocol),
            Call::About(name, status) => about(&name, status),
        }
    }

    fn set_optimizer(&mut self, protocol: Pick, structure: &Structure, behaviour: Behaviour) {
        let complete = structure.is_complete::<nxz_optimizer>();
        let optimizer = nxz_optimizer {
            struct_size: structure.size_of::<nxz_optimizer>(),
            reserved: structure.reserved.into(),
            user_data: std::ptr::null_mut(),
            name: c"fuzz".as_ptr(),
            optimize: (!structure.without_function).then_some(optimize),
            destroy: (!structure.without_destroy).then_some(destroy),
        };
        let attached = Attached::new(behaviour, 0);
        self.attach(
            protocol,
            structure,
            complete,
            attached,
            |protocol, user_data, error| {
                let optimizer = nxz_optimizer {
                    user_data,
                    ..optimizer
                };
                c!(nxz_protocol_set_optimizer(protocol, &optimizer, error))
            },
        );
    }

    fn set_log_sink(&mut self, protocol: Pick, structure: &Structure, level: Number) {
        // There is no field `reserved`: its place has the level.
        let known = (NXZ_LOG_ERROR..=NXZ_LOG_DEBUG).contains(&level.get());
        let reserved_is_right = Structure {
            reserved: false,
            ..*structure
        };
        let complete = known && reserved_is_right.is_complete::<nxz_log_sink>();
        let attached = Attached::new(NO_BEHAVIOUR, level.get());
        self.attach(
            protocol,
            structure,
            complete,
            attached,
            |protocol, user_data, error| {
                let sink = nxz_log_sink {
                    struct_size: structure.size_of::<nxz_log_sink>(),
                    max_level: level.get(),
                    user_data,
                    on_event: (!structure.without_function).then_some(on_event),
                    destroy: (!structure.without_destroy).then_some(destroy),
                };
                c!(nxz_protocol_set_log_sink(protocol, &sink, error))
            },
        );
    }

    fn set_metrics_sink(&mut self, protocol: Pick, structure: &Structure) {
        let complete = structure.is_complete::<nxz_metrics_sink>();
        let attached = Attached::new(NO_BEHAVIOUR, 0);
        self.attach(
            protocol,
            structure,
            complete,
            attached,
            |protocol, user_data, error| {
                let sink = nxz_metrics_sink {
                    struct_size: structure.size_of::<nxz_metrics_sink>(),
                    reserved: structure.reserved.into(),
                    user_data,
                    on_proof: (!structure.without_function).then_some(on_proof),
                    destroy: (!structure.without_destroy).then_some(destroy),
                };
                c!(nxz_protocol_set_metrics_sink(protocol, &sink, error))
            },
        );
    }

    fn load_optimizer(&mut self, protocol: Pick, path: &Bytes, config: &Bytes) {
        let protocol = self.protocols.get(protocol);
        // Only what is no plugin: loading one runs its code.
        let path = match path {
            Bytes::Raw(name) => Input::from([b"/nowhere/", &name.0[..]].concat()),
            known => known.resolve(|which| {
                let known = ["", "/dev/null", "/", "/nowhere/plugin.so"];
                known[usize::from(which) % known.len()].into()
            }),
        };
        if path
            .bytes()
            .is_some_and(|path| !path.is_empty() && path[0] != b'/')
        {
            return;
        }
        let config = config.resolve(|_| b"{}".to_vec());
        let status = checked(|error| {
            c!(nxz_protocol_load_optimizer(
                protocol,
                path.text(),
                path.len(),
                config.text(),
                config.len(),
                error
            ))
        });
        assert_ne!(status, NXZ_OK);
    }

    /// Whatever is attached, a proof is made, and verifies.
    fn prove(&mut self, protocol: Pick, which: u8, context: &Bytes) {
        let is_live = matches!(protocol, Pick::Live(_)) && !self.protocols.is_empty();
        let protocol = self.protocols.get(protocol);
        let (statement, witness) = (
            self.statements.get(Pick::Live(which)),
            self.witnesses.get(Pick::Live(which)),
        );
        let context = context.resolve(|_| b"context".to_vec());
        let (data, len) = (context.data(), context.len());
        let proof = self.proofs.make(|out, error| {
            c!(nxz_prove(
                protocol, statement, witness, data, len, out, error
            ))
        });
        assert_eq!(proof.is_some(), is_live && context.bytes().is_some());
        let Some(proof) = proof else {
            return;
        };
        let verified =
            checked(|error| c!(nxz_verify(protocol, statement, data, len, proof, error)));
        assert_eq!(verified, NXZ_OK);
    }

    fn error_count(&self, protocol: Pick, operation: Number, status: i8) {
        let protocol = self.protocols.get(protocol);
        let mut metrics = Handles::new(nxz_metrics_free);
        let made = metrics.make(|out, error| c!(nxz_protocol_metrics(protocol, out, error)));
        let made = made.unwrap_or(std::ptr::null_mut());
        let (operation, status) = (operation.get(), status.into());
        let mut count = u64::MAX;
        let answer = checked(|error| {
            c!(nxz_metrics_error_count(
                made, operation, status, &mut count, error
            ))
        });
        // Nothing failed but what the caller did wrong, which the protocol sees where it is about a context.
        assert!(count <= MAX_PROOFS as u64 && (answer == NXZ_OK || count == 0));
    }
}

const NO_BEHAVIOUR: Behaviour = Behaviour {
    code: 0,
    excess: None,
    reply: Bytes::Null(0),
};

/// What the library says of itself.
fn about(name: &Bytes, status: i8) {
    assert!(c!(nxz_abi_version()) > 0);
    let version = text(|| c!(nxz_version()));
    assert!(version.is_some_and(|version| version.split('.').count() == 3));
    let [best, all] = [
        text(|| c!(nxz_cpu_backend())),
        text(|| c!(nxz_cpu_backends())),
    ];
    let [best, all] = [best, all].map(|names| names.expect("a text"));
    assert_eq!(all.split(',').next_back(), Some(&best[..]));
    let known = text(|| c!(nxz_status_name(status.into())));
    assert!(known.is_none_or(|name| !name.is_empty()));
    let name = name.resolve(|which| {
        let names = ["range", "sha256", "allocator", "p256"];
        names[usize::from(which) % names.len()].into()
    });
    let name = CString::new(name.bytes().unwrap_or_default());
    let name = name.as_ref().map_or(std::ptr::null(), |name| name.as_ptr());
    assert!(c!(nxz_has_feature(name)) <= u32::from(!name.is_null()));
}

fuzz_target!(|calls: Calls<Call>| {
    let mut state = State::new();
    for call in calls.0 {
        state.run(call);
    }
    let attached = std::mem::take(&mut state.attached);
    drop(state);
    // An optimizer may be destroyed by its own thread, a little later.
    for (attached, destroys) in attached {
        while destroys && attached.destroyed.load(SeqCst) == 0 {
            std::thread::yield_now();
        }
        assert_eq!(attached.destroyed.load(SeqCst), usize::from(destroys));
    }
});
