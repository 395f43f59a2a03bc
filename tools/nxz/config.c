/* Configurations: made from options, shown and checked. */
#include "nxz.h"

#include <stdio.h>
#include <string.h>

static bool load_file(struct state *s, const char *path) {
    return keep_file(path) && ok(s, nxz_config_load_file(s->config, path, strlen(path), &s->error));
}

static bool set(struct state *s, const struct pair *setting) {
    return ok(s, nxz_config_set(s->config, setting->left, setting->left_len, setting->right, strlen(setting->right),
                                &s->error));
}

/* Options that are settings of their own name. */
static bool set_option(struct state *s, const struct options *o, enum option option, const char *name) {
    return o->text[option] == NULL || set(s, &(struct pair){name, strlen(name), o->text[option]});
}

bool fix_profile(struct state *s, nxz_profile profile) {
    static const char NAME[] = "use_optimizer";
    return ok(s, nxz_config_set_profile(s->config, profile, &s->error)) &&
           set(s, &(struct pair){NAME, sizeof NAME - 1, "false"});
}

/* Every --set, after the options that are settings too. */
static bool apply_setters(struct state *s, const struct options *o) {
    bool done = set_option(s, o, OPTION_LEVEL, "security_level") && set_option(s, o, OPTION_THREADS, "threads") &&
                (o->text[OPTION_PROFILE] == NULL || fix_profile(s, (nxz_profile)o->number[OPTION_PROFILE]));
    for (size_t i = 0; done && i < o->given_count; i++) {
        struct pair setting;
        if (o->given[i].option == OPTION_SET) done = split(&o->given[i], "NAME=JSON", &setting) && set(s, &setting);
    }
    return done;
}

static bool begin_config(struct state *s, const struct options *o) {
    return ok(s, nxz_config_new((nxz_preset)o->number[OPTION_PRESET], &s->config, &s->error));
}

bool read_config(struct state *s, const struct options *o) {
    return begin_config(s, o) && (o->text[OPTION_CONFIG] == NULL || load_file(s, o->text[OPTION_CONFIG])) &&
           (o->text[OPTION_ENV] == NULL || ok(s, nxz_config_load_environment(s->config, &s->error))) &&
           apply_setters(s, o);
}

/* A member of a JSON object: its name without the quotes and its value, as they stand in the text. */
struct member {
    const char *name, *value;
    int name_len, value_len;
};

/* What follows the string at `at`, which begins with its quote. */
static const char *after_string(const char *at) {
    for (at++; *at != '"'; at++) at += *at == '\\';
    return at + 1;
}

/* What follows the value at `at`. */
static const char *after_value(const char *at) {
    for (int depth = 0; depth > 0 || strchr(",}]", *at) == NULL;) {
        if (*at == '"') {
            at = after_string(at);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    }
    return at;
}

/* Takes the next member of an object of the library, which is valid JSON without spaces between the tokens. `at` is its
   brace or the comma behind the member before. */
static bool next_member(const char **at, struct member *out) {
    const char *name = *at + 1;
    if (**at == '}' || *name == '}') return false;
    const char *value = after_string(name) + 1;
    *at = after_value(value);
    *out = (struct member){name + 1, value, (int)(value - name - 3), (int)(*at - value)};
    return true;
}

static bool find_member(const char *object, const char *name, size_t name_len, struct member *out) {
    while (next_member(&object, out)) {
        if ((size_t)out->name_len == name_len && memcmp(out->name, name, name_len) == 0) return true;
    }
    return false;
}

/* The value of a setting, whose name has a dot behind that of its section. */
static bool find_setting(const char *json, const struct member *setting, struct member *out) {
    const char *name = setting->name, *end = name + setting->name_len;
    const char *dot = memchr(name, '.', (size_t)setting->name_len);
    if (dot == NULL) return find_member(json, name, (size_t)(end - name), out);
    return find_member(json, name, (size_t)(dot - name), out) &&
           find_member(out->value, dot + 1, (size_t)(end - dot - 1), out);
}

/* One line for each setting with an origin, which all of them have. */
static void print_settings(const char *json) {
    static const char SOURCES[] = "sources";
    struct member sources, source, value;
    if (!find_member(json, SOURCES, sizeof SOURCES - 1, &sources)) return;
    for (const char *at = sources.value; next_member(&at, &source);) {
        if (!find_setting(json, &source, &value)) continue;
        printf("%-28.*s %-12.*s %.*s\n", source.name_len, source.name, value.value_len, value.value,
               source.value_len - 2, source.value + 1);
    }
}

bool run_config_show(struct state *s, const struct options *o) {
    if (!read_config(s, o) || !ok(s, nxz_config_to_json(s->config, &s->string, &s->error))) return false;
    if (o->text[OPTION_JSON] != NULL) puts(nxz_string_data(s->string));
    else print_settings(nxz_string_data(s->string));
    return true;
}

bool run_config_check(struct state *s, const struct options *o) {
    return begin_config(s, o) && load_file(s, o->operands[0]) && make_protocol(s);
}
