package s3browser

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Keys are an access key and its secret, and the token where they are those of a
// session.
type Keys struct {
	AccessKeyID, SecretKey, SessionToken string
	Expires                              time.Time // end of the session; zero: not known
}

// KeySource is where the keys of a connection come from when neither a profile nor
// the environment has them. Two sources are the same if they are equal.
type KeySource interface {
	// Keys gets them. A program that is run for it may talk to its user on the
	// terminal, if there is one. It must return soon after ctx ends.
	Keys(ctx context.Context, terminal *Terminal) (Keys, error)
	// Whence names it for people: "credential command", "key file".
	Whence() string
	// Standing reports keys that stand there and are read without asking anybody.
	Standing() bool
}

// SourceError says why a source gave no keys.
type SourceError struct {
	Sentence string // what happened, without any part of a key
	Hint     string
	Cause    error
}

func (e *SourceError) Error() string { return e.Sentence }

// Unwrap gives the cause.
func (e *SourceError) Unwrap() error { return e.Cause }

// supplied is a source as the SDK asks it.
type supplied struct {
	source   KeySource
	terminal *Terminal
}

// Retrieve gets the keys.
func (s supplied) Retrieve(ctx context.Context) (aws.Credentials, error) {
	k, err := s.source.Keys(ctx, s.terminal)
	if err != nil {
		return aws.Credentials{}, err
	}
	return aws.Credentials{
		AccessKeyID: k.AccessKeyID, SecretAccessKey: k.SecretKey, SessionToken: k.SessionToken,
		CanExpire: !k.Expires.IsZero(), Expires: k.Expires, Source: s.source.Whence(),
	}, nil
}

// NamesKeys reports a connection that says whose keys it uses, and does not take
// those of whoever comes.
func (c Connection) NamesKeys() bool { return c.Profile != "" || c.ownKeys() }

// ownKeys reports keys that neither the shared files nor the environment have.
func (c Connection) ownKeys() bool { return c.AccessKeyID != "" || c.Source != nil }

// command is a program that prints keys. The words of its command line are joined by
// NUL, which none of them can hold, so that two are equal if they are the same.
type command struct{ line string }

// FromCommand is a program, with its arguments, that prints keys as a credential_process
// does. No shell reads the words.
func FromCommand(argv []string) KeySource { return command{strings.Join(argv, "\x00")} }

// Whence names it.
func (command) Whence() string { return "credential command" }

// Standing reports that it has to be run.
func (command) Standing() bool { return false }

// Keys runs it.
func (c command) Keys(ctx context.Context, terminal *Terminal) (Keys, error) {
	argv := strings.Split(c.line, "\x00")
	k, err := process{argv: argv, terminal: terminal, timeout: processTime}.Retrieve(ctx)
	if err != nil {
		return Keys{}, commandError(argv[0], err)
	}
	out := Keys{AccessKeyID: k.AccessKeyID, SecretKey: k.SecretAccessKey, SessionToken: k.SessionToken}
	if k.CanExpire {
		out.Expires = k.Expires
	}
	return out, nil
}

func commandError(program string, err error) error {
	failed, ok := errors.AsType[*ProcessError](err)
	if !ok {
		return err
	}
	sentence := "the credential_command " + printable(program) + " " + printable(failed.What)
	if words := complaint(failed.Words); words != "" {
		sentence += " and said: " + words
	}
	return &SourceError{Sentence: sentence, Hint: "run it by hand to see more, and mend credential_command of the place", Cause: err}
}

// sourceError explains a source that gave nothing.
func sourceError(e *Error, err *SourceError) {
	e.Kind, e.Sentence, e.Hint = NoCredentials, printable(err.Sentence), cmp.Or(err.Hint, "check where the keys of the place come from")
}
