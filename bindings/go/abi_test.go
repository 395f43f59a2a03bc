package nexuszero_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nexuszero"
)

// Every function of the ABI is called by the binding, so that a new one cannot be forgotten.
func TestEveryFunctionIsUsed(t *testing.T) {
	calls := map[string]bool{}
	files := append(must(filepath.Glob("internal/capi/*.go")), "internal/capi/shims.c")
	for _, file := range files {
		for _, call := range regexp.MustCompile(`\bnxz_[a-z0-9_]+\(`).FindAllString(string(must(os.ReadFile(file))), -1) {
			calls[strings.TrimSuffix(call, "(")] = true
		}
	}
	symbols := strings.Fields(string(must(os.ReadFile("../../tests/abi/symbols.txt"))))
	if len(symbols) == 0 {
		t.Fatal("no symbols")
	}
	for _, symbol := range symbols {
		if !calls[symbol] {
			t.Errorf("%s is not used", symbol)
		}
	}
}

// Every constant of the header stands in the binding's table.
func TestEveryConstantIsUsed(t *testing.T) {
	table := string(must(os.ReadFile("internal/capi/constants.go"))) + string(must(os.ReadFile("internal/capi/capi.go")))
	header := string(must(os.ReadFile("../../include/nexuszero.h")))
	names := regexp.MustCompile(`(?m)^(?:#define |    )(NXZ_[A-Z0-9_]+) (?:=|[0-9(])`).FindAllStringSubmatch(header, -1)
	if len(names) < 60 {
		t.Fatalf("found %d constants only", len(names))
	}
	for _, name := range names {
		if strings.HasPrefix(name[1], "NXZ_VERSION_") {
			continue // the binding tells the version of the library that is loaded
		}
		if !regexp.MustCompile(`C\.` + name[1] + `\b`).MatchString(table) {
			t.Errorf("%s is not used", name[1])
		}
	}
}

func TestLibrary(t *testing.T) {
	if nexuszero.LibraryABIVersion() != nexuszero.ABIVersion {
		t.Error("the tests run with a library of another ABI")
	}
	if !regexp.MustCompile(`^\d+\.\d+\.\d+`).MatchString(nexuszero.Version()) {
		t.Error(nexuszero.Version())
	}
	if !slices.Contains(nexuszero.CPUBackends(), nexuszero.CPUBackend()) {
		t.Error(nexuszero.CPUBackends(), nexuszero.CPUBackend())
	}
	if !nexuszero.HasFeature("preimage") || nexuszero.HasFeature("magic") || nexuszero.HasFeature("") || nexuszero.HasFeature("preimage\x00") {
		t.Error("features")
	}
	check(t, nexuszero.HealthCheck())
	check(t, fast(t, nil).HealthCheck())
}

func TestNames(t *testing.T) {
	for want, got := range map[string]interface{ String() string }{
		"sha3-256":             nexuszero.SHA3_256,
		"hmac-sha512":          nexuszero.HMACSHA512,
		"Hash(99)":             nexuszero.Hash(99),
		"balanced":             nexuszero.ProfileBalanced,
		"Profile(0)":           nexuszero.Profile(0),
		"secp256k1":            nexuszero.Secp256k1,
		"tensor-train":         nexuszero.CodecTensorTrain,
		"custom":               nexuszero.CodecID(200),
		"CodecID(4294967295)":  nexuszero.CodecUnknown,
		"adaptive":             nexuszero.StrategyAdaptive,
		"debug":                nexuszero.LogDebug,
		"cache":                nexuszero.SourceCache,
		"Source(0)":            nexuszero.Source(0),
		"resting":              nexuszero.OptimizerResting,
		"none":                 nexuszero.OptimizerNone,
		"OptimizerOutcome(99)": nexuszero.OptimizerOutcome(99),
	} {
		if got.String() != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestHashesAndGroups(t *testing.T) {
	if tag := must(nexuszero.HMACSHA256.HMAC([]byte("key"), nil)); len(tag) != 32 {
		t.Error(len(tag))
	}
	_, err := nexuszero.SHA256.HMAC(nil, nil)
	fails(t, err, nexuszero.ErrInvalidArgument)
	_, err = nexuszero.Hash(0).Digest(secret)
	fails(t, err, nexuszero.ErrUnsupported)

	blinding := must(nexuszero.NewBlinding())
	if len(blinding) != nexuszero.BlindingSize || slices.Equal(blinding, must(nexuszero.NewBlinding())) {
		t.Error(len(blinding))
	}
	_, err = nexuszero.SHA256.Commit(7, blinding[1:])
	fails(t, err, nexuszero.ErrInvalidArgument)

	exponent := []byte(marker + " of exactly 32 b\x00\x00\x00\x00\x01")
	for _, group := range []nexuszero.Group{nexuszero.Ristretto255, nexuszero.P256, nexuszero.Secp256k1} {
		generator := must(group.Generator())
		value := must(group.PublicValue(generator, exponent))
		if len(value) != len(generator) {
			t.Errorf("%s: %d bytes", group, len(value))
		}
		_, err := group.PublicValue(generator, exponent[1:])
		fails(t, err, nexuszero.ErrInvalidArgument)
	}
}

func TestListsTreesAndCircuits(t *testing.T) {
	var digests [][]byte
	tree := kept(t, must(nexuszero.NewMerkleTree(nexuszero.SHA3_256)))
	for i := range byte(6) {
		digests = append(digests, must(nexuszero.SHA3_256.Digest([]byte{i})))
		check(t, tree.Add([]byte{i}))
	}
	list := kept(t, must(nexuszero.NewList(digests)))
	if list.Len() != 6 || must(list.Find(digests[4])) != 4 || len(must(list.Digest())) != 64 {
		t.Error("list")
	}
	_, err := list.Find(make([]byte, 32))
	fails(t, err, nexuszero.ErrInvalidArgument)

	if tree.Len() != 6 || must(tree.Depth(0)) != 3 || must(tree.Depth(5)) != 2 || must(tree.Directions(3)) != 3 {
		t.Error("tree")
	}
	if len(must(tree.Path(0))) != 3*32 || len(must(tree.Root())) != 32 {
		t.Error("path")
	}
	_, err = tree.Path(6)
	fails(t, err, nexuszero.ErrInvalidArgument)

	circuit := kept(t, must(nexuszero.ParseCircuit([]byte("2 4\n1 2\n1 2\n\n2 1 0 1 2 AND\n1 1 2 3 INV\n"))))
	size := nexuszero.CircuitSize{Gates: 2, ANDGates: 1, ANDDepth: 1, Inputs: 1, InputBits: 2, Outputs: 1, OutputBits: 2}
	if got := must(circuit.Size()); got != size {
		t.Errorf("%+v", got)
	}
	if must(circuit.InputWidth(0)) != 2 || must(circuit.OutputWidth(0)) != 2 || len(must(circuit.Digest())) != 64 {
		t.Error("circuit")
	}
	_, err = circuit.OutputWidth(1)
	fails(t, err, nexuszero.ErrInvalidArgument)
}

// The layer of a Merkle tree's own setter, which the vectors, having plain secrets, do not use.
func TestMerklePathOfWitness(t *testing.T) {
	tree := kept(t, must(nexuszero.NewMerkleTree(nexuszero.SHA3_256)))
	for _, leaf := range [][]byte{[]byte("a"), secret, []byte("c")} {
		check(t, tree.Add(leaf))
	}
	names := nexuszero.PathNames{Index: "where", Path: "siblings"}
	statement := kept(t, must(nexuszero.NewMembershipStatement(nexuszero.SHA3_256, must(tree.Root()), must(tree.Depth(1)),
		nexuszero.Message{nexuszero.Secret("leaf", uint64(len(secret)))}, names)))
	witness := kept(t, must(nexuszero.NewWitness()))
	check(t, witness.Set("leaf", secret))
	check(t, witness.SetMerklePath(tree, 1, names))
	protocol := fast(t, nil)
	check(t, protocol.Verify(statement, binding, prove(t, protocol, claim{statement, witness})))

	check(t, witness.SetMerklePath(tree, 2, names))
	_, err := protocol.Prove(statement, witness, binding)
	fails(t, err, nexuszero.ErrProofGeneration)
	fails(t, witness.SetMerklePath(tree, 3, names), nexuszero.ErrInvalidArgument)
}
