// Command interop proves and verifies the cases that the bindings exchange.
//
//	interop prove CASES OUT       proves every case, and writes OUT/<case>/128-fast.nxz
//	interop verify CASES PROOFS   verifies PROOFS/<case>/<level>-<profile>.nxz, and that they are refused where changed
//
// A case is a folder with statement.json, context, and a file for each secret under secrets/.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nexuszero"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "interop:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return errors.New("usage: interop prove CASES OUT | interop verify CASES PROOFS")
	}
	switch args[0] {
	case "prove":
		return prove(args[1], args[2])
	case "verify":
		return verify(args[1], args[2])
	}
	return fmt.Errorf("unknown command %q", args[0])
}

// newProtocol makes a protocol of a level that proves fast.
func newProtocol(level uint32) (*nexuszero.Protocol, error) {
	config, err := nexuszero.NewConfig(nexuszero.PresetFast)
	if err != nil {
		return nil, err
	}
	defer config.Close()
	if err := config.SetSecurityLevel(level); err != nil {
		return nil, err
	}
	return nexuszero.NewProtocol(config)
}

// readCase reads what both sides know.
func readCase(folder string) (*nexuszero.Statement, []byte, error) {
	text, err := os.ReadFile(filepath.Join(folder, "statement.json"))
	if err != nil {
		return nil, nil, err
	}
	context, err := os.ReadFile(filepath.Join(folder, "context"))
	if err != nil {
		return nil, nil, err
	}
	statement, err := nexuszero.ParseStatementJSON(text)
	return statement, context, err
}

func readWitness(folder string) (*nexuszero.Witness, error) {
	files, err := os.ReadDir(filepath.Join(folder, "secrets"))
	if err != nil {
		return nil, err
	}
	witness, err := nexuszero.NewWitness()
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		secret, err := os.ReadFile(filepath.Join(folder, "secrets", file.Name()))
		if err == nil {
			err = witness.Set(file.Name(), secret)
			clear(secret)
		}
		if err != nil {
			witness.Close()
			return nil, err
		}
	}
	return witness, nil
}

func prove(cases, out string) error {
	statements, err := filepath.Glob(filepath.Join(cases, "*", "statement.json"))
	if err != nil {
		return err
	}
	if len(statements) == 0 {
		return errors.New("no cases")
	}
	protocol, err := newProtocol(128)
	if err != nil {
		return err
	}
	defer protocol.Close()
	for _, statement := range statements {
		folder := filepath.Dir(statement)
		name := filepath.Base(folder)
		proof, err := proveCase(protocol, folder)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.MkdirAll(filepath.Join(out, name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name, "128-fast.nxz"), proof, 0o666); err != nil {
			return err
		}
	}
	fmt.Printf("%d cases proved\n", len(statements))
	return nil
}

func proveCase(protocol *nexuszero.Protocol, folder string) ([]byte, error) {
	statement, context, err := readCase(folder)
	if err != nil {
		return nil, err
	}
	defer statement.Close()
	witness, err := readWitness(folder)
	if err != nil {
		return nil, err
	}
	defer witness.Close()
	proof, err := protocol.Prove(statement, witness, context)
	if err != nil {
		return nil, err
	}
	defer proof.Close()
	return proof.Bytes()
}

// verify verifies all proofs there are, and says of all that fail why.
func verify(cases, proofs string) error {
	files, err := filepath.Glob(filepath.Join(proofs, "*", "*.nxz"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("no proofs")
	}
	var failures []error
	for _, file := range files {
		if err := verifyFile(filepath.Join(cases, filepath.Base(filepath.Dir(file))), file); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", file, err))
		}
	}
	if len(failures) > 0 {
		return errors.Join(failures...)
	}
	fmt.Printf("%d proofs verified\n", len(files))
	return nil
}

// verifyFile verifies the proof in a file that is called <level>-<profile>.nxz.
func verifyFile(folder, file string) error {
	name, _, _ := strings.Cut(filepath.Base(file), "-")
	level, err := strconv.ParseUint(name, 10, 32)
	if err != nil {
		return err
	}
	encoding, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	statement, context, err := readCase(folder)
	if err != nil {
		return err
	}
	defer statement.Close()
	protocol, err := newProtocol(uint32(level))
	if err != nil {
		return err
	}
	defer protocol.Close()

	if err := verifyBytes(protocol, statement, context, encoding); err != nil {
		return err
	}
	other := append(bytes.Clone(context), '!')
	if err := verifyBytes(protocol, statement, other, encoding); !errors.Is(err, nexuszero.ErrProofVerification) {
		return fmt.Errorf("for another context: %v", err)
	}
	changed := bytes.Clone(encoding)
	changed[len(changed)-1] ^= 1
	if verifyBytes(protocol, statement, context, changed) == nil {
		return errors.New("accepted with another last byte")
	}
	return nil
}

func verifyBytes(protocol *nexuszero.Protocol, statement *nexuszero.Statement, context, encoding []byte) error {
	proof, err := nexuszero.ParseProof(encoding)
	if err != nil {
		return err
	}
	defer proof.Close()
	return protocol.Verify(statement, context, proof)
}
