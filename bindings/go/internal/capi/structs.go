package capi

// #include "shims.h"
import "C"

import "unsafe"

// The structures have the layout of those in nexuszero.h, field for field, so that the library fills them. A size that
// differs does not compile.

// ProofCost is nxz_proof_cost.
type ProofCost struct {
	structSize          uint32
	Degree              uint32
	ProofSize           uint64
	Work                uint64
	CommittedBits       uint64
	Constraints         uint64
	SecurityBits        float64
	QuantumSecurityBits float64
	HidingBits          float64
	Memory              uint64
}

// CircuitSize is nxz_circuit_size.
type CircuitSize struct {
	structSize uint32
	_          uint32
	Gates      uint64
	ANDGates   uint64
	ANDDepth   uint64
	Inputs     uint64
	InputBits  uint64
	Outputs    uint64
	OutputBits uint64
}

// ProofHeader is nxz_proof_header.
type ProofHeader struct {
	structSize       uint32
	Version          uint32
	SecurityLevel    uint32
	Profile          uint32
	Degree           uint32
	QuantumResistant uint32
	Size             uint64
}

// ProofMeasurements is nxz_proof_measurements.
type ProofMeasurements struct {
	structSize        uint32
	Profile           uint32
	SecurityLevel     uint32
	Degree            uint32
	SecurityBits      float64
	ValidateNs        uint64
	ParametersNs      uint64
	ProveNs           uint64
	CompressNs        uint64
	VerifyNs          uint64
	TotalNs           uint64
	SizeBefore        uint64
	SizeAfter         uint64
	CommittedBits     uint64
	Constraints       uint64
	PeakMemory        uint64
	QuantumResistant  uint64
	Source            uint32
	OptimizerOutcome  uint32
	DegreeCap         uint32
	Threads           uint32
	CompressionRatio  float64
	PredictedProveNs  uint64
	PredictedVerifyNs uint64
	PredictedSize     uint64
	PredictedMemory   uint64
	HeuristicProveNs  uint64
	HeuristicSize     uint64
}

// OperationFigures is nxz_operation_figures.
type OperationFigures struct {
	Succeeded           uint64
	Failed              uint64
	FailedNs            uint64
	MinNs               uint64
	P50Ns               uint64
	P90Ns               uint64
	P99Ns               uint64
	P999Ns              uint64
	MaxNs               uint64
	MeanNs              float64
	StandardDeviationNs float64
	PerSecond           float64
	PerSecondLastMinute float64
}

// MetricsFigures is nxz_metrics_figures.
type MetricsFigures struct {
	structSize             uint32
	Statements             uint32
	ElapsedNs              uint64
	Prove                  OperationFigures
	Verify                 OperationFigures
	ProofBytesBefore       uint64
	ProofBytesAfter        uint64
	PeakMemory             uint64
	OptimizerAsked         uint64
	OptimizerCached        uint64
	OptimizerFallbacks     uint64
	Compressions           uint64
	CompressionBytesBefore uint64
	CompressionBytesAfter  uint64
	Recoveries             uint64
}

// BatchTotals is nxz_batch_totals.
type BatchTotals struct {
	structSize uint32
	Threads    uint32
	Items      uint64
	Succeeded  uint64
	Failed     uint64
	Cancelled  uint64
	TotalNs    uint64
	PeakMemory uint64
	PerSecond  float64
}

var (
	_ [C.sizeof_nxz_proof_cost]byte         = [unsafe.Sizeof(ProofCost{})]byte{}
	_ [C.sizeof_nxz_circuit_size]byte       = [unsafe.Sizeof(CircuitSize{})]byte{}
	_ [C.sizeof_nxz_proof_header]byte       = [unsafe.Sizeof(ProofHeader{})]byte{}
	_ [C.sizeof_nxz_proof_measurements]byte = [unsafe.Sizeof(ProofMeasurements{})]byte{}
	_ [C.sizeof_nxz_operation_figures]byte  = [unsafe.Sizeof(OperationFigures{})]byte{}
	_ [C.sizeof_nxz_metrics_figures]byte    = [unsafe.Sizeof(MetricsFigures{})]byte{}
	_ [C.sizeof_nxz_batch_totals]byte       = [unsafe.Sizeof(BatchTotals{})]byte{}
)
