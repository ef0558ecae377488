// Package keychain keeps the keys of places in the keychain of the system: that of
// macOS, the Credential Manager of Windows, or whatever speaks the Secret Service
// interface (GNOME Keyring, KWallet, KeePassXC). Nothing else of signet knows the
// library that does it; docs/adr/0027 says why it is this one.
package keychain

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"time"

	"github.com/zalando/go-keyring"

	"signet/s3browser"
)

// service is what the entries are called in the keychain.
const service = "signet"

// entry is the keys of one name.
type entry struct{ name string }

// Entry is the source of the keys that are kept under a name.
func Entry(name string) s3browser.KeySource { return entry{name} }

// Whence names it.
func (entry) Whence() string { return "keychain" }

// Standing reports that the system may ask its user for a password.
func (entry) Standing() bool { return false }

// Keys reads the entry.
func (e entry) Keys(ctx context.Context, _ *s3browser.Terminal) (s3browser.Keys, error) {
	text, err := waited(ctx, func() (string, error) { return keyring.Get(service, e.name) })
	if err != nil {
		return s3browser.Keys{}, explained(e.name, err)
	}
	keys, problem := s3browser.ParseKeys([]byte(text))
	if problem != "" {
		return keys, &s3browser.SourceError{Sentence: "the keychain's entry " + e.name + " " + problem, Hint: "add the place anew, or write the entry again"}
	}
	return keys, nil
}

// Free is a name under which nothing is kept: the one that is wished for, or that with
// a number behind it.
func Free(ctx context.Context, wish string) (string, error) {
	const most = 20
	name := wish
	for n := 2; n < most; n++ {
		_, err := waited(ctx, func() (string, error) { return keyring.Get(service, name) })
		if errors.Is(err, keyring.ErrNotFound) {
			return name, nil
		}
		if err != nil {
			return "", explained(name, err)
		}
		name = wish + "-" + strconv.Itoa(n)
	}
	return "", &s3browser.SourceError{Sentence: "the keychain has many entries of the name " + wish + " already", Hint: "give the place another name"}
}

// Keep writes keys into the entry by.At. What was kept there is replaced. Where nobody
// waits any more when the keychain has written them, they are removed again: no place
// would use them.
func Keep(ctx context.Context, k s3browser.Keys, by s3browser.Kept) error {
	name, text := by.At, string(s3browser.WriteKeys(k, by, rand.Text()))
	_, err := within(ctx, patience, func() (string, error) { return "", keyring.Set(service, name, text) }, func() {
		if now, err := keyring.Get(service, name); err == nil && now == text { // and not those of a later try
			_ = keyring.Delete(service, name)
		}
	})
	return explained(name, err)
}

// Forget removes the entry by.At if it was kept for just this place. others reports one
// that is there and is not, or not known to be: it stays.
func Forget(ctx context.Context, by s3browser.Kept) (others bool, err error) {
	name := by.At
	text, err := waited(ctx, func() (string, error) { return keyring.Get(service, name) })
	if err == nil {
		if !s3browser.KeptFor([]byte(text), by) {
			return true, nil
		}
		_, err = waited(ctx, func() (string, error) { return "", keyring.Delete(service, name) })
	}
	if errors.Is(err, keyring.ErrNotFound) {
		return false, nil
	}
	return false, explained(name, err)
}

// Rename has the entry by.At, if it was kept for just this place, be kept for one of
// another name. Any other entry stays as it is.
func Rename(ctx context.Context, by s3browser.Kept, to string) error {
	text, err := waited(ctx, func() (string, error) { return keyring.Get(service, by.At) })
	keys, problem := s3browser.ParseKeys([]byte(text))
	if err != nil || problem != "" || !s3browser.KeptFor([]byte(text), by) {
		return explained(by.At, err)
	}
	by.Place = to
	text = string(s3browser.WriteKeys(keys, by, rand.Text()))
	_, err = waited(ctx, func() (string, error) { return "", keyring.Set(service, by.At, text) })
	return explained(by.At, err)
}

// patience is how long a keychain may take: long enough for a person who is asked for a
// password.
const patience = 2 * time.Minute

// silentError is a keychain that takes longer.
type silentError struct{}

func (silentError) Error() string { return "no answer in 2 minutes; unlock it, or answer what it asks" }

// waited runs what may wait for a person, until ctx ends or patience: the library knows
// neither.
func waited(ctx context.Context, work func() (string, error)) (string, error) {
	return within(ctx, patience, work, func() {})
}

// within is waited with a limit. late runs when work ends well after nobody waits for it
// any more, and only then.
func within(ctx context.Context, limit time.Duration, work func() (string, error), late func()) (string, error) {
	type answer struct {
		text string
		err  error
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	done, left := make(chan answer), make(chan struct{})
	defer close(left)
	go func() {
		text, err := work()
		select {
		case done <- answer{text, err}:
		case <-left:
			if err == nil {
				late()
			}
		}
	}()
	select {
	case a := <-done:
		return a.text, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	case <-timer.C:
		return "", silentError{}
	}
}

// explained says what is wrong with the keychain; nil: nothing is.
func explained(name string, err error) error {
	switch {
	case err == nil || errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, keyring.ErrNotFound):
		return &s3browser.SourceError{Sentence: "the keychain has no keys under the name " + name, Hint: "add the place anew on this machine: a keychain does not travel with the settings", Cause: err}
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return &s3browser.SourceError{Sentence: "the keys are too long for the keychain, as those of a session may be", Hint: "keep them in a file", Cause: err}
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return &s3browser.SourceError{Sentence: "signet knows no keychain on this system", Hint: "keep the keys in a file", Cause: err}
	}
	return &s3browser.SourceError{Sentence: "the keychain does not answer: " + err.Error(), Hint: "over SSH and on servers there is often none: keep the keys in a file", Cause: err}
}
