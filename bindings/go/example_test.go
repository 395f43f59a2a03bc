package nexuszero_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"nexuszero"
)

// The examples use must, a function that panics on an error, to stay short. A program deals with its errors.

// A prover shows that he knows the message with a digest, and a verifier checks it.
func Example() {
	secret, nonce := []byte("correct horse battery staple"), []byte("session 42")
	digest := must(nexuszero.SHA256.Digest(secret))
	blocks := must(nexuszero.SHA256.Blocks(uint64(len(secret))))

	// Both sides make these for themselves.
	config := must(nexuszero.NewConfig(nexuszero.PresetFast))
	defer config.Close()
	protocol := must(nexuszero.NewProtocol(config))
	defer protocol.Close()
	statement := must(nexuszero.NewPreimageStatement(nexuszero.SHA256, digest, blocks))
	defer statement.Close()

	// The prover.
	witness := must(nexuszero.NewPreimageWitness(secret))
	defer witness.Close()
	proof := must(protocol.Prove(statement, witness, nonce))
	defer proof.Close()
	sent := must(proof.Bytes())

	// The verifier.
	received := must(nexuszero.ParseProof(sent))
	defer received.Close()
	fmt.Println(protocol.Verify(statement, nonce, received))
	fmt.Println(errors.Is(protocol.Verify(statement, []byte("session 43"), received), nexuszero.ErrProofVerification))
	// Output:
	// <nil>
	// true
}

// defaultProtocol is what the examples prove with.
func defaultProtocol() *nexuszero.Protocol {
	config := must(nexuszero.NewConfig(nexuszero.PresetFast))
	defer config.Close()
	return must(nexuszero.NewProtocol(config))
}

// An age check: somebody commits to a birth year, and shows that it is early enough without telling it.
func ExampleNewRangeStatement() {
	protocol := defaultProtocol()
	defer protocol.Close()
	blinding := must(nexuszero.NewBlinding())
	defer clear(blinding)
	commitment := must(nexuszero.SHA256.Commit(1990, blinding))

	statement := must(nexuszero.NewRangeStatement(nexuszero.SHA256, commitment, 1900, 2007, nexuszero.RangeNames{}))
	defer statement.Close()
	witness := must(nexuszero.NewWitness())
	defer witness.Close()
	witness.SetNumber("value", 1990)
	witness.Set("blinding", blinding)
	proof := must(protocol.Prove(statement, witness, []byte("ticket 17")))
	defer proof.Close()
	fmt.Println(protocol.Verify(statement, []byte("ticket 17"), proof))
	// Output: <nil>
}

// An allow list: somebody shows that his key is on it, without telling which.
func ExampleNewOneOfManyStatement() {
	protocol := defaultProtocol()
	defer protocol.Close()
	keys := [][]byte{[]byte("the key of ada"), []byte("the key of bob"), []byte("the key of eve")}
	var digests [][]byte
	for _, key := range keys {
		digests = append(digests, must(nexuszero.SHA256.Digest(key)))
	}
	list := must(nexuszero.NewList(digests))
	defer list.Close()
	statement := must(nexuszero.NewOneOfManyStatement(nexuszero.SHA256, list, nexuszero.Message{nexuszero.Secret("key", 14)}, ""))
	defer statement.Close()

	witness := must(nexuszero.NewWitness())
	defer witness.Close()
	witness.Set("key", keys[1])
	witness.SetNumber("index", 1)
	proof := must(protocol.Prove(statement, witness, []byte("door 7")))
	defer proof.Close()
	fmt.Println(must(statement.Name()), protocol.Verify(statement, []byte("door 7"), proof))
	// Output: one-of-many/3 <nil>
}

// A circuit of one's own: two secret bits that are both set.
func ExampleNewCircuitStatement() {
	protocol := defaultProtocol()
	defer protocol.Close()
	circuit := must(nexuszero.ParseCircuit([]byte("1 3\n1 2\n1 1\n\n2 1 0 1 2 AND\n")))
	defer circuit.Close()
	statement := must(nexuszero.NewCircuitStatement(circuit, nexuszero.Message{nexuszero.Secret("bits", 1)}, []byte{1}))
	defer statement.Close()

	witness := must(nexuszero.NewWitness())
	defer witness.Close()
	witness.Set("bits", []byte{0b11})
	proof := must(protocol.Prove(statement, witness, nil))
	defer proof.Close()
	fmt.Println(protocol.Verify(statement, nil, proof))

	witness.Set("bits", []byte{0b10})
	_, err := protocol.Prove(statement, witness, nil)
	fmt.Println(errors.Is(err, nexuszero.ErrProofGeneration))
	// Output:
	// <nil>
	// true
}

// Secrets of one name are one secret: the key on the list is the key of the nullifier, so that nobody votes twice.
func ExampleNewConjunctionStatement() {
	key := []byte("the key of ada")
	list := must(nexuszero.NewList([][]byte{must(nexuszero.SHA256.Digest(key)), make([]byte, 32)}))
	defer list.Close()
	member := must(nexuszero.NewOneOfManyStatement(nexuszero.SHA256, list, nexuszero.Message{nexuszero.Secret("key", 14)}, ""))
	defer member.Close()
	nullifier := must(nexuszero.SHA256.Digest(append([]byte("poll 7"), key...)))
	once := must(nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, nullifier,
		nexuszero.Message{nexuszero.Public([]byte("poll 7")), nexuszero.Secret("key", 14)}))
	defer once.Close()
	vote := must(nexuszero.NewConjunctionStatement(member, once))
	defer vote.Close()

	witness := must(nexuszero.NewWitness())
	defer witness.Close()
	witness.Set("key", key)
	witness.SetNumber("index", 0)
	protocol := defaultProtocol()
	defer protocol.Close()
	proof := must(protocol.Prove(vote, witness, []byte("yes")))
	defer proof.Close()
	fmt.Println(protocol.Verify(vote, []byte("yes"), proof))
	fmt.Println(errors.Is(protocol.Verify(vote, []byte("no"), proof), nexuszero.ErrProofVerification))
	// Output:
	// <nil>
	// true
}

// All that is wrong with a text is reported at once.
func ExampleError() {
	config := must(nexuszero.NewConfig(nexuszero.PresetDefault))
	defer config.Close()
	err := config.LoadJSON([]byte(`{"security_level": 100, "profil": "fast"}`))
	var e *nexuszero.Error
	if errors.As(err, &e) {
		for _, problem := range e.Problems {
			fmt.Println(problem.Field)
		}
	}
	fmt.Println(errors.Is(err, nexuszero.ErrConfiguration))
	// Unordered output:
	// profil
	// security_level
	// true
}

// An optimizer that takes the smallest proof that is made within a time.
func ExampleProtocol_SetOptimizer() {
	config := must(nexuszero.NewConfig(nexuszero.PresetDefault))
	defer config.Close()
	config.Set("use_optimizer", true)
	config.Set("optimizer.deadline", 60000)
	config.Set("custom.budget_ms", 1e6)
	protocol := must(nexuszero.NewProtocol(config))
	defer protocol.Close()
	protocol.SetOptimizer("smallest in time", func(request []byte) ([]byte, error) {
		var question struct {
			Custom struct {
				BudgetMs float64 `json:"budget_ms"`
			}
			Candidates []struct {
				Index     int
				ProofSize int     `json:"proof_size"`
				ProveMs   float64 `json:"prove_ms"`
			}
		}
		if err := json.Unmarshal(request, &question); err != nil {
			return nil, err
		}
		best := -1
		for i, c := range question.Candidates {
			if c.ProveMs <= question.Custom.BudgetMs && (best < 0 || c.ProofSize < question.Candidates[best].ProofSize) {
				best = i
			}
		}
		if best < 0 {
			return nil, errors.New("nothing is made in time") // the library's own choice, then
		}
		return json.Marshal(map[string]int{"version": 1, "candidate": question.Candidates[best].Index})
	})

	statement := must(nexuszero.NewPreimageSizedStatement(nexuszero.SHA256, must(nexuszero.SHA256.Digest([]byte("a secret"))), 8))
	defer statement.Close()
	witness := must(nexuszero.NewPreimageWitness([]byte("a secret")))
	defer witness.Close()
	proof := must(protocol.Prove(statement, witness, nil))
	defer proof.Close()
	measured := must(proof.Measurements())
	fmt.Println(measured.OptimizerOutcome, measured.Profile)
	// Output: answered tiny
}

// Many proofs at once, which a context cancels.
func ExampleProtocol_ProveBatch() {
	protocol := defaultProtocol()
	defer protocol.Close()
	var items []nexuszero.ProveItem
	for i := range 4 {
		secret := fmt.Appendf(nil, "secret %d", i)
		statement := must(nexuszero.NewPreimageSizedStatement(nexuszero.BLAKE3, must(nexuszero.BLAKE3.Digest(secret)), uint64(len(secret))))
		defer statement.Close()
		witness := must(nexuszero.NewPreimageWitness(secret))
		defer witness.Close()
		items = append(items, nexuszero.ProveItem{Statement: statement, Witness: witness, Context: []byte("batch 1")})
	}
	batch, err := protocol.ProveBatch(context.Background(), items, nexuszero.BatchOptions{Threads: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer batch.Close()
	var proofs []nexuszero.VerifyItem
	for i, item := range items {
		proof := must(batch.Proof(i))
		defer proof.Close()
		proofs = append(proofs, nexuszero.VerifyItem{Statement: item.Statement, Context: item.Context, Proof: proof})
	}

	ctx, cancel := context.WithCancel(context.Background())
	progress := func(done, total int) error {
		fmt.Println(done, "of", total)
		if done == 2 {
			cancel()
		}
		return nil
	}
	checked, err := protocol.VerifyBatch(ctx, proofs, nexuszero.BatchOptions{Threads: 1, Progress: progress})
	defer checked.Close()
	fmt.Println(errors.Is(err, nexuszero.ErrCancelled), errors.Is(err, context.Canceled))
	// Output:
	// 1 of 4
	// 2 of 4
	// true true
}

// An archive keeps a proof with what it proves.
func ExampleArchive() {
	folder := must(os.MkdirTemp("", "nexuszero"))
	defer os.RemoveAll(folder)
	protocol := defaultProtocol()
	defer protocol.Close()
	statement := must(nexuszero.NewPreimageSizedStatement(nexuszero.SHA256, must(nexuszero.SHA256.Digest([]byte("a secret"))), 8))
	defer statement.Close()
	witness := must(nexuszero.NewPreimageWitness([]byte("a secret")))
	defer witness.Close()
	proof := must(protocol.Prove(statement, witness, []byte("nonce")))
	defer proof.Close()

	archive := must(nexuszero.CreateArchive(filepath.Join(folder, "proofs.nxa")))
	defer archive.Close()
	must(archive.Append(statement, []byte("nonce"), proof, "the first"))
	for i := range archive.Len() {
		kept := must(archive.Statement(i))
		defer kept.Close()
		copied := must(archive.Proof(i))
		defer copied.Close()
		fmt.Println(must(archive.Label(i)), must(kept.Name()), protocol.Verify(kept, must(archive.Context(i)), copied))
	}
	// Output: the first preimage/sha256 <nil>
}

// The events of a protocol, one JSON object each.
func ExampleProtocol_SetLogSink() {
	protocol := defaultProtocol()
	defer protocol.Close()
	protocol.SetLogSink(nexuszero.LogInfo, func(level nexuszero.LogLevel, event []byte) {
		var fields struct {
			RequestID string `json:"request_id"`
			Operation string
			Code      string
		}
		json.Unmarshal(event, &fields)
		fmt.Printf("%s: %s of %s %q\n", level, fields.Operation, fields.RequestID, fields.Code)
	})
	statement := must(nexuszero.NewPreimageSizedStatement(nexuszero.SHA256, must(nexuszero.SHA256.Digest([]byte("a secret"))), 8))
	defer statement.Close()
	witness := must(nexuszero.NewPreimageWitness([]byte("a secret")))
	defer witness.Close()
	request := nexuszero.CallOptions{RequestID: "login 17"}
	proof := must(protocol.ProveWith(statement, witness, []byte("nonce"), request))
	defer proof.Close()
	protocol.VerifyWith(statement, []byte("another"), proof, request)
	// Output:
	// info: prove of login 17 ""
	// warn: verify of login 17 "proof_verification"
}
