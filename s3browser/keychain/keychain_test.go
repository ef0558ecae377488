package keychain

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"signet/s3browser"
)

// A keychain that never answers holds nobody up, and leaving does not wait for it.
func TestASilentKeychainIsLeft(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	hang := func() (string, error) {
		<-never
		return "", nil
	}
	if _, err := within(t.Context(), time.Millisecond, hang, func() {}); !errors.Is(err, silentError{}) || !strings.Contains(explained("nas", err).Error(), "the keychain does not answer") {
		t.Errorf("%v", err)
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := waited(ctx, hang); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// What a keychain writes after its asker has left is taken back: no place uses it. What
// is waited for stays.
func TestWhatIsKeptTooLateGoes(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	unlocked, undone := make(chan struct{}), make(chan struct{})
	leave()
	slow := func() (string, error) {
		<-unlocked
		return "", nil
	}
	if _, err := within(ctx, time.Hour, slow, func() { close(undone) }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(unlocked)
	<-undone
	_, err := within(t.Context(), time.Hour, slow, func() { t.Error("what was waited for is taken back") })
	if err != nil {
		t.Error(err)
	}
}

// Only an entry goes that says that it was kept for just this place of this settings file.
func TestOnlyOnesOwnEntryGoes(t *testing.T) {
	keyring.MockInit()
	keys := s3browser.Keys{AccessKeyID: "AKIAEXAMPLE", SecretKey: "secret"}
	by := s3browser.Kept{Settings: "/home/ana/config.toml", Place: "nas", At: "nas"}
	if err := Keep(t.Context(), keys, by); err != nil {
		t.Fatal(err)
	}
	if got, err := Entry("nas").Keys(t.Context(), nil); err != nil || got.SecretKey != "secret" {
		t.Fatalf("%v %v", got.AccessKeyID, err)
	}
	for _, other := range []s3browser.Kept{
		{Settings: "/home/ana/other.toml", Place: "nas", At: "nas"},
		{Settings: by.Settings, Place: "other", At: "nas"},
	} {
		if others, err := Forget(t.Context(), other); !others || err != nil {
			t.Errorf("%+v: %v %v", other, others, err)
		}
	}
	if err := keyring.Set(service, "mine", `{"AccessKeyId": "AKIAEXAMPLE", "SecretAccessKey": "secret"}`); err != nil {
		t.Fatal(err)
	}
	if others, err := Forget(t.Context(), s3browser.Kept{Settings: by.Settings, Place: "nas", At: "mine"}); !others || err != nil {
		t.Errorf("made by hand: %v %v", others, err)
	}
	if err := Rename(t.Context(), s3browser.Kept{Settings: by.Settings, Place: "nas", At: "mine"}, "x"); err != nil {
		t.Error(err)
	}
	if others, err := Forget(t.Context(), s3browser.Kept{Settings: by.Settings, Place: "x", At: "mine"}); !others || err != nil {
		t.Errorf("renamed, and made by hand: %v %v", others, err)
	}
	if err := Rename(t.Context(), by, "nas-2"); err != nil {
		t.Error(err)
	}
	by.Place = "nas-2"
	if others, err := Forget(t.Context(), by); others || err != nil {
		t.Errorf("its own: %v %v", others, err)
	}
	if _, err := Entry("nas").Keys(t.Context(), nil); err == nil {
		t.Error("its own entry is still there")
	}
}
