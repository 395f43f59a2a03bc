#include "functions.h"

#include <string.h>

#define SHA256 NXZ_HASH_SHA256

static nxz_status f_config_new(void **p, nxz_error **e) { return nxz_config_new(NXZ_PRESET_FAST, p[0], e); }
static nxz_status f_set_level(void **p, nxz_error **e) { return nxz_config_set_security_level(p[0], 128, e); }
static nxz_status f_set_profile(void **p, nxz_error **e) { return nxz_config_set_profile(p[0], NXZ_PROFILE_FAST, e); }
static nxz_status f_set_verify(void **p, nxz_error **e) { return nxz_config_set_verify_after_generation(p[0], 0, e); }
static nxz_status f_set_quantum(void **p, nxz_error **e) { return nxz_config_set_require_quantum_resistance(p[0], 0, e); }
static nxz_status f_set_limit(void **p, nxz_error **e) { return nxz_config_set_limit(p[0], NXZ_LIMIT_WORK, 1u << 31, e); }
static nxz_status f_config_set(void **p, nxz_error **e) { return nxz_config_set(p[0], p[1], 3, p[2], 3, e); }
static nxz_status f_load_json(void **p, nxz_error **e) { return nxz_config_load_json(p[0], p[1], 3, e); }
static nxz_status f_load_toml(void **p, nxz_error **e) { return nxz_config_load_toml(p[0], p[1], 3, e); }
static nxz_status f_load_file(void **p, nxz_error **e) { return nxz_config_load_file(p[0], p[1], 3, e); }
static nxz_status f_load_environment(void **p, nxz_error **e) { return nxz_config_load_environment(p[0], e); }
static nxz_status f_config_to_json(void **p, nxz_error **e) { return nxz_config_to_json(p[0], p[1], e); }
static nxz_status f_reconfigure(void **p, nxz_error **e) { return nxz_protocol_reconfigure(p[0], p[1], e); }

static nxz_status f_protocol_new(void **p, nxz_error **e) { return nxz_protocol_new(p[0], p[1], e); }
static nxz_status f_set_optimizer(void **p, nxz_error **e) { return nxz_protocol_set_optimizer(p[0], NULL, e); }
static nxz_status f_load_optimizer(void **p, nxz_error **e) { return nxz_protocol_load_optimizer(p[0], p[1], 3, p[2], 3, e); }
static nxz_status f_estimate(void **p, nxz_error **e) { return nxz_estimate(p[0], p[1], p[2], e); }
static nxz_status f_prove(void **p, nxz_error **e) { return nxz_prove(p[0], p[1], p[2], p[3], 4, p[4], e); }
static nxz_status f_prove_with(void **p, nxz_error **e) { return nxz_prove_with(p[0], p[1], p[2], p[3], 4, NULL, p[4], e); }
static nxz_status f_verify_with(void **p, nxz_error **e) { return nxz_verify_with(p[0], p[1], p[2], 4, p[3], NULL, e); }
static nxz_status f_protocol_codec(void **p, nxz_error **e) { return nxz_protocol_set_codec(p[0], NULL, e); }
static nxz_status f_log_sink(void **p, nxz_error **e) { return nxz_protocol_set_log_sink(p[0], NULL, e); }
static nxz_status f_verify(void **p, nxz_error **e) { return nxz_verify(p[0], p[1], p[2], 4, p[3], e); }

static nxz_status f_health(void **p, nxz_error **e) { (void)p; return nxz_health_check(e); }
static nxz_status f_protocol_health(void **p, nxz_error **e) { return nxz_protocol_health_check(p[0], e); }
static nxz_status f_hash_blocks(void **p, nxz_error **e) { return nxz_hash_blocks(SHA256, 4, p[0], e); }
static nxz_status f_digest(void **p, nxz_error **e) { return nxz_digest(SHA256, p[0], 4, p[1], 64, p[2], e); }
static nxz_status f_hmac(void **p, nxz_error **e) {
    return nxz_hmac(NXZ_HASH_HMAC_SHA256, p[0], 4, p[1], 4, p[2], 64, p[3], e);
}
static nxz_status f_commit(void **p, nxz_error **e) { return nxz_commit(SHA256, 7, p[0], 32, p[1], 64, p[2], e); }
static nxz_status f_blinding_new(void **p, nxz_error **e) { return nxz_blinding_new(p[0], 64, p[1], e); }

static nxz_status f_message_new(void **p, nxz_error **e) { return nxz_message_new(p[0], e); }
static nxz_status f_add_public(void **p, nxz_error **e) { return nxz_message_add_public(p[0], p[1], 4, e); }
static nxz_status f_add_secret(void **p, nxz_error **e) { return nxz_message_add_secret(p[0], p[1], 3, 4, e); }
static nxz_status f_add_hidden(void **p, nxz_error **e) { return nxz_message_add_hidden(p[0], p[1], 3, 1, e); }
static nxz_status f_set_key(void **p, nxz_error **e) { return nxz_message_set_key(p[0], p[1], 3, 4, e); }
static nxz_status f_set_public_key(void **p, nxz_error **e) { return nxz_message_set_public_key(p[0], p[1], 4, e); }

static nxz_status f_list_new(void **p, nxz_error **e) { return nxz_list_new(p[0], 32, 32, p[1], e); }
static nxz_status f_list_find(void **p, nxz_error **e) { return nxz_list_find(p[0], p[1], 32, p[2], e); }
static nxz_status f_list_digest(void **p, nxz_error **e) { return nxz_list_digest(p[0], p[1], 64, p[2], e); }

static nxz_status f_tree_new(void **p, nxz_error **e) { return nxz_merkle_tree_new(SHA256, p[0], e); }
static nxz_status f_tree_add(void **p, nxz_error **e) { return nxz_merkle_tree_add(p[0], p[1], 4, e); }
static nxz_status f_tree_root(void **p, nxz_error **e) { return nxz_merkle_tree_root(p[0], p[1], 64, p[2], e); }
static nxz_status f_tree_depth(void **p, nxz_error **e) { return nxz_merkle_tree_depth(p[0], 0, p[1], e); }
static nxz_status f_tree_directions(void **p, nxz_error **e) { return nxz_merkle_tree_directions(p[0], 0, p[1], e); }
static nxz_status f_tree_path(void **p, nxz_error **e) { return nxz_merkle_tree_path(p[0], 0, p[1], e); }

static nxz_status f_bristol(void **p, nxz_error **e) { return nxz_circuit_from_bristol(p[0], 4, p[1], e); }
static nxz_status f_circuit_info(void **p, nxz_error **e) { return nxz_circuit_info(p[0], p[1], e); }
static nxz_status f_input_width(void **p, nxz_error **e) { return nxz_circuit_input_width(p[0], 0, p[1], e); }
static nxz_status f_output_width(void **p, nxz_error **e) { return nxz_circuit_output_width(p[0], 0, p[1], e); }
static nxz_status f_circuit_digest(void **p, nxz_error **e) { return nxz_circuit_digest(p[0], p[1], 64, p[2], e); }

static nxz_status f_generator(void **p, nxz_error **e) {
    return nxz_group_generator(NXZ_GROUP_RISTRETTO255, p[0], 64, p[1], e);
}
static nxz_status f_public_value(void **p, nxz_error **e) {
    return nxz_group_public_value(NXZ_GROUP_RISTRETTO255, p[0], 32, p[1], 32, p[2], 64, p[3], e);
}

static nxz_status f_preimage(void **p, nxz_error **e) { return nxz_statement_preimage(SHA256, p[0], 32, 1, p[1], e); }
static nxz_status f_preimage_sized(void **p, nxz_error **e) {
    return nxz_statement_preimage_sized(SHA256, p[0], 32, 4, p[1], e);
}
static nxz_status f_preimage_parts(void **p, nxz_error **e) {
    return nxz_statement_preimage_parts(SHA256, p[0], 32, p[1], p[2], e);
}
static nxz_status f_range(void **p, nxz_error **e) {
    return nxz_statement_range(SHA256, p[0], 32, 1, 2, p[1], 3, p[2], 2, p[3], e);
}
static nxz_status f_one_of_many(void **p, nxz_error **e) {
    return nxz_statement_one_of_many(SHA256, p[0], p[1], p[2], 3, p[3], e);
}
static nxz_status f_membership(void **p, nxz_error **e) {
    return nxz_statement_membership(SHA256, p[0], 32, 1, p[1], p[2], 3, p[3], 2, p[4], e);
}
static nxz_status f_circuit(void **p, nxz_error **e) { return nxz_statement_circuit(p[0], p[1], p[2], 4, p[3], e); }
static nxz_status f_conjunction(void **p, nxz_error **e) {
    return nxz_statement_conjunction(p[0], ARRAY_LEN, p[1], e);
}
static nxz_status f_discrete_log(void **p, nxz_error **e) {
    return nxz_statement_discrete_log(NXZ_GROUP_RISTRETTO255, p[0], 32, p[1], 32, p[2], 3, p[3], e);
}
static nxz_status f_statement_name(void **p, nxz_error **e) { return nxz_statement_name(p[0], p[1], e); }
static nxz_status f_to_bytes(void **p, nxz_error **e) { return nxz_statement_to_bytes(p[0], p[1], e); }
static nxz_status f_from_bytes(void **p, nxz_error **e) { return nxz_statement_from_bytes(p[0], 4, p[1], e); }
static nxz_status f_to_json(void **p, nxz_error **e) { return nxz_statement_to_json(p[0], p[1], e); }
static nxz_status f_from_json(void **p, nxz_error **e) { return nxz_statement_from_json(p[0], 4, p[1], e); }

static nxz_status f_witness_new(void **p, nxz_error **e) { return nxz_witness_new(p[0], e); }
static nxz_status f_witness_preimage(void **p, nxz_error **e) { return nxz_witness_preimage(p[0], 4, p[1], e); }
static nxz_status f_witness_set(void **p, nxz_error **e) { return nxz_witness_set(p[0], p[1], 3, p[2], 4, e); }
static nxz_status f_set_number(void **p, nxz_error **e) { return nxz_witness_set_number(p[0], p[1], 3, 7, e); }
static nxz_status f_set_path(void **p, nxz_error **e) {
    return nxz_witness_set_merkle_path(p[0], p[1], 0, p[2], 3, p[3], 2, e);
}

static nxz_status f_proof_from_bytes(void **p, nxz_error **e) { return nxz_proof_from_bytes(p[0], 4, p[1], e); }
static nxz_status f_info(void **p, nxz_error **e) { return nxz_proof_info(p[0], p[1], e); }
static nxz_status f_metrics(void **p, nxz_error **e) { return nxz_proof_metrics(p[0], p[1], e); }
static nxz_status f_metrics_json(void **p, nxz_error **e) { return nxz_proof_metrics_json(p[0], p[1], e); }

static nxz_status f_protocol_metrics(void **p, nxz_error **e) { return nxz_protocol_metrics(p[0], p[1], e); }
static nxz_status f_reset_metrics(void **p, nxz_error **e) { return nxz_protocol_reset_metrics(p[0], e); }
static nxz_status f_set_sink(void **p, nxz_error **e) { return nxz_protocol_set_metrics_sink(p[0], NULL, e); }
static nxz_status f_metrics_summary(void **p, nxz_error **e) { return nxz_metrics_summary(p[0], p[1], e); }
static nxz_status f_error_count(void **p, nxz_error **e) {
    return nxz_metrics_error_count(p[0], NXZ_OPERATION_VERIFY, NXZ_ERR_MALFORMED, p[1], e);
}
static nxz_status f_metrics_to_json(void **p, nxz_error **e) { return nxz_metrics_to_json(p[0], p[1], e); }
static nxz_status f_to_prometheus(void **p, nxz_error **e) { return nxz_metrics_to_prometheus(p[0], p[1], e); }
static nxz_status f_metrics_compare(void **p, nxz_error **e) { return nxz_metrics_compare(p[0], p[1], p[2], e); }
static nxz_status f_proofs_aggregate(void **p, nxz_error **e) { return nxz_proofs_aggregate(p[0], ARRAY_LEN, p[1], e); }
static nxz_status f_proofs_compare(void **p, nxz_error **e) {
    return nxz_proofs_compare(p[0], ARRAY_LEN, p[1], ARRAY_LEN, p[2], e);
}

static nxz_status f_batch_new(void **p, nxz_error **e) { return nxz_batch_new(p[0], e); }
static nxz_status f_batch_prove(void **p, nxz_error **e) {
    return nxz_batch_prove(p[0], p[1], p[2], p[3], NULL, NULL, ARRAY_LEN, NULL, e);
}
static nxz_status f_batch_verify(void **p, nxz_error **e) {
    return nxz_batch_verify(p[0], p[1], p[2], NULL, NULL, p[3], ARRAY_LEN, NULL, e);
}
static nxz_status f_batch_proof(void **p, nxz_error **e) { return nxz_batch_proof(p[0], 0, p[1], e); }
static nxz_status f_batch_summary(void **p, nxz_error **e) { return nxz_batch_summary(p[0], p[1], e); }
static nxz_status f_batch_metrics(void **p, nxz_error **e) { return nxz_batch_metrics_json(p[0], p[1], e); }
static nxz_status f_compressor_new(void **p, nxz_error **e) { return nxz_compressor_new(NXZ_COMPRESSION_LZ4, p[0], e); }
static nxz_status f_set_limits(void **p, nxz_error **e) { return nxz_compressor_set_limits(p[0], 10, 100, e); }
static nxz_status f_set_codec(void **p, nxz_error **e) { return nxz_compressor_set_codec(p[0], p[1], e); }
static nxz_status f_compressor_compress(void **p, nxz_error **e) {
    return nxz_compressor_compress(p[0], p[1], 4, p[2], e);
}
static nxz_status f_compressor_decompress(void **p, nxz_error **e) {
    return nxz_compressor_decompress(p[0], p[1], 4, p[2], e);
}
static nxz_status f_compress(void **p, nxz_error **e) { return nxz_compress(NXZ_COMPRESSION_LZ4, p[0], 4, p[1], e); }
static nxz_status f_decompress(void **p, nxz_error **e) { return nxz_decompress(p[0], 4, 100, p[1], e); }
static nxz_status f_lz4_compress(void **p, nxz_error **e) { return nxz_lz4_compress(p[0], 4, p[1], e); }
static nxz_status f_lz4_decompress(void **p, nxz_error **e) { return nxz_lz4_decompress(p[0], 4, 100, p[1], e); }
static nxz_status f_archive_create(void **p, nxz_error **e) { return nxz_archive_create(p[0], 3, p[1], e); }
static nxz_status f_archive_open(void **p, nxz_error **e) { return nxz_archive_open(p[0], 3, NXZ_ARCHIVE_READ, p[1], e); }
static nxz_status f_archive_append(void **p, nxz_error **e) {
    return nxz_archive_append(p[0], p[1], p[2], 4, p[3], p[4], 3, p[5], e);
}
static nxz_status f_archive_flush(void **p, nxz_error **e) { return nxz_archive_flush(p[0], e); }
static nxz_status f_archive_statement(void **p, nxz_error **e) { return nxz_archive_statement(p[0], 0, p[1], e); }
static nxz_status f_archive_proof(void **p, nxz_error **e) { return nxz_archive_proof(p[0], 0, p[1], e); }
static nxz_status f_archive_context(void **p, nxz_error **e) { return nxz_archive_context(p[0], 0, p[1], e); }
static nxz_status f_archive_label(void **p, nxz_error **e) { return nxz_archive_label(p[0], 0, p[1], e); }
static nxz_status f_archive_metrics(void **p, nxz_error **e) { return nxz_archive_metrics_json(p[0], 0, p[1], e); }
static nxz_status f_archive_time(void **p, nxz_error **e) { return nxz_archive_time(p[0], 0, p[1], e); }
static nxz_status f_archive_fingerprint(void **p, nxz_error **e) {
    return nxz_archive_fingerprint(p[0], p[1], 64, p[2], e);
}
static nxz_status f_archive_check(void **p, nxz_error **e) { return nxz_archive_check(p[0], e); }
static nxz_status f_archive_summary(void **p, nxz_error **e) { return nxz_archive_summary_json(p[0], p[1], e); }

const struct function FUNCTIONS[] = {
    {"nxz_config_new", "H", f_config_new},
    {"nxz_config_set_security_level", "C", f_set_level},
    {"nxz_config_set_profile", "C", f_set_profile},
    {"nxz_config_set_verify_after_generation", "C", f_set_verify},
    {"nxz_config_set_require_quantum_resistance", "C", f_set_quantum},
    {"nxz_config_set_limit", "C", f_set_limit},
    {"nxz_config_set", "Cnn", f_config_set},
    {"nxz_config_load_json", "Cn", f_load_json},
    {"nxz_config_load_toml", "Cn", f_load_toml},
    {"nxz_config_load_file", "Cn", f_load_file},
    {"nxz_config_load_environment", "C", f_load_environment},
    {"nxz_config_to_json", "CH", f_config_to_json},
    {"nxz_protocol_new", "CH", f_protocol_new},
    {"nxz_protocol_reconfigure", "PC", f_reconfigure},
    {"nxz_protocol_set_optimizer", "P", f_set_optimizer},
    {"nxz_protocol_load_optimizer", "Pnn", f_load_optimizer},
    {"nxz_estimate", "PST", f_estimate},
    {"nxz_prove", "PSWbH", f_prove},
    {"nxz_prove_with", "PSWbH", f_prove_with},
    {"nxz_verify", "PSbF", f_verify},
    {"nxz_verify_with", "PSbF", f_verify_with},
    {"nxz_protocol_set_codec", "P", f_protocol_codec},
    {"nxz_protocol_set_log_sink", "P", f_log_sink},
    {"nxz_health_check", "", f_health},
    {"nxz_protocol_health_check", "P", f_protocol_health},
    {"nxz_hash_blocks", "u", f_hash_blocks},
    {"nxz_digest", "bBz", f_digest},
    {"nxz_hmac", "bbBz", f_hmac},
    {"nxz_commit", "dBz", f_commit},
    {"nxz_blinding_new", "Bz", f_blinding_new},
    {"nxz_message_new", "H", f_message_new},
    {"nxz_message_add_public", "Mb", f_add_public},
    {"nxz_message_add_secret", "Mn", f_add_secret},
    {"nxz_message_add_hidden", "Mn", f_add_hidden},
    {"nxz_message_set_key", "Mn", f_set_key},
    {"nxz_message_set_public_key", "Mb", f_set_public_key},
    {"nxz_list_new", "dH", f_list_new},
    {"nxz_list_find", "Ldu", f_list_find},
    {"nxz_list_digest", "LBz", f_list_digest},
    {"nxz_merkle_tree_new", "H", f_tree_new},
    {"nxz_merkle_tree_add", "Kb", f_tree_add},
    {"nxz_merkle_tree_root", "KBz", f_tree_root},
    {"nxz_merkle_tree_depth", "Ku", f_tree_depth},
    {"nxz_merkle_tree_directions", "Ku", f_tree_directions},
    {"nxz_merkle_tree_path", "KH", f_tree_path},
    {"nxz_circuit_from_bristol", "bH", f_bristol},
    {"nxz_circuit_info", "GT", f_circuit_info},
    {"nxz_circuit_input_width", "Gu", f_input_width},
    {"nxz_circuit_output_width", "Gu", f_output_width},
    {"nxz_circuit_digest", "GBz", f_circuit_digest},
    {"nxz_group_generator", "Bz", f_generator},
    {"nxz_group_public_value", "gxBz", f_public_value},
    {"nxz_statement_preimage", "dH", f_preimage},
    {"nxz_statement_preimage_sized", "dH", f_preimage_sized},
    {"nxz_statement_preimage_parts", "dMH", f_preimage_parts},
    {"nxz_statement_range", "dnnH", f_range},
    {"nxz_statement_one_of_many", "LMnH", f_one_of_many},
    {"nxz_statement_membership", "dMnnH", f_membership},
    {"nxz_statement_circuit", "GMbH", f_circuit},
    {"nxz_statement_conjunction", "AH", f_conjunction},
    {"nxz_statement_discrete_log", "ggnH", f_discrete_log},
    {"nxz_statement_name", "SH", f_statement_name},
    {"nxz_statement_to_bytes", "SH", f_to_bytes},
    {"nxz_statement_from_bytes", "bH", f_from_bytes},
    {"nxz_statement_to_json", "SH", f_to_json},
    {"nxz_statement_from_json", "bH", f_from_json},
    {"nxz_witness_new", "H", f_witness_new},
    {"nxz_witness_preimage", "bH", f_witness_preimage},
    {"nxz_witness_set", "Wnb", f_witness_set},
    {"nxz_witness_set_number", "Wn", f_set_number},
    {"nxz_witness_set_merkle_path", "WKnn", f_set_path},
    {"nxz_proof_from_bytes", "bH", f_proof_from_bytes},
    {"nxz_proof_info", "FT", f_info},
    {"nxz_proof_metrics", "FT", f_metrics},
    {"nxz_proof_metrics_json", "FH", f_metrics_json},
    {"nxz_protocol_metrics", "PH", f_protocol_metrics},
    {"nxz_protocol_reset_metrics", "P", f_reset_metrics},
    {"nxz_protocol_set_metrics_sink", "P", f_set_sink},
    {"nxz_metrics_summary", "QT", f_metrics_summary},
    {"nxz_metrics_error_count", "Qu", f_error_count},
    {"nxz_metrics_to_json", "QH", f_metrics_to_json},
    {"nxz_metrics_to_prometheus", "QH", f_to_prometheus},
    {"nxz_metrics_compare", "QQH", f_metrics_compare},
    {"nxz_batch_new", "H", f_batch_new},
    {"nxz_batch_prove", "DPAV", f_batch_prove},
    {"nxz_batch_verify", "DPAR", f_batch_verify},
    {"nxz_batch_proof", "DH", f_batch_proof},
    {"nxz_batch_summary", "DT", f_batch_summary},
    {"nxz_batch_metrics_json", "DH", f_batch_metrics},
    {"nxz_proofs_aggregate", "RH", f_proofs_aggregate},
    {"nxz_proofs_compare", "RRH", f_proofs_compare},
    {"nxz_compressor_new", "H", f_compressor_new},
    {"nxz_compressor_set_limits", "Z", f_set_limits},
    {"nxz_compressor_set_codec", "Zc", f_set_codec},
    {"nxz_compressor_compress", "ZbH", f_compressor_compress},
    {"nxz_compressor_decompress", "ZbH", f_compressor_decompress},
    {"nxz_compress", "bH", f_compress},
    {"nxz_decompress", "bH", f_decompress},
    {"nxz_lz4_compress", "bH", f_lz4_compress},
    {"nxz_lz4_decompress", "bH", f_lz4_decompress},
    {"nxz_archive_create", "nH", f_archive_create},
    {"nxz_archive_open", "nH", f_archive_open},
    {"nxz_archive_append", "XSbFnu", f_archive_append},
    {"nxz_archive_flush", "X", f_archive_flush},
    {"nxz_archive_statement", "XH", f_archive_statement},
    {"nxz_archive_proof", "XH", f_archive_proof},
    {"nxz_archive_context", "XH", f_archive_context},
    {"nxz_archive_label", "XH", f_archive_label},
    {"nxz_archive_metrics_json", "XH", f_archive_metrics},
    {"nxz_archive_time", "Xu", f_archive_time},
    {"nxz_archive_fingerprint", "XBz", f_archive_fingerprint},
    {"nxz_archive_check", "X", f_archive_check},
    {"nxz_archive_summary_json", "XH", f_archive_summary},
};
const size_t FUNCTION_COUNT = sizeof FUNCTIONS / sizeof FUNCTIONS[0];

const struct function *function_named(const char *name) {
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        if (strcmp(FUNCTIONS[i].name, name) == 0) return &FUNCTIONS[i];
    }
    return NULL;
}
