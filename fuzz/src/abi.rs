//! Calls of the C functions: handles in pools, inputs as callers may pass them, and what holds for every call (`include/nexuszero.h`,
//! "Conventions", "Errors").

use crate::vectors::Vector;
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use nexuszero::ffi::nxz_status::{self, *};
use nexuszero::ffi::*;
use std::ffi::{c_char, CStr};

/// Calls a function of the C interface.
#[macro_export]
macro_rules! c {
    ($function:ident($($argument:expr),* $(,)?)) => {
        // SAFETY: handles are NULL, live or of another type, pointers are NULL or lead to as many elements as is said, and one thread uses
        // them all: what the header asks for.
        unsafe { nexuszero::ffi::$function($($argument),*) }
    };
}

/// Which handle is passed.
#[derive(Clone, Copy, Debug)]
pub enum Pick {
    /// None.
    Null,
    /// One of another type.
    Foreign,
    /// One of those that are there.
    Live(u8),
}

impl<'a> Arbitrary<'a> for Pick {
    fn arbitrary(u: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
        Ok(match u8::arbitrary(u)? {
            0xfe => Self::Foreign,
            0xff => Self::Null,
            place => Self::Live(place),
        })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, Some(1))
    }
}

/// The handles of one type; those that are left are freed in the end.
pub struct Handles<H> {
    live: Vec<*mut H>,
    free: unsafe extern "C" fn(*mut H),
}

impl<H> Handles<H> {
    /// None yet.
    pub fn new(free: unsafe extern "C" fn(*mut H)) -> Self {
        let live = Vec::new();
        Self { live, free }
    }

    fn place(&self, place: u8) -> Option<usize> {
        usize::from(place).checked_rem(self.live.len())
    }

    /// The handle that is meant; NULL where there is none.
    pub fn get(&self, pick: Pick) -> *mut H {
        match pick {
            Pick::Null => std::ptr::null_mut(),
            Pick::Foreign => foreign().cast(),
            Pick::Live(place) => self
                .place(place)
                .map_or(std::ptr::null_mut(), |place| self.live[place]),
        }
    }

    /// Makes a handle; it is there if, and only if, the call says so.
    pub fn make(
        &mut self,
        call: impl FnOnce(*mut *mut H, *mut *mut nxz_error) -> nxz_status,
    ) -> Option<*mut H> {
        // What is in the slot before is not looked at.
        let mut out: *mut H = foreign().cast();
        let status = checked(|error| call(&mut out, error));
        assert_eq!(status == NXZ_OK, !out.is_null());
        if out.is_null() {
            return None;
        }
        self.live.push(out);
        Some(out)
    }

    /// Frees the handle that is meant; one of another type is left alone.
    pub fn free(&mut self, pick: Pick) {
        let handle = self.get(pick);
        self.live.retain(|live| *live != handle);
        // SAFETY: NULL, of another type, or live until now and in no list any more.
        unsafe { (self.free)(handle) }
    }

    /// Frees the last one.
    pub fn free_last(&mut self) {
        if let Some(handle) = self.live.pop() {
            // SAFETY: it is live, and in no list any more.
            unsafe { (self.free)(handle) }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }
}

impl<H> Drop for Handles<H> {
    fn drop(&mut self) {
        while !self.live.is_empty() {
            self.free_last();
        }
    }
}

/// A handle that no function of the targets takes: compressed bytes. It lives as long as the process.
fn foreign() -> *mut nxz_bytes {
    use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};
    static FOREIGN: AtomicPtr<nxz_bytes> = AtomicPtr::new(std::ptr::null_mut());
    if FOREIGN.load(Relaxed).is_null() {
        let mut out = std::ptr::null_mut();
        let error = std::ptr::null_mut();
        let status = c!(nxz_compress(0, std::ptr::null(), 0, &mut out, error));
        assert_eq!(status, NXZ_OK);
        FOREIGN.store(out, Relaxed);
    }
    FOREIGN.load(Relaxed)
}

/// Calls with an error slot: there is an error if, and only if, the call failed, and it says what failed. A panic is a defect, and ends
/// the process before it becomes a status.
pub fn checked(call: impl FnOnce(*mut *mut nxz_error) -> nxz_status) -> nxz_status {
    // What is in the slot before is not looked at.
    let mut error: *mut nxz_error = foreign().cast();
    let status = call(&mut error);
    assert_eq!(status == NXZ_OK, error.is_null());
    assert!(status != NXZ_ERR_PANIC && status != NXZ_ERR_INTERNAL);
    if !error.is_null() {
        assert_eq!(c!(nxz_error_code(error)), status);
        let problems = c!(nxz_error_problems(error));
        assert!(problems > 0);
        let first = [
            (
                c!(nxz_error_message(error)),
                c!(nxz_error_problem_message(error, 0)),
            ),
            (
                c!(nxz_error_field(error)),
                c!(nxz_error_problem_field(error, 0)),
            ),
        ];
        assert!(first
            .iter()
            .all(|(shown, of_problem)| text(|| *shown) == text(|| *of_problem)));
        for index in 0..problems {
            assert_ne!(c!(nxz_error_problem_code(error, index)), NXZ_OK);
            let message = text(|| c!(nxz_error_problem_message(error, index)));
            assert!(message.is_some_and(|message| !message.is_empty()));
            // Of a setting that there is not, which may have no name.
            text(|| c!(nxz_error_problem_field(error, index)));
        }
        c!(nxz_error_free(error));
    }
    status
}

/// A text that the library lends, where there is one.
pub fn text(lent: impl FnOnce() -> *const c_char) -> Option<String> {
    let text = lent();
    if text.is_null() {
        return None;
    }
    // SAFETY: not NULL, and texts of the library end with a NUL.
    let text = unsafe { CStr::from_ptr(text) };
    Some(text.to_str().expect("texts are UTF-8").to_owned())
}

/// Makes a text and takes what is in it.
pub fn string(
    call: impl FnOnce(*mut *mut nxz_string, *mut *mut nxz_error) -> nxz_status,
) -> Option<String> {
    let mut strings = Handles::new(nxz_string_free);
    let made = strings.make(call)?;
    let content = text(|| c!(nxz_string_data(made))).expect("a text");
    assert_eq!(content.len(), c!(nxz_string_len(made)));
    Some(content)
}

/// Makes bytes and takes what is in them.
pub fn bytes(
    call: impl FnOnce(*mut *mut nxz_bytes, *mut *mut nxz_error) -> nxz_status,
) -> Option<Vec<u8>> {
    let mut all = Handles::new(nxz_bytes_free);
    let made = all.make(call)?;
    let mut len = 0;
    let data = c!(nxz_bytes_data(made, &mut len));
    // SAFETY: the header says that there are so many bytes as long as the handle lives.
    Some(unsafe { slice(data, len) }.to_vec())
}

/// The bytes that the library lends.
///
/// # Safety
/// `data` leads to `len` bytes that live as long as is needed, or `len` is 0.
pub unsafe fn slice<'a>(data: *const u8, len: usize) -> &'a [u8] {
    match len {
        0 => &[],
        // SAFETY: this function's contract.
        _ => unsafe { std::slice::from_raw_parts(data, len) },
    }
}

/// Lets a function fill a buffer of `capacity` bytes; what is behind them, and a buffer that is too small, stays as it was.
pub fn filled(
    capacity: u8,
    call: impl FnOnce(*mut u8, usize, *mut usize, *mut *mut nxz_error) -> nxz_status,
) -> Option<Vec<u8>> {
    const UNTOUCHED: u8 = 0xa5;
    let capacity = usize::from(capacity);
    let mut buffer = vec![UNTOUCHED; capacity + 1];
    let mut len = usize::MAX;
    let status = checked(|error| call(buffer.as_mut_ptr(), capacity, &mut len, error));
    assert!(len <= capacity && (status == NXZ_OK || len == 0));
    assert!(buffer[len..].iter().all(|byte| *byte == UNTOUCHED));
    buffer.truncate(len);
    (status == NXZ_OK).then_some(buffer)
}

/// Lets a function write a number.
pub fn number(call: impl FnOnce(*mut u64, *mut *mut nxz_error) -> nxz_status) -> Option<u64> {
    let mut out = u64::MAX;
    let status = checked(|error| call(&mut out, error));
    assert!(status == NXZ_OK || out == 0);
    (status == NXZ_OK).then_some(out)
}

/// Some elements: mostly up to 7, at most 248. (`Vec` asks before each whether there is one more, so that random bytes make half of all lists
/// empty, and hardly one long.)
#[derive(Clone, Debug)]
pub struct List<T>(pub Vec<T>);

impl<'a, T: Arbitrary<'a>> Arbitrary<'a> for List<T> {
    fn arbitrary(u: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
        let len = match u8::arbitrary(u)? {
            short @ 0..=0xdf => short & 7,
            long => (long & 0x1f) * 8,
        };
        read(u, len.into()).map(Self)
    }
}

/// The calls of an input: as many as it has bytes for, and at most 40.
#[derive(Debug)]
pub struct Calls<C>(pub Vec<C>);

impl<'a, C: Arbitrary<'a>> Arbitrary<'a> for Calls<C> {
    fn arbitrary(u: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
        read(u, 40).map(Self)
    }
}

/// At most `max_len` elements, while there are bytes.
fn read<'a, T: Arbitrary<'a>>(
    u: &mut arbitrary::Unstructured<'a>,
    max_len: usize,
) -> arbitrary::Result<Vec<T>> {
    let mut elements = Vec::new();
    while elements.len() < max_len && !u.is_empty() {
        elements.push(T::arbitrary(u)?);
    }
    Ok(elements)
}

/// Bytes as callers may pass them.
#[derive(Clone, Debug, Arbitrary)]
pub enum Bytes {
    /// Any.
    Raw(List<u8>),
    /// Some that are good, with changes (`crate::patched`).
    Real(u8, List<u8>),
    /// NULL with a length.
    Null(u8),
}

impl Bytes {
    /// The bytes, with `real` ones by number.
    pub fn resolve(&self, real: impl FnOnce(u8) -> Vec<u8>) -> Input {
        match self {
            Self::Raw(bytes) => Input::from(bytes.0.clone()),
            Self::Real(which, changes) => Input::from(crate::patched(&real(*which), &changes.0)),
            Self::Null(len) => Input {
                null: true,
                bytes: vec![0; (*len).into()],
            },
        }
    }
}

/// Pointer and length.
pub struct Input {
    bytes: Vec<u8>,
    null: bool,
}

impl From<Vec<u8>> for Input {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, null: false }
    }
}

impl Input {
    /// The pointer.
    pub fn data(&self) -> *const u8 {
        match self.null {
            true => std::ptr::null(),
            false => self.bytes.as_ptr(),
        }
    }

    /// The same for a text.
    pub fn text(&self) -> *const c_char {
        self.data().cast()
    }

    /// The length.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes, where there are any.
    pub fn bytes(&self) -> Option<&[u8]> {
        (!self.null || self.bytes.is_empty()).then_some(&self.bytes)
    }
}

/// The name of a secret: mostly one of a few, so that they meet.
#[derive(Clone, Debug, Arbitrary)]
pub struct Name(Bytes);

impl Name {
    /// The name.
    pub fn resolve(&self) -> Input {
        const NAMES: [&str; 8] = [
            "key", "value", "blinding", "index", "path", "message", "leaf", "",
        ];
        let real = |which: u8| NAMES[usize::from(which) % NAMES.len()].into();
        self.0.resolve(real)
    }
}

/// A number of an enumeration: mostly one that there is.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub struct Number(u8);

impl Number {
    /// From 0 to 10, or a large one.
    pub fn get(self) -> u32 {
        match self.0 {
            0xff => u32::MAX,
            number => u32::from(number) % 11,
        }
    }
}

/// A length or count: mostly a small one.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub struct Count(u8, u8);

impl Count {
    /// The number.
    pub fn get(self) -> u64 {
        match self.0 {
            0..=0xdf => self.0.into(),
            0xe0..=0xef => u64::from(self.0 & 0x0f) << 8 | u64::from(self.1),
            _ => u64::MAX >> (self.1 % 64),
        }
    }
}

/// Adds a protocol with these settings.
pub fn add_protocol(protocols: &mut Handles<nxz_protocol>, json: &str) {
    let mut configs = Handles::new(nxz_config_free);
    let config = configs.make(|out, error| c!(nxz_config_new(0, out, error)));
    let config = config.expect("a configuration");
    let (text, len) = (json.as_ptr().cast(), json.len());
    let loaded = checked(|error| c!(nxz_config_load_json(config, text, len, error)));
    assert_eq!(loaded, NXZ_OK);
    protocols.make(|out, error| c!(nxz_protocol_new(config, out, error)));
}

/// Adds the statement of a vector, and a witness with its secrets.
pub fn add_known(
    statements: &mut Handles<nxz_statement>,
    witnesses: &mut Handles<nxz_witness>,
    vector: &Vector,
) {
    let json = Input::from(vector.statement.to_json().into_bytes());
    let (text, len) = (json.text(), json.len());
    statements.make(|out, error| c!(nxz_statement_from_json(text, len, out, error)));
    let witness = witnesses
        .make(|out, error| c!(nxz_witness_new(out, error)))
        .expect("a witness");
    for (name, value) in &vector.secrets {
        let (text, text_len) = (name.as_ptr().cast(), name.len());
        let (data, len) = (value.as_ptr(), value.len());
        let set = checked(|error| c!(nxz_witness_set(witness, text, text_len, data, len, error)));
        assert_eq!(set, NXZ_OK);
    }
}
