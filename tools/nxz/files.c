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

bool hold_standard_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        /* For the wrong direction, so that reading and writing still fail. A new descriptor is the least that is free. */
        int mode = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", mode) != fd) return false;
    }
    return true;
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

/* The files that were read and written. */
static struct {
    struct file {
        dev_t device;
        ino_t number;
    } *list;
    size_t count;
} used;

static bool is_used(const struct stat *file) {
    for (size_t i = 0; i < used.count; i++) {
        if (used.list[i].device == file->st_dev && used.list[i].number == file->st_ino) return true;
    }
    return false;
}

static bool remember(const struct stat *file) {
    if (!S_ISREG(file->st_mode) || is_used(file)) return true;
    struct file *list = realloc(used.list, (used.count + 1) * sizeof *list);
    if (list == NULL) return complain("no memory");
    used.list = list;
    used.list[used.count++] = (struct file){file->st_dev, file->st_ino};
    return true;
}

bool keep_file(const char *path) {
    struct stat file;
    return stat(path, &file) != 0 || remember(&file);
}

/* Reads up to `limit` bytes into a block that never moves: no copy stays behind. */
static bool read_all(int fd, const char *path, size_t limit, struct bytes *out) {
    struct stat file;
    size_t room = limit, len = 0;
    if (fstat(fd, &file) == 0) {
        if (!remember(&file)) return false;
        bool is_shorter = S_ISREG(file.st_mode) && file.st_size > 0 && (uintmax_t)file.st_size < limit;
        if (is_shorter) room = (size_t)file.st_size;
    }
    uint8_t *data = malloc(room + 1);
    if (data == NULL) return complain("no memory");
    while (len <= room) {
        ssize_t got = read(fd, data + len, room + 1 - len);
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
    if (len > room) {
        release(out);
        return complain(room < limit ? "%s grew while it was read" : "%s is longer than %zu bytes", path, limit);
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

/* Writes a file under another name and gives it its own when it is complete. */
static bool write_whole(const char *path, mode_t mode, const uint8_t *data, size_t len) {
    size_t size = strlen(path) + sizeof ".XXXXXX";
    char *temporary = malloc(size);
    struct stat file;
    if (temporary == NULL) {
        errno = ENOMEM;
        return false;
    }
    snprintf(temporary, size, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    bool ok = fd >= 0;
    if (ok) {
        ok = write_all(fd, data, len) && fchmod(fd, mode) == 0 && fsync(fd) == 0 && fstat(fd, &file) == 0;
        ok = close(fd) == 0 && ok;
        ok = ok && rename(temporary, path) == 0;
        if (!ok) unlink(temporary);
    }
    free(temporary);
    return ok && remember(&file);
}

/* Writes to what is no file: a device, a pipe. */
static bool write_through(const char *path, const uint8_t *data, size_t len) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, data, len);
    return fd >= 0 && close(fd) == 0 && ok;
}

bool write_file(const char *path, const uint8_t *data, size_t len) {
    struct stat old;
    bool ok, is_there = stat(path, &old) == 0;
    if (strcmp(path, "-") == 0) return complain("a file is expected, not standard output");
    if (is_there && is_used(&old)) return complain("%s is not replaced: it was read or written by this command", path);
    if (!is_there) {
        /* mkstemp lets only the owner read; a proof gets the mode of any other new file. */
        mode_t mask = umask(0);
        umask(mask);
        ok = write_whole(path, 0666 & ~mask, data, len);
    } else if (S_ISREG(old.st_mode)) {
        /* Behind a link, so that the link stays. */
        char *target = realpath(path, NULL);
        ok = target != NULL && write_whole(target, old.st_mode & 0777, data, len);
        free(target);
    } else {
        ok = write_through(path, data, len);
    }
    return ok || complain("cannot write %s: %s", path, strerror(errno));
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
