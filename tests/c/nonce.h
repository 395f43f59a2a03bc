/* Nonces of Schnorr proofs, from a proof and its secret: whoever finds a nonce in memory has the secret. */
#ifndef NONCE_H
#define NONCE_H

#include <nexuszero.h>

/* The nonce, least significant byte first, as the secret is here in every group. `proof` is challenge and response, without the header. */
void nonce_of(nxz_group group, const uint8_t proof[64], const uint8_t secret[32], uint8_t nonce[32]);

/* Puts the last byte first. */
void reverse(uint8_t bytes[32]);

/* Whether x (y B) is (x y) B: then scalars are multiplied rightly here. */
void check_products(nxz_group group);

#endif
