package nexuszero_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"nexuszero"
)

// settings reads what is in force, and where each value comes from.
func settings(t *testing.T, config *nexuszero.Config) (values, sources map[string]any) {
	t.Helper()
	check(t, json.Unmarshal(must(config.JSON()), &values))
	return values, values["sources"].(map[string]any)
}

func TestConfigLayers(t *testing.T) {
	config := kept(t, must(nexuszero.NewConfig(nexuszero.PresetDefault)))
	expect := func(name string, value any, source string) {
		t.Helper()
		values, sources := settings(t, config)
		if values[name] != value || sources[name] != source {
			t.Errorf("%s is %v from %v, want %v from %s", name, values[name], sources[name], value, source)
		}
	}
	expect("profile", "balanced", "preset")
	check(t, config.LoadJSON([]byte(`{"profile": "fast"}`)))
	expect("profile", "fast", "file")
	check(t, config.LoadTOML([]byte(`profile = "small"`)))
	expect("profile", "small", "file")
	t.Setenv("NEXUSZERO_PROFILE", "tiny")
	check(t, config.LoadEnvironment())
	expect("profile", "tiny", "environment")
	check(t, config.SetProfile(nexuszero.ProfileFast))
	expect("profile", "fast", "setter")

	file := filepath.Join(t.TempDir(), "nexuszero.toml")
	check(t, os.WriteFile(file, []byte("threads = 2\nprofile = \"small\""), 0o666))
	check(t, config.LoadFile(file))
	expect("threads", 2.0, "file")
	expect("profile", "fast", "setter")

	check(t, config.SetSecurityLevel(192))
	check(t, config.SetVerifyAfterGeneration(true))
	check(t, config.SetRequireQuantumResistance(true))
	expect("security_level", 192.0, "setter")
	expect("verify_after_generation", true, "setter")
	expect("require_quantum_resistance", true, "setter")
	check(t, config.Set("max_proof_size", 20000))
	expect("max_proof_size", 20000.0, "setter")
	check(t, config.Set("max_proof_size", nil))
	values, _ := settings(t, config)
	if values["max_proof_size"] != nil {
		t.Error(values["max_proof_size"])
	}
	for limit := nexuszero.LimitProofSize; limit <= nexuszero.LimitMemory; limit++ {
		check(t, config.SetLimit(limit, 1<<20))
	}
	values, _ = settings(t, config)
	for name, value := range values["limits"].(map[string]any) {
		if value != float64(1<<20) {
			t.Errorf("%s is %v", name, value)
		}
	}

	// What JSON shows can be loaded.
	other := kept(t, must(nexuszero.NewConfig(nexuszero.PresetFast)))
	check(t, other.LoadJSON(must(config.JSON())))
	values, _ = settings(t, other)
	if values["security_level"] != 192.0 {
		t.Error(values["security_level"])
	}
}

func TestBadConfigs(t *testing.T) {
	config := kept(t, must(nexuszero.NewConfig(nexuszero.PresetDefault)))
	before := string(must(config.JSON()))
	_, err := nexuszero.NewConfig(99)
	fails(t, err, nexuszero.ErrUnsupported)
	fails(t, config.SetProfile(0), nexuszero.ErrUnsupported)
	fails(t, config.SetSecurityLevel(100), nexuszero.ErrConfiguration)
	fails(t, config.SetLimit(99, 1), nexuszero.ErrUnsupported)
	fails(t, config.Set("nonsense", 1), nexuszero.ErrConfiguration)
	fails(t, config.LoadJSON(nil), nexuszero.ErrMalformed)
	fails(t, config.LoadJSON([]byte("\xff")), nexuszero.ErrInvalidArgument)
	fails(t, config.LoadTOML([]byte("= 1")), nexuszero.ErrMalformed)
	fails(t, config.LoadFile(filepath.Join(t.TempDir(), "none.json")), nexuszero.ErrIO)
	fails(t, config.LoadFile("settings.ini"), nexuszero.ErrInvalidArgument)
	var unsupported *json.UnsupportedTypeError
	if err := config.Set("custom.channel", make(chan int)); !errors.As(err, &unsupported) {
		t.Error(err)
	}
	t.Setenv("NEXUSZERO_SECURITY_LEVEL", "7")
	fails(t, config.LoadEnvironment(), nexuszero.ErrConfiguration)
	if after := string(must(config.JSON())); after != before {
		t.Errorf("what failed changed something:\n%s\n%s", before, after)
	}
}

func TestReconfigure(t *testing.T) {
	protocol := fast(t, nil)
	c := preimage(t, secret)
	proof := prove(t, protocol, c)
	config := kept(t, must(nexuszero.NewConfig(nexuszero.PresetSecure)))
	check(t, protocol.Reconfigure(config))
	fails(t, protocol.Verify(c.statement, binding, proof), nexuszero.ErrProofVerification)
	measured := must(prove(t, protocol, c).Measurements())
	if measured.SecurityLevel != 256 || measured.Profile != nexuszero.ProfileBalanced || measured.Verify == 0 {
		t.Errorf("%+v", measured)
	}
	generator := must(nexuszero.P256.Generator())
	statement := kept(t, must(nexuszero.NewDiscreteLogStatement(nexuszero.P256, generator, generator, "")))
	_, err := protocol.Estimate(statement)
	fails(t, err, nexuszero.ErrConfiguration)
	if must(statement.QuantumResistant()) {
		t.Error("a discrete logarithm resists quantum computers")
	}

	check(t, config.SetLimit(nexuszero.LimitContextSize, 3))
	check(t, protocol.Reconfigure(config))
	_, err = protocol.Prove(c.statement, c.witness, binding)
	fails(t, err, nexuszero.ErrLimitExceeded)
}
