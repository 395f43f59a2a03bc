#define _XOPEN_SOURCE 700

#include "memory.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MASK = 0xa5,
    MAX_FORMS = 1024,
    MAX_WINDOWS = 1 << 16,
    MAX_LEN = 64 * 8,
    /* Bits stand one in a byte; 16 of them in a row would be found by chance. */
    BITS_RUN = 64,
    CHUNK = 1 << 20,
    /* More than the library uses of a stack. */
    UNTOUCHED = 1 << 18
};

/* A byte string of which runs are looked for, masked so that it is not itself found. */
struct form {
    const char *secret, *name;
    uint8_t masked[MAX_LEN];
    size_t len, run;
};

static struct form forms[MAX_FORMS];
static int form_count;
/* Where a run that is looked for begins: in which form, and at which of its bytes. `next` is another one that begins with the same two bytes. */
static struct window {
    const struct form *form;
    size_t start, next;
} windows[MAX_WINDOWS];
/* The first one that begins with these two bytes; number 0 is none. */
static size_t begins[1 << 16], window_count = 1;
/* What was found where. */
static char report[1 << 14];
/* A part of memory, and before it the end of the part before. It holds what was found, so it is left out of the search. */
static uint8_t chunk[BITS_RUN + CHUNK + BITS_RUN];

void draw(uint8_t *out, size_t len) {
    int file = open("/dev/urandom", O_RDONLY);
    if (file < 0 || read(file, out, len) != (ssize_t)len) abort();
    close(file);
}

void wipe(void *data, size_t len) {
    volatile uint8_t *bytes = data;
    while (len-- > 0) *bytes++ = 0;
}

void forget_all(void) {
    form_count = 0;
    window_count = 1;
    memset(begins, 0, sizeof begins);
}

static uint8_t at(const struct form *form, size_t i) { return form->masked[i] ^ MASK; }

/* Of bits, runs that begin with a 1 are enough, and memory of zeros is passed over. */
static bool is_start(const struct form *form, size_t i) {
    return i + form->run <= form->len && (form->run != BITS_RUN || at(form, i) == 1);
}

static void add(const char *secret, const char *name, const uint8_t *bytes, size_t len, size_t run) {
    if (form_count == MAX_FORMS || len > MAX_LEN) abort();
    struct form *form = &forms[form_count++];
    *form = (struct form){.secret = secret, .name = name, .len = len, .run = run};
    for (size_t i = 0; i < len; i++) form->masked[i] = bytes[i] ^ MASK;
    for (size_t i = 0; i < len; i++) {
        if (!is_start(form, i)) continue;
        size_t *first = &begins[bytes[i] | bytes[i + 1] << 8];
        if (window_count == MAX_WINDOWS) abort();
        windows[window_count] = (struct window){form, i, *first};
        *first = window_count++;
    }
}

/* The bytes from `phase` on with those of each word in the other order, as hash functions load them. */
static void add_words(const char *secret, const char *name, const uint8_t *bytes, size_t len, size_t word, size_t phase) {
    uint8_t swapped[64];
    size_t count = (len - phase) / word * word;
    for (size_t i = 0; i < count; i++) swapped[i] = bytes[phase + (i / word + 1) * word - 1 - i % word];
    add(secret, name, swapped, count, RUN);
    wipe(swapped, sizeof swapped);
}

void look_for(const char *name, const uint8_t *secret, size_t len) {
    static uint8_t other[MAX_LEN];
    add(name, "as it is", secret, len, RUN);
    for (size_t phase = 0; phase < 4; phase++) add_words(name, "words of four bytes", secret, len, 4, phase);
    for (size_t phase = 0; phase < 8; phase++) add_words(name, "words of eight bytes", secret, len, 8, phase);
    for (size_t i = 0; i < len; i++) other[i] = secret[i] ^ 0x36;
    add(name, "key of the inner hash of an HMAC", other, len, RUN);
    for (size_t i = 0; i < len; i++) other[i] = secret[i] ^ 0x5c;
    add(name, "key of the outer hash of an HMAC", other, len, RUN);
    for (size_t i = 0; i < 8 * len; i++) other[i] = secret[i / 8] >> (i % 8) & 1;
    add(name, "bits", other, 8 * len, BITS_RUN);
    wipe(other, sizeof other);
}

void look_for_scalar(const char *name, const uint8_t *scalar) {
    static uint8_t other[40];
    look_for(name, scalar, 32);
    for (size_t i = 0; i < 32; i++) other[i] = scalar[31 - i];
    add(name, "most significant byte first", other, 32, RUN);
    /* Limbs of 52 bits, as curve25519-dalek multiplies them. */
    wipe(other, sizeof other);
    for (size_t i = 0; i < 256; i++) {
        size_t to = i / 52 * 64 + i % 52;
        other[to / 8] |= (uint8_t)((scalar[i / 8] >> (i % 8) & 1) << (to % 8));
    }
    add(name, "limbs of 52 bits", other, sizeof other, RUN);
    wipe(other, sizeof other);
}

/* The form of which a run begins here, if any. */
static const struct form *form_at(const uint8_t *bytes) {
    for (size_t w = begins[bytes[0] | bytes[1] << 8]; w != 0; w = windows[w].next) {
        const struct form *form = windows[w].form;
        size_t i = 0;
        while (i < form->run && bytes[i] == at(form, windows[w].start + i)) i++;
        if (i == form->run) return form;
    }
    return NULL;
}

/* A mapping, and what of it was found last. */
struct region {
    const char *line;
    const struct form *last;
    uintptr_t last_end;
};

/* Counts the runs that begin in the first `count` bytes of the chunk, which are those of memory from `first` on. */
static void count_runs(struct region *region, uintptr_t first, size_t count, struct found *found) {
    for (size_t i = 0; i < count; i++) {
        const struct form *form = form_at(chunk + i);
        if (form == NULL) continue;
        /* What goes on from the run before is the same place. */
        if (form != region->last || first + i > region->last_end) {
            bool plain = strcmp(form->name, "as it is") == 0;
            *(plain ? &found->plain : &found->derived) += 1;
            size_t len = strlen(report);
            snprintf(report + len, sizeof report - len, "  %s, %s, at %#zx of %s", form->secret, form->name, (size_t)(first + i),
                     region->line);
        }
        region->last = form;
        region->last_end = first + i + form->run;
    }
}

/* Searches the bytes from `from` to `to`, in parts: the end of each is searched again with what follows. */
static void search_between(int memory, struct region *region, uintptr_t from, uintptr_t to, struct found *found) {
    size_t kept = 0;
    while (from < to) {
        size_t len = CHUNK < to - from ? CHUNK : to - from;
        ssize_t got = pread(memory, chunk + kept, len, (off_t)from);
        if (got <= 0) return;
        size_t end = kept + (size_t)got;
        /* Behind the last part come zeros. */
        memset(chunk + end, 0, BITS_RUN);
        bool is_last = from + (size_t)got == to;
        size_t count = is_last ? end : end < BITS_RUN ? 0 : end - BITS_RUN;
        count_runs(region, from - kept, count, found);
        from += (size_t)got;
        kept = end - count;
        memmove(chunk, chunk + count, kept);
    }
}

static struct found search_all(void) {
    struct found found = {.report = report};
    int memory = open("/proc/self/mem", O_RDONLY);
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    const uintptr_t own = (uintptr_t)chunk, own_end = own + sizeof chunk;
    if (memory < 0 || maps == NULL) abort();
    report[0] = '\0';
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long from, to;
        char permissions[5];
        if (sscanf(line, "%lx-%lx %4s", &from, &to, permissions) != 3) abort();
        if (strncmp(permissions, "rw", 2) != 0) continue;
        struct region region = {.line = line};
        /* The chunk may lie in two mappings. */
        search_between(memory, &region, from, to < own ? to : own, &found);
        search_between(memory, &region, from > own_end ? from : own_end, to, &found);
    }
    fclose(maps);
    close(memory);
    return found;
}

/* Far below, so that what was left on the stack is there when it is searched. */
struct found search(void) {
    volatile uint8_t untouched[UNTOUCHED];
    untouched[0] = 0;
    struct found found = search_all();
    (void)untouched[0];
    return found;
}
