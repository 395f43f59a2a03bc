/* Every fallible function of the header, called with valid arguments. tests/abi/arguments.sh compares the names with the
 * header. */
#ifndef FUNCTIONS_H
#define FUNCTIONS_H

#include <nexuszero.h>
#include <stddef.h>

enum { MAX_POINTERS = 6, ARRAY_LEN = 2 };

/* One function with valid arguments; the pointers among them come from `p`. */
struct function {
    const char *name;
    /* What stands in p, one letter each:
     *   handles    C config, P protocol, S statement, W witness, F proof, M message, L list, K Merkle tree, G circuit,
     *              Q metrics, D batch, Z compressor, X archive
     *   inputs     b: 4 bytes; d: a digest or blinding of 32; g: an element of ristretto255; x: a scalar; n: a name of 3
     *              bytes; A: an array of ARRAY_LEN statements; R: one of proofs, V: one of witnesses; c: a codec
     *   outputs    H: a slot for a handle; u: a slot for a uint64_t; z: a slot for a size_t; B: a buffer of 64 bytes;
     *              T: a structure with its size */
    const char *kinds;
    nxz_status (*call)(void **p, nxz_error **error);
};

#define HANDLE_KINDS "CPSWFMLKGQDZX"

extern const struct function FUNCTIONS[];
extern const size_t FUNCTION_COUNT;

/* The one with that name. */
const struct function *function_named(const char *name);

#endif
