/* True statements of every kind with their witnesses, in a few words. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "check.h"

enum { KEY_SIZE = 32, SAMPLES = 13 };

/* The secret called `key`, and a scalar of every group in either byte order. */
extern const uint8_t KEY[KEY_SIZE];
extern const uint8_t EXPONENT[32];
extern const uint8_t BLINDING[NXZ_BLINDING_SIZE];

/* A message of the secret `key`. */
nxz_message *key_message(void);
/* The digest of KEY and `scope` is this, and the message is the same. */
nxz_statement *nullifier(const char *scope);

/* A commitment to `value`, which is claimed to be from min to max; and its opening. */
nxz_statement *range(nxz_hash hash, uint64_t value, uint64_t min, uint64_t max);
nxz_witness *opening(uint64_t value);

/* Digests of numbered keys; number `mine` is that of KEY. */
nxz_list *new_list(nxz_hash hash, size_t len, size_t mine);
nxz_statement *one_of_many(nxz_hash hash, const nxz_list *list);
nxz_witness *member(uint64_t index);

/* A tree of numbered leaves; number `mine` is KEY. */
nxz_merkle_tree *new_tree(nxz_hash hash, size_t leaves, size_t mine);
nxz_statement *membership(nxz_hash hash, const nxz_merkle_tree *tree, uint64_t leaf);
nxz_witness *leaf_at(const nxz_merkle_tree *tree, uint64_t leaf);

/* A circuit of 256 input bits, of which the first 32 and the next 32 are multiplied, bit by bit. */
nxz_circuit *new_circuit(void);
/* KEY is the input of this circuit. */
nxz_statement *multiplied(const nxz_circuit *circuit);

/* Takes the statements over and frees them. */
nxz_statement *both(nxz_statement *first, nxz_statement *second);

nxz_statement *discrete_log(nxz_group group);
/* The secret called `secret`. */
nxz_witness *exponent(const uint8_t *secret, size_t len);

struct sample {
    const char *name;
    nxz_statement *statement;
    nxz_witness *witness;
};

/* One statement of every kind, and more where a kind has forms of its own. */
void make_samples(struct sample samples[SAMPLES]);
void free_samples(struct sample samples[SAMPLES]);

/* Proves, sends the proof, and verifies with another protocol and with statements that went through bytes and JSON. */
void accepted(uint32_t level, const nxz_statement *statement, const nxz_witness *witness);
/* Proving fails because of the witness, whether or not proofs are verified. */
void unprovable(const nxz_statement *statement, const nxz_witness *witness);

/* The statement that another party reads. */
nxz_statement *through_bytes(const nxz_statement *statement);
nxz_statement *through_json(const nxz_statement *statement);
bool same(const nxz_statement *left, const nxz_statement *right);

#endif
