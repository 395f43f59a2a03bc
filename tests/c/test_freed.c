/* Freed handles whose memory was not reused are noticed. To read them is undefined behaviour in C as in Rust: this test
 * shows that the help works with this allocator, and is not run under valgrind. */
#include "claims.h"

#include <unistd.h>

int main(void) {
    nxz_error *error = NULL;
    nxz_config *config = NULL;
    nxz_protocol *protocol = NULL;
    CHECK_OK(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    nxz_config_free(config);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_config_set_profile(config, NXZ_PROFILE_FAST, &error));
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_protocol_new(config, &protocol, &error));
    CHECK(protocol == NULL);
    nxz_config_free(config);
    nxz_config_free(config);

    nxz_statement *statement = new_statement(NXZ_HASH_SHA256, NULL, 0, false);
    nxz_statement_free(statement);
    nxz_statement_free(statement);

    nxz_message *message = key_message();
    nxz_message_free(message);
    nxz_message_free(message);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_message_add_public(message, NULL, 0, &error));
    nxz_list *list = new_list(NXZ_HASH_SHA256, 3, 1);
    nxz_list_free(list);
    nxz_list_free(list);
    CHECK(nxz_list_len(list) == 0);
    nxz_merkle_tree *tree = new_tree(NXZ_HASH_SHA256, 3, 1);
    nxz_merkle_tree_free(tree);
    nxz_merkle_tree_free(tree);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_merkle_tree_add(tree, NULL, 0, &error));
    nxz_circuit *circuit = new_circuit();
    uint64_t width = 77;
    nxz_circuit_free(circuit);
    nxz_circuit_free(circuit);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_circuit_input_width(circuit, 0, &width, &error));
    CHECK(width == 0);
    nxz_witness *witness = member(3);
    nxz_witness_free(witness);
    nxz_witness_free(witness);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_witness_set_number(witness, TEXT("index"), 3, &error));

    nxz_compressor *compressor = NULL;
    nxz_bytes *bytes = NULL;
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_LZ4, &compressor, &error));
    nxz_compressor_free(compressor);
    nxz_compressor_free(compressor);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_compressor_compress(compressor, NULL, 0, &bytes, &error));
    CHECK(bytes == NULL);
    nxz_batch *batch = NULL;
    CHECK_OK(nxz_batch_new(&batch, &error));
    nxz_batch_free(batch);
    nxz_batch_free(batch);
    CHECK(nxz_batch_count(batch) == 0);
    nxz_metrics *metrics = NULL;
    nxz_string *text = NULL;
    protocol = new_protocol(128, NXZ_PROFILE_FAST, false);
    CHECK_OK(nxz_protocol_metrics(protocol, &metrics, &error));
    nxz_protocol_free(protocol);
    nxz_metrics_free(metrics);
    nxz_metrics_free(metrics);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_metrics_to_json(metrics, &text, &error));
    CHECK(text == NULL);

    /* An archive also has a file, which is closed and stays. */
    char directory[] = "/tmp/nxz-test-freed-XXXXXX", path[64];
    CHECK(mkdtemp(directory) != NULL);
    snprintf(path, sizeof path, "%s/archive.nxa", directory);
    nxz_archive *archive = NULL, *again = NULL;
    CHECK_OK(nxz_archive_create(path, strlen(path), &archive, &error));
    nxz_archive_free(archive);
    nxz_archive_free(archive);
    CHECK(nxz_archive_len(archive) == 0);
    CHECK_FAILS(NXZ_ERR_INVALID_HANDLE, nxz_archive_flush(archive, &error));
    CHECK_OK(nxz_archive_open(path, strlen(path), NXZ_ARCHIVE_APPEND, &again, &error));
    nxz_archive_free(again);
    CHECK(unlink(path) == 0 && rmdir(directory) == 0);
    return check_report("freed");
}
