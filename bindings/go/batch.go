package nexuszero

import (
	"context"
	"time"

	"nexuszero/internal/capi"
)

// ProveItem is one proof that a batch is to make, as in [Protocol.Prove].
type ProveItem struct {
	// Statement is what is to be proved.
	Statement *Statement
	// Witness has its secrets.
	Witness *Witness
	// Context is what the proof is bound to; it may be empty.
	Context []byte
}

// VerifyItem is one proof that a batch is to verify, as in [Protocol.Verify].
type VerifyItem struct {
	// Statement is what was to be proved.
	Statement *Statement
	// Context is what the proof is to be bound to.
	Context []byte
	// Proof is the proof.
	Proof *Proof
}

// BatchOptions are what a caller may say of a batch. The zero value says nothing.
type BatchOptions struct {
	// Threads is the number of threads, the caller's included, at most 1024; 0: as the setting threads says. Each item
	// is computed by one of them; where there are fewer items than threads, by as many as an even division gives.
	Threads uint32
	// RequestID is the name of the request in logs and metrics: UTF-8 without control characters, at most 107 bytes;
	// item i is called so with /i behind it. Empty: each item gets a random name.
	RequestID string
	// Progress is told after each item how many of the total are done, by any thread that works on the batch, one call
	// at a time. An error cancels the items that have not begun, and the batch's error wraps it if that is
	// [ErrCancelled]. A panic cancels too, and is raised again when the batch has ended. After either it is not called
	// again. An error after the last item changes nothing. It may be nil.
	Progress func(done, total int) error
}

// Batch holds the results of many items, in their order. It never changes.
type Batch struct{ object[*capi.Batch] }

// ProveBatch proves many statements, on several threads, with the configuration and what is attached as they are when it
// begins. What happens to one item touches no other.
//
// The error is nil only if every item succeeded, which is so of no items; otherwise it is that of the first that did
// not, which the message names. The batch is there all the same and has the results, unless the arguments themselves
// were bad or ctx was done before. When ctx is done, items that have not begun are cancelled: if no item failed before
// them, the error wraps [ErrCancelled] and the cause. It is looked at after each item, and no item is interrupted.
func (p *Protocol) ProveBatch(ctx context.Context, items []ProveItem, options BatchOptions) (*Batch, error) {
	var c call
	defer c.end()
	statements := make([]*capi.Statement, len(items))
	witnesses := make([]*capi.Witness, len(items))
	contexts := make([][]byte, len(items))
	for i, item := range items {
		statements[i], witnesses[i], contexts[i] = use(&c, item.Statement), use(&c, item.Witness), item.Context
	}
	return p.batch(ctx, &c, options, func(b *capi.Batch, protocol *capi.Protocol, o capi.BatchOptions) *capi.Failure {
		return capi.BatchProve(b, protocol, statements, witnesses, contexts, o)
	})
}

// VerifyBatch verifies many proofs, on several threads. What it returns is as of [Protocol.ProveBatch].
func (p *Protocol) VerifyBatch(ctx context.Context, items []VerifyItem, options BatchOptions) (*Batch, error) {
	var c call
	defer c.end()
	statements := make([]*capi.Statement, len(items))
	contexts := make([][]byte, len(items))
	proofs := make([]*capi.Proof, len(items))
	for i, item := range items {
		statements[i], contexts[i], proofs[i] = use(&c, item.Statement), item.Context, use(&c, item.Proof)
	}
	return p.batch(ctx, &c, options, func(b *capi.Batch, protocol *capi.Protocol, o capi.BatchOptions) *capi.Failure {
		return capi.BatchVerify(b, protocol, statements, contexts, proofs, o)
	})
}

// batch runs a batch on the objects that c has collected.
func (p *Protocol) batch(ctx context.Context, c *call, options BatchOptions,
	run func(*capi.Batch, *capi.Protocol, capi.BatchOptions) *capi.Failure) (*Batch, error) {
	protocol := use(c, p)
	if c.err != nil {
		return nil, c.err
	}
	if ctx.Err() != nil {
		return nil, cancelled(misuse(ErrCancelled, "the batch did not begin"), context.Cause(ctx))
	}
	native, failure := capi.BatchNew()
	batch, err := own[Batch](native, failure, capi.BatchFree)
	if err != nil {
		return nil, err
	}

	progress := progress{ctx: ctx, told: options.Progress}
	err = errorOf(run(native, protocol, capi.BatchOptions{
		Threads:   options.Threads,
		RequestID: options.RequestID,
		Progress:  progress.after,
	}))
	if progress.panicked {
		batch.Close()
		panic(progress.panicValue) // in the goroutine of the caller, where it can be dealt with
	}
	if err != nil && batch.Len() == 0 {
		batch.Close()
		return nil, err
	}
	return batch, cancelled(err, progress.cause)
}

// progress follows a batch. The library makes one call at a time, and the batch ends before anything is read.
type progress struct {
	ctx        context.Context
	told       func(done, total int) error
	stopped    bool
	cause      error
	panicked   bool
	panicValue any
}

// after is called after each item, and says whether to cancel the rest. Items that were under way then end after that.
func (p *progress) after(done, total int) (cancel bool) {
	if p.stopped {
		return true
	}
	if p.told != nil {
		p.cause = p.tell(done, total)
	}
	if p.cause == nil && p.ctx.Err() != nil {
		p.cause = context.Cause(p.ctx)
	}
	p.stopped = p.cause != nil || p.panicked
	return p.stopped
}

func (p *progress) tell(done, total int) error {
	p.panicked = true
	defer func() {
		if p.panicked {
			p.panicValue = recover()
		}
	}()
	err := p.told(done, total)
	p.panicked = false
	return err
}

// cancelled adds why a batch was cancelled to the error that says that it was. There is none where the last item was
// done already, and another one where an item failed before.
func cancelled(err, cause error) error {
	if e, ok := err.(*Error); ok && e.Status == ErrCancelled && cause != nil {
		return &Error{Problem: e.Problem, Problems: e.Problems, cause: cause}
	}
	return err
}

// Len is the number of items that have a result; 0 after Close.
func (b *Batch) Len() int {
	n, _ := with(b, func(h *capi.Batch) (int, error) { return capi.BatchCount(h), nil })
	return n
}

// Err says how one item went, counted from 0: nil, or the error of Prove or Verify. It is [ErrCancelled] for an item
// that did not begin, and [ErrInvalidArgument] for one that does not exist.
func (b *Batch) Err(item int) error {
	return apply(b, func(h *capi.Batch) *capi.Failure { return capi.BatchItem(h, item) })
}

// Proof is a copy of the proof that an item made, with its measurements. It fails with [ErrInvalidArgument] for an item
// that has none, because it failed or was a verification.
func (b *Batch) Proof(item int) (*Proof, error) {
	return with(b, func(h *capi.Batch) (*Proof, error) { return newProof(capi.BatchProof(h, item)) })
}

// BatchSummary is what was measured of a batch.
type BatchSummary struct {
	// Threads counts the threads that were there to take items, each with those that it may use for one.
	Threads uint32
	// Items counts the items.
	Items uint64
	// Succeeded counts items that succeeded.
	Succeeded uint64
	// Failed counts items that failed.
	Failed uint64
	// Cancelled counts items that did not begin, because the batch was cancelled.
	Cancelled uint64
	// Total is the wall-clock time of the whole batch.
	Total time.Duration
	// PeakMemory is the highest number of heap bytes that the library held at once for the batch, on all its threads; 0
	// in a build without the feature allocator.
	PeakMemory uint64
	// PerSecond is the items that succeeded in a second.
	PerSecond float64
}

// Summary is what was measured of the batch as a whole.
func (b *Batch) Summary() (BatchSummary, error) {
	totals, err := read(b, capi.BatchSummary)
	return BatchSummary{
		Threads:    totals.Threads,
		Items:      totals.Items,
		Succeeded:  totals.Succeeded,
		Failed:     totals.Failed,
		Cancelled:  totals.Cancelled,
		Total:      time.Duration(totals.TotalNs),
		PeakMemory: totals.PeakMemory,
		PerSecond:  totals.PerSecond,
	}, err
}

// JSON is the summary as an object under summary, and under proofs the distribution of every number that was measured
// when the proofs were made, as [AggregateProofs] has it.
func (b *Batch) JSON() ([]byte, error) { return read(b, capi.BatchMetricsJSON) }
