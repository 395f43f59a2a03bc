package nexuszero

import (
	"time"

	"nexuszero/internal/capi"
)

// Proof is a proof. It never changes.
type Proof struct{ object[*capi.Proof] }

func newProof(proof *capi.Proof, failure *capi.Failure) (*Proof, error) {
	return own[Proof](proof, failure, capi.ProofFree)
}

// ParseProof takes proof bytes in, compressed or not, and copies them. Their header is checked, and nothing else:
// [Protocol.Verify] does the rest. It fails with [ErrMalformed] for bytes that are no proof, and [ErrUnsupported] for a
// proof that this build cannot read.
func ParseProof(bytes []byte) (*Proof, error) { return newProof(capi.ProofFromBytes(bytes)) }

// Bytes is a copy of the proof, to be sent to a verifier.
func (p *Proof) Bytes() ([]byte, error) {
	return with(p, func(h *capi.Proof) ([]byte, error) { return capi.ProofData(h), nil })
}

// Header is what the header of a proof says. It is the prover's claim; only [Protocol.Verify] checks it.
type Header struct {
	// Version is the version of the proof format.
	Version uint32
	// SecurityLevel is in bits.
	SecurityLevel uint32
	// Profile is 0 for a discrete logarithm.
	Profile Profile
	// Degree is the degree of the check; 0 for a discrete logarithm.
	Degree uint32
	// QuantumResistant says whether proofs of this kind resist quantum computers.
	QuantumResistant bool
	// Size is the length of the whole proof in bytes.
	Size uint64
}

// Header reads the header, of a compressed proof too.
func (p *Proof) Header() (Header, error) {
	header, err := read(p, capi.ProofInfo)
	return Header{
		Version:          header.Version,
		SecurityLevel:    header.SecurityLevel,
		Profile:          Profile(header.Profile),
		Degree:           header.Degree,
		QuantumResistant: header.QuantumResistant == 1,
		Size:             header.Size,
	}, err
}

// Source says where the parameters of a proof came from.
type Source uint32

// Where parameters come from.
const (
	// SourceConfigured: the configuration names them.
	SourceConfigured Source = capi.SourceConfigured
	// SourceHeuristic: the heuristic chose them.
	SourceHeuristic Source = capi.SourceHeuristic
	// SourceOptimizer: the optimizer that was plugged in chose them.
	SourceOptimizer Source = capi.SourceOptimizer
	// SourceCache: an earlier answer of it.
	SourceCache Source = capi.SourceCache
)

// String is the name as in the JSON, for example heuristic.
func (s Source) String() string { return nameOf(sourceNames, "Source", uint32(s)) }

var sourceNames = []string{
	SourceConfigured: "configured",
	SourceHeuristic:  "heuristic",
	SourceOptimizer:  "optimizer",
	SourceCache:      "cache",
}

// OptimizerOutcome says what came of an optimizer. From late on, the heuristic chose instead.
type OptimizerOutcome uint32

// What comes of an optimizer.
const (
	// OptimizerNone: it had no part. None was plugged in, it was not to be used, or there was nothing to choose.
	OptimizerNone OptimizerOutcome = capi.OptimizerNone
	// OptimizerAnswered: it was asked, and its answer was used.
	OptimizerAnswered OptimizerOutcome = capi.OptimizerAnswered
	// OptimizerCached: an earlier answer was used.
	OptimizerCached OptimizerOutcome = capi.OptimizerCached
	// OptimizerLate: it did not answer before the deadline, or was busy.
	OptimizerLate OptimizerOutcome = capi.OptimizerLate
	// OptimizerFailed: it reported a failure.
	OptimizerFailed OptimizerOutcome = capi.OptimizerFailed
	// OptimizerMalformed: its answer is no answer.
	OptimizerMalformed OptimizerOutcome = capi.OptimizerMalformed
	// OptimizerRefused: its answer is no candidate, or one outside the limits or the constraints.
	OptimizerRefused OptimizerOutcome = capi.OptimizerRefused
	// OptimizerResting: it was not asked, because it failed too often before.
	OptimizerResting OptimizerOutcome = capi.OptimizerResting
)

// String is the name as in the JSON, for example answered.
func (o OptimizerOutcome) String() string { return nameOf(outcomeNames, "OptimizerOutcome", uint32(o)) }

var outcomeNames = []string{
	OptimizerNone:      "none",
	OptimizerAnswered:  "answered",
	OptimizerCached:    "cached",
	OptimizerLate:      "late",
	OptimizerFailed:    "failed",
	OptimizerMalformed: "malformed",
	OptimizerRefused:   "refused",
	OptimizerResting:   "resting",
}

// nameOf is the name of a number that the library has no function for.
func nameOf(names []string, kind string, number uint32) string {
	name := ""
	if uint64(number) < uint64(len(names)) {
		name = names[number]
	}
	return named(name, kind, number)
}

// Measurements are what was measured when a proof was made. Times are wall-clock times.
type Measurements struct {
	// Profile is 0 for a discrete logarithm.
	Profile Profile
	// SecurityLevel is the configured level in bits.
	SecurityLevel uint32
	// SecurityBits is the computed security in bits against a classical adversary.
	SecurityBits float64
	// QuantumResistant says whether the proof resists quantum computers.
	QuantumResistant bool

	// Validate is the time of checking statement, witness, context and limits.
	Validate time.Duration
	// Parameters is the time of counting the circuit and choosing parameters.
	Parameters time.Duration
	// Prove is the time of making the proof.
	Prove time.Duration
	// Compress is the time of compressing it; 0 where nothing was compressed.
	Compress time.Duration
	// Verify is the time of verifying it after generation; 0 where that was not asked for.
	Verify time.Duration
	// Total is all of the above and what lies between.
	Total time.Duration

	// SizeBefore is the length of the proof in bytes before compression.
	SizeBefore uint64
	// SizeAfter is its length in bytes as it is returned.
	SizeAfter uint64
	// CompressionRatio is SizeBefore divided by SizeAfter: 1 where nothing was made smaller.
	CompressionRatio float64
	// CommittedBits counts the bits committed for the statement.
	CommittedBits uint64
	// Constraints counts the constraints checked.
	Constraints uint64
	// Degree is the degree of the check.
	Degree uint32
	// DegreeCap is the degree cap that was asked for; 24 is none.
	DegreeCap uint32
	// Threads counts the threads that made the proof, the caller's included.
	Threads uint32
	// PeakMemory is the highest number of heap bytes that the library held at once for the call; 0 in a build without
	// the feature allocator.
	PeakMemory uint64

	// Source says where the parameters came from.
	Source Source
	// OptimizerOutcome says what came of the optimizer.
	OptimizerOutcome OptimizerOutcome
	// PredictedProve is what the cost model predicted for Prove. The model is calibrated for this processor once a
	// choice has depended on it.
	PredictedProve time.Duration
	// PredictedVerify is the same for a verification.
	PredictedVerify time.Duration
	// PredictedSize is the same for SizeBefore.
	PredictedSize uint64
	// PredictedMemory is the same for PeakMemory, as an upper bound; 0 where it is not predicted.
	PredictedMemory uint64
	// HeuristicProve is PredictedProve of what the heuristic would have chosen: the difference is the effect of the
	// optimizer.
	HeuristicProve time.Duration
	// HeuristicSize is PredictedSize of what the heuristic would have chosen.
	HeuristicSize uint64
}

// Measurements are what was measured when the proof was made. A proof that came in as bytes has none, which is
// [ErrUnsupported].
func (p *Proof) Measurements() (Measurements, error) {
	m, err := read(p, capi.ProofMetrics)
	return Measurements{
		Profile:          Profile(m.Profile),
		SecurityLevel:    m.SecurityLevel,
		SecurityBits:     m.SecurityBits,
		QuantumResistant: m.QuantumResistant == 1,
		Validate:         time.Duration(m.ValidateNs),
		Parameters:       time.Duration(m.ParametersNs),
		Prove:            time.Duration(m.ProveNs),
		Compress:         time.Duration(m.CompressNs),
		Verify:           time.Duration(m.VerifyNs),
		Total:            time.Duration(m.TotalNs),
		SizeBefore:       m.SizeBefore,
		SizeAfter:        m.SizeAfter,
		CompressionRatio: m.CompressionRatio,
		CommittedBits:    m.CommittedBits,
		Constraints:      m.Constraints,
		Degree:           m.Degree,
		DegreeCap:        m.DegreeCap,
		Threads:          m.Threads,
		PeakMemory:       m.PeakMemory,
		Source:           Source(m.Source),
		OptimizerOutcome: OptimizerOutcome(m.OptimizerOutcome),
		PredictedProve:   time.Duration(m.PredictedProveNs),
		PredictedVerify:  time.Duration(m.PredictedVerifyNs),
		PredictedSize:    m.PredictedSize,
		PredictedMemory:  m.PredictedMemory,
		HeuristicProve:   time.Duration(m.HeuristicProveNs),
		HeuristicSize:    m.HeuristicSize,
	}, err
}

// MeasurementsJSON is the same as an object (docs/metrics.md), and also the request id, the name of the statement, and
// the codec that made the proof smaller.
func (p *Proof) MeasurementsJSON() ([]byte, error) { return read(p, capi.ProofMetricsJSON) }

// AggregateProofs gives count, mean, deviation, range and percentiles of every number that was measured when these
// proofs were made, as a JSON object (docs/metrics.md). It fails with [ErrUnsupported] for a proof that came in as
// bytes.
func AggregateProofs(proofs []*Proof) ([]byte, error) {
	var c call
	defer c.end()
	natives := useAll(&c, proofs)
	if c.err != nil {
		return nil, c.err
	}
	return result(capi.ProofsAggregate(natives))
}

// CompareProofs compares what was measured when two batches of proofs were made, as [Metrics.Compare] does.
func CompareProofs(base, other []*Proof) ([]byte, error) {
	var c call
	defer c.end()
	b, o := useAll(&c, base), useAll(&c, other)
	if c.err != nil {
		return nil, c.err
	}
	return result(capi.ProofsCompare(b, o))
}
