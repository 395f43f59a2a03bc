package nexuszero_test

import (
	"encoding/json"
	"strings"
	"testing"

	"nexuszero"
)

func TestMetrics(t *testing.T) {
	protocol := fast(t, nil)
	c := preimage(t, secret)
	proofs := []*nexuszero.Proof{prove(t, protocol, c), prove(t, protocol, c)}
	check(t, protocol.Verify(c.statement, binding, proofs[0]))
	fails(t, protocol.Verify(c.statement, nil, proofs[0]), nexuszero.ErrProofVerification)
	metrics := kept(t, must(protocol.Metrics()))
	check(t, protocol.ResetMetrics())

	// A snapshot does not change.
	s := must(metrics.Summary())
	size := must(proofs[0].Header()).Size
	if s.Statements != 1 || s.Prove.Succeeded != 2 || s.Prove.Failed != 0 || s.Verify.Succeeded != 1 || s.Verify.Failed != 1 {
		t.Errorf("%+v", s)
	}
	if s.ProofBytesBefore != 2*size || s.ProofBytesAfter != 2*size || s.Elapsed < s.Prove.Max || s.Verify.FailedTime <= 0 {
		t.Errorf("%+v", s)
	}
	p := s.Prove
	if p.Min <= 0 || p.Min > p.Mean || p.Mean > p.Max || p.P50 > p.P90 || p.P90 > p.P99 || p.P99 > p.P999 || p.P999 > p.Max || p.PerSecond <= 0 {
		t.Errorf("%+v", p)
	}
	if n := must(metrics.ErrorCount(nexuszero.OperationVerify, nexuszero.ErrProofVerification)); n != 1 {
		t.Error(n)
	}
	if n := must(metrics.ErrorCount(nexuszero.OperationProve, nexuszero.ErrProofVerification)); n != 0 {
		t.Error(n)
	}
	_, err := metrics.ErrorCount(99, nexuszero.ErrIO)
	fails(t, err, nexuszero.ErrUnsupported)

	var object struct {
		Statements map[string]struct{ Proofs int }
	}
	check(t, json.Unmarshal(must(metrics.JSON()), &object))
	if object.Statements["preimage/sha256"].Proofs != 2 {
		t.Errorf("%+v", object)
	}
	if text := string(must(metrics.Prometheus())); !strings.Contains(text, `nexuszero_proofs_total{statement="preimage/sha256"} 2`) {
		t.Error(text)
	}

	empty := kept(t, must(protocol.Metrics()))
	if s := must(empty.Summary()); s.Prove.Succeeded != 0 {
		t.Errorf("%+v", s)
	}
	for _, comparison := range [][]byte{must(metrics.Compare(empty)), must(nexuszero.CompareProofs(proofs, proofs[:1]))} {
		if !strings.Contains(string(comparison), `"prove_ns"`) {
			t.Errorf("%s", comparison)
		}
	}
	if text := string(must(nexuszero.AggregateProofs(proofs))); !strings.Contains(text, `"proofs":2`) {
		t.Error(text)
	}
	if text := string(must(nexuszero.AggregateProofs(nil))); !strings.Contains(text, `"proofs":0`) {
		t.Error(text)
	}
}

func TestMeasurements(t *testing.T) {
	protocol := fast(t, nil)
	c := preimage(t, secret)
	proof := prove(t, protocol, c)
	m := must(proof.Measurements())
	if m.Profile != nexuszero.ProfileFast || m.SecurityLevel != 128 || m.SecurityBits < 128 || !m.QuantumResistant || m.Source != nexuszero.SourceConfigured ||
		m.OptimizerOutcome != nexuszero.OptimizerNone || m.Threads != 1 || m.DegreeCap != 24 || m.CompressionRatio != 1 {
		t.Errorf("%+v", m)
	}
	// The structure and the JSON say the same, so that no field stands in another's place.
	var j struct {
		Validate        int64  `json:"validate_ns"`
		Parameters      int64  `json:"parameters_ns"`
		Prove           int64  `json:"prove_ns"`
		Total           int64  `json:"total_ns"`
		SizeBefore      uint64 `json:"size_before"`
		CommittedBits   uint64 `json:"committed_bits"`
		Constraints     uint64 `json:"constraints"`
		Degree          uint32 `json:"degree"`
		PeakMemory      uint64 `json:"peak_memory"`
		PredictedProve  int64  `json:"predicted_prove_ns"`
		PredictedVerify int64  `json:"predicted_verify_ns"`
		PredictedSize   uint64 `json:"predicted_size"`
		PredictedMemory uint64 `json:"predicted_memory"`
		HeuristicProve  int64  `json:"heuristic_prove_ns"`
		HeuristicSize   uint64 `json:"heuristic_size"`
	}
	check(t, json.Unmarshal(must(proof.MeasurementsJSON()), &j))
	if m.Validate.Nanoseconds() != j.Validate || m.Parameters.Nanoseconds() != j.Parameters || m.Prove.Nanoseconds() != j.Prove ||
		m.Total.Nanoseconds() != j.Total || m.SizeBefore != j.SizeBefore || m.CommittedBits != j.CommittedBits || m.Constraints != j.Constraints ||
		m.Degree != j.Degree || m.PeakMemory != j.PeakMemory || m.PredictedProve.Nanoseconds() != j.PredictedProve ||
		m.PredictedVerify.Nanoseconds() != j.PredictedVerify || m.PredictedSize != j.PredictedSize || m.PredictedMemory != j.PredictedMemory ||
		m.HeuristicProve.Nanoseconds() != j.HeuristicProve || m.HeuristicSize != j.HeuristicSize {
		t.Errorf("%+v\n%+v", m, j)
	}

	parsed := kept(t, must(nexuszero.ParseProof(must(proof.Bytes()))))
	_, err := parsed.Measurements()
	fails(t, err, nexuszero.ErrUnsupported)
	_, err = nexuszero.AggregateProofs([]*nexuszero.Proof{parsed})
	fails(t, err, nexuszero.ErrUnsupported)

	cost := must(protocol.Estimate(c.statement))
	if cost.Degree != m.Degree || cost.CommittedBits != m.CommittedBits || cost.Constraints != m.Constraints || cost.Memory != m.PredictedMemory ||
		cost.QuantumSecurityBits <= 0 || cost.QuantumSecurityBits > cost.SecurityBits || cost.HidingBits <= 0 || cost.Work == 0 {
		t.Errorf("%+v", cost)
	}
}
