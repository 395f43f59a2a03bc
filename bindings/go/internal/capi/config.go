package capi

// #include "shims.h"
import "C"

func ConfigNew(preset uint32) (*Config, *Failure) {
	return get(func(out **Config, e slot) C.nxz_status { return C.nxz_config_new(C.nxz_preset(preset), out, e) })
}

func ConfigFree(c *Config) { C.nxz_config_free(c) }

func ConfigSetSecurityLevel(c *Config, bits uint32) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_set_security_level(c, C.uint32_t(bits), e) })
}

func ConfigSetProfile(c *Config, profile uint32) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_set_profile(c, C.nxz_profile(profile), e) })
}

func ConfigSetVerifyAfterGeneration(c *Config, enabled bool) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_set_verify_after_generation(c, flag(enabled), e) })
}

func ConfigSetRequireQuantumResistance(c *Config, enabled bool) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_set_require_quantum_resistance(c, flag(enabled), e) })
}

func ConfigSetLimit(c *Config, limit uint32, value uint64) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_config_set_limit(c, C.nxz_limit(limit), C.uint64_t(value), e)
	})
}

func ConfigSet(c *Config, name string, value []byte) *Failure {
	return call(func(e slot) C.nxz_status {
		return C.nxz_config_set(c, chars(name), lengthOf(name), charsOf(value), length(value), e)
	})
}

func ConfigLoadJSON(c *Config, text []byte) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_load_json(c, charsOf(text), length(text), e) })
}

func ConfigLoadTOML(c *Config, text []byte) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_load_toml(c, charsOf(text), length(text), e) })
}

func ConfigLoadFile(c *Config, path string) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_load_file(c, chars(path), lengthOf(path), e) })
}

func ConfigLoadEnvironment(c *Config) *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_config_load_environment(c, e) })
}

func ConfigToJSON(c *Config) ([]byte, *Failure) {
	return text(func(out **C.nxz_string, e slot) C.nxz_status { return C.nxz_config_to_json(c, out, e) })
}
