/* Loads the optimizer of optimizer_plugin.c and proves with its choice.
 *
 *   optimizer_plugin_host PLUGIN [MILLISECONDS] */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t CONTEXT[] = "session 42";
static const uint8_t SECRET[] = "correct horse battery staple";

static nxz_error *error;

/* After a call that was given `&error`. */
static void must(nxz_status status) {
    if (status == NXZ_OK) return;
    fprintf(stderr, "%s: %s\n", nxz_status_name(status), nxz_error_message(error));
    exit(1);
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: %s PLUGIN [MILLISECONDS]\n", argv[0]);
        return 2;
    }
    const char *plugin = argv[1], *milliseconds = argc > 2 ? argv[2] : "20";
    nxz_config *config;
    nxz_protocol *protocol;
    nxz_statement *statement;
    nxz_witness *witness;
    nxz_proof *proof;
    uint8_t digest[NXZ_MAX_DIGEST_SIZE];
    size_t len;

    must(nxz_config_new(NXZ_PRESET_DEFAULT, &config, &error));
    must(nxz_config_set(config, "use_optimizer", 13, "true", 4, &error));
    must(nxz_protocol_new(config, &protocol, &error));
    must(nxz_protocol_load_optimizer(protocol, plugin, strlen(plugin), milliseconds, strlen(milliseconds), &error));

    must(nxz_digest(NXZ_HASH_SHA256, SECRET, sizeof SECRET - 1, digest, sizeof digest, &len, &error));
    must(nxz_statement_preimage_sized(NXZ_HASH_SHA256, digest, len, sizeof SECRET - 1, &statement, &error));
    must(nxz_witness_preimage(SECRET, sizeof SECRET - 1, &witness, &error));
    must(nxz_prove(protocol, statement, witness, CONTEXT, sizeof CONTEXT - 1, &proof, &error));

    nxz_proof_measurements m = {.struct_size = sizeof m};
    must(nxz_proof_metrics(proof, &m, &error));
    printf("verified within %s ms: profile %s, %llu bytes\n", milliseconds, nxz_profile_name(m.profile),
           (unsigned long long)m.size_after);

    nxz_proof_free(proof);
    nxz_witness_free(witness);
    nxz_statement_free(statement);
    nxz_protocol_free(protocol); /* destroys the optimizer, and then unloads the plugin */
    nxz_config_free(config);
    return 0;
}
