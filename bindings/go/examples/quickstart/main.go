// Command quickstart proves knowledge of a secret with a given SHA-256 digest, and verifies the proof on the other
// side.
package main

import (
	"fmt"
	"log"

	"nexuszero"
)

// agree makes what both sides make for themselves: how to prove, and what.
func agree(digest []byte, blocks uint64) (*nexuszero.Protocol, *nexuszero.Statement, error) {
	config, err := nexuszero.NewConfig(nexuszero.PresetFast)
	if err != nil {
		return nil, nil, err
	}
	defer config.Close()
	protocol, err := nexuszero.NewProtocol(config)
	if err != nil {
		return nil, nil, err
	}
	statement, err := nexuszero.NewPreimageStatement(nexuszero.SHA256, digest, blocks)
	return protocol, statement, err
}

// prove is the side that knows the secret. It gives the bytes to send.
func prove(secret, digest []byte, blocks uint64, nonce []byte) ([]byte, error) {
	protocol, statement, err := agree(digest, blocks)
	if err != nil {
		return nil, err
	}
	defer protocol.Close()
	defer statement.Close()
	witness, err := nexuszero.NewPreimageWitness(secret)
	if err != nil {
		return nil, err
	}
	defer witness.Close() // wipes the library's copy of the secret
	proof, err := protocol.Prove(statement, witness, nonce)
	if err != nil {
		return nil, err
	}
	defer proof.Close()
	return proof.Bytes()
}

// verify is the side that has the digest, the number of blocks and its own nonce. It returns nil for a valid proof
// only.
func verify(received, digest []byte, blocks uint64, nonce []byte) error {
	protocol, statement, err := agree(digest, blocks)
	if err != nil {
		return err
	}
	defer protocol.Close()
	defer statement.Close()
	proof, err := nexuszero.ParseProof(received)
	if err != nil {
		return err
	}
	defer proof.Close()
	return protocol.Verify(statement, nonce, proof)
}

func main() {
	secret, nonce := []byte("correct horse battery staple"), []byte("session 42")
	digest, err := nexuszero.SHA256.Digest(secret)
	if err != nil {
		log.Fatal(err)
	}
	blocks, err := nexuszero.SHA256.Blocks(uint64(len(secret)))
	if err != nil {
		log.Fatal(err)
	}
	proof, err := prove(secret, digest, blocks, nonce)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("verified:", verify(proof, digest, blocks, nonce))
	fmt.Println("for another nonce:", verify(proof, digest, blocks, []byte("session 43")))
}
