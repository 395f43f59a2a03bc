// What Go cannot do well by itself: structures with function pointers, and structures that point into Go memory. A callback's
// user data is the number of a cgo.Handle, 0 for no callback; it is a uintptr_t, because Go must not hold it as a pointer.
#ifndef NEXUSZERO_GO_SHIMS_H
#define NEXUSZERO_GO_SHIMS_H

#include <nexuszero.h>

nxz_status nxzgo_prove_with(const nxz_protocol *protocol, const nxz_statement *statement, const nxz_witness *witness,
                            const uint8_t *context, size_t context_len, const char *request_id, size_t request_id_len,
                            nxz_proof **out, nxz_error **error);

nxz_status nxzgo_verify_with(const nxz_protocol *protocol, const nxz_statement *statement, const uint8_t *context,
                             size_t context_len, const nxz_proof *proof, const char *request_id, size_t request_id_len,
                             nxz_error **error);

nxz_status nxzgo_batch_prove(nxz_batch *batch, const nxz_protocol *protocol, const nxz_statement *const *statements,
                             const nxz_witness *const *witnesses, const uint8_t *const *contexts, const size_t *context_lens,
                             size_t count, uint32_t threads, const char *request_id, size_t request_id_len,
                             uintptr_t progress, nxz_error **error);

nxz_status nxzgo_batch_verify(nxz_batch *batch, const nxz_protocol *protocol, const nxz_statement *const *statements,
                              const uint8_t *const *contexts, const size_t *context_lens, const nxz_proof *const *proofs,
                              size_t count, uint32_t threads, const char *request_id, size_t request_id_len,
                              uintptr_t progress, nxz_error **error);

nxz_status nxzgo_protocol_set_log_sink(const nxz_protocol *protocol, nxz_log_level max_level, uintptr_t sink, nxz_error **error);

nxz_status nxzgo_protocol_set_metrics_sink(const nxz_protocol *protocol, uintptr_t sink, nxz_error **error);

// The name ends with a NUL.
nxz_status nxzgo_protocol_set_optimizer(const nxz_protocol *protocol, const char *name, uintptr_t optimizer, nxz_error **error);

nxz_status nxzgo_protocol_set_codec(const nxz_protocol *protocol, uint32_t id, const char *name, uintptr_t codec,
                                    nxz_error **error);

nxz_status nxzgo_compressor_set_codec(nxz_compressor *compressor, uint32_t id, const char *name, uintptr_t codec,
                                      nxz_error **error);

#endif
