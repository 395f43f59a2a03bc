#include "shims.h"

#include "_cgo_export.h"

static nxz_call_options call_options(const char *request_id, size_t request_id_len) {
    const nxz_call_options options = {
        .struct_size = sizeof options, .request_id = request_id, .request_id_len = request_id_len};
    return options;
}

nxz_status nxzgo_prove_with(const nxz_protocol *protocol, const nxz_statement *statement, const nxz_witness *witness,
                            const uint8_t *context, size_t context_len, const char *request_id, size_t request_id_len,
                            nxz_proof **out, nxz_error **error) {
    const nxz_call_options options = call_options(request_id, request_id_len);
    return nxz_prove_with(protocol, statement, witness, context, context_len, &options, out, error);
}

nxz_status nxzgo_verify_with(const nxz_protocol *protocol, const nxz_statement *statement, const uint8_t *context,
                             size_t context_len, const nxz_proof *proof, const char *request_id, size_t request_id_len,
                             nxz_error **error) {
    const nxz_call_options options = call_options(request_id, request_id_len);
    return nxz_verify_with(protocol, statement, context, context_len, proof, &options, error);
}

static int32_t progress(void *user_data, size_t done, size_t total) {
    return nxzgoProgress((uintptr_t)user_data, done, total);
}

static nxz_batch_options batch_options(uint32_t threads, const char *request_id, size_t request_id_len, uintptr_t handle) {
    const nxz_batch_options options = {.struct_size = sizeof options,
                                       .threads = threads,
                                       .request_id = request_id_len == 0 ? NULL : request_id,
                                       .request_id_len = request_id_len,
                                       .user_data = (void *)handle,
                                       .progress = handle == 0 ? NULL : progress};
    return options;
}

nxz_status nxzgo_batch_prove(nxz_batch *batch, const nxz_protocol *protocol, const nxz_statement *const *statements,
                             const nxz_witness *const *witnesses, const uint8_t *const *contexts, const size_t *context_lens,
                             size_t count, uint32_t threads, const char *request_id, size_t request_id_len,
                             uintptr_t handle, nxz_error **error) {
    const nxz_batch_options options = batch_options(threads, request_id, request_id_len, handle);
    return nxz_batch_prove(batch, protocol, statements, witnesses, contexts, context_lens, count, &options, error);
}

nxz_status nxzgo_batch_verify(nxz_batch *batch, const nxz_protocol *protocol, const nxz_statement *const *statements,
                              const uint8_t *const *contexts, const size_t *context_lens, const nxz_proof *const *proofs,
                              size_t count, uint32_t threads, const char *request_id, size_t request_id_len,
                              uintptr_t handle, nxz_error **error) {
    const nxz_batch_options options = batch_options(threads, request_id, request_id_len, handle);
    return nxz_batch_verify(batch, protocol, statements, contexts, context_lens, proofs, count, &options, error);
}

static void destroy(void *user_data) { nxzgoDestroy((uintptr_t)user_data); }

static void on_event(void *user_data, nxz_log_level level, const char *json, size_t json_len) {
    nxzgoLogEvent((uintptr_t)user_data, level, (char *)json, json_len);
}

nxz_status nxzgo_protocol_set_log_sink(const nxz_protocol *protocol, nxz_log_level max_level, uintptr_t handle, nxz_error **error) {
    const nxz_log_sink sink = {.struct_size = sizeof sink,
                               .max_level = max_level,
                               .user_data = (void *)handle,
                               .on_event = on_event,
                               .destroy = destroy};
    return nxz_protocol_set_log_sink(protocol, handle == 0 ? NULL : &sink, error);
}

static void on_proof(void *user_data, const char *json, size_t json_len) {
    nxzgoProofMade((uintptr_t)user_data, (char *)json, json_len);
}

nxz_status nxzgo_protocol_set_metrics_sink(const nxz_protocol *protocol, uintptr_t handle, nxz_error **error) {
    const nxz_metrics_sink sink = {
        .struct_size = sizeof sink, .user_data = (void *)handle, .on_proof = on_proof, .destroy = destroy};
    return nxz_protocol_set_metrics_sink(protocol, handle == 0 ? NULL : &sink, error);
}

static int32_t optimize(void *user_data, const char *request, size_t request_len, char *reply, size_t reply_capacity,
                        size_t *reply_len) {
    return nxzgoOptimize((uintptr_t)user_data, (char *)request, request_len, reply, reply_capacity, reply_len);
}

nxz_status nxzgo_protocol_set_optimizer(const nxz_protocol *protocol, const char *name, uintptr_t handle, nxz_error **error) {
    const nxz_optimizer optimizer = {.struct_size = sizeof optimizer,
                                     .user_data = (void *)handle,
                                     .name = name[0] == 0 ? NULL : name,
                                     .optimize = optimize,
                                     .destroy = destroy};
    return nxz_protocol_set_optimizer(protocol, handle == 0 ? NULL : &optimizer, error);
}

static int32_t compress(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity, size_t *written) {
    return nxzgoCompress((uintptr_t)user_data, (uint8_t *)input, len, output, capacity, written);
}

static int32_t decompress(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity, size_t *written) {
    return nxzgoDecompress((uintptr_t)user_data, (uint8_t *)input, len, output, capacity, written);
}

static nxz_codec codec_of(uint32_t id, const char *name, uintptr_t handle) {
    const nxz_codec codec = {.struct_size = sizeof codec,
                             .id = id,
                             .name = name,
                             .user_data = (void *)handle,
                             .compress = compress,
                             .decompress = decompress,
                             .destroy = destroy};
    return codec;
}

nxz_status nxzgo_protocol_set_codec(const nxz_protocol *protocol, uint32_t id, const char *name, uintptr_t handle,
                                    nxz_error **error) {
    const nxz_codec codec = codec_of(id, name, handle);
    return nxz_protocol_set_codec(protocol, handle == 0 ? NULL : &codec, error);
}

nxz_status nxzgo_compressor_set_codec(nxz_compressor *compressor, uint32_t id, const char *name, uintptr_t handle,
                                      nxz_error **error) {
    const nxz_codec codec = codec_of(id, name, handle);
    return nxz_compressor_set_codec(compressor, handle == 0 ? NULL : &codec, error);
}
