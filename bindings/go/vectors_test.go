package nexuszero_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"nexuszero"
)

// The vectors that all languages share.
const vectorsDir = "../../tests/vectors/proofs"

type hexBytes []byte

func (h *hexBytes) UnmarshalJSON(text []byte) error {
	var s string
	err := json.Unmarshal(text, &s)
	if err == nil {
		*h, err = hex.DecodeString(s)
	}
	return err
}

type vector struct {
	Name      string
	Level     uint32
	Profile   string
	File      string
	Statement json.RawMessage
	Secrets   map[string]hexBytes
}

// loadVectors reads the index, and gives every entry the statement and secrets of the last one before it that has them.
func loadVectors(t *testing.T) (context []byte, vectors []vector) {
	t.Helper()
	var index struct {
		Context hexBytes
		Proofs  []vector
	}
	check(t, json.Unmarshal(must(os.ReadFile(filepath.Join(vectorsDir, "index.json"))), &index))
	last := map[string]vector{}
	for i, v := range index.Proofs {
		if v.Statement == nil {
			index.Proofs[i].Statement, index.Proofs[i].Secrets = last[v.Name].Statement, last[v.Name].Secrets
		} else {
			last[v.Name] = v
		}
	}
	if len(index.Proofs) == 0 {
		t.Fatal("no vectors")
	}
	return index.Context, index.Proofs
}

func TestCommittedProofsVerify(t *testing.T) {
	context, vectors := loadVectors(t)
	protocols := map[uint32]*nexuszero.Protocol{}
	for _, level := range []uint32{128, 192, 256} {
		protocols[level] = fast(t, map[string]any{"security_level": level})
	}
	verified := 0
	for _, v := range vectors {
		if v.File == "" {
			continue
		}
		statement := kept(t, must(nexuszero.ParseStatementJSON(v.Statement)))
		proof := kept(t, must(nexuszero.ParseProof(must(os.ReadFile(filepath.Join(vectorsDir, v.File))))))
		if err := protocols[v.Level].Verify(statement, context, proof); err != nil {
			t.Errorf("%s: %v", v.File, err)
		}
		fails(t, protocols[v.Level].Verify(statement, append(context, '!'), proof), nexuszero.ErrProofVerification)
		if header := must(proof.Header()); header.SecurityLevel != v.Level || header.QuantumResistant != must(statement.QuantumResistant()) {
			t.Errorf("%s: %+v", v.File, header)
		}
		verified++
	}
	if verified == 0 {
		t.Fatal("no committed proofs")
	}
}

// Each typed constructor gives the statement that the vector's JSON says, byte for byte, and the vector's secrets prove
// it.
func TestTypedConstructors(t *testing.T) {
	context, vectors := loadVectors(t)
	protocol := fast(t, nil)
	kinds := map[string]bool{}
	done := map[string]bool{}
	for _, v := range vectors {
		if done[v.Name] {
			continue
		}
		done[v.Name] = true
		t.Run(v.Name, func(t *testing.T) {
			expected := kept(t, must(nexuszero.ParseStatementJSON(v.Statement)))
			typed := typedStatement(t, v.Statement, kinds)
			if !bytes.Equal(must(typed.Bytes()), must(expected.Bytes())) {
				t.Fatalf("%s\nis not\n%s", must(typed.JSON()), must(expected.JSON()))
			}
			parsed := kept(t, must(nexuszero.ParseStatement(must(typed.Bytes()))))

			witness := kept(t, must(nexuszero.NewWitness()))
			for name, value := range v.Secrets {
				check(t, witness.Set(name, value))
			}
			proof := kept(t, must(protocol.Prove(typed, witness, context)))
			check(t, protocol.Verify(parsed, context, proof))
			cost := must(protocol.Estimate(typed))
			header, measured := must(proof.Header()), must(proof.Measurements())
			if cost.ProofSize != header.Size || cost.ProofSize != measured.SizeAfter || cost.SecurityBits != measured.SecurityBits {
				t.Errorf("estimated %+v, made %+v, measured %+v", cost, header, measured)
			}
		})
	}
	for _, kind := range []string{"preimage", "range", "one-of-many", "membership", "circuit", "conjunction", "discrete-log"} {
		if !kinds[kind] {
			t.Errorf("no vector of kind %s", kind)
		}
	}
}

type part struct {
	Public *hexBytes
	Secret string
	Len    uint64
	Hidden string
}

type message struct {
	Parts  []part
	Blocks uint64
	Key    *part
}

func (m message) typed() nexuszero.Message {
	var typed nexuszero.Message
	for _, p := range m.Parts {
		switch {
		case p.Public != nil:
			typed = append(typed, nexuszero.Public(*p.Public))
		case p.Hidden != "":
			typed = append(typed, nexuszero.Hidden(p.Hidden, m.Blocks))
		default:
			typed = append(typed, nexuszero.Secret(p.Secret, p.Len))
		}
	}
	if m.Key != nil && m.Key.Public != nil {
		typed = append(typed, nexuszero.PublicKey(*m.Key.Public))
	} else if m.Key != nil {
		typed = append(typed, nexuszero.Key(m.Key.Secret, m.Key.Len))
	}
	return typed
}

// typedStatement makes the statement that a JSON object says with the constructor of its kind.
func typedStatement(t *testing.T, text []byte, kinds map[string]bool) *nexuszero.Statement {
	t.Helper()
	var s struct {
		Kind, Hash                 string
		Digest, Commitment, Root   hexBytes
		Generator                  hexBytes
		PublicValue                hexBytes `json:"public_value"`
		Message, Leaf              message
		Min, Max, Depth            uint64
		Value, Blinding            string
		Index, Path, Secret, Group string
		List                       []hexBytes
		Circuit                    string
		Inputs                     []part
		Outputs                    hexBytes
		Claims                     []json.RawMessage
	}
	check(t, json.Unmarshal(text, &s))
	kinds[s.Kind] = true
	hash := numberNamed[nexuszero.Hash](t, s.Hash)
	switch s.Kind {
	case "preimage":
		return kept(t, must(nexuszero.NewPreimagePartsStatement(hash, s.Digest, s.Message.typed())))
	case "range":
		return kept(t, must(nexuszero.NewRangeStatement(hash, s.Commitment, s.Min, s.Max, nexuszero.RangeNames{Value: s.Value, Blinding: s.Blinding})))
	case "one-of-many":
		var digests [][]byte
		for _, digest := range s.List {
			digests = append(digests, digest)
		}
		list := kept(t, must(nexuszero.NewList(digests)))
		return kept(t, must(nexuszero.NewOneOfManyStatement(hash, list, s.Message.typed(), s.Index)))
	case "membership":
		return kept(t, must(nexuszero.NewMembershipStatement(hash, s.Root, s.Depth, s.Leaf.typed(), nexuszero.PathNames{Index: s.Index, Path: s.Path})))
	case "circuit":
		circuit := kept(t, must(nexuszero.ParseCircuit([]byte(s.Circuit))))
		for i := range s.Inputs {
			s.Inputs[i].Len = (must(circuit.InputWidth(uint64(i))) + 7) / 8
		}
		return kept(t, must(nexuszero.NewCircuitStatement(circuit, message{Parts: s.Inputs}.typed(), s.Outputs)))
	case "conjunction":
		var claims []*nexuszero.Statement
		for _, claim := range s.Claims {
			claims = append(claims, typedStatement(t, claim, kinds))
		}
		return kept(t, must(nexuszero.NewConjunctionStatement(claims...)))
	case "discrete-log":
		return kept(t, must(nexuszero.NewDiscreteLogStatement(numberNamed[nexuszero.Group](t, s.Group), s.Generator, s.PublicValue, s.Secret)))
	}
	t.Fatalf("unknown kind %s", s.Kind)
	return nil
}

// numberNamed finds a hash function or group by its name.
func numberNamed[N interface {
	~uint32
	String() string
}](t *testing.T, name string) N {
	t.Helper()
	for n := N(1); n < 100; n++ {
		if n.String() == name {
			return n
		}
	}
	if name != "" {
		t.Fatalf("nothing is called %s", name)
	}
	return 0
}

// The two constructors whose secret has a fixed name.
func TestPreimageConstructors(t *testing.T) {
	digest := must(nexuszero.SHA256.Digest(secret))
	blocks := must(nexuszero.SHA256.Blocks(uint64(len(secret))))
	for _, pair := range [][2]*nexuszero.Statement{
		{
			kept(t, must(nexuszero.NewPreimageStatement(nexuszero.SHA256, digest, blocks))),
			kept(t, must(nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, digest, nexuszero.Message{nexuszero.Hidden("message", blocks)}))),
		}, {
			kept(t, must(nexuszero.NewPreimageSizedStatement(nexuszero.SHA256, digest, uint64(len(secret))))),
			kept(t, must(nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, digest, nexuszero.Message{nexuszero.Secret("message", uint64(len(secret)))}))),
		},
	} {
		if !bytes.Equal(must(pair[0].Bytes()), must(pair[1].Bytes())) {
			t.Errorf("%s\nis not\n%s", must(pair[0].JSON()), must(pair[1].JSON()))
		}
		if name := must(pair[0].Name()); name != "preimage/sha256" {
			t.Error(name)
		}
	}
}

func TestBadStatements(t *testing.T) {
	digest := make([]byte, 32)
	list := kept(t, must(nexuszero.NewList([][]byte{digest})))
	for name, c := range map[string]struct {
		make   func() (*nexuszero.Statement, error)
		status nexuszero.Status
	}{
		"short digest": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewPreimageStatement(nexuszero.SHA256, digest[1:], 1)
		}, nexuszero.ErrInvalidArgument},
		"unknown hash": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewPreimageStatement(99, digest, 1)
		}, nexuszero.ErrUnsupported},
		"too many blocks": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewPreimageStatement(nexuszero.SHA256, digest, nexuszero.MaxBlocks+1)
		}, nexuszero.ErrLimitExceeded},
		"empty name": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, digest, nexuszero.Message{nexuszero.Secret("", 5)})
		}, nexuszero.ErrInvalidArgument},
		"name that is not UTF-8": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, digest, nexuszero.Message{nexuszero.Secret("\xff", 5)})
		}, nexuszero.ErrInvalidArgument},
		"zero part": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, digest, nexuszero.Message{{}})
		}, nexuszero.ErrNullPointer},
		"too many parts": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, digest, make257Parts())
		}, nexuszero.ErrLimitExceeded},
		"min above max": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewRangeStatement(nexuszero.SHA256, digest, 2, 1, nexuszero.RangeNames{})
		}, nexuszero.ErrInvalidArgument},
		"list of other digests": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewOneOfManyStatement(nexuszero.SHA512, list, nexuszero.Message{nexuszero.Secret("key", 5)}, "")
		}, nexuszero.ErrInvalidArgument},
		"too deep": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewMembershipStatement(nexuszero.SHA256, digest, nexuszero.MaxDepth+1, nexuszero.Message{nexuszero.Secret("key", 5)}, nexuszero.PathNames{})
		}, nexuszero.ErrLimitExceeded},
		"conjunction of none": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewConjunctionStatement()
		}, nexuszero.ErrInvalidArgument},
		"no element": {func() (*nexuszero.Statement, error) {
			return nexuszero.NewDiscreteLogStatement(nexuszero.P256, digest, digest, "")
		}, nexuszero.ErrInvalidArgument},
		"no encoding": {func() (*nexuszero.Statement, error) { return nexuszero.ParseStatement([]byte("x")) }, nexuszero.ErrMalformed},
		"nothing":     {func() (*nexuszero.Statement, error) { return nexuszero.ParseStatement(nil) }, nexuszero.ErrMalformed},
		"no JSON":     {func() (*nexuszero.Statement, error) { return nexuszero.ParseStatementJSON([]byte("{")) }, nexuszero.ErrMalformed},
	} {
		statement, err := c.make()
		if statement != nil || !errors.Is(err, c.status) {
			t.Errorf("%s: %v, want %v", name, err, c.status)
		}
	}
	if _, err := nexuszero.NewList([][]byte{digest, digest[1:]}); !errors.Is(err, nexuszero.ErrInvalidArgument) {
		t.Error(err)
	}
	if _, err := nexuszero.NewList(nil); !errors.Is(err, nexuszero.ErrInvalidArgument) {
		t.Error(err)
	}
	if _, err := nexuszero.ParseCircuit([]byte("1 x")); !errors.Is(err, nexuszero.ErrMalformed) {
		t.Error(err)
	}
}

func make257Parts() nexuszero.Message {
	var m nexuszero.Message
	for range nexuszero.MaxParts + 1 {
		m = append(m, nexuszero.Public([]byte("x")))
	}
	return m
}
