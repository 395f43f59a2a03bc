#include "nxz.h"

#include <stdio.h>
#include <string.h>

static const struct command COMMANDS[] = {
    {"digest", "nxz digest --secret FILE [--hash HASH] [--json]",
     "prints the digest of a secret, and the block count and length that a verifier is told", SET(SECRET),
     SET(HASH) | SET(JSON), 0, 0, run_digest},
    {"commit", "nxz commit --number FILE --blinding-out FILE [--hash HASH] [--json]",
     "commits to a secret number and writes the blinding, which is secret too", SET(NUMBER) | SET(BLINDING_OUT),
     SET(HASH) | SET(JSON), 0, 0, run_commit},
    {"public-value", "nxz public-value --group GROUP --secret FILE [--generator HEX] [--json]",
     "prints the public value of a secret exponent", SET(GROUP) | SET(SECRET), SET(GENERATOR) | SET(JSON), 0, 0,
     run_public_value},
    {"merkle root", "nxz merkle root --leaves FILE [--hash HASH] [--json]",
     "prints the root of a Merkle tree and its greatest depth", SET(LEAVES), SET(HASH) | SET(JSON), 0, 0,
     run_merkle_root},
    {"merkle path",
     "nxz merkle path --leaves FILE --index-file FILE --index-out FILE --path-out FILE [--hash HASH] [--json]",
     "writes the secrets index and path of a leaf, and prints its depth",
     SET(LEAVES) | SET(INDEX_FILE) | SET(INDEX_OUT) | SET(PATH_OUT), SET(HASH) | SET(JSON), 0, 0, run_merkle_path},
    {"circuit info", "nxz circuit info FILE [--level BITS] [--json] [options]",
     "prints what a circuit is made of and what proofs with only secret inputs cost", 0, CONFIG | SET(JSON), SET(SET),
     1, run_circuit_info},
    {"statement preimage", "nxz statement preimage --digest HEX (--blocks N | --length N) [--hash HASH] [--name NAME]",
     "the message has this digest", SET(DIGEST), SET(HASH) | SIZE | SET(NAME), 0, 0, run_statement_preimage},
    {"statement range", "nxz statement range --commitment HEX --min A --max B [--hash HASH]",
     "the number in the commitment is from A to B", SET(COMMITMENT) | SET(MIN) | SET(MAX), SET(HASH), 0, 0,
     run_statement_range},
    {"statement one-of-many",
     "nxz statement one-of-many --list FILE (--blocks N | --length N) [--hash HASH] [--name NAME]",
     "the digest of the message is in the list", SET(LIST), SET(HASH) | SIZE | SET(NAME), 0, 0,
     run_statement_one_of_many},
    {"statement membership",
     "nxz statement membership --root HEX --depth N (--blocks N | --length N) [--hash HASH] [--name NAME]",
     "the leaf is in the Merkle tree", SET(ROOT) | SET(DEPTH), SET(HASH) | SIZE | SET(NAME), 0, 0,
     run_statement_membership},
    {"statement discrete-log", "nxz statement discrete-log --group GROUP --public HEX [--generator HEX]",
     "the public value is the secret times the generator (not quantum-resistant)", SET(GROUP) | SET(PUBLIC),
     SET(GENERATOR), 0, 0, run_statement_discrete_log},
    {"statement circuit", "nxz statement circuit --circuit FILE --outputs HEX [--public I=HEX ...]",
     "the circuit gives these outputs; the inputs that are not public are the secrets input0, input1, ...",
     SET(CIRCUIT) | SET(OUTPUTS), SET(PUBLIC), SET(PUBLIC), 0, run_statement_circuit},
    {"statement conjunction", "nxz statement conjunction FILE.json FILE.json ...",
     "all of these hold, and secrets of one name are one secret", 0, 0, 0, NXZ_MAX_CLAIMS, run_statement_conjunction},
    {"prove", "nxz prove (--statement FILE.json | --hash HASH) --secret [NAME=]FILE ... --out FILE.nxz [options]",
     "proves a statement, by default that a message with the digest of the secret is known", SET(OUT),
     PROVER | SET(PROFILE) | CONFIG | SET(QUIET) | SET(JSON), SET(SECRET) | SET(NUMBER) | SET(SET), 0, run_prove},
    {"verify", "nxz verify (--statement FILE.json | --digest HEX (--blocks N | --length N)) [options] FILE.nxz",
     "verifies a proof: exit code 0 for a valid one, 1 for an invalid one", 0,
     VERIFIER | CONFIG | SET(QUIET) | SET(JSON), SET(SET), 1, run_verify},
    {"batch prove", "nxz batch prove --jobs FILE [--threads N] [--metrics FILE] [options]\n"
                    "a line of FILE: (--statement FILE.json | --hash HASH) --secret [NAME=]FILE ... --out FILE.nxz ...",
     "proves many statements; every job has the options of nxz prove except those of the configuration, --quiet and --json", SET(JOBS),
     SET(THREADS) | SET(METRICS) | SET(PROFILE) | CONFIG | SET(QUIET), SET(SET), 0, run_batch_prove},
    {"batch verify", "nxz batch verify --jobs FILE [--threads N] [--metrics FILE] [options]\n"
                     "a line of FILE: (--statement FILE.json | --digest HEX (--blocks N | --length N)) ... FILE.nxz",
     "verifies many proofs: exit code 0 if all are valid, 1 if some are invalid", SET(JOBS),
     SET(THREADS) | SET(METRICS) | CONFIG | SET(QUIET), SET(SET), 0, run_batch_verify},
    {"bench",
     "nxz bench (--statement FILE.json --secret NAME=FILE ... | [--hash HASH] [--bytes N]) [--profile PROFILE] [options]",
     "measures proving and verifying on this machine, by default of a SHA-256 preimage", 0,
     SET(STATEMENT) | SET(SECRET) | SET(NUMBER) | SET(HASH) | SET(BYTES) | SET(SECONDS) | SET(PROFILES) | CONFIG |
         SET(QUIET) | SET(JSON),
     SET(SECRET) | SET(NUMBER) | SET(SET), 0, run_bench},
    {"config show", "nxz config show [options]", "prints every setting in force and where it comes from",
     0, CONFIG | SET(PROFILE) | SET(JSON), SET(SET), 0, run_config_show},
    {"config check", "nxz config check [--preset PRESET] FILE",
     "checks a file of settings and prints what is wrong with it", 0, SET(PRESET), 0, 1, run_config_check},
    {"inspect", "nxz inspect FILE.nxz [--json]", "prints what a proof says about itself, without verifying it", 0,
     SET(JSON), 0, 1, run_inspect},
    {"archive create", "nxz archive create FILE.nxa", "makes an empty archive of proofs", 0, 0, 0, 1, run_archive_create},
    {"archive append",
     "nxz archive append --statement FILE.json [--context STRING | --context-file FILE] [--label TEXT] [--json] FILE.nxa FILE.nxz",
     "appends a proof, without verifying it, and prints its index", SET(STATEMENT),
     BINDING | SET(LABEL) | SET(JSON), 0, 2, run_archive_append},
    {"archive list", "nxz archive list FILE.nxa [--json]", "prints index, time, statement, size and label of every entry: exit code 1 if the archive is damaged behind them", 0,
     SET(JSON), 0, 1, run_archive_list},
    {"archive extract", "nxz archive extract --index N --out FILE.nxz [--context-out FILE] FILE.nxa",
     "writes the proof of an entry, and prints its statement as JSON", SET(INDEX) | SET(OUT), SET(CONTEXT_OUT), 0, 1,
     run_archive_extract},
    {"archive check", "nxz archive check FILE.nxa [--fingerprint HEX]",
     "checks that an archive is whole: exit code 0 if it is, 1 if it is damaged or another one", 0, SET(FINGERPRINT), 0, 1,
     run_archive_check},
    {"archive info", "nxz archive info FILE.nxa", "prints counts and sizes as JSON", 0, 0, 0, 1, run_archive_info},
    {"archive recover", "nxz archive recover [--json] FILE.nxa", "cuts off the end of an archive from the first damage that breaks it", 0,
     SET(JSON), 0, 1, run_archive_recover},
    {"params", "nxz params [options]",
     "prints size and security of proofs about 32-byte secrets at every level and profile", 0,
     (CONFIG & ~SET(LEVEL)) | SET(JSON), SET(SET), 0, run_params},
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

/* How many arguments the name of a command takes: 0 if it is another one. */
static int matches(const struct command *command, int argc, char **argv) {
    size_t first = strcspn(command->name, " ");
    if (strlen(argv[0]) != first || strncmp(argv[0], command->name, first) != 0) return 0;
    if (command->name[first] == '\0') return 1;
    return argc > 1 && strcmp(argv[1], command->name + first + 1) == 0 ? 2 : 0;
}

/* Prints the commands whose name begins with a word, all of them for an empty one. Returns how many there are. */
static int print_commands(FILE *to, const char *word) {
    int count = 0;
    for (int i = 0; i < COMMAND_COUNT; i++) {
        size_t len = strlen(word);
        if (strncmp(COMMANDS[i].name, word, len) != 0 || (len > 0 && COMMANDS[i].name[len] != ' ')) continue;
        fprintf(to, "  nxz %-22s %s\n", COMMANDS[i].name, COMMANDS[i].summary);
        count++;
    }
    return count;
}

static void print_help(FILE *to) {
    fprintf(to, "nxz %s: zero-knowledge proofs that a secret satisfies a public statement\n\n", nxz_version());
    print_commands(to, "");
    fprintf(to, "\n  nxz COMMAND --help   prints the options of a command\n"
                "  nxz --version        prints the version\n\n"
                "Proofs are configured by --preset, --config, --env, --level and --set (docs/configuration.md).\n"
                "Secrets are read from files, or from standard input for -, and never from the command line.\n"
                "Exit codes: 0 success or valid proof, 1 invalid proof or damaged archive, 2 wrong usage or input.\n");
}

static int run(const struct command *command, int argc, char **argv) {
    struct options options;
    if (!parse_options(&options, command, argc, argv)) {
        fprintf(stderr, "usage: %s\n", command->usage);
        return EXIT_USAGE;
    }
    if (options.help) {
        printf("usage: %s\n\n%s: %s.\n\n", command->usage, command->name, command->summary);
        print_options(command->required | command->allowed);
        return EXIT_VALID;
    }
    struct state s = {.code = EXIT_VALID};
    int code = command->run(&s, &options) ? s.code : EXIT_USAGE;
    clean(&s);
    /* Output that did not arrive is no success. */
    if ((fflush(stdout) != 0 || ferror(stdout)) && code == EXIT_VALID) {
        complain("cannot write to standard output");
        code = EXIT_USAGE;
    }
    return code;
}

int main(int argc, char **argv) {
    protect_process();
    if (!hold_standard_streams()) return EXIT_USAGE;
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
        int words = matches(&COMMANDS[i], argc - 1, argv + 1);
        if (words > 0) return run(&COMMANDS[i], argc - 1 - words, argv + 1 + words);
    }
    bool help = argc == 3 && strcmp(argv[2], "--help") == 0;
    if (print_commands(help ? stdout : stderr, argv[1]) > 0) return help ? EXIT_VALID : EXIT_USAGE;
    complain("there is no command '%s'; see nxz --help", argv[1]);
    return EXIT_USAGE;
}
