/* A panic does not cross the boundary. Linked against a build with the feature `test-hooks`, which exports this: */
#include "check.h"

nxz_status nxz_test_panic(nxz_proof **out, nxz_error **error);

int main(void) {
    nxz_error *error = NULL;
    nxz_proof *out = (nxz_proof *)(void *)&error;
    for (int i = 0; i < 3; i++) {
        nxz_status status = nxz_test_panic(&out, &error);
        CHECK(strstr(nxz_error_message(error), "on purpose") != NULL);
        CHECK_FAILS(NXZ_ERR_PANIC, status);
        CHECK(out == NULL);
        CHECK(nxz_test_panic(&out, NULL) == NXZ_ERR_PANIC);
    }
    CHECK_FAILS(NXZ_ERR_NULL_POINTER, nxz_test_panic(NULL, &error));

    /* The library goes on working. */
    uint64_t blocks = 0;
    CHECK_OK(nxz_hash_blocks(NXZ_HASH_SHA256, 0, &blocks, &error));
    CHECK(blocks == 1);
    return check_report("panic");
}
