package capi

// #include "shims.h"
import "C"

func ArchiveCreate(path string) (*Archive, *Failure) {
	return get(func(out **Archive, e slot) C.nxz_status {
		return C.nxz_archive_create(chars(path), lengthOf(path), out, e)
	})
}

func ArchiveOpen(path string, mode uint32) (*Archive, *Failure) {
	return get(func(out **Archive, e slot) C.nxz_status {
		return C.nxz_archive_open(chars(path), lengthOf(path), C.nxz_archive_mode(mode), out, e)
	})
}

func ArchiveFree(a *Archive) { C.nxz_archive_free(a) }

func ArchiveAppendEntry(a *Archive, s *Statement, context []byte, proof *Proof, label string) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_archive_append(a, s, data(context), length(context), proof, chars(label), lengthOf(label), out, e)
	})
}

func ArchiveFlush(a *Archive) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_archive_flush(a, e) })
}

func ArchiveLen(a *Archive) uint64 { return uint64(C.nxz_archive_len(a)) }

func ArchiveStatement(a *Archive, index uint64) (*Statement, *Failure) {
	return get(func(out **Statement, e slot) C.nxz_status {
		return C.nxz_archive_statement(a, C.uint64_t(index), out, e)
	})
}

func ArchiveProof(a *Archive, index uint64) (*Proof, *Failure) {
	return get(func(out **Proof, e slot) C.nxz_status { return C.nxz_archive_proof(a, C.uint64_t(index), out, e) })
}

func ArchiveContext(a *Archive, index uint64) ([]byte, *Failure) {
	return bytes(func(out **C.nxz_bytes, e slot) C.nxz_status {
		return C.nxz_archive_context(a, C.uint64_t(index), out, e)
	})
}

func ArchiveLabel(a *Archive, index uint64) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status {
		return C.nxz_archive_label(a, C.uint64_t(index), out, e)
	})
}

func ArchiveMetricsJSON(a *Archive, index uint64) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status {
		return C.nxz_archive_metrics_json(a, C.uint64_t(index), out, e)
	})
}

func ArchiveTime(a *Archive, index uint64) (uint64, *Failure) {
	return number(func(out *C.uint64_t, e slot) C.nxz_status {
		return C.nxz_archive_time(a, C.uint64_t(index), out, e)
	})
}

func ArchiveFingerprint(a *Archive) ([]byte, *Failure) {
	return digest(func(out *C.uint8_t, capacity C.size_t, size *C.size_t, e slot) C.nxz_status {
		return C.nxz_archive_fingerprint(a, out, capacity, size, e)
	})
}

func ArchiveCheck(a *Archive) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_archive_check(a, e) })
}

func ArchiveSummaryJSON(a *Archive) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_archive_summary_json(a, out, e) })
}
