package nexuszero

import (
	"time"

	"nexuszero/internal/capi"
)

// Archive is a file of proofs with their statements, contexts, labels and measurements, to which entries are appended.
// What several entries have in common is stored once. Calls take turns. After a fork only one of the two processes may
// use it.
//
// A chain of digests shows accidents: a torn write, changed, moved or missing bytes. It does not show forgery, unless
// the fingerprint was kept elsewhere; and what is read from an archive is not verified. docs/archive.md has the format
// and what it promises.
//
// The methods that read an entry fail with [ErrInvalidArgument] for an index that no entry has, [ErrMalformed] for an
// entry that is damaged, [ErrLimitExceeded] for one with a part of more than 256 MiB, and [ErrIO].
type Archive struct{ object[*capi.Archive] }

// ArchiveMode is what an archive is opened for.
type ArchiveMode uint32

// The modes.
const (
	// ArchiveRead: reading, also while somebody else appends. What was complete at opening is seen.
	ArchiveRead ArchiveMode = capi.ArchiveRead
	// ArchiveAppend: reading and appending, by one at a time. A record that was not written to its end, as after a
	// crash, is cut off; other damage at the end is an error.
	ArchiveAppend ArchiveMode = capi.ArchiveAppend
	// ArchiveRecover: the same, and other damage at the end is cut off too: everything from the first frame that does
	// not continue the chain.
	ArchiveRecover ArchiveMode = capi.ArchiveRecover
)

func newArchive(archive *capi.Archive, failure *capi.Failure) (*Archive, error) {
	return own[Archive](archive, failure, capi.ArchiveFree)
}

// CreateArchive makes an archive in a new file and opens it for appending. It fails with [ErrIO] for a file that exists
// already or cannot be made.
func CreateArchive(path string) (*Archive, error) { return newArchive(capi.ArchiveCreate(path)) }

// OpenArchive opens the archive in a file. It fails with [ErrIO] for a file that cannot be opened, or that somebody
// else has open for appending; [ErrMalformed] for a file that is no archive, and for a damaged one with
// [ArchiveAppend]; [ErrLimitExceeded], except with [ArchiveRead], for one whose last part is larger than 256 MiB or
// than there is memory for; [ErrUnsupported] for a format newer than the library.
func OpenArchive(path string, mode ArchiveMode) (*Archive, error) {
	return newArchive(capi.ArchiveOpen(path, uint32(mode)))
}

// Append appends an entry, all of it or after a failure nothing, and gives its index. When it returns, the entry
// survives a crash of the program; for a power failure see Flush. The time, and the measurements of a proof from Prove,
// are stored with it. The proof may be a compressed one. It is kept as it is, and not verified. The label is the
// caller's name for the entry, at most [MaxLabelSize] bytes of UTF-8.
//
// It fails with [ErrIO] where the entry cannot be written: earlier entries stay readable, and the call may be repeated,
// but not after a Flush that failed; [ErrInvalidArgument] for an archive open for reading; [ErrLimitExceeded] for a
// longer label, a statement of more than 256 MiB with its lists and circuits, or more than that of context and proof.
func (a *Archive) Append(statement *Statement, context []byte, proof *Proof, label string) (uint64, error) {
	var c call
	defer c.end()
	archive, s, p := use(&c, a), use(&c, statement), use(&c, proof)
	if c.err != nil {
		return 0, c.err
	}
	return result(capi.ArchiveAppendEntry(archive, s, context, p, label))
}

// Flush makes everything that was appended, by writers before too, survive a power failure (fsync). Close does the
// same, but cannot tell if it fails. A Flush that failed with [ErrIO] is final: what is on the disk is not known, and
// the archive can be read and not appended to.
func (a *Archive) Flush() error { return apply(a, capi.ArchiveFlush) }

// Len is the number of entries; 0 after Close.
func (a *Archive) Len() uint64 {
	n, _ := with(a, func(h *capi.Archive) (uint64, error) { return capi.ArchiveLen(h), nil })
	return n
}

// Statement is the statement of an entry, counted from 0.
func (a *Archive) Statement(index uint64) (*Statement, error) {
	return with(a, func(h *capi.Archive) (*Statement, error) { return newStatement(capi.ArchiveStatement(h, index)) })
}

// Proof is the proof of an entry. It is not verified; its measurements are in [Archive.MeasurementsJSON].
func (a *Archive) Proof(index uint64) (*Proof, error) {
	return with(a, func(h *capi.Archive) (*Proof, error) { return newProof(capi.ArchiveProof(h, index)) })
}

// Context is the context of an entry.
func (a *Archive) Context(index uint64) ([]byte, error) {
	return read(a, func(h *capi.Archive) ([]byte, *capi.Failure) { return capi.ArchiveContext(h, index) })
}

// Label is the label of an entry. A NUL in it comes out as a replacement character.
func (a *Archive) Label(index uint64) (string, error) {
	label, err := read(a, func(h *capi.Archive) ([]byte, *capi.Failure) { return capi.ArchiveLabel(h, index) })
	return string(label), err
}

// MeasurementsJSON is the measurements of an entry as of [Proof.MeasurementsJSON]; empty where the making of its proof
// was not measured.
func (a *Archive) MeasurementsJSON(index uint64) ([]byte, error) {
	return read(a, func(h *capi.Archive) ([]byte, *capi.Failure) { return capi.ArchiveMetricsJSON(h, index) })
}

// Time is when an entry was appended, by the clock of the machine that did it, to the millisecond.
func (a *Archive) Time(index uint64) (time.Time, error) {
	milliseconds, err := read(a, func(h *capi.Archive) (uint64, *capi.Failure) { return capi.ArchiveTime(h, index) })
	if err != nil {
		return time.Time{}, err
	}
	return time.UnixMilli(int64(milliseconds)), nil
}

// Fingerprint is a digest of [FingerprintSize] bytes that depends on every byte of the archive, and changes with every
// entry. Kept elsewhere, it shows whether the archive was replaced or cut short. That of an archive that was only
// opened counts once Check has passed.
func (a *Archive) Fingerprint() ([]byte, error) { return read(a, capi.ArchiveFingerprint) }

// Check reads the whole archive and checks the chain of digests, that every entry is complete and well formed, and for
// an archive open for reading that it ends with a complete entry. Proofs are not verified. It fails with [ErrMalformed]
// for a damaged archive.
func (a *Archive) Check() error { return apply(a, capi.ArchiveCheck) }

// SummaryJSON says what the archive holds, as an object: the numbers of records, distinct statements, objects (lists
// and circuits) and templates (of measurements); proof_bytes, bytes_before (all entries alone), bytes_after (the
// archive) and their ratio; the fingerprint; and the tail that was found at its end at opening: clean, torn or damaged,
// with tail_bytes. It reads the whole archive.
func (a *Archive) SummaryJSON() ([]byte, error) { return read(a, capi.ArchiveSummaryJSON) }
