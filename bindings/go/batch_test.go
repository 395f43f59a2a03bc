package nexuszero_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nexuszero"
)

const items = 6

// claims makes items to prove, each with a context of its own, the first empty.
func claims(t *testing.T) []nexuszero.ProveItem {
	t.Helper()
	var list []nexuszero.ProveItem
	for i := range items {
		c := preimage(t, fmt.Append(nil, marker, " ", i))
		list = append(list, nexuszero.ProveItem{Statement: c.statement, Witness: c.witness, Context: make([]byte, i)})
	}
	return list
}

// proved makes what verifies the proofs of a batch.
func proved(t *testing.T, list []nexuszero.ProveItem, batch *nexuszero.Batch) []nexuszero.VerifyItem {
	t.Helper()
	var out []nexuszero.VerifyItem
	for i, item := range list {
		proof := kept(t, must(batch.Proof(i)))
		out = append(out, nexuszero.VerifyItem{Statement: item.Statement, Context: item.Context, Proof: proof})
	}
	return out
}

func TestBatch(t *testing.T) {
	protocol := fast(t, nil)
	list := claims(t)
	ctx := context.Background()
	for _, threads := range []uint32{1, 2} {
		var told []int
		batch := kept(t, must(protocol.ProveBatch(ctx, list, nexuszero.BatchOptions{
			Threads: threads, RequestID: "many",
			Progress: func(done, total int) error {
				if total != items {
					t.Error(total)
				}
				told = append(told, done)
				return nil
			},
		})))
		if fmt.Sprint(told) != "[1 2 3 4 5 6]" || batch.Len() != items {
			t.Errorf("%v, %d items", told, batch.Len())
		}
		summary := must(batch.Summary())
		if summary.Items != items || summary.Succeeded != items || summary.Failed != 0 || summary.Cancelled != 0 || summary.Threads != threads {
			t.Errorf("%+v", summary)
		}
		json := must(batch.JSON())
		if !strings.Contains(string(json), `"succeeded":6`) || !strings.Contains(string(must(must(batch.Proof(2)).MeasurementsJSON())), `"request_id":"many/2"`) {
			t.Errorf("%s", json)
		}

		proofs := proved(t, list, batch)
		verified := kept(t, must(protocol.VerifyBatch(ctx, proofs, nexuszero.BatchOptions{Threads: threads})))
		for i := range items {
			check(t, verified.Err(i))
		}
		_, err := verified.Proof(0)
		fails(t, err, nexuszero.ErrInvalidArgument)

		// Two of them in each other's place: only those two fail, and the first is named.
		proofs[1].Proof, proofs[3].Proof = proofs[3].Proof, proofs[1].Proof
		mixed, err := protocol.VerifyBatch(ctx, proofs, nexuszero.BatchOptions{Threads: threads})
		fails(t, err, nexuszero.ErrProofVerification)
		defer mixed.Close()
		if !strings.Contains(err.Error(), "item 1: ") {
			t.Error(err)
		}
		for i := range items {
			if err := mixed.Err(i); (i == 1 || i == 3) != errors.Is(err, nexuszero.ErrProofVerification) {
				t.Errorf("item %d: %v", i, err)
			}
		}
		fails(t, mixed.Err(items), nexuszero.ErrInvalidArgument)
		fails(t, mixed.Err(-1), nexuszero.ErrInvalidArgument)
	}
}

func TestBatchOfNothingAndOfBadArguments(t *testing.T) {
	protocol := fast(t, nil)
	ctx := context.Background()
	empty := kept(t, must(protocol.ProveBatch(ctx, nil, nexuszero.BatchOptions{})))
	if empty.Len() != 0 {
		t.Error(empty.Len())
	}
	kept(t, must(protocol.VerifyBatch(ctx, nil, nexuszero.BatchOptions{})))

	list := claims(t)
	for name, test := range map[string]struct {
		item    nexuszero.ProveItem
		options nexuszero.BatchOptions
		status  error
	}{
		"no statement":         {nexuszero.ProveItem{Witness: list[0].Witness}, nexuszero.BatchOptions{}, nexuszero.ErrNullPointer},
		"too many threads":     {list[0], nexuszero.BatchOptions{Threads: 1025}, nexuszero.ErrInvalidArgument},
		"a name with a return": {list[0], nexuszero.BatchOptions{RequestID: "a\nb"}, nexuszero.ErrInvalidArgument},
	} {
		batch, err := protocol.ProveBatch(ctx, []nexuszero.ProveItem{list[1], test.item}, test.options)
		if batch != nil || !errors.Is(err, test.status) {
			t.Errorf("%s: %v, want %v", name, err, test.status)
		}
	}
}

// Cancelled after the second item of one thread: by the context, and by the progress function.
func TestBatchIsCancelled(t *testing.T) {
	protocol := fast(t, nil)
	list := claims(t)
	reason := errors.New("the user went away")
	ctx, cancel := context.WithCancelCause(context.Background())
	for name, test := range map[string]struct {
		ctx    context.Context
		second func() error
		causes []error
	}{
		"by its context": {ctx, func() error { cancel(reason); return nil }, []error{reason}},
		"by progress":    {context.Background(), func() error { return reason }, []error{reason}},
	} {
		calls := 0
		batch, err := protocol.ProveBatch(test.ctx, list, nexuszero.BatchOptions{Threads: 1, Progress: func(done, _ int) error {
			calls++
			if done == 2 {
				return test.second()
			}
			return nil
		}})
		fails(t, err, nexuszero.ErrCancelled)
		if !errors.Is(err, reason) || !strings.Contains(err.Error(), reason.Error()) || calls != 2 {
			t.Errorf("%s: %v after %d calls", name, err, calls)
		}
		summary := must(batch.Summary())
		if summary.Succeeded != 2 || summary.Cancelled != items-2 {
			t.Errorf("%s: %+v", name, summary)
		}
		check(t, batch.Err(1))
		fails(t, batch.Err(2), nexuszero.ErrCancelled)
		check(t, batch.Close())
	}

	// It does not begin with a context that is done.
	done, cancelDone := context.WithCancel(context.Background())
	cancelDone()
	batch, err := protocol.ProveBatch(done, list, nexuszero.BatchOptions{})
	if batch != nil || !errors.Is(err, context.Canceled) || !errors.Is(err, nexuszero.ErrCancelled) {
		t.Error(err)
	}

	// What is said after the last item changes nothing.
	batch, err = protocol.ProveBatch(context.Background(), list, nexuszero.BatchOptions{Progress: func(done, total int) error {
		if done == total {
			return reason
		}
		return nil
	}})
	check(t, err)
	check(t, batch.Close())

	// Nor does it excuse a proof that does not hold.
	statement, witness := list[0].Statement, list[0].Witness
	proof := must(protocol.Prove(statement, witness, []byte("there")))
	ctx, cancel = context.WithCancelCause(context.Background())
	batch, err = protocol.VerifyBatch(ctx, []nexuszero.VerifyItem{{Statement: statement, Context: []byte("here"), Proof: proof}},
		nexuszero.BatchOptions{Progress: func(_, _ int) error { cancel(reason); return nil }})
	fails(t, err, nexuszero.ErrProofVerification)
	if errors.Is(err, reason) || errors.Is(err, nexuszero.ErrCancelled) {
		t.Error(err)
	}
	check(t, batch.Close())
}

// A panic of the progress function cancels, and comes out where the batch was called.
func TestPanicInProgress(t *testing.T) {
	protocol := fast(t, nil)
	list := claims(t)
	calls := 0
	defer func() {
		if value := recover(); value != "out of patience" || calls != 1 {
			t.Errorf("%v after %d calls", value, calls)
		}
		kept(t, must(protocol.ProveBatch(context.Background(), list, nexuszero.BatchOptions{})))
	}()
	protocol.ProveBatch(context.Background(), list, nexuszero.BatchOptions{Threads: 2, Progress: func(int, int) error {
		calls++
		panic("out of patience")
	}})
	t.Error("no panic")
}
