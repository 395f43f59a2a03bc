package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nexuszero"
)

// makeCase writes a case: a message of which the secret stands under a name with a space.
func makeCase(t *testing.T, cases, name, secret string) {
	t.Helper()
	digest, err := nexuszero.SHA256.Digest([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	statement := fmt.Sprintf(`{"kind": "preimage", "hash": "sha256", "digest": "%s", "message": {"parts": [{"secret": "my key", "len": %d}]}}`,
		hex.EncodeToString(digest), len(secret))
	for file, content := range map[string]string{"statement.json": statement, "context": "the context of " + name, "secrets/my key": secret} {
		path := filepath.Join(cases, name, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestInterop(t *testing.T) {
	cases, proofs := t.TempDir(), t.TempDir()
	if err := run([]string{"prove", cases, proofs}); err == nil {
		t.Error("proved no cases")
	}
	makeCase(t, cases, "a", "the first secret")
	makeCase(t, cases, "b", "the second secret")
	if err := run([]string{"verify", cases, proofs}); err == nil {
		t.Error("verified no proofs")
	}
	if err := run([]string{"prove", cases, proofs}); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"verify", cases, proofs}); err != nil {
		t.Fatal(err)
	}

	// The proof of one case for the other is the one that is named.
	proof, err := os.ReadFile(filepath.Join(proofs, "a", "128-fast.nxz"))
	if err != nil {
		t.Fatal(err)
	}
	swapped := filepath.Join(proofs, "b", "128-fast.nxz")
	if err := os.WriteFile(swapped, proof, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"verify", cases, proofs}); err == nil || !strings.Contains(err.Error(), swapped) || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
}
