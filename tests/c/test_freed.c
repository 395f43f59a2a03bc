/* Freed handles whose memory was not reused are noticed. To read them is undefined behaviour in C as in Rust: this test
 * shows that the help works with this allocator, and is not run under valgrind. */
#include "claims.h"

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
    return check_report("freed");
}
