/* Compression: every strategy from C, and codecs of callers that work, fail, lie and take their time. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <time.h>

enum { TABLE_LEN = 32768 };

/* A multiplication table in 16 bits, little-endian: low rank. */
static void fill_table(uint8_t *table) {
    for (int i = 0; i < TABLE_LEN / 2; i++) {
        int product = (i / 128) * (i % 128);
        table[2 * i] = (uint8_t)product;
        table[2 * i + 1] = (uint8_t)(product >> 8);
    }
}

static bool holds(const nxz_bytes *bytes, const uint8_t *expected, size_t expected_len) {
    size_t len;
    const uint8_t *data = nxz_bytes_data(bytes, &len);
    return data != NULL && len == expected_len && memcmp(data, expected, len) == 0;
}

static size_t len_of(const nxz_bytes *bytes) {
    size_t len;
    (void)nxz_bytes_data(bytes, &len);
    return len;
}

static void strategies(void) {
    static uint8_t table[TABLE_LEN], noise[5000];
    nxz_error *error = NULL;
    fill_table(table);
    fill(noise, sizeof noise, 7);
    const uint8_t *const inputs[] = {table, noise, noise, NULL};
    const size_t lens[] = {sizeof table, sizeof noise, 1, 0};
    size_t table_len[5] = {0};
    for (nxz_compression_strategy strategy = 0; strategy < 5; strategy++) {
        CHECK(nxz_compression_strategy_name(strategy) != NULL);
        for (int i = 0; i < 4; i++) {
            nxz_bytes *compressed = NULL, *content = NULL;
            size_t len;
            CHECK_OK(nxz_compress(strategy, inputs[i], lens[i], &compressed, &error));
            const uint8_t *data = nxz_bytes_data(compressed, &len);
            CHECK(len <= lens[i] + 1);
            if (i == 0) table_len[strategy] = len;
            if (i > 0) CHECK(nxz_compressed_codec(data, len) == NXZ_CODEC_STORED);
            CHECK_OK(nxz_decompress(data, len, lens[i], &content, &error));
            /* Even of nothing: languages that move pointers about take small numbers for mistakes. */
            CHECK((uintptr_t)nxz_bytes_data(content, NULL) >= 4096);
            CHECK(len_of(content) == lens[i] && (lens[i] == 0 || holds(content, inputs[i], lens[i])));
            nxz_bytes_free(content);
            if (lens[i] > 0) {
                CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "bytes", nxz_decompress(data, len, lens[i] - 1, &content, &error));
            }
            nxz_bytes_free(compressed);
        }
    }
    CHECK(2 * table_len[NXZ_COMPRESSION_TENSOR_TRAIN] < table_len[NXZ_COMPRESSION_LZ4]);
    CHECK(table_len[NXZ_COMPRESSION_NONE] == TABLE_LEN + 1);

    nxz_bytes *none = NULL;
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "strategy", nxz_compress(5, noise, 4, &none, &error));
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", nxz_decompress(NULL, 0, 100, &none, &error));
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", nxz_decompress(BYTES("\x01 no frame"), 100, &none, &error));
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "bytes", nxz_decompress(BYTES("\xc8 custom"), 100, &none, &error));
}

static void names(void) {
    static const char *const NAMES[] = {"none", "lz4", "tensor-train", "hybrid", "adaptive"};
    static const char *const CODECS[] = {"stored", "lz4", "tensor-train", "hybrid"};
    for (uint32_t i = 0; i < 5; i++) CHECK(strcmp(nxz_compression_strategy_name(i), NAMES[i]) == 0);
    for (uint32_t i = 0; i < 4; i++) CHECK(strcmp(nxz_codec_name(i), CODECS[i]) == 0);
    CHECK(strcmp(nxz_codec_name(128), "custom") == 0 && strcmp(nxz_codec_name(255), "custom") == 0);
    CHECK(nxz_compression_strategy_name(5) == NULL && nxz_codec_name(4) == NULL && nxz_codec_name(256) == NULL);
    CHECK(nxz_compressed_codec(NULL, 0) == UINT32_MAX && nxz_compressed_codec(BYTES("\x63")) == UINT32_MAX);
    CHECK(nxz_compressed_codec(BYTES("\xc8")) == 200);
}

static void limits(void) {
    nxz_error *error = NULL;
    nxz_compressor *compressor = NULL;
    nxz_bytes *compressed = NULL, *content = NULL;
    static uint8_t zeros[100000];
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "strategy", nxz_compressor_new(5, &compressor, &error));
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_LZ4, &compressor, &error));
    CHECK_OK(nxz_compressor_compress(compressor, zeros, sizeof zeros, &compressed, &error));
    size_t len;
    const uint8_t *data = nxz_bytes_data(compressed, &len);
    CHECK(len < 2000 && nxz_compressed_codec(data, len) == NXZ_CODEC_LZ4);
    CHECK_BLAMES(NXZ_ERR_CONFIGURATION, "max_ratio", nxz_compressor_set_limits(compressor, 0, 1000, &error));
    CHECK_OK(nxz_compressor_decompress(compressor, data, len, &content, &error));
    CHECK(holds(content, zeros, sizeof zeros));
    nxz_bytes_free(content);
    CHECK_OK(nxz_compressor_set_limits(compressor, 10, 1000000, &error));
    CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED, nxz_compressor_decompress(compressor, data, len, &content, &error));
    CHECK_OK(nxz_compressor_set_limits(compressor, 1000, sizeof zeros - 1, &error));
    CHECK_FAILS(NXZ_ERR_LIMIT_EXCEEDED, nxz_compressor_decompress(compressor, data, len, &content, &error));
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "bytes",
                 nxz_compressor_compress(compressor, zeros, sizeof zeros, &content, &error));
    nxz_bytes_free(compressed);
    nxz_compressor_free(compressor);
}

static void lz4_frames(void) {
    nxz_error *error = NULL;
    nxz_bytes *frame = NULL, *content = NULL;
    uint8_t text[] = "to and fro, to and fro, to and fro, to and fro, to and fro";
    size_t len;
    CHECK_OK(nxz_lz4_compress(text, sizeof text, &frame, &error));
    const uint8_t *data = nxz_bytes_data(frame, &len);
    CHECK(len > 4 && memcmp(data, "\x04\x22\x4d\x18", 4) == 0);
    CHECK_OK(nxz_lz4_decompress(data, len, sizeof text, &content, &error));
    CHECK(holds(content, text, sizeof text));
    nxz_bytes_free(content);
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "bytes", nxz_lz4_decompress(data, len, sizeof text - 1, &content, &error));
    for (size_t n = 0; n < len; n++) {
        CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", nxz_lz4_decompress(data, n, sizeof text, &content, &error));
    }
    nxz_bytes_free(frame);
}

/* A codec of a caller: keeps one byte of a run of equal ones, in as many states of health as there are. */
enum state { GOOD, FAILS, LIES_LENGTH, LIES_CONTENT, LIES_SHORT, SLOW };
struct codec_data {
    enum state state;
    int destroyed;
};

static int32_t run_compress(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity,
                            size_t *written) {
    struct codec_data *data = user_data;
    CHECK(data->destroyed == 0 && capacity == len && *written == 0);
    if (data->state == FAILS) return 7;
    if (data->state == LIES_LENGTH) {
        *written = capacity + 1;
        return 0;
    }
    if (data->state == SLOW) nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    for (size_t i = 1; i < len; i++) {
        if (input[i] != input[0]) return 1;
    }
    output[0] = input[0];
    *written = 1;
    return 0;
}

static int32_t run_decompress(void *user_data, const uint8_t *input, size_t len, uint8_t *output, size_t capacity,
                              size_t *written) {
    struct codec_data *data = user_data;
    CHECK(data->destroyed == 0 && *written == 0);
    if (data->state == FAILS || len != 1) return -1;
    memset(output, data->state == LIES_CONTENT ? input[0] ^ 1 : input[0], capacity);
    *written = data->state == LIES_SHORT ? capacity - 1 : capacity;
    return 0;
}

static void run_destroy(void *user_data) { ((struct codec_data *)user_data)->destroyed++; }

static nxz_codec run_codec(struct codec_data *data) {
    return (nxz_codec){.struct_size = sizeof(nxz_codec),
                       .id = 200,
                       .name = "runs",
                       .user_data = data,
                       .compress = run_compress,
                       .decompress = run_decompress,
                       .destroy = run_destroy};
}

/* Compresses a run with a codec in that state; the number of the codec that was used. */
static nxz_codec_id used(enum state state) {
    nxz_error *error = NULL;
    nxz_compressor *compressor = NULL;
    nxz_bytes *compressed = NULL, *content = NULL;
    struct codec_data data = {.state = state};
    nxz_codec codec = run_codec(&data);
    uint8_t run[1000];
    size_t len;
    memset(run, 'x', sizeof run);
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_LZ4, &compressor, &error));
    CHECK_OK(nxz_compressor_set_codec(compressor, &codec, &error));
    CHECK_OK(nxz_compressor_compress(compressor, run, sizeof run, &compressed, &error));
    const uint8_t *bytes = nxz_bytes_data(compressed, &len);
    const nxz_codec_id id = nxz_compressed_codec(bytes, len);
    CHECK(len == (id == NXZ_CODEC_STORED ? sizeof run + 1 : 10));
    CHECK_OK(nxz_compressor_decompress(compressor, bytes, len, &content, &error));
    CHECK(holds(content, run, sizeof run));
    nxz_bytes_free(content);
    nxz_bytes_free(compressed);
    CHECK(data.destroyed == 0);
    nxz_compressor_free(compressor);
    CHECK(data.destroyed == 1);
    return id;
}

static void custom_codecs(void) {
    CHECK(used(GOOD) == 200);
    CHECK(used(SLOW) == 200);
    CHECK(used(FAILS) == NXZ_CODEC_STORED);
    CHECK(used(LIES_LENGTH) == NXZ_CODEC_STORED);
    CHECK(used(LIES_CONTENT) == NXZ_CODEC_STORED);
    CHECK(used(LIES_SHORT) == NXZ_CODEC_STORED);
}

/* Frames of the caller's codec that come from outside: its failures are errors, and its buffer is bounded. */
static void custom_frames(void) {
    nxz_error *error = NULL;
    nxz_compressor *compressor = NULL;
    nxz_bytes *content = NULL;
    struct codec_data data = {.state = GOOD};
    nxz_codec codec = run_codec(&data);
    static const uint8_t FRAME[] = {200, 5, 0, 0, 0, 0, 0, 0, 0, 'y'};
    static const uint8_t LONG[] = {200, 0, 0, 0, 0, 0, 0, 0, 1, 'y'};
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_NONE, &compressor, &error));
    CHECK_BLAMES(NXZ_ERR_UNSUPPORTED, "bytes",
                 nxz_compressor_decompress(compressor, FRAME, sizeof FRAME, &content, &error));
    CHECK_OK(nxz_compressor_set_codec(compressor, &codec, &error));
    CHECK_OK(nxz_compressor_decompress(compressor, FRAME, sizeof FRAME, &content, &error));
    CHECK(holds(content, BYTES("yyyyy")));
    nxz_bytes_free(content);
    CHECK_BLAMES(NXZ_ERR_LIMIT_EXCEEDED, "bytes",
                 nxz_compressor_decompress(compressor, LONG, sizeof LONG, &content, &error));
    CHECK_BLAMES(NXZ_ERR_MALFORMED, "bytes", nxz_compressor_decompress(compressor, FRAME, 8, &content, &error));
    CHECK_BLAMES(NXZ_ERR_COMPRESSION, "codec", nxz_compressor_decompress(compressor, FRAME, 9, &content, &error));
    data.state = LIES_SHORT;
    CHECK_BLAMES(NXZ_ERR_COMPRESSION, "codec",
                 nxz_compressor_decompress(compressor, FRAME, sizeof FRAME, &content, &error));

    /* The next codec takes the place of the first, which is destroyed; a refused one changes nothing. */
    struct codec_data next = {.state = GOOD}, refused = {.state = GOOD};
    codec = run_codec(&next);
    CHECK_OK(nxz_compressor_set_codec(compressor, &codec, &error));
    CHECK(data.destroyed == 1 && next.destroyed == 0);
    codec = run_codec(&refused);
    codec.struct_size--;
    CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "codec", nxz_compressor_set_codec(compressor, &codec, &error));
    static const uint32_t BAD_IDS[] = {0, 1, 127, 256, UINT32_MAX};
    for (int i = 0; i < 5; i++) {
        codec = run_codec(&refused);
        codec.id = BAD_IDS[i];
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "id", nxz_compressor_set_codec(compressor, &codec, &error));
    }
    static const char *const BAD_NAMES[] = {
        "", "\xff", "12345678901234567890123456789012345678901234567890123456789012345"};
    for (int i = 0; i < 3; i++) {
        codec = run_codec(&refused);
        codec.name = BAD_NAMES[i];
        CHECK_BLAMES(NXZ_ERR_INVALID_ARGUMENT, "name", nxz_compressor_set_codec(compressor, &codec, &error));
    }
    static const char *const MISSING[] = {"name", "compress", "decompress"};
    for (int i = 0; i < 3; i++) {
        codec = run_codec(&refused);
        if (i == 0) codec.name = NULL;
        if (i == 1) codec.compress = NULL;
        if (i == 2) codec.decompress = NULL;
        CHECK_BLAMES(NXZ_ERR_NULL_POINTER, MISSING[i], nxz_compressor_set_codec(compressor, &codec, &error));
    }
    CHECK_OK(nxz_compressor_decompress(compressor, FRAME, sizeof FRAME, &content, &error));
    nxz_bytes_free(content);
    nxz_compressor_free(compressor);
    CHECK(data.destroyed == 1 && next.destroyed == 1 && refused.destroyed == 0);
}

static void *compress_often(void *argument) {
    nxz_error *error = NULL;
    uint8_t run[200];
    memset(run, 'z', sizeof run);
    for (int i = 0; i < 20; i++) {
        nxz_bytes *compressed = NULL, *content = NULL;
        size_t len;
        CHECK_OK(nxz_compressor_compress(argument, run, sizeof run, &compressed, &error));
        const uint8_t *bytes = nxz_bytes_data(compressed, &len);
        CHECK(len == 10);
        CHECK_OK(nxz_compressor_decompress(argument, bytes, len, &content, &error));
        CHECK(holds(content, run, sizeof run));
        nxz_bytes_free(content);
        nxz_bytes_free(compressed);
    }
    return NULL;
}

static void threads(void) {
    nxz_error *error = NULL;
    nxz_compressor *compressor = NULL;
    struct codec_data data = {.state = GOOD};
    nxz_codec codec = run_codec(&data);
    pthread_t others[3];
    CHECK_OK(nxz_compressor_new(NXZ_COMPRESSION_ADAPTIVE, &compressor, &error));
    CHECK_OK(nxz_compressor_set_codec(compressor, &codec, &error));
    for (int i = 0; i < 3; i++) CHECK(pthread_create(&others[i], NULL, compress_often, compressor) == 0);
    for (int i = 0; i < 3; i++) CHECK(pthread_join(others[i], NULL) == 0);
    nxz_compressor_free(compressor);
    CHECK(data.destroyed == 1);
}

int main(void) {
    strategies();
    names();
    limits();
    lz4_frames();
    custom_codecs();
    custom_frames();
    threads();
    return check_report("compression");
}
