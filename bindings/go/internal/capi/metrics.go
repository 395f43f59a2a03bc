package capi

// #include "shims.h"
import "C"

import "unsafe"

func ProtocolMetrics(p *Protocol) (*Metrics, *Failure) {
	return get(func(out **Metrics, e slot) C.nxz_status { return C.nxz_protocol_metrics(p, out, e) })
}

func ProtocolResetMetrics(p *Protocol) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_protocol_reset_metrics(p, e) })
}

func MetricsFree(m *Metrics) { C.nxz_metrics_free(m) }

func MetricsSummary(m *Metrics) (MetricsFigures, *Failure) {
	return get(func(out *MetricsFigures, e slot) C.nxz_status {
		out.structSize = C.sizeof_nxz_metrics_figures
		return C.nxz_metrics_summary(m, (*C.nxz_metrics_figures)(unsafe.Pointer(out)), e)
	})
}

func MetricsErrorCount(m *Metrics, operation uint32, status int32) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_metrics_error_count(m, C.nxz_operation(operation), C.int32_t(status), out, e)
	})
}

func MetricsToJSON(m *Metrics) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_metrics_to_json(m, out, e) })
}

func MetricsToPrometheus(m *Metrics) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_metrics_to_prometheus(m, out, e) })
}

func MetricsCompare(base, other *Metrics) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_metrics_compare(base, other, out, e) })
}
