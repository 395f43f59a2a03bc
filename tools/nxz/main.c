#include "nxz.h"

#include <stdio.h>
#include <string.h>

static const struct command {
    const char *name;
    const char *usage;
    const char *summary;
    const char *allowed; /* options, see options.c */
    int (*run)(const struct options *);
} COMMANDS[] = {
    {"digest", "nxz digest --secret FILE [--hash HASH] [--json]",
     "prints the digest of a secret, and the block count and length that a verifier is told", "shj", run_digest},
    {"prove", "nxz prove --secret FILE --out FILE.nxz [options]",
     "proves knowledge of a secret with a given digest", "shdblcpvoj", run_prove},
    {"verify", "nxz verify --digest HEX (--blocks N | --length N) [options] FILE.nxz",
     "verifies a proof: exit code 0 for a valid one, 1 for an invalid one", "hdblcvjf", run_verify},
    {"inspect", "nxz inspect [--json] FILE.nxz",
     "prints what a proof says about itself, without verifying it", "jf", run_inspect},
    {"params", "nxz params [--json]",
     "prints size and security of proofs about 32-byte secrets at every level and profile", "j", run_params},
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

static void print_help(FILE *to) {
    fprintf(to, "nxz %s: zero-knowledge proofs that a message with a given digest is known\n\n", nxz_version());
    for (int i = 0; i < COMMAND_COUNT; i++) fprintf(to, "  nxz %-8s %s\n", COMMANDS[i].name, COMMANDS[i].summary);
    fprintf(to, "\n  nxz COMMAND --help   prints the options of a command\n"
                "  nxz --version        prints the version\n\n"
                "Exit codes: 0 success or valid proof, 1 invalid proof, 2 wrong usage or input.\n");
}

static int run(const struct command *command, int argc, char **argv) {
    struct options options;
    if (!parse_options(&options, command->allowed, argc, argv)) {
        fprintf(stderr, "usage: %s\n", command->usage);
        return EXIT_USAGE;
    }
    if (options.help) {
        printf("usage: %s\n\n%s: %s.\n\n", command->usage, command->name, command->summary);
        print_options(command->allowed);
        return EXIT_VALID;
    }
    return command->run(&options);
}

int main(int argc, char **argv) {
    protect_process();
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_VALID;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("nxz %s (abi %u, %s)\n", nxz_version(), (unsigned)nxz_abi_version(), nxz_cpu_backend());
        return EXIT_VALID;
    }
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], COMMANDS[i].name) == 0) {
            int code = run(&COMMANDS[i], argc - 2, argv + 2);
            /* Output that did not arrive is no success. */
            if (fflush(stdout) != 0 && code == EXIT_VALID) {
                complain("cannot write to standard output");
                code = EXIT_USAGE;
            }
            return code;
        }
    }
    complain("there is no command '%s'; see nxz --help", argv[1]);
    return EXIT_USAGE;
}
