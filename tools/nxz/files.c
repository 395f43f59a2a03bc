#include "nxz.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

/* Called through a volatile pointer, so that the compiler cannot see that nobody reads the wiped bytes. */
static void *(*const volatile wiping_memset)(void *, int, size_t) = memset;

void protect_process(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#if defined(__linux__)
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

bool complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("nxz: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return false;
}

void wipe(void *data, size_t len) { wiping_memset(data, 0, len); }

void release(struct bytes *bytes) {
    if (bytes->data != NULL) wipe(bytes->data, bytes->len);
    free(bytes->data);
    bytes->data = NULL;
    bytes->len = 0;
}

/* Reads up to `limit` bytes into a block of that size, which never moves: no copy stays behind. */
static bool read_all(int fd, const char *path, size_t limit, struct bytes *out) {
    uint8_t *data = malloc(limit + 1);
    size_t len = 0;
    if (data == NULL) return complain("no memory");
    while (len <= limit) {
        ssize_t got = read(fd, data + len, limit + 1 - len);
        if (got == 0) break;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            complain("cannot read %s: %s", path, strerror(errno));
            *out = (struct bytes){data, len};
            release(out);
            return false;
        }
        len += (size_t)got;
    }
    *out = (struct bytes){data, len};
    if (len > limit) {
        release(out);
        return complain("%s is longer than %zu bytes", path, limit);
    }
    data[len] = '\0';
    return true;
}

bool read_file(const char *path, size_t limit, struct bytes *out) {
    static bool input_was_read = false;
    *out = (struct bytes){NULL, 0};
    if (strcmp(path, "-") == 0) {
        if (input_was_read) return complain("standard input can be read only once");
        input_was_read = true;
        return read_all(STDIN_FILENO, "standard input", limit, out);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return complain("cannot open %s: %s", path, strerror(errno));
    bool ok = read_all(fd, path, limit, out);
    close(fd);
    return ok;
}

bool read_number(const char *path, uint64_t *out) {
    enum { NUMBER_LIMIT = 64 };
    struct bytes bytes;
    if (!read_file(path, NUMBER_LIMIT, &bytes)) return false;
    const char *text = (const char *)bytes.data;
    size_t len = bytes.len;
    if (len > 0 && text[len - 1] == '\n') len--;
    bool done = parse_decimal(text, len, out);
    release(&bytes);
    return done || complain("%s holds no decimal number of 64 bits", path);
}

static bool write_all(int fd, const uint8_t *data, size_t len) {
    while (len > 0) {
        ssize_t put = write(fd, data, len);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        data += put;
        len -= (size_t)put;
    }
    return true;
}

bool write_file(const char *path, const uint8_t *data, size_t len) {
    size_t size = strlen(path) + sizeof ".XXXXXX";
    char *temporary = malloc(size);
    if (temporary == NULL) return complain("no memory");
    snprintf(temporary, size, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    bool ok = fd >= 0;
    if (ok) {
        /* mkstemp lets only the owner read; a proof gets the mode of any other new file. */
        mode_t mask = umask(0);
        umask(mask);
        ok = write_all(fd, data, len) && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
        ok = close(fd) == 0 && ok;
        ok = ok && rename(temporary, path) == 0;
        if (!ok) unlink(temporary);
    }
    if (!ok) complain("cannot write %s: %s", path, strerror(errno));
    free(temporary);
    return ok;
}

bool write_secret(const char *path, const uint8_t *data, size_t len) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) return complain("cannot make %s: %s", path, strerror(errno));
    bool ok = write_all(fd, data, len) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (!ok) {
        complain("cannot write %s: %s", path, strerror(errno));
        unlink(path);
    }
    return ok;
}
