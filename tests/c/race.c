/* A mistake: two threads set a secret of one witness at the same time, which the header forbids. A detector of races has to report it,
 * or its silence about the tests means nothing (scripts/thread-sanitizer). */
#include "check.h"

#include <pthread.h>

static nxz_witness *witness;

static void *set(void *value) {
    nxz_status status = nxz_witness_set_number(witness, TEXT("value"), *(uint64_t *)value, NULL);
    return status == NXZ_OK ? NULL : "set a secret";
}

int main(void) {
    pthread_t threads[2];
    uint64_t values[2] = {1, 2};
    CHECK(nxz_witness_new(&witness, NULL) == NXZ_OK);
    for (int i = 0; i < 2; i++) CHECK(pthread_create(&threads[i], NULL, set, &values[i]) == 0);
    for (int i = 0; i < 2; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    nxz_witness_free(witness);
    return check_report("race");
}
