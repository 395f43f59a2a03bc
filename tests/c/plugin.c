/* An optimizer plugin for test_optimizer.c. The first letter of its configuration says what it does: g is good and takes a
 * candidate of profile balanced, r refuses to start, v was made for another ABI number, i hands over an incomplete structure. After g stands the
 * address of a counter of what was destroyed. */
#include <nexuszero.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t nxz_optimizer_plugin(uint32_t abi_version, const char *config, size_t config_len, nxz_optimizer *out);

static int32_t optimize(void *user_data, const char *request, size_t request_len, char *reply, size_t reply_capacity,
                        size_t *reply_len) {
    int index = -1;
    (void)user_data;
    (void)request_len;
    for (const char *at = request; index < 0 && (at = strstr(at, "\"index\":")) != NULL; at++) {
        const char *profile = strstr(at, "\"profile\":");
        if (profile != NULL && strncmp(profile + 10, "\"balanced\"", 10) == 0) index = atoi(at + 8);
    }
    *reply_len = (size_t)snprintf(reply, reply_capacity, "{\"version\":1,\"candidate\":%d}", index);
    return 0;
}

static void destroy(void *user_data) { ++*(int *)user_data; }

int32_t nxz_optimizer_plugin(uint32_t abi_version, const char *config, size_t config_len, nxz_optimizer *out) {
    void *counter = NULL;
    if (config_len == 0 || strlen(config) != config_len || out->struct_size != sizeof *out) return 1;
    if (config[0] == 'v' || abi_version != NXZ_ABI_VERSION) return NXZ_ERR_UNSUPPORTED;
    if (config[0] == 'i') return 0;
    if (config[0] != 'g' || sscanf(config + 1, "%p", &counter) != 1) return 2;
    out->user_data = counter;
    out->name = "plugin of the tests";
    out->optimize = optimize;
    out->destroy = destroy;
    return 0;
}
