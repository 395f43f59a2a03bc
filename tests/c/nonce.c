#include "nonce.h"

#include "check.h"

/* Numbers of 256 bits, least significant byte first. */

/* The order of each group. */
static const char *const ORDERS[] = {
    [NXZ_GROUP_RISTRETTO255] = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
    [NXZ_GROUP_P256] = "512563fcc2cab9f3849e17a7adfae6bcffffffffffffffff00000000ffffffff",
    [NXZ_GROUP_SECP256K1] = "414136d08c5ed2bf3ba048afe6dcaebafeffffffffffffffffffffffffffffff",
};

static void order_of(nxz_group group, uint8_t order[32]) {
    for (size_t i = 0; i < 32; i++) {
        unsigned byte;
        if (sscanf(ORDERS[group] + 2 * i, "%2x", &byte) != 1) abort();
        order[i] = (uint8_t)byte;
    }
}

/* Subtracts; the borrow is returned. */
static unsigned subtract(uint8_t a[32], const uint8_t b[32]) {
    unsigned borrow = 0;
    for (size_t i = 0; i < 32; i++) {
        unsigned difference = 256u + a[i] - b[i] - borrow;
        a[i] = (uint8_t)difference;
        borrow = difference < 256;
    }
    return borrow;
}

/* Adds, modulo the order, numbers below it. */
static void add(const uint8_t order[32], uint8_t a[32], const uint8_t b[32]) {
    unsigned carry = 0;
    for (size_t i = 0; i < 32; i++) {
        unsigned sum = (unsigned)a[i] + b[i] + carry;
        a[i] = (uint8_t)sum;
        carry = sum >> 8;
    }
    uint8_t reduced[32];
    memcpy(reduced, a, sizeof reduced);
    if (subtract(reduced, order) <= carry) memcpy(a, reduced, sizeof reduced);
}

/* Multiplies, bit by bit. */
static void multiply(const uint8_t order[32], uint8_t a[32], const uint8_t b[32]) {
    uint8_t product[32] = {0};
    for (int bit = 255; bit >= 0; bit--) {
        uint8_t same[32];
        memcpy(same, product, sizeof same);
        add(order, product, same);
        if (b[bit / 8] >> (bit % 8) & 1) add(order, product, a);
    }
    memcpy(a, product, sizeof product);
}

void reverse(uint8_t bytes[32]) {
    for (size_t i = 0; i < 16; i++) {
        uint8_t byte = bytes[i];
        bytes[i] = bytes[31 - i];
        bytes[31 - i] = byte;
    }
}

void nonce_of(nxz_group group, const uint8_t proof[64], const uint8_t secret[32], uint8_t nonce[32]) {
    uint8_t order[32], product[32], response[32];
    order_of(group, order);
    /* Challenge and response have their most significant byte first. */
    memcpy(product, proof, 32);
    memcpy(response, proof + 32, 32);
    reverse(product);
    reverse(response);
    multiply(order, product, secret);
    memcpy(nonce, order, 32);
    subtract(nonce, product);
    add(order, nonce, response);
}

static void public_value(nxz_group group, const uint8_t *generator, size_t len, const uint8_t secret[32],
                         uint8_t out[NXZ_MAX_DIGEST_SIZE]) {
    nxz_error *error = NULL;
    uint8_t native[32];
    size_t out_len;
    memcpy(native, secret, sizeof native);
    if (group != NXZ_GROUP_RISTRETTO255) reverse(native);
    CHECK_OK(nxz_group_public_value(group, generator, len, native, sizeof native, out, NXZ_MAX_DIGEST_SIZE, &out_len, &error));
}

void check_products(nxz_group group) {
    nxz_error *error = NULL;
    uint8_t order[32], x[32], y[32], base[NXZ_MAX_DIGEST_SIZE], one[NXZ_MAX_DIGEST_SIZE], other[NXZ_MAX_DIGEST_SIZE];
    size_t len = 0;
    order_of(group, order);
    fill(x, sizeof x, 1);
    fill(y, sizeof y, 2);
    x[31] = y[31] = 1;
    CHECK_OK(nxz_group_generator(group, base, sizeof base, &len, &error));
    public_value(group, base, len, y, other);
    public_value(group, other, len, x, one);
    multiply(order, x, y);
    public_value(group, base, len, x, other);
    CHECK(memcmp(one, other, len) == 0);
}
