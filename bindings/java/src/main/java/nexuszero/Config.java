package nexuszero;

import java.nio.file.Path;

/**
 * What a protocol will do and what it will refuse. It has four layers: preset, JSON or TOML, environment, setters. A
 * value of a higher layer replaces one of a lower layer, in whatever order they are applied. {@code
 * docs/configuration.md} lists all settings.
 *
 * <p>Used by one thread at a time: of a change and another use that meet, the later one throws {@link
 * IllegalStateException} and does nothing. Setters return the configuration itself.
 */
public final class Config extends Handle {
    /**
     * Makes a configuration from a preset.
     *
     * @param preset where to start
     */
    public Config(Preset preset) {
        super(new Call(NativeFunction.CONFIG_NEW).number(preset.code()).toLong(), NativeFunction.CONFIG_FREE);
    }

    /**
     * Sets the security level that every proof must have, made or verified.
     *
     * @param bits 128, 192 or 256
     * @return this
     * @throws ConfigurationException for another number
     */
    public Config setSecurityLevel(int bits) {
        new Call(NativeFunction.CONFIG_SET_SECURITY_LEVEL).change(this).number(bits).run();
        return this;
    }

    /**
     * Sets the profile of the proofs that are made, unless it is chosen ({@code use_optimizer}) or memory is short
     * ({@link Limit#MEMORY}). Proofs of every profile are verified.
     *
     * @param profile the profile
     * @return this
     */
    public Config setProfile(Profile profile) {
        new Call(NativeFunction.CONFIG_SET_PROFILE).change(this).number(profile.code()).run();
        return this;
    }

    /**
     * Sets whether each new proof is verified before it is returned.
     *
     * @param enabled true to verify
     * @return this
     */
    public Config setVerifyAfterGeneration(boolean enabled) {
        new Call(NativeFunction.CONFIG_SET_VERIFY_AFTER_GENERATION).change(this).flag(enabled).run();
        return this;
    }

    /**
     * Sets whether statements are refused whose proofs quantum computers break: discrete logarithms. Both proving and
     * verifying them then fail with a {@link ConfigurationException}.
     *
     * @param enabled true to refuse them, as in {@link Preset#SECURE}
     * @return this
     */
    public Config setRequireQuantumResistance(boolean enabled) {
        new Call(NativeFunction.CONFIG_SET_REQUIRE_QUANTUM_RESISTANCE).change(this).flag(enabled).run();
        return this;
    }

    /**
     * Sets a limit.
     *
     * @param limit the limit
     * @param value the largest value allowed, unsigned
     * @return this
     */
    public Config setLimit(Limit limit, long value) {
        new Call(NativeFunction.CONFIG_SET_LIMIT).change(this).number(limit.code()).number(value).run();
        return this;
    }

    /**
     * Sets any setting by its name.
     *
     * @param name for example {@code max_verify_time}, {@code limits.max_memory}, or {@code custom.} and any key for a
     *     value that the library only passes on to callbacks
     * @param json the value as JSON, for example {@code 2.5}, {@code true} or {@code "small"}; {@code null} takes back
     *     a setting that may be absent
     * @return this
     * @throws ConfigurationException for a setting that does not exist or a value that it does not take
     * @throws MalformedException for a value that is no JSON
     */
    public Config set(String name, String json) {
        new Call(NativeFunction.CONFIG_SET).change(this).text(name).text(json).run();
        return this;
    }

    /**
     * Applies settings from a JSON object: all of them, or after a failure none. What {@link #toJson} returns can be
     * loaded.
     *
     * @param json the object, at most 1 MiB
     * @return this
     * @throws MalformedException for text that is no JSON object
     * @throws ConfigurationException for settings that do not exist or values that they do not take; {@link
     *     NexusZeroException#problems} has all of them
     */
    public Config loadJson(String json) {
        new Call(NativeFunction.CONFIG_LOAD_JSON).change(this).text(json).run();
        return this;
    }

    /**
     * Applies settings from a TOML document; otherwise as {@link #loadJson}.
     *
     * @param toml the document, at most 1 MiB
     * @return this
     * @throws MalformedException for text that is no TOML
     * @throws ConfigurationException as {@link #loadJson}
     */
    public Config loadToml(String toml) {
        new Call(NativeFunction.CONFIG_LOAD_TOML).change(this).text(toml).run();
        return this;
    }

    /**
     * Applies settings from a file, JSON or TOML by the end of its name ({@code .json}, {@code .toml}); otherwise as
     * {@link #loadJson}.
     *
     * @param file the file
     * @return this
     * @throws FileException for a file that cannot be read
     * @throws InvalidArgumentException for another end of the name or text that is not UTF-8
     * @throws ConfigurationException as {@link #loadJson}
     */
    public Config loadFile(Path file) {
        new Call(NativeFunction.CONFIG_LOAD_FILE).change(this).text(file.toString()).run();
        return this;
    }

    /**
     * Applies settings from the variables {@code NEXUSZERO_...} of this process, for example {@code
     * NEXUSZERO_LIMITS_MAX_WORK}. Nothing is read from the environment unless this is called.
     *
     * @return this
     * @throws ConfigurationException as {@link #loadJson}
     */
    public Config loadEnvironment() {
        new Call(NativeFunction.CONFIG_LOAD_ENVIRONMENT).change(this).run();
        return this;
    }

    /**
     * The effective configuration as one JSON object, with the origin of every value ({@code preset}, {@code file},
     * {@code environment} or {@code setter}) under {@code sources}.
     *
     * @return the JSON
     */
    public String toJson() {
        return new Call(NativeFunction.CONFIG_TO_JSON).use(this).toText();
    }
}
