/* An optimizer as a plugin: a shared object that a program loads by its name (optimizer_plugin_host.c). Its configuration is a
 * number, the longest time in milliseconds that a proof may take to verify; it takes the smallest proof within. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* The one function of a plugin; its type is nxz_optimizer_plugin_entry. */
EXPORT int32_t nxz_optimizer_plugin(uint32_t abi_version, const char *config, size_t config_len, nxz_optimizer *out);

static double number(const char *candidate, const char *name) {
    const char *at = strstr(candidate, name);
    return at == NULL ? 0 : strtod(at + strlen(name), NULL);
}

static int32_t optimize(void *user_data, const char *request, size_t request_len, char *reply, size_t reply_capacity,
                        size_t *reply_len) {
    const double *verify_ms = user_data;
    double best_size = 0;
    int best = -1;
    (void)request_len;
    for (const char *at = request; (at = strstr(at, "{\"index\":")) != NULL; at++) {
        const double size = number(at, "\"proof_size\":");
        if (number(at, "\"verify_ms\":") > *verify_ms || (best >= 0 && size >= best_size)) continue;
        best = (int)number(at, "\"index\":");
        best_size = size;
    }
    if (best < 0) return 1;
    *reply_len = (size_t)snprintf(reply, reply_capacity, "{\"version\":1,\"candidate\":%d}", best);
    return 0;
}

int32_t nxz_optimizer_plugin(uint32_t abi_version, const char *config, size_t config_len, nxz_optimizer *out) {
    if (abi_version != NXZ_ABI_VERSION || out->struct_size < sizeof *out) return NXZ_ERR_UNSUPPORTED;
    char *end = NULL;
    const double verify_ms = strtod(config, &end);
    if (config_len == 0 || end != config + config_len || !(verify_ms > 0)) return NXZ_ERR_CONFIGURATION;
    double *state = malloc(sizeof *state);
    if (state == NULL) return NXZ_ERR_INTERNAL;
    *state = verify_ms;
    out->user_data = state;
    out->name = "smallest in verification time";
    out->optimize = optimize;
    out->destroy = free;
    return 0;
}
