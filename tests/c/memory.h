/* A search of all writable memory of this process for secrets. Linux only. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* So many bytes of a secret in a row are found, wherever they begin. */
enum { RUN = 16 };

/* Looks for nothing any more. */
void forget_all(void);
/* From here on looks for this secret (32 to 64 bytes), as it is and in the forms that computations bring it to. Keeps no bytes that it
 * would find itself. */
void look_for(const char *name, const uint8_t *secret, size_t len);
/* The same for a scalar of 32 bytes, least significant byte first, which has more forms. */
void look_for_scalar(const char *name, const uint8_t *scalar);

struct found {
    /* Places with a secret as it is: runs that overlap are one. */
    size_t plain;
    /* Places with any other form of one. */
    size_t derived;
    /* A line for each, until the next search. */
    const char *report;
};

struct found search(void);

/* Fills `out` from the operating system. */
void draw(uint8_t *out, size_t len);
/* Zeros that the compiler does not leave out. */
void wipe(void *data, size_t len);

#endif
