package nexuszero_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"nexuszero"
)

// objects makes one object of each type.
func objects(t *testing.T) []closer {
	t.Helper()
	protocol := fast(t, nil)
	c := preimage(t, secret)
	batch, err := protocol.ProveBatch(context.Background(), []nexuszero.ProveItem{{Statement: c.statement, Witness: c.witness}}, nexuszero.BatchOptions{})
	check(t, err)
	return []closer{
		must(nexuszero.NewConfig(nexuszero.PresetDefault)), protocol, c.statement, c.witness, prove(t, protocol, c), batch,
		must(nexuszero.NewList([][]byte{must(nexuszero.SHA256.Digest(nil))})),
		must(nexuszero.NewMerkleTree(nexuszero.SHA256)),
		must(nexuszero.ParseCircuit([]byte("1 3\n1 2\n1 1\n\n2 1 0 1 2 AND\n"))),
		must(protocol.Metrics()),
		must(nexuszero.NewCompressor(nexuszero.StrategyLZ4)),
		must(nexuszero.CreateArchive(filepath.Join(t.TempDir(), "archive"))),
	}
}

// callAll calls every method of an object but Close, with the given objects and zero values as arguments, and gives the
// errors by the method's name. Methods without an error give a number, which must be 0.
func callAll(t *testing.T, object closer, arguments []closer) map[string]error {
	t.Helper()
	failures := map[string]error{}
	value := reflect.ValueOf(object)
	for i := range value.NumMethod() {
		name := fmt.Sprintf("%T.%s", object, value.Type().Method(i).Name)
		method := value.Method(i)
		if value.Type().Method(i).Name == "Close" {
			continue
		}
		var in []reflect.Value
		for j := range method.Type().NumIn() {
			in = append(in, argument(method.Type().In(j), arguments))
		}
		if method.Type().IsVariadic() {
			t.Fatalf("%s: not expected", name)
		}
		out := method.Call(in)
		last := out[len(out)-1]
		if last.Type() == reflect.TypeFor[error]() {
			failures[name], _ = last.Interface().(error)
		} else if !last.IsZero() {
			t.Errorf("%s: %v", name, last)
		}
	}
	return failures
}

func argument(kind reflect.Type, objects []closer) reflect.Value {
	if kind == reflect.TypeFor[context.Context]() {
		return reflect.ValueOf(context.Background())
	}
	for _, object := range objects {
		if reflect.TypeOf(object) == kind {
			return reflect.ValueOf(object)
		}
	}
	return reflect.Zero(kind)
}

func TestUseAfterClose(t *testing.T) {
	closed := objects(t)
	methods := 0
	for _, object := range closed {
		for range 3 {
			check(t, object.Close())
		}
	}
	for _, object := range closed {
		for name, err := range callAll(t, object, closed) {
			if !errors.Is(err, nexuszero.ErrClosed) || !errors.Is(err, nexuszero.ErrInvalidHandle) {
				t.Errorf("%s: %v", name, err)
			}
			methods++
		}
	}
	if methods < 70 {
		t.Errorf("only %d methods were called", methods)
	}
}

func TestZeroValuesAndNil(t *testing.T) {
	var zeros []closer
	for _, object := range objects(t) {
		defer object.Close()
		zeros = append(zeros, reflect.New(reflect.TypeOf(object).Elem()).Interface().(closer))
	}
	for _, zero := range zeros {
		check(t, zero.Close())
		for name, err := range callAll(t, zero, zeros) {
			if !errors.Is(err, nexuszero.ErrClosed) {
				t.Errorf("%s of a zero value: %v", name, err)
			}
		}
		null := reflect.Zero(reflect.TypeOf(zero)).Interface().(closer)
		for name, err := range callAll(t, null, nil) {
			if !errors.Is(err, nexuszero.ErrNullPointer) {
				t.Errorf("%s of nil: %v", name, err)
			}
		}
	}
	_, err := nexuszero.NewProtocol(nil)
	fails(t, err, nexuszero.ErrNullPointer)
	_, err = nexuszero.NewConjunctionStatement(nil, nil)
	fails(t, err, nexuszero.ErrNullPointer)
}

// Inputs may be closed as soon as the call that took them has returned.
func TestInputsMayBeClosed(t *testing.T) {
	config := must(nexuszero.NewConfig(nexuszero.PresetFast))
	protocol := kept(t, must(nexuszero.NewProtocol(config)))
	config.Close()
	list := must(nexuszero.NewList([][]byte{make([]byte, 32), must(nexuszero.SHA256.Digest(secret))}))
	place := must(list.Find(must(nexuszero.SHA256.Digest(secret))))
	statement := must(nexuszero.NewOneOfManyStatement(nexuszero.SHA256, list, nexuszero.Message{nexuszero.Secret("key", uint64(len(secret)))}, ""))
	list.Close()
	witness := must(nexuszero.NewWitness())
	check(t, witness.Set("key", secret))
	check(t, witness.SetNumber("index", place))
	proof := must(protocol.Prove(statement, witness, nil))
	witness.Close()
	check(t, protocol.Verify(statement, nil, proof))
	check(t, protocol.Verify(statement, []byte{}, proof))
	encoding := must(proof.Bytes())
	parsed := kept(t, must(nexuszero.ParseProof(encoding)))
	proof.Close()
	clear(encoding)
	check(t, protocol.Verify(statement, nil, parsed))
}

// Everything is closed by one goroutine while others use it: each call succeeds, or says that something is closed.
func TestCloseRacesWithCalls(t *testing.T) {
	for range 20 {
		protocol := fast(t, nil)
		c := preimage(t, secret)
		proof := prove(t, protocol, c)
		var wg group
		start := make(chan struct{})
		for i := range 4 {
			wg.Go(func() {
				<-start
				for {
					var err error
					switch i {
					case 0:
						var made *nexuszero.Proof
						if made, err = protocol.Prove(c.statement, c.witness, binding); err == nil {
							err = made.Close()
						}
					case 1:
						err = protocol.Verify(c.statement, binding, proof)
					case 2:
						_, err = proof.Bytes()
					default:
						_, err = c.statement.JSON()
					}
					if err == nil {
						continue
					}
					if !errors.Is(err, nexuszero.ErrClosed) {
						t.Error(err)
					}
					return
				}
			})
		}
		for _, object := range []closer{protocol, c.statement, c.witness, proof} {
			wg.Go(func() {
				<-start
				object.Close()
			})
		}
		close(start)
		wg.Wait()
	}
}

func TestOneProtocolForManyGoroutines(t *testing.T) {
	protocol := fast(t, nil)
	var wg group
	for i := range 8 {
		wg.Go(func() {
			c := preimage(t, fmt.Append(nil, marker, i))
			for range 5 {
				proof, err := protocol.Prove(c.statement, c.witness, binding)
				if err == nil {
					err = protocol.Verify(c.statement, binding, proof)
				}
				if err != nil {
					t.Error(err)
				}
				proof.Close()
			}
		})
	}
	wg.Wait()
	summary := must(kept(t, must(protocol.Metrics())).Summary())
	if summary.Prove.Succeeded != 40 || summary.Verify.Succeeded != 40 {
		t.Errorf("%+v", summary)
	}
}

// Changes by many goroutines take turns.
func TestChangesTakeTurns(t *testing.T) {
	tree := kept(t, must(nexuszero.NewMerkleTree(nexuszero.SHA256)))
	var wg group
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if err := tree.Add(secret); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if tree.Len() != 800 {
		t.Error(tree.Len())
	}
}

// A witness that a call uses cannot be changed; everything can be closed, and the call goes on with it.
func TestChangeAndCloseFromInsideACall(t *testing.T) {
	protocol := fast(t, nil)
	c := preimage(t, secret)
	var changed error
	check(t, protocol.SetMetricsSink(func([]byte) {
		changed = c.witness.Set("message", []byte("another"))
		c.witness.Close()
		c.statement.Close()
		protocol.Close()
	}))
	proof := kept(t, must(protocol.Prove(c.statement, c.witness, binding)))
	if !errors.Is(changed, nexuszero.ErrInUse) || !errors.Is(changed, nexuszero.ErrInvalidArgument) {
		t.Error(changed)
	}
	if _, err := protocol.Prove(c.statement, c.witness, binding); !errors.Is(err, nexuszero.ErrClosed) {
		t.Error(err)
	}
	again := preimage(t, secret)
	check(t, fast(t, nil).Verify(again.statement, binding, proof))
}

// What is forgotten is closed.
func TestForgottenObjectsAreReleased(t *testing.T) {
	collected := func() <-chan struct{} {
		value, collected := watched()
		config := must(nexuszero.NewConfig(nexuszero.PresetFast))
		protocol := must(nexuszero.NewProtocol(config))
		check(t, protocol.SetMetricsSink(func([]byte) { value[0]++ }))
		return collected
	}()
	awaitCollected(t, collected)
}

// A copy keeps what it shares with an object that is forgotten.
func TestCopiesShareTheirObject(t *testing.T) {
	copied, collected := func() (nexuszero.Config, <-chan struct{}) {
		_, collected := watched()
		return *must(nexuszero.NewConfig(nexuszero.PresetFast)), collected
	}()
	awaitCollected(t, collected)
	must(copied.JSON())
	again := copied
	check(t, again.Close())
	_, err := copied.JSON()
	fails(t, err, nexuszero.ErrClosed)
}

func TestErrors(t *testing.T) {
	config := kept(t, must(nexuszero.NewConfig(nexuszero.PresetDefault)))
	err := config.LoadJSON([]byte(`{"security_level": 7, "nonsense": 1}`))
	var e *nexuszero.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	if len(e.Problems) != 2 || e.Problem != e.Problems[0] || e.Status != nexuszero.ErrConfiguration {
		t.Errorf("%+v", e)
	}
	fields := map[string]bool{}
	for _, problem := range e.Problems {
		fields[problem.Field] = problem.Message != ""
	}
	if !fields["security_level"] || !fields["nonsense"] {
		t.Errorf("%+v", e.Problems)
	}
	var status nexuszero.Status
	if !errors.As(err, &status) || status != nexuszero.ErrConfiguration || errors.Is(err, nexuszero.ErrIO) {
		t.Error(status)
	}
	if got := nexuszero.Status(999).Error(); got != "nexuszero: status 999" {
		t.Error(got)
	}

	// Neither errors nor what fmt prints of an object tell a secret.
	c := preimage(t, secret)
	check(t, c.witness.Set("message", []byte(marker+" but another")))
	_, err = fast(t, nil).Prove(c.statement, c.witness, binding)
	fails(t, err, nexuszero.ErrProofGeneration)
	tellsNoSecret(t, fmt.Appendf(nil, "%v %+v %#v", c.witness, *c.witness, c.witness))
	_, err = nexuszero.ParseProof([]byte("no proof"))
	fails(t, err, nexuszero.ErrMalformed)
}
