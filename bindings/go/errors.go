package nexuszero

import (
	"fmt"

	"nexuszero/internal/capi"
)

// Status says what kind of failure an [Error] is. It is an error itself, so that it can stand in errors.Is. The numbers
// are those of nxz_status; later versions of the library may have more.
type Status int32

// The kinds of failure.
const (
	// ErrProofGeneration: no proof could be made, for example because the witness does not satisfy the statement.
	ErrProofGeneration Status = capi.StatusProofGeneration
	// ErrProofVerification: the proof is not valid for this statement, context and configuration.
	ErrProofVerification Status = capi.StatusProofVerification
	// ErrCompression: a codec failed.
	ErrCompression Status = capi.StatusCompression
	// ErrOptimization: an optimizer failed.
	ErrOptimization Status = capi.StatusOptimization
	// ErrConfiguration: the configuration is invalid or contradicts itself.
	ErrConfiguration Status = capi.StatusConfiguration
	// ErrInternal: something that must not happen happened, for example the operating system gave no randomness.
	ErrInternal Status = capi.StatusInternal
	// ErrNullPointer: nil stands in place of an object.
	ErrNullPointer Status = capi.StatusNullPointer
	// ErrInvalidArgument: an argument is outside its domain.
	ErrInvalidArgument Status = capi.StatusInvalidArgument
	// ErrBufferTooSmall: a buffer does not hold the result. This binding's buffers do.
	ErrBufferTooSmall Status = capi.StatusBufferTooSmall
	// ErrMalformed: the bytes are not the canonical encoding of anything.
	ErrMalformed Status = capi.StatusMalformed
	// ErrUnsupported: well formed, and this build does not have it. Also: the library has another ABI number than this
	// binding was made for.
	ErrUnsupported Status = capi.StatusUnsupported
	// ErrLimitExceeded: well formed, and larger than the limits allow, or than there is memory for.
	ErrLimitExceeded Status = capi.StatusLimitExceeded
	// ErrCancelled: the caller cancelled the operation.
	ErrCancelled Status = capi.StatusCancelled
	// ErrPanic: a defect of the library, which panicked; nothing worse than a failed call.
	ErrPanic Status = capi.StatusPanic
	// ErrInvalidHandle: the object is closed.
	ErrInvalidHandle Status = capi.StatusInvalidHandle
	// ErrIO: a file could not be read or written: it is missing, in use, or the disk is full.
	ErrIO Status = capi.StatusIO
)

// Error is the name of the status in a few words.
func (s Status) Error() string { return "nexuszero: " + s.name() }

func (s Status) name() string {
	if name := capi.StatusName(int32(s)); name != "" {
		return name
	}
	return fmt.Sprintf("status %d", int32(s))
}

// Problem is one of the things that a failed check found.
type Problem struct {
	// Status is its kind.
	Status Status
	// Message is a sentence for a person, in English. It is built from lengths, names and public values, never from a
	// witness.
	Message string
	// Field is the argument, member of a structure or setting that is to blame, as nexuszero.h calls it; empty where no single input is.
	Field string
}

// Error is why a call failed. Get at it with errors.As, and at its status with errors.Is.
type Error struct {
	// Problem is what the call reports: the first of Problems.
	Problem
	// Problems is all that a check found that looks at several inputs, at least one.
	Problems []Problem

	// Why the caller cancelled, where it did.
	cause error
}

// Error names the kind of failure, the message and the input that is to blame.
func (e *Error) Error() string {
	text := e.Status.Error()
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Field != "" {
		text += " (" + e.Field + ")"
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap gives the status and, for a call that was cancelled, the reason: the context's, or what the progress function
// returned.
func (e *Error) Unwrap() []error {
	if e.cause != nil {
		return []error{e.Status, e.cause}
	}
	return []error{e.Status}
}

var (
	// ErrClosed is the error of an object that is closed, or is the zero value. Its status is [ErrInvalidHandle].
	ErrClosed = misuse(ErrInvalidHandle, "the object is closed")
	// ErrInUse is the error of changing an object while another call uses it. Its status is [ErrInvalidArgument].
	ErrInUse = misuse(ErrInvalidArgument, "the object is changed while another call uses it")

	errNil = misuse(ErrNullPointer, "nil in place of an object")
)

// misuse is an error that the binding finds by itself.
func misuse(status Status, message string) error {
	problem := Problem{Status: status, Message: message}
	return &Error{Problem: problem, Problems: []Problem{problem}}
}

// errorOf is the error of a failure; nil for none.
func errorOf(failure *capi.Failure) error {
	if failure == nil {
		return nil
	}
	problems := make([]Problem, len(failure.Problems))
	for i, p := range failure.Problems {
		problems[i] = Problem{Status(p.Status), p.Message, p.Field}
	}
	return &Error{Problem: problems[0], Problems: problems}
}

// result turns what the layer below returns into what Go returns.
func result[T any](value T, failure *capi.Failure) (T, error) { return value, errorOf(failure) }
