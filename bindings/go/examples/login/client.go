package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"nexuszero"
)

// NewRecord makes what the server stores of a user, from a password that stays with the client.
func NewRecord(password string) (Record, error) {
	salt := randomBytes(saltSize)
	key, err := deriveKey(password, salt)
	if err != nil {
		return Record{}, err
	}
	defer clear(key)
	return Record{Salt: salt, Digest: digestOf(salt, key)}, nil
}

// Client logs in at one server.
type Client struct {
	url      string
	server   string
	protocol *nexuszero.Protocol
}

// NewClient makes a client of the server at a URL. The name is the one that the client expects the server to have: a
// proof is worth nothing at a server of another name, whatever that one says it is called.
func NewClient(url, server string) (*Client, error) {
	protocol, err := newProtocol()
	if err != nil {
		return nil, err
	}
	return &Client{url, server, protocol}, nil
}

// Close releases what the client holds.
func (c *Client) Close() error { return c.protocol.Close() }

// Login proves to the server that the user knows the password, and gives the token of the session.
func (c *Client) Login(ctx context.Context, user, password string) (string, error) {
	var challenge challengeAnswer
	if err := c.post(ctx, "/challenge", challengeRequest{user}, &challenge); err != nil {
		return "", err
	}
	key, err := deriveKey(password, challenge.Salt)
	if err != nil {
		return "", err
	}
	defer clear(key)
	proof, err := c.prove(user, key, challenge)
	if err != nil {
		return "", err
	}
	var answer loginAnswer
	err = c.post(ctx, "/login", loginRequest{user, challenge.Nonce, proof}, &answer)
	return answer.Token, err
}

// prove makes a proof for one nonce.
func (c *Client) prove(user string, key []byte, challenge challengeAnswer) ([]byte, error) {
	statement, err := newStatement(Record{Salt: challenge.Salt, Digest: digestOf(challenge.Salt, key)})
	if err != nil {
		return nil, err
	}
	defer statement.Close()
	witness, err := nexuszero.NewWitness()
	if err != nil {
		return nil, err
	}
	defer witness.Close()
	if err := witness.Set("key", key); err != nil {
		return nil, err
	}
	proof, err := c.protocol.Prove(statement, witness, contextOf(c.server, user, challenge.Nonce))
	if err != nil {
		return nil, err
	}
	defer proof.Close()
	return proof.Bytes()
}

// StatusError is an answer of the server that is no success.
type StatusError struct {
	Code    int
	Message string
}

func (e *StatusError) Error() string { return fmt.Sprintf("login: %s (%d)", e.Message, e.Code) }

// post sends a request and reads the answer, of which it takes no more than maxBody bytes.
func (c *Client) post(ctx context.Context, path string, request, answer any) error {
	body, err := json.Marshal(request)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return &StatusError{response.StatusCode, strings.TrimSpace(string(text))}
	}
	return json.Unmarshal(text, answer)
}
