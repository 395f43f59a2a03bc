package nexuszero

import (
	"runtime"
	"sync"

	"nexuszero/internal/capi"
)

// handle owns something of the library, P being a pointer to it. It counts the calls that use it: the last of them
// releases it once it is closed. No lock is held while a call runs, so that callbacks may use, and close, whatever they
// like; only a change is waited for, and no callback but destroy runs in one.
type handle[P any] struct {
	mu       sync.Mutex
	native   P
	free     func(P)
	cleanup  runtime.Cleanup
	users    int
	closed   bool
	changing bool
	// changed tells that a change has ended.
	changed sync.Cond
}

// begin waits until nothing changes the object, and says whether it is open. It is called with the lock.
func (h *handle[P]) begin() error {
	for h.changing {
		h.changed.Wait()
	}
	if h.closed {
		return ErrClosed
	}
	return nil
}

func (h *handle[P]) acquire() (P, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.begin(); err != nil {
		var none P
		return none, err
	}
	h.users++
	return h.native, nil
}

func (h *handle[P]) release() {
	h.mu.Lock()
	h.users--
	last := h.closed && h.users == 0
	h.mu.Unlock()
	if last {
		h.dispose()
	}
}

func (h *handle[P]) close() {
	h.mu.Lock()
	last := !h.closed && h.users == 0 && !h.changing
	h.closed = true
	h.mu.Unlock()
	if last {
		h.dispose()
	}
}

// dispose frees the object, now that nothing uses it any more and nothing will.
func (h *handle[P]) dispose() {
	h.cleanup.Stop()
	h.free(h.native)
	runtime.KeepAlive(h) // Otherwise the cleanup might begin before Stop.
}

// change runs a call that must be alone with the object. Other calls wait for it; it does not wait for them, because
// one of them may be the one that it was made from.
func (h *handle[P]) change(f func(P) *capi.Failure) error {
	h.mu.Lock()
	err := h.begin()
	if err == nil && h.users > 0 {
		err = ErrInUse
	}
	h.changing = err == nil
	h.mu.Unlock()
	if err != nil {
		return err
	}
	defer h.endChange()
	return errorOf(f(h.native))
}

func (h *handle[P]) endChange() {
	h.mu.Lock()
	h.changing = false
	last := h.closed
	h.changed.Broadcast()
	h.mu.Unlock()
	if last {
		h.dispose()
	}
}

// object is what the types with a Close method are made of. Its copies share the handle, which frees what it owns when
// the last of them, and the last call, has become unreachable.
type object[P any] struct{ handle *handle[P] }

// Close releases what the object holds, once no call uses it any more. It may be called several times and from any
// goroutine. It always returns nil.
func (o *object[P]) Close() error {
	if o.handle != nil {
		o.handle.close()
	}
	return nil
}

func (o *object[P]) adopt(native P, free func(P)) {
	h := &handle[P]{native: native, free: free}
	h.changed.L = &h.mu
	h.cleanup = runtime.AddCleanup(h, free, native)
	o.handle = h
}

func (o *object[P]) get() *handle[P] { return o.handle }

// owner is a pointer to a type with an object in it.
type owner[T, P any] interface {
	*T
	adopt(P, func(P))
	get() *handle[P]
}

// own makes an object of what a constructor of the library returned.
func own[T, P any, O owner[T, P]](native P, failure *capi.Failure, free func(P)) (O, error) {
	if failure != nil {
		return nil, errorOf(failure)
	}
	var o O = new(T)
	o.adopt(native, free)
	return o, nil
}

// handleOf gives the handle of an object that may be nil or the zero value.
func handleOf[T, P any, O owner[T, P]](o O) (*handle[P], error) {
	if o == nil {
		return nil, errNil
	}
	if h := o.get(); h != nil {
		return h, nil
	}
	return nil, ErrClosed
}

// call collects the objects that a call of the library uses, and the first error among them.
type call struct {
	releases []func()
	err      error
}

// use gives what an object holds until the call ends; nothing after an error.
func use[T, P any, O owner[T, P]](c *call, o O) (native P) {
	if c.err != nil {
		return native
	}
	h, err := handleOf[T, P](o)
	if err == nil {
		native, err = h.acquire()
	}
	if err != nil {
		c.err = err
		return native
	}
	c.releases = append(c.releases, h.release)
	return native
}

// useAll does so for many objects.
func useAll[T, P any, O owner[T, P]](c *call, objects []O) []P {
	natives := make([]P, len(objects))
	for i, o := range objects {
		natives[i] = use[T, P](c, o)
	}
	return natives
}

func (c *call) end() {
	for _, release := range c.releases {
		release()
	}
}

// with runs a call that uses one object.
func with[T, P, R any, O owner[T, P]](o O, f func(P) (R, error)) (R, error) {
	var c call
	defer c.end()
	native := use[T, P](&c, o)
	if c.err != nil {
		var none R
		return none, c.err
	}
	return f(native)
}

// read makes a call that reads one object.
func read[T, P, R any, O owner[T, P]](o O, f func(P) (R, *capi.Failure)) (R, error) {
	return with[T, P](o, func(native P) (R, error) { return result(f(native)) })
}

// apply makes a call that one object takes and that gives nothing.
func apply[T, P any, O owner[T, P]](o O, f func(P) *capi.Failure) error {
	_, err := with[T, P](o, func(native P) (struct{}, error) { return struct{}{}, errorOf(f(native)) })
	return err
}

// change makes a call that changes one object.
func change[T, P any, O owner[T, P]](o O, f func(P) *capi.Failure) error {
	h, err := handleOf[T, P](o)
	if err != nil {
		return err
	}
	return h.change(f)
}
