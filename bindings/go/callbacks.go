package nexuszero

import (
	"strings"

	"nexuszero/internal/capi"
)

// LogLevel says how much an event matters.
type LogLevel uint32

// The levels, from the one that matters most.
const (
	// LogError: a call failed, other than by refusing a proof or an input.
	LogError LogLevel = capi.LogError
	// LogWarn: a call went on after something failed, or a proof or an input was refused.
	LogWarn LogLevel = capi.LogWarn
	// LogInfo: a call succeeded.
	LogInfo LogLevel = capi.LogInfo
	// LogDebug: a stage of a call is done.
	LogDebug LogLevel = capi.LogDebug
)

// String is the name as in the events, for example warn.
func (l LogLevel) String() string { return nameOf(logLevelNames, "LogLevel", uint32(l)) }

var logLevelNames = []string{LogError: "error", LogWarn: "warn", LogInfo: "info", LogDebug: "debug"}

// LogSink takes events, one JSON object each without a line's end (docs/logging.md). It is called by the goroutine that
// makes the call, or for a batch by threads of the library, several at once where several work.
type LogSink func(level LogLevel, event []byte)

// SetLogSink sends the events of calls that begin from now on to a sink, up to a level. Without one, which is how a
// protocol begins, nothing is logged; nil takes it away. A slow sink makes calls slow.
func (p *Protocol) SetLogSink(max LogLevel, sink LogSink) error {
	var native capi.LogSink
	if sink != nil {
		native = func(level uint32, event []byte) { sink(LogLevel(level), event) }
	}
	return apply(p, func(h *capi.Protocol) *capi.Failure { return capi.ProtocolSetLogSink(h, uint32(max), native) })
}

// MetricsSink takes the measurements of each new proof, the object of [Proof.MeasurementsJSON]. It is called by the
// goroutine that made the proof, before the proof is returned, or for a batch by threads of the library.
type MetricsSink func(measurements []byte)

// SetMetricsSink tells a sink about the proof of every call that begins from now on, instead of the one before; nil tells nobody. A slow sink
// makes Prove slow.
func (p *Protocol) SetMetricsSink(sink MetricsSink) error {
	return apply(p, func(h *capi.Protocol) *capi.Failure {
		return capi.ProtocolSetMetricsSink(h, capi.MetricsSink(sink))
	})
}

// Optimizer chooses profile, degree cap and threads of a proof among candidates whose size is known and whose times are
// predicted. It gets a request in JSON and answers in JSON, for example {"version":1,"candidate":3}; docs/optimizer.md
// has both. A request has nothing of a witness.
//
// It is asked where the configuration has use_optimizer. Whatever happens, a proof is made, of the configured security:
// where the reply is late (optimizer.deadline, 50 ms by default), an error, malformed, or not one of the candidates
// within limits and constraints, the library's heuristic chooses. After failures in a row the optimizer is not asked
// for a while. Replies are kept and used again for equal requests. It is called on a thread of its own, one call at a
// time. A late call goes on undisturbed, and its reply is discarded.
type Optimizer func(request []byte) (reply []byte, err error)

// SetOptimizer plugs an optimizer in, in place of the one before; nil takes it out. Calls that have begun go on with
// the one before. The name is for logs and metrics, without NUL; empty: callback.
func (p *Protocol) SetOptimizer(name string, optimizer Optimizer) error {
	if err := checkName(name); err != nil {
		return err
	}
	return apply(p, func(h *capi.Protocol) *capi.Failure {
		return capi.ProtocolSetOptimizer(h, name, capi.Optimizer(optimizer))
	})
}

// checkName refuses the name of a callback that the library, for which it ends with a NUL, would take for another.
func checkName(name string) error {
	if strings.Contains(name, "\x00") {
		return misuse(ErrInvalidArgument, "a name has no NUL in it")
	}
	return nil
}

// LoadOptimizer loads an optimizer from a shared object and plugs it in as SetOptimizer does. The object exports a
// function nxz_optimizer_plugin, which gets config as it is; without a slash in path the system's directories are
// searched. Loading runs code of the object in this process: only load what is as trusted as the program itself.
//
// It fails with [ErrConfiguration] for a file that cannot be loaded; [ErrUnsupported] for an object without the
// function or made for another ABI number; [ErrOptimization] where the plugin refuses to start. After a failure the
// optimizer before stays.
func (p *Protocol) LoadOptimizer(path, config string) error {
	return apply(p, func(h *capi.Protocol) *capi.Failure { return capi.ProtocolLoadOptimizer(h, path, config) })
}

// Codec is a way to compress of the caller's.
type Codec struct {
	// ID is the codec's number in compressed bytes, 128 to 255: the caller's choice, and the same for who decompresses.
	ID uint32
	// Name stands in error messages: 1 to 64 bytes of UTF-8 without NUL.
	Name string
	// Compress compresses. What does not become shorter is stored as it is, whatever the result.
	Compress func(content []byte) ([]byte, error)
	// Decompress restores content of the size that is stated. Its input is untrusted.
	Decompress func(compressed []byte, size int) ([]byte, error)
}

// native is the codec as the layer below takes it; nil for none.
func (c *Codec) native() (id uint32, name string, functions *capi.Codec, err error) {
	switch {
	case c == nil:
		return 0, "", nil, nil
	case c.Compress == nil || c.Decompress == nil:
		return 0, "", nil, errNil
	}
	return c.ID, c.Name, &capi.Codec{Compress: c.Compress, Decompress: c.Decompress}, checkName(c.Name)
}

// SetCodec makes the protocol compress with a codec of the caller's in place of the strategy of its configuration,
// where the configuration has use_compression; nil takes it out. What it compresses is decompressed and compared before
// it is used; where it fails, or does not make the proof smaller, the proof is returned as it was made, and the failure
// logged and counted. Only a protocol with the same codec verifies what it compressed.
func (p *Protocol) SetCodec(codec *Codec) error {
	id, name, functions, err := codec.native()
	if err != nil {
		return err
	}
	return apply(p, func(h *capi.Protocol) *capi.Failure { return capi.ProtocolSetCodec(h, id, name, functions) })
}
