package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	serverName = "login.example"
	password   = "correct horse battery staple"
)

// Keys are slow to derive, on purpose: the tests do it once.
var ada = sync.OnceValue(func() (u struct {
	record Record
	key    []byte
}) {
	u.record = must(NewRecord(password))
	u.key = must(deriveKey(password, u.record.Salt))
	return u
})

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// service is a server with the user ada, on the wire, and a client of it.
type service struct {
	*Server
	*Client
	http *httptest.Server
}

func newService(t *testing.T, name string) service {
	t.Helper()
	server := must(NewServer(name))
	if err := server.Enrol("ada", ada().record); err != nil {
		t.Fatal(err)
	}
	wire := httptest.NewServer(server.Handler())
	client := must(NewClient(wire.URL, serverName))
	t.Cleanup(func() {
		wire.Close()
		client.Close()
		server.Close()
	})
	return service{server, client, wire}
}

// ask gets a nonce for a user.
func (s service) ask(t *testing.T, user string) challengeAnswer {
	t.Helper()
	var challenge challengeAnswer
	if err := s.post(context.Background(), "/challenge", challengeRequest{user}, &challenge); err != nil {
		t.Fatal(err)
	}
	return challenge
}

// send sends a login; an empty token is a refusal, and every refusal has to look the same.
func (s service) send(t *testing.T, user string, nonce, proof []byte) (token string) {
	t.Helper()
	var answer loginAnswer
	err := s.post(context.Background(), "/login", loginRequest{user, nonce, proof}, &answer)
	var refused *StatusError
	if errors.As(err, &refused) {
		if refused.Code != http.StatusUnauthorized || refused.Message != "login refused" {
			t.Errorf("refused with %v", refused)
		}
	} else if err != nil {
		t.Fatal(err)
	}
	return answer.Token
}

func TestLogin(t *testing.T) {
	s := newService(t, serverName)
	first := must(s.Login(context.Background(), "ada", password))
	second := must(s.Login(context.Background(), "ada", password))
	if first == "" || first == second {
		t.Errorf("tokens %q and %q", first, second)
	}
	var refused *StatusError
	if _, err := s.Login(context.Background(), "ada", "a guess"); !errors.As(err, &refused) || refused.Code != http.StatusUnauthorized {
		t.Error(err)
	}
	if len(s.pending) != 0 {
		t.Errorf("%d nonces are left", len(s.pending))
	}
}

func TestReplay(t *testing.T) {
	s := newService(t, serverName)
	challenge := s.ask(t, "ada")
	proof := must(s.prove("ada", ada().key, challenge))
	if s.send(t, "ada", challenge.Nonce, proof) == "" {
		t.Error("refused")
	}
	if s.send(t, "ada", challenge.Nonce, proof) != "" {
		t.Error("the same login twice")
	}
	if s.send(t, "ada", s.ask(t, "ada").Nonce, proof) != "" {
		t.Error("an old proof for a new nonce")
	}
	if s.send(t, "ada", make([]byte, nonceSize), proof) != "" || s.send(t, "ada", nil, proof) != "" {
		t.Error("a nonce that was never issued")
	}
}

// Many send the same login at once: one of them gets in.
func TestReplayAtTheSameTime(t *testing.T) {
	s := newService(t, serverName)
	challenge := s.ask(t, "ada")
	proof := must(s.prove("ada", ada().key, challenge))
	tokens := make([]string, 8)
	var wg sync.WaitGroup
	for i := range tokens {
		wg.Add(1)
		go func() {
			defer wg.Done()
			tokens[i] = s.send(t, "ada", challenge.Nonce, proof)
		}()
	}
	wg.Wait()
	if accepted := strings.Join(tokens, ""); len(accepted) != 26 {
		t.Errorf("tokens %q", tokens)
	}
}

// A failed login uses its nonce up, so that nobody can go on guessing with it.
func TestOneTryForANonce(t *testing.T) {
	s := newService(t, serverName)
	challenge := s.ask(t, "ada")
	proof := must(s.prove("ada", ada().key, challenge))
	if s.send(t, "ada", challenge.Nonce, proof[1:]) != "" || s.send(t, "ada", challenge.Nonce, proof) != "" {
		t.Error("a second try")
	}
}

func TestWrongUser(t *testing.T) {
	s := newService(t, serverName)
	if err := s.Enrol("eve", ada().record); err != nil { // even with the same key
		t.Fatal(err)
	}
	challenge := s.ask(t, "ada")
	proof := must(s.prove("ada", ada().key, challenge))
	if s.send(t, "eve", challenge.Nonce, proof) != "" {
		t.Error("ada's nonce and proof for eve")
	}
	forEve := s.ask(t, "eve")
	proof = must(s.prove("ada", ada().key, forEve))
	if s.send(t, "eve", forEve.Nonce, proof) != "" {
		t.Error("eve's nonce with a proof of ada's")
	}
	if err := s.Enrol("ada", ada().record); err == nil {
		t.Error("a user was replaced")
	}
}

func TestExpiredNonce(t *testing.T) {
	s := newService(t, serverName)
	start := time.Now()
	at := start
	s.now = func() time.Time { return at }
	for _, test := range []struct {
		after time.Duration
		good  bool
	}{{lifetime, true}, {lifetime + time.Nanosecond, false}} {
		at = start
		challenge := s.ask(t, "ada")
		proof := must(s.prove("ada", ada().key, challenge))
		at = start.Add(test.after)
		if (s.send(t, "ada", challenge.Nonce, proof) != "") != test.good {
			t.Errorf("after %v", test.after)
		}
	}
}

// A server that passes a proof on gets nowhere: the client named the server that it meant.
func TestProofForAnotherServer(t *testing.T) {
	s := newService(t, "other.example")
	challenge := s.ask(t, "ada")
	proof := must(s.prove("ada", ada().key, challenge))
	if s.send(t, "ada", challenge.Nonce, proof) != "" {
		t.Error("a proof for login.example at other.example")
	}
}

// An unknown user gets what a known one gets, and the same each time.
func TestUnknownUser(t *testing.T) {
	s := newService(t, serverName)
	known, unknown := s.ask(t, "ada"), s.ask(t, "nobody")
	if len(unknown.Salt) != len(known.Salt) || len(unknown.Nonce) != len(known.Nonce) {
		t.Errorf("%+v, %+v", known, unknown)
	}
	if !bytes.Equal(unknown.Salt, s.ask(t, "nobody").Salt) || bytes.Equal(unknown.Salt, s.ask(t, "no one").Salt) {
		t.Error("salts of unknown users")
	}
	proof := must(s.prove("nobody", ada().key, unknown))
	if s.send(t, "nobody", unknown.Nonce, proof) != "" {
		t.Error("nobody is logged in")
	}
}

func TestBadRequests(t *testing.T) {
	s := newService(t, serverName)
	for name, test := range map[string]struct {
		path, body string
		code       int
	}{
		"oversized challenge": {"/challenge", `{"user":"` + strings.Repeat("a", maxBody) + `"}`, http.StatusRequestEntityTooLarge},
		"oversized login":     {"/login", `{"user":"ada","proof":"` + strings.Repeat("A", maxBody) + `"}`, http.StatusRequestEntityTooLarge},
		"long name":           {"/challenge", `{"user":"` + strings.Repeat("a", maxUser+1) + `"}`, http.StatusBadRequest},
		"no JSON":             {"/login", "hello", http.StatusBadRequest},
		"nothing":             {"/login", "", http.StatusBadRequest},
		"unknown field":       {"/challenge", `{"user":"ada","admin":true}`, http.StatusBadRequest},
		"no such path":        {"/logout", "{}", http.StatusNotFound},
	} {
		response := must(http.Post(s.http.URL+test.path, "application/json", strings.NewReader(test.body)))
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if response.StatusCode != test.code {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
	if len(s.pending) != 0 {
		t.Errorf("bad requests got %d nonces", len(s.pending))
	}
}

// Memory stays bounded, and expired nonces make room.
func TestManyChallenges(t *testing.T) {
	s := newService(t, serverName)
	at := time.Now()
	s.now = func() time.Time { return at }
	for range maxPending {
		if _, ok := s.issue("ada"); !ok {
			t.Fatal("refused too early")
		}
	}
	body := must(json.Marshal(challengeRequest{"ada"}))
	response := must(http.Post(s.http.URL+"/challenge", "application/json", bytes.NewReader(body)))
	response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable {
		t.Error(response.StatusCode)
	}
	at = at.Add(lifetime + time.Nanosecond)
	s.ask(t, "ada")
	if len(s.pending) != 1 {
		t.Error(len(s.pending))
	}
}

func TestTheProgramRuns(t *testing.T) {
	if err := run(); err != nil {
		t.Fatal(err)
	}
}
