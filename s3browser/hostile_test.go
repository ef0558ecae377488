package s3browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"signet/s3browser/hostiletest"
)

// face connects to a server that plays a trick. A short timeout is only for
// servers that stall for ever: a busy machine must not look like one.
func face(t *testing.T, trick hostiletest.Trick) (*Client, *hostiletest.Server) {
	t.Helper()
	s := hostiletest.Start(t, trick)
	c := Connect(Connection{Endpoint: s.URL, Region: "us-east-1", AccessKeyID: "AKIATEST", SecretKey: "secret", Timeout: 10 * time.Minute})
	if trick.Stalls {
		c.conn.Timeout = 300 * time.Millisecond
	}
	c.pause = time.Millisecond
	return c, s
}

// bounded runs work that must end by itself, and with little memory.
func inBounds(t *testing.T, work func(context.Context)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute) // a hang, on any machine
	defer cancel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work(ctx)
	runtime.ReadMemStats(&after)
	if ctx.Err() != nil {
		t.Error("it did not end by itself")
	}
	// All that was allocated, the server's part included, not what was held at once.
	if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 600 {
		t.Errorf("%d MB were allocated", n)
	}
}

// Whatever a server does, a listing ends, in bounds, with a sentence.
func TestHostileListings(t *testing.T) {
	for _, trick := range hostiletest.Tricks() {
		t.Run(trick.Name, func(t *testing.T) {
			c, s := face(t, trick)
			keys := map[string]bool{}
			var err error
			inBounds(t, func(ctx context.Context) {
				err = c.Walk(ctx, ListRequest{Bucket: "b", Prefix: "p/", Recursive: true}, func(p Page) error {
					for _, e := range p.Entries {
						keys[e.Key] = true
					}
					return nil
				})
			})
			s.Check(t, 1)
			for key := range keys {
				if !strings.HasPrefix(key, "p/") {
					t.Errorf("%q was handed on", key)
				}
			}
			if trick.Says == "" {
				if err != nil || len(keys) == 0 {
					t.Errorf("%v, %d keys", err, len(keys))
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), trick.Says) || strings.ContainsAny(err.Error(), "\n\x1b\x07") {
				t.Errorf("%v, want %q", err, trick.Says)
			}
		})
	}
}

// The same server is met by every other request, and no one hangs or floods.
func TestHostileAnswers(t *testing.T) {
	for _, trick := range hostiletest.Tricks() {
		if trick.Asked > 0 {
			continue // made for listings
		}
		t.Run(trick.Name, func(t *testing.T) {
			c, s := face(t, trick)
			inBounds(t, func(ctx context.Context) {
				_, err := c.Buckets(ctx)
				judged(t, err)
				_, err = c.Head(ctx, "b", "p/a", "")
				judged(t, err)
				_, err = c.Versions(ctx, "b", "p/a")
				judged(t, err)
				_, err = c.Versioning(ctx, "b")
				judged(t, err)
				_, err = c.Region(ctx, "b")
				judged(t, err)
				in, err := c.Read(ctx, "b", "p/a")
				if judged(t, err); err == nil {
					_, _ = io.Copy(io.Discard, io.LimitReader(in, 1<<20))
					_ = in.Close()
				}
			})
			s.Check(t, 6)
		})
	}
}

// judged wants one clean line of every error.
func judged(t *testing.T, err error) {
	t.Helper()
	if err != nil && (strings.ContainsAny(err.Error(), "\n\x1b\x07") || strings.Contains(err.Error(), "cancelled")) {
		t.Errorf("%q", err)
	}
}

// Credentials are fetched over the network, too: by the same rules, with a bundle
// of certificates as without.
func TestHostileCredentialServers(t *testing.T) {
	for _, bundle := range []bool{false, true} {
		t.Run(fmt.Sprint("bundle ", bundle), func(t *testing.T) { hostileCredentialServers(t, bundle) })
	}
}

func hostileCredentialServers(t *testing.T, bundle bool) {
	for _, trick := range hostiletest.Tricks() {
		if !strings.HasPrefix(trick.Name, "30") && !strings.Contains(trick.Name, "endless") && !trick.Stalls {
			continue // of lists and their refusals
		}
		t.Run(trick.Name, func(t *testing.T) {
			folder := alone(t)
			t.Setenv("AWS_CA_BUNDLE", "")
			if bundle {
				write(t, folder, "bundle.pem", certificate(t))
				t.Setenv("AWS_CA_BUNDLE", filepath.Join(folder, "bundle.pem"))
			}
			c, s := face(t, trick)
			t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", s.URL+"/credentials")
			t.Setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret")
			c.conn.AccessKeyID, c.conn.SecretKey = "", ""
			inBounds(t, func(ctx context.Context) {
				_, err := c.Identity(ctx)
				if judged(t, err); err == nil {
					t.Error("these are no credentials")
				}
			})
			s.Check(t, 1)
		})
	}
}

// An error names what was asked for to the last slash: s3://b/p and s3://b/p/ are
// two things.
func TestErrorsNameTheWholeTarget(t *testing.T) {
	c := Connect(Connection{Endpoint: "http://127.0.0.1:1", AccessKeyID: "A", SecretKey: "S"})
	for prefix, want := range map[string]string{"": "s3://b", "p": "s3://b/p", "p/": "s3://b/p/", "p//": "s3://b/p//", "/": "s3://b//"} {
		_, err := c.List(t.Context(), ListRequest{Bucket: "b", Prefix: prefix})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Sentence, "listing "+want+": ") {
			t.Errorf("%q: %v", prefix, err)
		}
	}
}
