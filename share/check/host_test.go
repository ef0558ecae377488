package check

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"signet/share"
)

// Nothing is sent to where machines are told secrets, nor to ports of other languages,
// however the host is written; and nothing by another way than the web's.
func TestNothingIsSentWhereNoStoreIs(t *testing.T) {
	never := errors.New("something is sent")
	c := Checker{Transport: func() http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			t.Errorf("%s is asked", r.URL.Host)
			return nil, never
		})
	}}
	for _, at := range []string{
		"http://169.254.169.254/latest/meta-data/iam/security-credentials/", "http://2852039166/", "http://0xA9FEA9FE/", "http://0251.0376.0251.0376/",
		"http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[fd00:ec2::254]/", "http://169.254.170.2/v2/credentials", "http://100.100.100.200/",
		"http://acme.s3.amazonaws.com@169.254.169.254/", "http://acme.s3.amazonaws.com:80@metadata.google.internal/", "http://metadata.google.internal./",
		"http://acme.example:25/", "http://127.0.0.1:6667/", "http://127.0.0.1:06000/",
		"file:///etc/passwd", "ftp://acme.example/a", "gopher://127.0.0.1:70/_x", "unix:///run/docker.sock", "http+unix://%2frun%2fdocker.sock/a", "javascript:alert(1)",
		"//acme.example/a", "http:///a", "http://acme.example\r\nX: y/", "http://acme .example/",
	} {
		link := share.Link{Request: share.Request{Operation: share.Download}, Method: http.MethodGet, URL: share.NewSecret(at + "?X-Amz-Signature=" + secret)}
		if used, said := c.Use(t.Context(), http.MethodGet, link.URL, nil); used || len(said) != 1 || said[0].Code != "not-tried" && said[0].Code != "link" {
			t.Errorf("%s: %v %s", at, used, codes(said))
		}
		if opens, _, err := c.Ask(t.Context(), link); opens || err == nil || errors.Is(err, never) {
			t.Errorf("%s: %v %v", at, opens, err)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// What counts is the address that a connection is made to, not what a name was said to
// be before.
func TestTheAddressIsJudgedAsItIsDialled(t *testing.T) {
	for at, want := range map[string]bool{
		"169.254.169.254:80": false, "[::ffff:169.254.169.254]:80": false, "[fe80::a9fe:a9fe%lo]:80": false, "[fd00:ec2::254]:80": false,
		"127.0.0.1:9000": true, "192.168.1.4:443": true, "[2001:db8::1]:443": true,
	} {
		if err := noMetadata("tcp", at, nil); (err == nil) != want {
			t.Errorf("%s: %v", at, err)
		}
	}
	transport, ok := fresh().(*http.Transport)
	if !ok {
		t.Fatal("not net/http's")
	}
	_, err := transport.DialContext(t.Context(), "tcp", "169.254.169.254:80")
	if dialled := new(net.OpError); !errors.As(err, &dialled) || !errors.Is(err, errMetadata) {
		t.Errorf("it is dialled: %v", err)
	}
	if said := unreachable(&url.Error{Err: err}); said.Code != "not-tried" {
		t.Errorf("%+v", said)
	}
}

// A host behind an @ is the host, and what stands before is sent to nobody.
func TestWhatStandsBeforeTheHostIsNoHost(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Header.Get("Authorization") != "" || strings.Contains(r.Host, "amazonaws") {
			t.Errorf("%s %v", r.Host, r.Header)
		}
	}))
	defer server.Close()
	var c Checker
	used, _ := c.Use(context.Background(), http.MethodHead, share.NewSecret(strings.Replace(server.URL, "//", "//acme.s3.amazonaws.com:443@", 1)+"/a"), nil)
	if !used || asked.Load() != 1 {
		t.Errorf("%v, %d requests", used, asked.Load())
	}
}
