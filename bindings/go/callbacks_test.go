package nexuszero_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"nexuszero"
)

func TestLogSink(t *testing.T) {
	protocol := fast(t, nil)
	c := preimage(t, secret)
	value, collected := watched()
	var levels []nexuszero.LogLevel
	var events [][]byte
	check(t, protocol.SetLogSink(nexuszero.LogInfo, func(level nexuszero.LogLevel, event []byte) {
		value[0]++
		levels, events = append(levels, level), append(events, event)
	}))
	options := nexuszero.CallOptions{RequestID: "login 17"}
	proof := kept(t, must(protocol.ProveWith(c.statement, c.witness, binding, options)))
	fails(t, protocol.VerifyWith(c.statement, []byte("other"), proof, options), nexuszero.ErrProofVerification)
	if len(events) != 2 || levels[0] != nexuszero.LogInfo || levels[1] != nexuszero.LogWarn {
		t.Fatalf("%v: %s", levels, events)
	}
	for i, event := range events {
		tellsNoSecret(t, event)
		var fields map[string]any
		check(t, json.Unmarshal(event, &fields))
		if fields["request_id"] != "login 17" || fields["level"] != levels[i].String() {
			t.Errorf("%s", event)
		}
	}
	check(t, protocol.SetLogSink(nexuszero.LogInfo, nil))
	check(t, protocol.Verify(c.statement, binding, proof))
	if len(events) != 2 {
		t.Error("an event after the sink was taken away")
	}
	awaitCollected(t, collected)

	_, err := protocol.ProveWith(c.statement, c.witness, binding, nexuszero.CallOptions{RequestID: "line\nbreak"})
	fails(t, err, nexuszero.ErrInvalidArgument)
	check(t, protocol.VerifyWith(c.statement, binding, proof, nexuszero.CallOptions{}))
}

// A setter that fails takes nothing: the callback is released, and the one before stays.
func TestASetterThatFails(t *testing.T) {
	protocol := fast(t, nil)
	events := 0
	check(t, protocol.SetLogSink(nexuszero.LogInfo, func(nexuszero.LogLevel, []byte) { events++ }))
	collected := func() <-chan struct{} {
		value, collected := watched()
		fails(t, protocol.SetLogSink(99, func(nexuszero.LogLevel, []byte) { value[0]++ }), nexuszero.ErrUnsupported)
		return collected
	}()
	awaitCollected(t, collected)
	prove(t, protocol, preimage(t, secret))
	if events != 1 {
		t.Error(events)
	}
}

func TestMetricsSink(t *testing.T) {
	protocol := fast(t, nil)
	c := preimage(t, secret)
	var seen [][]byte
	check(t, protocol.SetMetricsSink(func(measurements []byte) {
		seen = append(seen, measurements)
		if len(seen) == 1 { // from inside, with the same protocol
			prove(t, protocol, c)
		}
	}))
	proof := prove(t, protocol, c)
	if len(seen) != 2 || string(seen[0]) != string(must(proof.MeasurementsJSON())) {
		t.Fatalf("%s", seen)
	}
	tellsNoSecret(t, seen[0])
	check(t, protocol.SetMetricsSink(nil))
	prove(t, protocol, c)
	if len(seen) != 2 {
		t.Error("told after the sink was taken away")
	}
}

// A panic in a callback stays in it, whatever thread it is on, and is logged.
func TestPanicsInCallbacks(t *testing.T) {
	var logged bytes.Buffer
	// slog.SetDefault changes these too, and not back.
	defer log.SetFlags(log.Flags())
	defer log.SetOutput(log.Writer())
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	protocol := fast(t, map[string]any{"use_optimizer": true, "use_compression": true, "optimizer.deadline": 600000})
	var mu sync.Mutex
	panics := map[string]int{}
	panicking := func(name string) {
		mu.Lock()
		defer mu.Unlock()
		panics[name]++
		panic(name)
	}
	check(t, protocol.SetLogSink(nexuszero.LogDebug, func(nexuszero.LogLevel, []byte) { panicking("log") }))
	check(t, protocol.SetMetricsSink(func([]byte) { panicking("metrics") }))
	check(t, protocol.SetOptimizer("", func([]byte) ([]byte, error) { panicking("optimizer"); return nil, nil }))
	check(t, protocol.SetCodec(&nexuszero.Codec{
		ID: 200, Name: "panics",
		Compress:   func([]byte) ([]byte, error) { panicking("compress"); return nil, nil },
		Decompress: func([]byte, int) ([]byte, error) { panicking("decompress"); return nil, nil },
	}))
	c := preimage(t, secret)
	proof := prove(t, protocol, c)
	check(t, fast(t, nil).Verify(c.statement, binding, proof))
	if outcome := must(proof.Measurements()).OptimizerOutcome; outcome != nexuszero.OptimizerFailed {
		t.Error(outcome)
	}
	if panics["log"] == 0 || panics["metrics"] != 1 || panics["optimizer"] != 1 || panics["compress"] != 1 {
		t.Error(panics)
	}

	compressor := kept(t, must(nexuszero.NewCompressor(nexuszero.StrategyLZ4)))
	check(t, compressor.SetCodec(&nexuszero.Codec{
		ID: 200, Name: "panics",
		Compress:   func([]byte) ([]byte, error) { return nil, errors.New("no") },
		Decompress: func([]byte, int) ([]byte, error) { panicking("decompress"); return nil, nil },
	}))
	stored := must(compressor.Compress(secret))
	if nexuszero.CodecOf(stored) != nexuszero.CodecStored {
		t.Error(nexuszero.CodecOf(stored))
	}
	_, err := compressor.Decompress([]byte{200, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	if err == nil {
		t.Error("restored by a codec that panics")
	}
	for name := range panics {
		if !strings.Contains(logged.String(), "panic="+name) {
			t.Error("not logged:", name)
		}
	}
}

// What a codec makes longer is stored, and that is no failure.
func TestCodecThatInflates(t *testing.T) {
	config := must(nexuszero.NewConfig(nexuszero.PresetFast))
	defer config.Close()
	check(t, config.Set("use_compression", true))
	protocol := kept(t, must(nexuszero.NewProtocol(config)))
	calls := 0
	check(t, protocol.SetCodec(&nexuszero.Codec{
		ID: 200, Name: "inflates",
		Compress:   func(content []byte) ([]byte, error) { calls++; return append(content, 1, 2, 3), nil },
		Decompress: func(compressed []byte, size int) ([]byte, error) { return compressed[:size], nil },
	}))
	c := preimage(t, secret)
	proof := prove(t, protocol, c)
	check(t, protocol.Verify(c.statement, binding, proof))
	summary := must(must(protocol.Metrics()).Summary())
	if calls != 1 || must(proof.Measurements()).CompressionRatio != 1 || summary.Recoveries != 0 {
		t.Error(calls, summary.Recoveries)
	}
}

// choose answers with the first candidate that a function takes.
func choose(request []byte, take func(profile string) bool) ([]byte, error) {
	var question struct {
		Candidates []struct {
			Index   int
			Profile string
		}
	}
	if err := json.Unmarshal(request, &question); err != nil {
		return nil, err
	}
	for _, candidate := range question.Candidates {
		if take(candidate.Profile) {
			return json.Marshal(map[string]int{"version": 1, "candidate": candidate.Index})
		}
	}
	return nil, errors.New("no such candidate")
}

func TestOptimizer(t *testing.T) {
	protocol := fast(t, map[string]any{
		"use_optimizer": true, "optimizer.deadline": 600000, "optimizer.max_failures": 100, "custom.region": "north",
	})
	c := preimage(t, secret)
	balanced := func(profile string) bool { return profile == "balanced" }
	value, collected := watched()
	for _, test := range []struct {
		optimizer nexuszero.Optimizer
		outcome   nexuszero.OptimizerOutcome
		source    nexuszero.Source
		profile   nexuszero.Profile
	}{
		{func(request []byte) ([]byte, error) {
			value[0]++
			tellsNoSecret(t, request)
			if !strings.Contains(string(request), `"region":"north"`) {
				t.Errorf("%s", request)
			}
			return choose(request, balanced)
		}, nexuszero.OptimizerAnswered, nexuszero.SourceOptimizer, nexuszero.ProfileBalanced},
		{func(request []byte) ([]byte, error) { // a proof of the same protocol from inside
			prove(t, protocol, c)
			return choose(request, balanced)
		}, nexuszero.OptimizerAnswered, nexuszero.SourceOptimizer, nexuszero.ProfileBalanced},
		{func([]byte) ([]byte, error) { return nil, errors.New("no") }, nexuszero.OptimizerFailed, nexuszero.SourceHeuristic, nexuszero.ProfileFast},
		{func([]byte) ([]byte, error) { return make([]byte, 65537), nil }, nexuszero.OptimizerFailed, nexuszero.SourceHeuristic, nexuszero.ProfileFast},
		{func([]byte) ([]byte, error) { return nil, nil }, nexuszero.OptimizerMalformed, nexuszero.SourceHeuristic, nexuszero.ProfileFast},
		{func([]byte) ([]byte, error) { return []byte(`{"version":1,"candidate":999}`), nil }, nexuszero.OptimizerRefused, nexuszero.SourceHeuristic, nexuszero.ProfileFast},
	} {
		check(t, protocol.SetOptimizer("of the tests", test.optimizer))
		measured := must(prove(t, protocol, c).Measurements())
		if measured.OptimizerOutcome != test.outcome || measured.Source != test.source || measured.Profile != test.profile {
			t.Errorf("got %s from %s with profile %s, want %s from %s with profile %s", measured.OptimizerOutcome, measured.Source, measured.Profile,
				test.outcome, test.source, test.profile)
		}
	}
	awaitCollected(t, collected)

	fails(t, protocol.SetOptimizer("a\x00b", func([]byte) ([]byte, error) { return nil, nil }), nexuszero.ErrInvalidArgument)
	check(t, protocol.SetOptimizer("", func(request []byte) ([]byte, error) { return choose(request, balanced) }))
	check(t, protocol.HealthCheck())
	check(t, protocol.SetOptimizer("", func([]byte) ([]byte, error) { return nil, errors.New("ill") }))
	fails(t, protocol.HealthCheck(), nexuszero.ErrOptimization)
	check(t, protocol.SetOptimizer("", nil))
	check(t, protocol.HealthCheck())
}

// An optimizer that is late goes on after its protocol was closed, and is released when it returns.
func TestLateOptimizer(t *testing.T) {
	released, entered, returned := make(chan struct{}), make(chan struct{}), make(chan struct{})
	collected := func() <-chan struct{} {
		value, collected := watched()
		protocol := fast(t, map[string]any{"use_optimizer": true, "optimizer.deadline": 1})
		check(t, protocol.SetOptimizer("late", func([]byte) ([]byte, error) {
			value[0]++
			close(entered)
			<-released
			close(returned)
			return nil, nil
		}))
		if outcome := must(prove(t, protocol, preimage(t, secret)).Measurements()).OptimizerOutcome; outcome != nexuszero.OptimizerLate {
			t.Error(outcome)
		}
		protocol.Close()
		return collected
	}()
	<-entered
	close(released)
	<-returned
	awaitCollected(t, collected)
}

// buildPlugin compiles the plugin of the C examples.
func buildPlugin(t *testing.T) string {
	t.Helper()
	plugin := filepath.Join(t.TempDir(), "plugin.so")
	flags := strings.Fields(string(must(exec.Command("pkg-config", "--cflags", "nexuszero").Output())))
	compile(t, append(flags, "-shared", "-fPIC", "-o", plugin, "../../c_examples/optimizer_plugin.c")...)
	return plugin
}

func TestPlugin(t *testing.T) {
	plugin := buildPlugin(t)
	protocol := fast(t, map[string]any{"use_optimizer": true, "optimizer.deadline": 600000})
	check(t, protocol.LoadOptimizer(plugin, "600000"))
	measured := must(prove(t, protocol, preimage(t, secret)).Measurements())
	if measured.OptimizerOutcome != nexuszero.OptimizerAnswered || measured.Profile != nexuszero.ProfileTiny {
		t.Errorf("%s, profile %s", measured.OptimizerOutcome, measured.Profile)
	}
	fails(t, protocol.LoadOptimizer(plugin, "no number"), nexuszero.ErrOptimization)
	fails(t, protocol.LoadOptimizer(filepath.Join(t.TempDir(), "none.so"), ""), nexuszero.ErrConfiguration)
	text := filepath.Join(t.TempDir(), "text.so")
	check(t, os.WriteFile(text, []byte("no shared object"), 0o666))
	fails(t, protocol.LoadOptimizer(text, ""), nexuszero.ErrConfiguration)
}

// memory is a codec that "compresses" to a number, and remembers.
type memory struct {
	mu       sync.Mutex
	contents [][]byte
}

func (m *memory) codec(id uint32) *nexuszero.Codec {
	return &nexuszero.Codec{
		ID: id, Name: "memory",
		Compress: func(content []byte) ([]byte, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.contents = append(m.contents, content)
			return []byte{byte(len(m.contents) - 1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, nil
		},
		Decompress: func(compressed []byte, size int) ([]byte, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			if len(compressed) != 16 || int(compressed[0]) >= len(m.contents) {
				return nil, errors.New("not of this memory")
			}
			return m.contents[compressed[0]], nil
		},
	}
}

func TestCodecOfProtocol(t *testing.T) {
	protocol := fast(t, map[string]any{"use_compression": true})
	c := preimage(t, secret)
	var m memory
	check(t, protocol.SetCodec(m.codec(200)))
	check(t, protocol.HealthCheck())
	proof := prove(t, protocol, c)
	measured := must(proof.Measurements())
	encoding := must(proof.Bytes())
	if uint64(len(encoding)) != measured.SizeAfter || measured.SizeAfter >= measured.SizeBefore || measured.CompressionRatio <= 1 {
		t.Errorf("%d bytes: %+v", len(encoding), measured)
	}
	received := kept(t, must(nexuszero.ParseProof(encoding)))
	check(t, protocol.Verify(c.statement, binding, received))
	fails(t, fast(t, nil).Verify(c.statement, binding, received), nexuszero.ErrUnsupported)

	fails(t, protocol.SetCodec(m.codec(5)), nexuszero.ErrInvalidArgument)
	cut := m.codec(200)
	cut.Name = "memory\x00"
	fails(t, protocol.SetCodec(cut), nexuszero.ErrInvalidArgument)
	fails(t, protocol.SetCodec(&nexuszero.Codec{ID: 200, Name: "half"}), nexuszero.ErrNullPointer)
	check(t, protocol.SetCodec(nil))
	fails(t, protocol.Verify(c.statement, binding, received), nexuszero.ErrUnsupported)
}
