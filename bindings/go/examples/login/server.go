package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"nexuszero"
)

const (
	// A proof has some 11,000 bytes, and a third more in base64.
	maxBody = 64 << 10
	// Longest name of a user in bytes, so that what waits has a bound.
	maxUser = 256
	// Nonces that wait for their login. Beyond, the server says that it is busy, and its memory stays bounded.
	maxPending = 10_000
	// How long a nonce is good for.
	lifetime = time.Minute
)

// Server is the service. Its methods may be called by any number of goroutines.
type Server struct {
	name     string
	protocol *nexuszero.Protocol
	// For the records of unknown users. A server that keeps its records keeps this too: else they change when it starts again.
	decoyKey []byte
	now      func() time.Time

	mu      sync.Mutex
	records map[string]Record
	pending map[string]pendingLogin
}

// pendingLogin is who asked for a nonce, and until when it is good.
type pendingLogin struct {
	user    string
	expires time.Time
}

// NewServer makes a server with a name that clients know it by, for example its host name.
func NewServer(name string) (*Server, error) {
	protocol, err := newProtocol()
	if err != nil {
		return nil, err
	}
	return &Server{
		name:     name,
		protocol: protocol,
		decoyKey: randomBytes(32),
		now:      time.Now,
		records:  map[string]Record{},
		pending:  map[string]pendingLogin{},
	}, nil
}

// Close releases what the server holds.
func (s *Server) Close() error { return s.protocol.Close() }

// Enrol stores a user's record, which the client made ([NewRecord]). How a new user is told from an impostor is another
// matter.
func (s *Server) Enrol(user string, record Record) error {
	if len(user) > maxUser || len(record.Salt) != saltSize || len(record.Digest) != sha256.Size {
		return errors.New("login: a name or record of another form")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.records[user]; taken {
		return errors.New("login: the user exists")
	}
	s.records[user] = record
	return nil
}

// Handler serves POST /challenge and POST /login.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /challenge", s.challenge)
	mux.HandleFunc("POST /login", s.login)
	return mux
}

// challenge answers with the user's salt and a new nonce. Unknown users get a salt too, always the same.
func (s *Server) challenge(w http.ResponseWriter, r *http.Request) {
	var request challengeRequest
	if !readJSON(w, r, &request) {
		return
	}
	if len(request.User) > maxUser {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	nonce, ok := s.issue(request.User)
	if !ok {
		http.Error(w, "too many logins", http.StatusServiceUnavailable)
		return
	}
	writeJSON(w, challengeAnswer{Salt: s.record(request.User).Salt, Nonce: nonce})
}

// login verifies a proof. Whatever is wrong with it, the answer is the same.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	var request loginRequest
	if !readJSON(w, r, &request) {
		return
	}
	if !s.redeem(request.Nonce, request.User) || s.verify(request) != nil {
		http.Error(w, "login refused", http.StatusUnauthorized)
		return
	}
	writeJSON(w, loginAnswer{Token: rand.Text()})
}

// verify checks the proof against the server's own record, name and nonce; of the request it takes the proof only.
func (s *Server) verify(request loginRequest) error {
	statement, err := newStatement(s.record(request.User))
	if err != nil {
		return err
	}
	defer statement.Close()
	proof, err := nexuszero.ParseProof(request.Proof)
	if err != nil {
		return err
	}
	defer proof.Close()
	return s.protocol.Verify(statement, contextOf(s.name, request.User, request.Nonce), proof)
}

// record is the record of a user, or of nobody: then it looks like one, is always the same, and no key is known for its
// digest. Both are made, so that the time does not tell.
func (s *Server) record(user string) Record {
	decoy := Record{Salt: s.decoy("salt", user)[:saltSize], Digest: s.decoy("digest", user)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if record, known := s.records[user]; known {
		return record
	}
	return decoy
}

func (s *Server) decoy(purpose, user string) []byte {
	mac := hmac.New(sha256.New, s.decoyKey)
	mac.Write([]byte(purpose + " of " + user))
	return mac.Sum(nil)
}

// issue makes a nonce for a user, unless too many wait.
func (s *Server) issue(user string) (nonce []byte, ok bool) {
	nonce = randomBytes(nonceSize)
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pending) >= maxPending {
		for old, login := range s.pending {
			if now.After(login.expires) {
				delete(s.pending, old)
			}
		}
		if len(s.pending) >= maxPending {
			return nil, false
		}
	}
	s.pending[string(nonce)] = pendingLogin{user, now.Add(lifetime)}
	return nonce, true
}

// redeem uses a nonce up, whatever comes of it, and says whether it is this user's and in time.
func (s *Server) redeem(nonce []byte, user string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	login, issued := s.pending[string(nonce)]
	delete(s.pending, string(nonce))
	return issued && login.user == user && !s.now().After(login.expires)
}

// readJSON reads a request of at most maxBody bytes, or answers what is wrong with it.
func readJSON(w http.ResponseWriter, r *http.Request, out any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(out)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "request too large", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "bad request", http.StatusBadRequest)
	}
	return err == nil
}

// writeJSON answers. Where that fails, the client is gone, and there is nobody to tell.
func writeJSON(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(answer)
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}
