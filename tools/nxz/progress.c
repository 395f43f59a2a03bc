/* Progress: a line that a timer writes to a terminal, so that it also moves while a single proof is made. */
#include "nxz.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 500, LINE_SIZE = 64 };

/* What signal handlers and the threads of a batch share. */
static atomic_int ticks, items_done, items, interrupted;

double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Writes text; nothing can be done if that fails. */
static void put(const char *text, size_t len) {
    if (write(STDERR_FILENO, text, len) < 0) return;
}

/* Decimal digits. A signal handler must not call snprintf. */
static char *add_number(char *to, int number) {
    if (number >= 10) to = add_number(to, number / 10);
    *to = (char)('0' + number % 10);
    return to + 1;
}

static void write_line(int signal) {
    (void)signal;
    int error = errno;
    char line[LINE_SIZE], *end = line;
    ticks++;
    *end++ = '\r';
    if (items > 0) {
        end = add_number(end, items_done);
        *end++ = '/';
        end = add_number(end, items);
        *end++ = ',';
        *end++ = ' ';
    }
    end = add_number(end, ticks * TICK_MS / 1000);
    *end++ = ' ';
    *end++ = 's';
    put(line, (size_t)(end - line));
    errno = error;
}

static void set_timer(suseconds_t microseconds) {
    struct itimerval timer = {{0, microseconds}, {0, microseconds}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

void begin_progress(const struct options *o) {
    ticks = items_done = items = 0;
    if (o->text[OPTION_QUIET] != NULL || !isatty(STDERR_FILENO)) return;
    struct sigaction action = {.sa_handler = write_line, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    set_timer(TICK_MS * 1000);
}

int32_t show_progress(void *unused, size_t done, size_t total) {
    (void)unused;
    items_done = (int)done;
    items = (int)total;
    return interrupted;
}

void end_progress(void) {
    static const char CLEAR[] = "\r                                        \r";
    set_timer(0);
    signal(SIGALRM, SIG_IGN);
    if (ticks > 0) put(CLEAR, sizeof CLEAR - 1);
}

static void note_interrupt(int signal) {
    (void)signal;
    interrupted = 1;
}

void catch_interrupt(void) {
    struct sigaction before, action = {.sa_handler = note_interrupt, .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
    /* Who started the process in the background wants it to ignore Ctrl-C. */
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(SIGINT, &action, NULL);
}
