package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/say"
)

// recorded is how many shares the log has that could not be signed, and how many
// in all.
func recorded(t *testing.T, a *app) (failed, all int) {
	t.Helper()
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	list, err := l.Query(t.Context(), ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list.Entries {
		if e.Failure != "" {
			failed++
		}
	}
	return failed, len(list.Entries)
}

// Both faces stop for the same reasons, with the same account, and keep the same
// of what failed.
func TestBothFacesStopAlike(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	in := func(d time.Duration) share.Request {
		return share.Request{Operation: share.Download, Lifetime: share.For(d)}
	}
	never := in(time.Hour)
	never.Starts, never.Lifetime = now.Add(48*time.Hour), share.Lifetime{Until: now.Add(24 * time.Hour)}
	var usage *share.UsageError
	for name, c := range map[string]struct {
		terms         share.Request
		keyless       bool
		links, failed int
		is            func(error) bool
	}{
		"the common end": {in(90 * time.Minute), false, 1, 0, func(err error) bool { return errors.Is(err, many.ErrLate) }},
		"wrong usage":    {never, false, 0, 0, func(err error) bool { return errors.As(err, &usage) }},
		"no credentials": {in(time.Hour), true, 0, 3, func(err error) bool { return err == nil }},
	} {
		for face, share3 := range map[string]func(*app, *share.Service, share.Request, *testing.T) (links, failed int, err error){
			"command line": typed, "screens": chosen,
		} {
			t.Run(name+" on the "+face, func(t *testing.T) {
				home(t)
				if c.keyless {
					t.Setenv("AWS_ACCESS_KEY_ID", "")
					t.Setenv("AWS_SECRET_ACCESS_KEY", "")
				}
				a, at := newApp(t), now
				a.Clock = func() time.Time { return at }
				svc, err := a.service()
				if err != nil {
					t.Fatal(err)
				}
				svc.Judge = func(share.Request, share.Secret) []say.Remark { // as time goes by
					at = at.Add(2 * time.Hour)
					return nil
				}
				links, failed, err := share3(a, svc, c.terms, t)
				if !c.is(err) || links != c.links || failed != c.failed {
					t.Errorf("%d links, %d failed, %v", links, failed, err)
				}
				if c.links+c.failed == 0 {
					return // nothing is recorded
				}
				if failed, all := recorded(t, a); failed != c.failed || all != c.links+c.failed {
					t.Errorf("in the log: %d failed of %d", failed, all)
				}
			})
		}
	}
}

func three() (out []share.Target) {
	for _, key := range []string{"a", "b", "c"} {
		out = append(out, share.Target{Bucket: "acme", Key: key, Region: "eu-west-3"})
	}
	return out
}

// typed shares three objects as the command line does.
func typed(a *app, svc *share.Service, terms share.Request, t *testing.T) (links, failed int, err error) {
	t.Helper()
	var out, said bytes.Buffer
	a.Out, a.Err = &out, &said
	err = a.shareMany(t.Context(), &shareFlags{several: true}, svc, a.places.get(""), terms, three(), false)
	failed = strings.Count(said.String(), "signet: s3://acme/")
	if err != nil && err.Error() == fmt.Sprintf("share: %d of 3 could not be signed", failed) {
		err = nil // all were tried
	}
	return strings.Count(out.String(), "\n"), failed, err
}

// chosen shares three objects as the screens do.
func chosen(a *app, svc *share.Service, terms share.Request, t *testing.T) (links, failed int, err error) {
	t.Helper()
	var list []many.Chosen
	for _, target := range three() {
		list = append(list, many.Chosen{Target: target})
	}
	path := filepath.Join(t.TempDir(), "links.txt")
	r, err := a.batch(svc)(t.Context(), ordered(list, terms, path))
	if data, _ := os.ReadFile(path); strings.Count(string(data), "\n") != r.Links {
		t.Errorf("the file has other links: %d bytes", len(data))
	}
	return r.Links, r.Failed, err
}

// Who writes some addresses and goes on later has the links meanwhile.
func TestLinksComeWhileTheInputStandsStill(t *testing.T) {
	for _, kv := range exampleEnv(t.TempDir()) {
		k, v, _ := strings.Cut(kv, "=")
		t.Setenv(k, v)
	}
	in, names := io.Pipe()
	links, out := io.Pipe()
	done := make(chan int, 1)
	go func() {
		code := Run(t.Context(), []string{"share", "-"}, IO{In: in, Out: out, Err: io.Discard})
		_ = out.Close()
		done <- code
	}()
	go func() { _, _ = io.WriteString(names, strings.Repeat("s3://bucket/a.pdf\n", 60)) }()
	lines, n := bufio.NewScanner(links), 0 // which waits for ever, where they are held back
	for n < 50 && lines.Scan() {
		n++
	}
	if n < 50 {
		t.Errorf("%d links came of 60 addresses", n)
	}
	_ = names.Close()
	for lines.Scan() {
		n++
	}
	if code := <-done; code != 0 || n != 60 {
		t.Errorf("exit code %d, %d links", code, n)
	}
}
