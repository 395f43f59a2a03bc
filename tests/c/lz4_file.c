/* lz4_file compress|decompress: standard input to standard output as a pure LZ4 frame and back, for tests/cli/lz4.sh. */
#include <nexuszero.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MAX_LEN = 16 << 20 };

int main(int argc, char **argv) {
    static uint8_t input[MAX_LEN];
    const size_t len = fread(input, 1, sizeof input, stdin);
    nxz_bytes *output = NULL;
    nxz_error *error = NULL;
    if (argc != 2 || !feof(stdin)) return 2;
    nxz_status status = strcmp(argv[1], "compress") == 0 ? nxz_lz4_compress(input, len, &output, &error)
                                                         : nxz_lz4_decompress(input, len, MAX_LEN, &output, &error);
    if (status != NXZ_OK) {
        fprintf(stderr, "lz4_file: %s\n", nxz_error_message(error));
        nxz_error_free(error);
        return 1;
    }
    size_t output_len;
    const uint8_t *bytes = nxz_bytes_data(output, &output_len);
    const int written = fwrite(bytes, 1, output_len, stdout) == output_len && fflush(stdout) == 0;
    nxz_bytes_free(output);
    return written ? 0 : 1;
}
