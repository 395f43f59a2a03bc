package nexuszero

import (
	"encoding/json"
	"fmt"

	"nexuszero/internal/capi"
)

// Preset is a ready-made configuration.
type Preset uint32

// The presets.
const (
	// PresetDefault: 128 bits, profile balanced.
	PresetDefault Preset = capi.PresetDefault
	// PresetFast: 128 bits, profile fast.
	PresetFast Preset = capi.PresetFast
	// PresetSecure: 256 bits, profile balanced, every proof verified before it is returned, discrete logarithms
	// refused.
	PresetSecure Preset = capi.PresetSecure
)

// Profile says where a proof stands between fast and small. The security is the same.
type Profile uint32

// The profiles. Measurements and headers of discrete logarithms have profile 0.
const (
	// ProfileFast has the shortest proving and verification time.
	ProfileFast Profile = capi.ProfileFast
	// ProfileBalanced is smaller and slower.
	ProfileBalanced Profile = capi.ProfileBalanced
	// ProfileSmall is smaller and slower again.
	ProfileSmall Profile = capi.ProfileSmall
	// ProfileTiny has the smallest proofs, and the slowest.
	ProfileTiny Profile = capi.ProfileTiny
)

// String is the name of the profile, for example balanced.
func (p Profile) String() string { return named(capi.ProfileName(uint32(p)), "Profile", uint32(p)) }

// named is the name of a number, or says the number where it has none.
func named(name, kind string, number uint32) string {
	if name != "" {
		return name
	}
	return fmt.Sprintf("%s(%d)", kind, number)
}

// Limit is a bound that is checked before anything is allocated or computed.
type Limit uint32

// The limits.
const (
	// LimitProofSize is the longest proof, in bytes, that is made or looked at.
	LimitProofSize Limit = capi.LimitProofSize
	// LimitContextSize is the longest context in bytes.
	LimitContextSize Limit = capi.LimitContextSize
	// LimitWork is the most work that one proof may cost its verifier, in AES blocks.
	LimitWork Limit = capi.LimitWork
	// LimitStatementSize is the longest canonical encoding of a statement in bytes, lists and circuits included.
	LimitStatementSize Limit = capi.LimitStatementSize
	// LimitWitnessSize is the most bytes of secrets in a witness.
	LimitWitnessSize Limit = capi.LimitWitnessSize
	// LimitCircuitSize is the most gates that the circuits of a statement may have together.
	LimitCircuitSize Limit = capi.LimitCircuitSize
	// LimitMemory is the most heap memory, in bytes, that making one proof may take as predicted. Where the configured
	// parameters take more, the fastest that do not are taken, with a warning; where all do, the call fails. A proof whose
	// making takes more is not verified either.
	LimitMemory Limit = capi.LimitMemory
)

// Config says what a protocol does and what it refuses. It has four layers: preset, files and text, environment,
// setters. A value of a higher layer replaces one of a lower, in whatever order they are applied; within a layer the
// last one wins. A protocol keeps a copy.
//
// Its methods fail with [ErrConfiguration] for a setting that does not exist or a value that it does not take, and the
// error names it; all that is wrong with a text is in the error's Problems. What fails changes nothing.
type Config struct{ object[*capi.Config] }

// NewConfig makes a configuration from a preset.
func NewConfig(preset Preset) (*Config, error) {
	config, failure := capi.ConfigNew(uint32(preset))
	return own[Config](config, failure, capi.ConfigFree)
}

// SetSecurityLevel sets the level that every proof must have, made or verified: 128, 192 or 256 bits.
func (c *Config) SetSecurityLevel(bits uint32) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigSetSecurityLevel(h, bits) })
}

// SetProfile sets the profile of the proofs that are made, unless it is chosen (use_optimizer) or memory is short
// ([LimitMemory]). Proofs of every profile are verified.
func (c *Config) SetProfile(profile Profile) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigSetProfile(h, uint32(profile)) })
}

// SetVerifyAfterGeneration sets whether each new proof is verified before it is returned.
func (c *Config) SetVerifyAfterGeneration(enabled bool) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigSetVerifyAfterGeneration(h, enabled) })
}

// SetRequireQuantumResistance sets whether statements are refused whose proofs quantum computers break: discrete
// logarithms.
func (c *Config) SetRequireQuantumResistance(enabled bool) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigSetRequireQuantumResistance(h, enabled) })
}

// SetLimit sets the largest value that is allowed.
func (c *Config) SetLimit(limit Limit, value uint64) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigSetLimit(h, uint32(limit), value) })
}

// Set sets one setting by its name, for example max_verify_time, limits.max_memory, or custom. and any key for a value
// that the library only passes on to callbacks. The value is anything that encoding/json can write; nil takes back a
// setting that may be absent. docs/configuration.md lists all settings.
func (c *Config) Set(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("nexuszero: the value of %s: %w", name, err)
	}
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigSet(h, name, text) })
}

// LoadJSON applies settings from a JSON object of at most 1 MiB: all of them, or none. What JSON shows can be loaded.
// It fails with [ErrMalformed] for text that is no JSON object.
func (c *Config) LoadJSON(text []byte) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigLoadJSON(h, text) })
}

// LoadTOML applies settings from a TOML document, as LoadJSON does.
func (c *Config) LoadTOML(text []byte) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigLoadTOML(h, text) })
}

// LoadFile applies settings from a file, JSON or TOML by the end of its name (.json, .toml). It fails with [ErrIO] for
// a file that cannot be read, and with [ErrInvalidArgument] for another end of the name or text that is not UTF-8.
func (c *Config) LoadFile(path string) error {
	return change(c, func(h *capi.Config) *capi.Failure { return capi.ConfigLoadFile(h, path) })
}

// LoadEnvironment applies settings from the variables NEXUSZERO_… of this process, for example
// NEXUSZERO_LIMITS_MAX_WORK. No other goroutine may change the environment meanwhile: the library reads it without the
// lock of package os.
func (c *Config) LoadEnvironment() error {
	return change(c, capi.ConfigLoadEnvironment)
}

// JSON is the effective configuration as one object, with the origin of every value (preset, file, environment or
// setter) under sources.
func (c *Config) JSON() ([]byte, error) { return read(c, capi.ConfigToJSON) }
