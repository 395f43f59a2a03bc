// Command login is a login without a password on the wire: an HTTP service that stores a digest, hands out a nonce, and
// verifies a zero-knowledge proof that the client knows what has the digest; and its client.
//
//	go run ./examples/login
//
// The client derives a key from the password, and the server stores a random salt and SHA-256(salt, key). To log in,
// the client asks for a nonce, and proves that it knows a key with that digest. The proof is bound to the server's
// name, the user and the nonce, so that it is of no use at another server, for another user, or a second time.
//
// What it gives:
//
//   - The server never sees the password or the key, neither at enrolment nor at a login. Its memory and logs hold no
//     more than what it stores.
//   - A server cannot pass a proof on to another one: the proof is for the server that the client meant to talk to.
//   - The answers to unknown users are those to known ones, and every refusal reads the same.
//
// What it does not give:
//
//   - Protection of a weak password. Whoever has a stored record, or has seen a proof with its salt, user and nonce,
//     can try passwords at home until one fits. The slow derivation makes each try dear and no more. Use long random
//     passwords, or let the client keep a random key.
//   - Anything that TLS gives. The connection after the login is only as safe as its transport: who reads the token has
//     the session. And without TLS nothing shows that the nonce came from the server.
//   - A limit on attempts, on the processor time that they cost, or on the nonces that one client asks for. Put one in
//     front of it.
//   - Enrolment. The record must come to the server by a way that is trusted.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	const name, user, password = "login.example", "ada", "correct horse battery staple"
	server, err := NewServer(name)
	if err != nil {
		return err
	}
	defer server.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	service := &http.Server{Handler: server.Handler(), ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	go service.Serve(listener)
	defer service.Close()

	record, err := NewRecord(password)
	if err != nil {
		return err
	}
	if err := server.Enrol(user, record); err != nil {
		return err
	}
	client, err := NewClient("http://"+listener.Addr().String(), name)
	if err != nil {
		return err
	}
	defer client.Close()
	token, err := client.Login(context.Background(), user, password)
	if err != nil {
		return err
	}
	fmt.Printf("%s is logged in, with a token of %d characters\n", user, len(token))

	var refused *StatusError
	if _, err := client.Login(context.Background(), user, "a guess"); !errors.As(err, &refused) {
		return fmt.Errorf("a guess was not refused: %v", err)
	}
	fmt.Println("a guess:", refused.Message)
	return nil
}
