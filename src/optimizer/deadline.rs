//! Asking an optimizer without waiting longer than the deadline.
//!
//! Each optimizer has one thread of its own, started with the first question, so that it is asked one question at a time
//! and a late one holds up nobody. Questions wait for their turn within their deadline; once a call is late, those that
//! come are turned away at once until it returns.

use super::Optimizer;
use crate::error::{ErrorKind, ProtocolError, Result};
use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Stack of the thread: as much as C programs are used to. Memory is taken as it is used.
const STACK: usize = 8 << 20;

/// Threads whose worker is gone while a late call still runs in them. A call cannot be interrupted: this bounds what optimizers that never
/// answer can pile up.
static ABANDONED: AtomicUsize = AtomicUsize::new(0);

/// With so many, no further thread is started.
const MAX_ABANDONED: usize = 16;

/// What became of a question.
#[derive(Debug)]
pub enum Answer {
    /// It was answered in time.
    Reply(String),
    /// The optimizer failed.
    Failed(ProtocolError),
    /// It did not answer in time; what it answers later is discarded.
    Late,
}

/// Why a question was not asked.
#[derive(Debug)]
pub struct Busy(pub &'static str);

/// An optimizer and its thread.
pub struct Worker {
    optimizer: Arc<dyn Optimizer>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// A call ended or became late.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    call: Call,
    /// Counts the calls, so that one that became late is not taken for the next one.
    number: u64,
    thread: Option<Thread>,
    /// It counts among the abandoned.
    abandoned: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Call {
    #[default]
    None,
    InTime,
    Late,
}

struct Thread {
    questions: Sender<Question>,
    handle: JoinHandle<()>,
    /// The process that started it. In one that was forked since, it is not there.
    process: u32,
}

struct Question {
    request: String,
    reply: SyncSender<Result<String>>,
}

impl Worker {
    /// A worker that has not started its thread.
    pub fn new(optimizer: Arc<dyn Optimizer>) -> Self {
        Self {
            optimizer,
            shared: Arc::default(),
        }
    }

    /// Asks, and waits for the turn and the answer no longer than `deadline`.
    pub fn ask(&self, request: String, deadline: Duration) -> std::result::Result<Answer, Busy> {
        let start = Instant::now();
        let left = || deadline.saturating_sub(start.elapsed());
        let mut state = self.shared.lock();
        if state.runs_here() {
            return Err(Busy("it is asked from inside its own call"));
        }
        while state.call != Call::None {
            if state.call == Call::Late {
                return Err(Busy("it is still busy with a question that became late"));
            }
            if left().is_zero() {
                return Err(Busy("it was busy with other questions"));
            }
            let waited = self.shared.changed.wait_timeout(state, left());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let questions = match self.questions(&mut state) {
            Ok(questions) => questions,
            Err(error) => return Ok(Answer::Failed(error)),
        };
        state.call = Call::InTime;
        state.number += 1;
        let number = state.number;
        drop(state);

        let (reply, answer) = mpsc::sync_channel(1);
        // Fails only if the thread is gone, and then the answer says so.
        let _ = questions.send(Question { request, reply });
        Ok(match answer.recv_timeout(left()) {
            Ok(Ok(reply)) => Answer::Reply(reply),
            Ok(Err(error)) => Answer::Failed(error),
            Err(RecvTimeoutError::Timeout) => {
                let mut state = self.shared.lock();
                if state.number == number && state.call == Call::InTime {
                    state.call = Call::Late;
                    self.shared.changed.notify_all();
                }
                Answer::Late
            }
            Err(RecvTimeoutError::Disconnected) => {
                Answer::Failed(failure("the optimizer's thread ended"))
            }
        })
    }

    /// The way to the thread, which is started if need be.
    fn questions(&self, state: &mut State) -> Result<Sender<Question>> {
        if let Some(thread) = &state.thread {
            return Ok(thread.questions.clone());
        }
        if ABANDONED.load(Relaxed) >= MAX_ABANDONED {
            let message = "too many optimizers of this process do not return from late calls";
            return Err(failure(message));
        }
        let (questions, receiver) = mpsc::channel();
        let (optimizer, shared) = (self.optimizer.clone(), self.shared.clone());
        let handle = thread::Builder::new()
            .name("nxz-optimizer".into())
            .stack_size(STACK)
            .spawn(move || serve(&*optimizer, &shared, receiver))
            .map_err(|error| failure(&format!("no thread for the optimizer: {error}")))?;
        let thread = state.thread.insert(Thread {
            questions,
            handle,
            process: process::id(),
        });
        Ok(thread.questions.clone())
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of an optimizer runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether this is the optimizer's own thread, which cannot wait for itself.
    fn runs_here(&self) -> bool {
        let thread = self.thread.as_ref();
        thread.is_some_and(|thread| thread.handle.thread().id() == thread::current().id())
    }
}

/// The thread: answers until nobody can ask any more.
fn serve(optimizer: &dyn Optimizer, shared: &Shared, questions: Receiver<Question>) {
    for Question { request, reply } in questions {
        // Unwind safety: what a panic leaves half-changed belongs to the optimizer.
        let answer = catch_unwind(AssertUnwindSafe(|| optimizer.optimize(&request)));
        let answer = answer.unwrap_or_else(|payload| {
            // Dropping an arbitrary payload could panic again.
            mem::forget(payload);
            Err(failure("the optimizer panicked"))
        });
        shared.lock().call = Call::None;
        shared.changed.notify_all();
        // Nobody waits for a late answer.
        let _ = reply.send(answer);
    }
    if shared.lock().abandoned {
        ABANDONED.fetch_sub(1, Relaxed);
    }
}

/// The optimizer is dropped when both this and its thread have let go of it: at once if it is idle, otherwise by the thread
/// when the call returns.
impl Drop for Worker {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        let (thread, idle) = (state.thread.take(), state.call == Call::None);
        let thread = match thread {
            // There is nothing to wait for, nor to let go of.
            Some(thread) if thread.process != process::id() => return mem::forget(thread),
            thread => thread,
        };
        if thread.is_some() && !idle {
            state.abandoned = true;
            ABANDONED.fetch_add(1, Relaxed);
        }
        drop(state);
        if let Some(Thread {
            questions, handle, ..
        }) = thread
        {
            drop(questions);
            if idle {
                // It fails only if the thread panicked, and then there is nothing to wait for.
                let _ = handle.join();
            }
        }
    }
}

fn failure(message: &str) -> ProtocolError {
    ProtocolError::new(ErrorKind::Optimization, message)
}
