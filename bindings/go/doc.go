// Package nexuszero makes and checks zero-knowledge proofs with the NexusZero library (libnexuszero).
//
// A prover who knows a secret convinces a verifier that it satisfies a public statement: it has a given digest, lies in
// a range, is on a list, in a Merkle tree, an input of a circuit. The verifier learns nothing else about it. A proof is
// a string of bytes; there is no set-up, and nothing to exchange beforehand.
//
// A [Config] says how proofs are made, a [Protocol] makes and verifies them, a [Statement] says what is proved, a
// [Witness] holds the secrets by the names that the statement gives them, and a [Proof] is the result. Both sides make
// protocol and statement themselves; nothing that matters is taken from a proof. Every proof is bound to a context,
// bytes such as a nonce or a session identifier that both sides state, so that it cannot be used elsewhere.
//
// # Objects
//
// Objects with a Close method hold memory of the library. Close them when they are done with. Closing twice is
// harmless, and what is forgotten is closed some time after the garbage collector found it unreachable. A copy of an
// object is the same object: closing one closes both. A closed object, a nil pointer in place of an object, and the
// zero value answer with an error; only Close of a nil pointer panics. A call that runs keeps what it uses: Close does
// not wait for it, and the memory is released when it returns. What a call was given may be closed after it, in any
// order.
//
// # Goroutines
//
// Any number of goroutines may use any object at once. A [Config], [Witness], [MerkleTree] or [Compressor] is changed
// by its own methods (Set, Add, Load); they take turns, and fail with [ErrInUse] while another call uses the object.
// Calls that prove or verify take milliseconds to seconds, during which the goroutine occupies a thread of the
// operating system; they cannot be interrupted, except between the items of a batch.
//
// # Callbacks
//
// Log and metrics sinks, optimizers and codecs are called by every goroutine that uses the protocol or compressor they
// belong to, at the same time where several do; an optimizer is called one question at a time, on a thread of its own.
// What they get is theirs to keep. They may use the library, with the same objects too. A panic is stopped, logged by
// the default logger of [log/slog], and counts as a failure of the callback. Only a progress function's panic is raised
// again, in the goroutine that called. A callback must return: not [runtime.Goexit], which is also what
// t.FailNow calls. A callback that refers to its own protocol keeps it from being collected: close that protocol, or
// take the callback out.
//
// # Errors
//
// A failed call of the library gives an [*Error] with a [Status], a message, and the input that is to blame. errors.Is
// finds the status:
//
//	if errors.Is(err, nexuszero.ErrProofVerification) { … }
//
// # Secrets
//
// The binding makes no copies of secrets: the library reads the slices that are passed, and wipes its own copies when
// the witness is closed. The program's slices are the program's to wipe, with clear. What Go copied before (a string, a
// grown slice, a moved stack) cannot be wiped. Errors, logs, metrics and what fmt prints hold no secret.
//
// The library is found with pkg-config and linked as a shared library; the build tag nexuszero_static links the static
// one.
package nexuszero
