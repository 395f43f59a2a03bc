package nexuszero

import (
	"time"

	"nexuszero/internal/capi"
)

// Metrics is what a protocol had counted when [Protocol.Metrics] was called. It never changes.
type Metrics struct{ object[*capi.Metrics] }

// Metrics takes a snapshot of what the protocol has counted so far. Calls that failed before the protocol saw them (on
// a closed object, for example) are not counted.
func (p *Protocol) Metrics() (*Metrics, error) {
	return with(p, func(h *capi.Protocol) (*Metrics, error) {
		metrics, failure := capi.ProtocolMetrics(h)
		return own[Metrics](metrics, failure, capi.MetricsFree)
	})
}

// ResetMetrics starts counting from nothing. The sink stays set.
func (p *Protocol) ResetMetrics() error { return apply(p, capi.ProtocolResetMetrics) }

// Operation is what a protocol was asked to do.
type Operation uint32

// The operations.
const (
	// OperationProve: to make a proof.
	OperationProve Operation = capi.OperationProve
	// OperationVerify: to check a proof. The check of a new proof by its maker does not count as one.
	OperationVerify Operation = capi.OperationVerify
)

// OperationSummary is about one operation. Mean, deviation and percentiles are of the calls that succeeded; percentiles
// are at most 1 % too large.
type OperationSummary struct {
	// Succeeded counts calls that succeeded.
	Succeeded uint64
	// Failed counts calls that failed. A proof that is not valid is a failure of its verification.
	Failed uint64
	// FailedTime is the time that failed calls took.
	FailedTime time.Duration
	// Min is the shortest call.
	Min time.Duration
	// P50 is what half of the calls took at most.
	P50 time.Duration
	// P90 is what 90 % of the calls took at most.
	P90 time.Duration
	// P99 is what 99 % of the calls took at most.
	P99 time.Duration
	// P999 is what 99.9 % of the calls took at most.
	P999 time.Duration
	// Max is the longest call.
	Max time.Duration
	// Mean is the mean.
	Mean time.Duration
	// StandardDeviation is that of a sample; 0 for fewer than two calls.
	StandardDeviation time.Duration
	// PerSecond is the successes a second since the protocol was made or its metrics were reset.
	PerSecond float64
	// PerSecondLastMinute is the successes a second in the last 60 seconds, or since then where that is later.
	PerSecondLastMinute float64
}

// Summary is the main figures of a protocol.
type Summary struct {
	// Statements counts names of statements that were proved; beyond 64 they count as one.
	Statements uint32
	// Elapsed is the time since the protocol was made or its metrics were reset.
	Elapsed time.Duration
	// Prove is about proofs made.
	Prove OperationSummary
	// Verify is about proofs checked.
	Verify OperationSummary
	// ProofBytesBefore is the bytes of all proofs made, before compression.
	ProofBytesBefore uint64
	// ProofBytesAfter is the bytes of all proofs made, as they were returned.
	ProofBytesAfter uint64
	// PeakMemory is the highest PeakMemory of a proof.
	PeakMemory uint64
	// OptimizerAsked counts choices that needed an answer of the optimizer, whether or not it was free to be asked.
	OptimizerAsked uint64
	// OptimizerCached counts earlier answers of the optimizer that were used again.
	OptimizerCached uint64
	// OptimizerFallbacks counts choices that fell back to the heuristic.
	OptimizerFallbacks uint64
	// Compressions counts proofs that went through compression, whatever came of it.
	Compressions uint64
	// CompressionBytesBefore is their bytes before it.
	CompressionBytesBefore uint64
	// CompressionBytesAfter is their bytes behind it.
	CompressionBytesAfter uint64
	// Recoveries counts failures that calls got over.
	Recoveries uint64
}

// Summary gives the main figures.
func (m *Metrics) Summary() (Summary, error) {
	f, err := read(m, capi.MetricsSummary)
	return Summary{
		Statements:             f.Statements,
		Elapsed:                time.Duration(f.ElapsedNs),
		Prove:                  operationSummary(f.Prove),
		Verify:                 operationSummary(f.Verify),
		ProofBytesBefore:       f.ProofBytesBefore,
		ProofBytesAfter:        f.ProofBytesAfter,
		PeakMemory:             f.PeakMemory,
		OptimizerAsked:         f.OptimizerAsked,
		OptimizerCached:        f.OptimizerCached,
		OptimizerFallbacks:     f.OptimizerFallbacks,
		Compressions:           f.Compressions,
		CompressionBytesBefore: f.CompressionBytesBefore,
		CompressionBytesAfter:  f.CompressionBytesAfter,
		Recoveries:             f.Recoveries,
	}, err
}

func operationSummary(f capi.OperationFigures) OperationSummary {
	return OperationSummary{
		Succeeded:           f.Succeeded,
		Failed:              f.Failed,
		FailedTime:          time.Duration(f.FailedNs),
		Min:                 time.Duration(f.MinNs),
		P50:                 time.Duration(f.P50Ns),
		P90:                 time.Duration(f.P90Ns),
		P99:                 time.Duration(f.P99Ns),
		P999:                time.Duration(f.P999Ns),
		Max:                 time.Duration(f.MaxNs),
		Mean:                time.Duration(f.MeanNs),
		StandardDeviation:   time.Duration(f.StandardDeviationNs),
		PerSecond:           f.PerSecond,
		PerSecondLastMinute: f.PerSecondLastMinute,
	}
}

// ErrorCount says how many calls failed with a status. It fails with [ErrUnsupported] for an unknown operation or
// status.
func (m *Metrics) ErrorCount(operation Operation, status Status) (uint64, error) {
	return read(m, func(h *capi.Metrics) (uint64, *capi.Failure) {
		return capi.MetricsErrorCount(h, uint32(operation), int32(status))
	})
}

// JSON is everything that was counted, as one object (docs/metrics.md).
func (m *Metrics) JSON() ([]byte, error) { return read(m, capi.MetricsToJSON) }

// Prometheus is everything that was counted in the text format of Prometheus, for the answer to a scrape.
func (m *Metrics) Prometheus() ([]byte, error) { return read(m, capi.MetricsToPrometheus) }

// Compare compares what was counted in two periods, or by two protocols: for each number both means, difference, ratio
// and Welch's t statistic, as a JSON object. docs/metrics.md has its shape, and says what the statistic does and does
// not tell.
func (m *Metrics) Compare(other *Metrics) ([]byte, error) {
	var c call
	defer c.end()
	base, o := use(&c, m), use(&c, other)
	if c.err != nil {
		return nil, c.err
	}
	return result(capi.MetricsCompare(base, o))
}
