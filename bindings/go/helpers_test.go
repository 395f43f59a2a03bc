package nexuszero_test

import (
	"bytes"
	"errors"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"nexuszero"
)

// marker is in every secret of the tests, so that they can search for it where no secret may be.
const marker = "SECRET-MARK"

var (
	secret  = []byte(marker + " of the Go tests")
	binding = []byte("nonce 7")
)

type closer interface{ Close() error }

// must gives the result of a call that has to succeed.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fails checks that an error has a status, and tells no secret.
func fails(t *testing.T, err error, status error) {
	t.Helper()
	if !errors.Is(err, status) {
		t.Fatalf("got %v, want %v", err, status)
	}
	tellsNoSecret(t, []byte(err.Error()))
}

func tellsNoSecret(t *testing.T, text []byte) {
	t.Helper()
	if bytes.Contains(text, []byte(marker)) {
		t.Fatalf("a secret is told: %s", text)
	}
}

// kept closes an object when the test ends.
func kept[T closer](t *testing.T, object T) T {
	t.Cleanup(func() { object.Close() })
	return object
}

// fast makes a protocol with profile fast and the given settings.
func fast(t *testing.T, settings map[string]any) *nexuszero.Protocol {
	t.Helper()
	config := kept(t, must(nexuszero.NewConfig(nexuszero.PresetFast)))
	for name, value := range settings {
		check(t, config.Set(name, value))
	}
	return kept(t, must(nexuszero.NewProtocol(config)))
}

// claim is a statement with its witness.
type claim struct {
	statement *nexuszero.Statement
	witness   *nexuszero.Witness
}

// preimage is the claim to know a message with a digest.
func preimage(t *testing.T, message []byte) claim {
	t.Helper()
	digest := must(nexuszero.SHA256.Digest(message))
	return claim{
		kept(t, must(nexuszero.NewPreimageSizedStatement(nexuszero.SHA256, digest, uint64(len(message))))),
		kept(t, must(nexuszero.NewPreimageWitness(message))),
	}
}

func prove(t *testing.T, protocol *nexuszero.Protocol, c claim) *nexuszero.Proof {
	t.Helper()
	return kept(t, must(protocol.Prove(c.statement, c.witness, binding)))
}

// compile runs the C compiler that cgo uses.
func compile(t *testing.T, args ...string) {
	t.Helper()
	compiler := strings.Fields(string(must(exec.Command("go", "env", "CC").Output())))
	if out, err := exec.Command(compiler[0], append(compiler[1:], args...)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// group runs goroutines, as sync.WaitGroup.Go does from Go 1.25 on.
type group struct{ sync.WaitGroup }

func (g *group) Go(f func()) {
	g.Add(1)
	go func() {
		defer g.Done()
		f()
	}()
}

// watched tells, on a channel, when a value that only it and the callback under test refer to was collected: the
// library has released the callback, which it does once, for releasing it again would panic.
func watched() (*[64]byte, <-chan struct{}) {
	value, collected := new([64]byte), make(chan struct{})
	runtime.AddCleanup(value, func(c chan struct{}) { close(c) }, collected)
	return value, collected
}

func awaitCollected(t *testing.T, collected <-chan struct{}) {
	t.Helper()
	for range 1000 {
		runtime.GC()
		select {
		case <-collected:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatal("the callback was not released")
}
