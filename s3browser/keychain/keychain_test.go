package keychain

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// A keychain that never answers holds nobody up, and leaving does not wait for it.
func TestASilentKeychainIsLeft(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	hang := func() (string, error) {
		<-never
		return "", nil
	}
	if _, err := within(t.Context(), time.Millisecond, hang); !errors.Is(err, silentError{}) || !strings.Contains(explained("nas", err).Error(), "the keychain does not answer") {
		t.Errorf("%v", err)
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := waited(ctx, hang); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
