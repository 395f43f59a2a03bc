/* Files of jobs: each line has the options of one command. */
#include "nxz.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 2 * MAX_GIVEN + NXZ_MAX_CLAIMS };

static const char SPACES[] = " \t\r";

/* Splits a line in its place. Between two quotes of one sort everything stands for itself; there are no escapes. */
static bool split_words(char *line, char **words, int *count) {
    *count = 0;
    for (char *from = line;; from++) {
        from += strspn(from, SPACES);
        if (*from == '\0' || *from == '#') return true;
        if (*count == MAX_WORDS) return complain("there are too many words");
        char *to = words[(*count)++] = from;
        while (*from != '\0' && strchr(SPACES, *from) == NULL) {
            if (*from != '\'' && *from != '"') {
                *to++ = *from++;
                continue;
            }
            char *end = strchr(from + 1, *from);
            if (end == NULL) return complain("a %c is not closed", *from);
            size_t len = (size_t)(end - from - 1);
            memmove(to, from + 1, len);
            to += len;
            from = end + 1;
        }
        bool last = *from == '\0';
        *to = '\0';
        if (last) return true;
    }
}

static bool read_job(struct job *job, const struct job *before, char **words, int count, const struct command *command,
                     job_reader *read) {
    struct options options;
    if (!parse_options(&options, command, count, words)) return false;
    if (options.help) return complain("--help is no job");
    job->statement = options.text[OPTION_STATEMENT];
    job->shared = before != NULL && before->state.statement != NULL && before->statement != NULL &&
                  job->statement != NULL && strcmp(before->statement, job->statement) == 0;
    if (job->shared) job->state.statement = before->state.statement;
    return read_context(&job->state, &options) && read(job, &options);
}

bool read_jobs(const char *path, const struct command *command, job_reader *read, struct jobs *out) {
    if (!read_file(path, PUBLIC_LIMIT, &out->text)) return false;
    char *line = (char *)out->text.data;
    if (strlen(line) != out->text.len) return complain("%s is no text", path);
    size_t lines = 1;
    for (size_t i = 0; i < out->text.len; i++) lines += line[i] == '\n';
    out->list = calloc(lines, sizeof *out->list);
    if (out->list == NULL) return complain("no memory");
    bool good = true;
    for (size_t number = 1; number <= lines; number++) {
        char *words[MAX_WORDS], *next = line + strcspn(line, "\n") + 1;
        int count;
        next[-1] = '\0';
        bool is_read = split_words(line, words, &count);
        if (is_read && count > 0) {
            struct job *job = &out->list[out->count++];
            is_read = read_job(job, job == out->list ? NULL : job - 1, words, count, command, read);
        }
        if (!is_read) good = complain("line %zu of %s is refused", number, path);
        line = next;
    }
    return good && (out->count > 0 || complain("there is no job in %s", path));
}

void release_jobs(struct jobs *jobs) {
    for (size_t i = 0; i < jobs->count; i++) {
        if (jobs->list[i].shared) jobs->list[i].state.statement = NULL;
        clean(&jobs->list[i].state);
    }
    free(jobs->list);
    release(&jobs->text);
}
