/* Freed handles whose memory was not reused are noticed. To read them is undefined behaviour in C as in Rust: this test
 * shows that the help works with this allocator, and is not run under valgrind. */
#include "check.h"

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
    return check_report("freed");
}
