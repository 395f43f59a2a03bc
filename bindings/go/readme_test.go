package nexuszero_test

import (
	"os"
	"strings"
	"testing"
)

// The program of the README is the one under examples/quickstart, which has a test of its own.
func TestProgramOfReadme(t *testing.T) {
	readme := string(must(os.ReadFile("README.md")))
	_, rest, _ := strings.Cut(readme, "```go\n")
	program, _, found := strings.Cut(rest, "```")
	if !found || program != string(must(os.ReadFile("examples/quickstart/main.go"))) {
		t.Error("README.md and examples/quickstart/main.go differ")
	}
}
