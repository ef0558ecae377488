package check

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"signet/share"
	"signet/share/say"
)

const secret = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"

// use tries a link against a handler.
func use(t *testing.T, method string, h http.HandlerFunc) (bool, []say.Remark) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	var c Checker
	return c.Use(t.Context(), method, share.NewSecret(server.URL+"/acme/a%2Fb.pdf?X-Amz-Signature="+secret), nil)
}

func TestUse(t *testing.T) {
	xml := func(code string) string { return "<Error><Code>" + code + "</Code><Message>m</Message></Error>" }
	answer := func(status int, body string, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
		says   string
	}{
		{"partial", answer(206, "x", "Content-Range", "bytes 0-0/1048576", "Content-Type", "application/pdf", "Content-Disposition", `attachment; filename="b.pdf"`), "good:opens", "1 MB, application/pdf, saved as b.pdf"},
		{"whole", answer(200, "hello", "Content-Type", "text/plain", "ETag", `"1"`), "good:opens", "5 B, text/plain"},
		{"whatever", answer(200, "hello", "Content-Type", "text/plain"), "warning:page", "something else answered, not the object"},
		{"empty object", answer(416, xml("InvalidRange"), "Content-Range", "bytes */0"), "good:opens", "empty"},
		{"bad range", answer(416, xml("InvalidRange"), "Content-Range", "bytes */9"), "bad:refused", "416 InvalidRange"},
		{"denied", answer(403, xml("AccessDenied")), "bad:refused", "403 AccessDenied"},
		{"changed", answer(403, xml("SignatureDoesNotMatch")), "bad:refused", "SignatureDoesNotMatch"},
		{"missing", answer(404, xml("NoSuchKey")), "bad:refused", "404 NoSuchKey"},
		{"malformed", answer(400, xml("AuthorizationQueryParametersError")), "bad:refused", "400"},
		{"another region", answer(301, xml("PermanentRedirect"), "X-Amz-Bucket-Region", "ap-south-1", "Location", "https://elsewhere.example/?"+secret), "bad:refused", "301"},
		{"busy", answer(503, xml("SlowDown")), "warning:busy", "503"},
		{"login page", answer(200, "<html>sign in</html>", "Content-Type", "text/html"), "warning:page", "web page"},
		{"shared page", answer(200, "<html>doc</html>", "Content-Type", "text/html", "X-Amz-Request-Id", "1"), "good:opens", "text/html"},
		{"moved", answer(302, "", "Location", "https://login.example/?next="+secret), "warning:moved", "on to https://login.example, where"},
		{"moved for ever", answer(307, "", "Location", "/"), "bad:refused", "307"},
		{"moved to no address", answer(308, "", "Location", "http://[::1"), "bad:refused", "308"},
		{"endless error", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(403)
			block := bytes.Repeat([]byte("<a>"), 1<<15)
			for {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}, "bad:refused", "403"},
	} {
		t.Run(c.name, func(t *testing.T) {
			used, got := use(t, http.MethodGet, c.answer)
			if !used || codes(got) != c.want+" info:used" {
				t.Fatalf("%v %s, want %s", used, codes(got), c.want)
			}
			if !strings.Contains(got[0].Text, c.says) {
				t.Errorf("%q does not say %q", got[0].Text, c.says)
			}
			if all := fmt.Sprintf("%+v", got); strings.Contains(all, secret[:20]) {
				t.Error("the signature is repeated")
			}
		})
	}
}

// The request must be one that a stranger could send: nothing of this user, and
// one byte of the object only.
func TestUseIsAStranger(t *testing.T) {
	var got *http.Request
	var requests, connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		got = r.Clone(context.Background())
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		http.Redirect(w, r, "/other", http.StatusTemporaryRedirect)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
	var c Checker
	link := strings.Replace(server.URL, "http://", "http://anna:geheim@", 1) + "/acme/up/../a%2Fb?X-Amz-Signature=" + secret
	for range 2 {
		used, _ := c.Use(t.Context(), http.MethodGet, share.NewSecret(link), []share.Header{{Name: "X-Amz-Meta-Case", Value: "7"}, {Name: "Host", Value: "evil"}})
		if !used {
			t.Fatal("not used")
		}
	}
	if requests.Load() != 2 {
		t.Errorf("%d requests: a redirect was followed", requests.Load())
	}
	if connections.Load() != 2 {
		t.Errorf("%d connections: one was kept", connections.Load())
	}
	if got.Header.Get("Authorization") != "" || got.Header.Get("Cookie") != "" || got.Header.Get("Range") != "bytes=0-0" || got.Header.Get("X-Amz-Meta-Case") != "7" {
		t.Errorf("headers: %v", got.Header)
	}
	if got.RequestURI != "/acme/up/../a%2Fb?X-Amz-Signature="+secret || got.Host == "evil" {
		t.Errorf("the address was changed: %s", got.RequestURI)
	}
}

func TestHeadLinksAreUsedByHead(t *testing.T) {
	var method string
	used, got := use(t, http.MethodHead, func(w http.ResponseWriter, r *http.Request) {
		method = r.Method + r.Header.Get("Range")
		w.Header().Set("Content-Length", "7")
		w.Header().Set("ETag", `"1"`)
	})
	if !used || method != "HEAD" || codes(got) != "good:opens info:used" {
		t.Errorf("%v %q %s", used, method, codes(got))
	}
}

func TestLinksThatChangeSomethingAreNeverUsed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the link was used") }))
	defer server.Close()
	c := Checker{Clock: clock}
	for _, op := range []share.Operation{share.Upload, share.Form, share.Delete} {
		l := linkTo(op, "a", share.Options{})
		l.URL = share.NewSecret(server.URL)
		r := c.Check(t.Context(), l, Full)
		if r.Used || !strings.Contains(codes(r.Findings), "info:not-tried") {
			t.Errorf("%s: %s", op, codes(r.Findings))
		}
	}
	if used, _ := c.Use(t.Context(), http.MethodDelete, share.NewSecret(server.URL), nil); used {
		t.Error("DELETE was sent")
	}
}

// Before a link opens every server refuses it: that says nothing about the link.
func TestLinksThatOpenLaterAreNotTried(t *testing.T) {
	link := share.Link{
		Request: share.Request{Operation: share.Download, Skew: 10 * time.Minute}, URL: share.NewSecret("http://127.0.0.1:1/never"),
		Terms: share.Terms{Starts: clock().Add(time.Hour), Ends: clock().Add(2 * time.Hour)},
	}
	if r := (&Checker{Clock: clock}).Check(t.Context(), link, Full); r.Used || !strings.Contains(codes(r.Findings), "info:not-tried") {
		t.Errorf("%+v", r)
	}
	link.Terms.Starts = clock().Add(9 * time.Minute) // now, by the server's clock
	if r := (&Checker{Clock: clock}).Check(t.Context(), link, Full); strings.Contains(codes(r.Findings), "not-tried") {
		t.Errorf("%+v", r)
	}
}

func TestCheapNeverUses(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the link was used") }))
	defer server.Close()
	l := linkTo(share.Download, "a", share.Options{})
	l.URL = share.NewSecret(server.URL)
	c := Checker{Clock: clock}
	if r := c.Check(t.Context(), l, Cheap); r.Used {
		t.Error("used")
	}
}

func TestUnreachable(t *testing.T) {
	tlsServer := httptest.NewUnstartedServer(http.NotFoundHandler())
	tlsServer.Config.ErrorLog = log.New(io.Discard, "", 0)
	tlsServer.StartTLS()
	defer tlsServer.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String()
	_ = listener.Close()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name, link string
		ctx        context.Context
		want       string
		says       string
	}{
		{"no such host", "https://acme.invalid/a", t.Context(), "dns", ""},
		{"nothing listens", closed + "/a", t.Context(), "bad:unreachable", "nothing listens"},
		{"unknown certificate", tlsServer.URL + "/a", t.Context(), "bad:tls", "signed by nobody"},
		{"plain http", strings.Replace(plain.URL, "http:", "https:", 1) + "/a", t.Context(), "bad:tls", "plain http"},
		{"cancelled", plain.URL + "/a", cancelled, "info:cancelled", ""},
		{"no address", "s3://acme/a", t.Context(), "bad:link", ""},
		{"broken", "https://acme\x01/a", t.Context(), "bad:link", ""},
		{"nothing", "", t.Context(), "bad:link", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var checker Checker
			used, got := checker.Use(c.ctx, http.MethodGet, share.NewSecret(c.link+"?X-Amz-Signature="+secret), nil)
			if used || !strings.Contains(codes(got), c.want) || !strings.Contains(got[0].Text, c.says) {
				t.Errorf("%v %s %q", used, codes(got), got[0].Text)
			}
			if all := fmt.Sprintf("%+v", got); strings.Contains(all, secret[:20]) {
				t.Error("the signature is repeated")
			}
		})
	}
}

// A host that never answers; the transport stands for the time that passes.
func TestNoAnswerInTime(t *testing.T) {
	silent := trip(func(r *http.Request) (*http.Response, error) {
		if _, ok := r.Context().Deadline(); !ok {
			t.Error("the request has no end")
		}
		return nil, context.DeadlineExceeded
	})
	checker := Checker{Transport: func() http.RoundTripper { return silent }}
	_, got := checker.Use(t.Context(), http.MethodGet, share.NewSecret("https://acme.example.com/a?X-Amz-Signature="+secret), nil)
	if codes(got) != "bad:unreachable" || !strings.Contains(got[0].Text, "in time") {
		t.Errorf("%+v", got)
	}
}

type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Ask gives the answer itself, sends no method that writes, and quotes no link.
func TestAsk(t *testing.T) {
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.Header.Get("Range"))
		if r.URL.Path == "/open" {
			w.WriteHeader(http.StatusPartialContent)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte("<Error><Code>AccessDenied</Code></Error>"))
	}))
	link := func(method, path string) share.Link {
		return share.Link{Method: method, URL: share.NewSecret(s.URL + path)}
	}
	c := &Checker{}
	if opens, a, err := c.Ask(t.Context(), link("GET", "/open")); err != nil || !opens || a.Status != 206 {
		t.Errorf("an open link: %t %+v %v", opens, a, err)
	}
	if opens, a, err := c.Ask(t.Context(), link("GET", "/x")); err != nil || opens || a.Status != 403 || a.Code != "AccessDenied" {
		t.Errorf("a denied link: %t %+v %v", opens, a, err)
	}
	for _, method := range []string{"PUT", "POST", "DELETE"} {
		if _, _, err := c.Ask(t.Context(), link(method, "/open")); err == nil {
			t.Errorf("%s was tried", method)
		}
	}
	if len(asked) != 2 || asked[0] != "GET bytes=0-0" {
		t.Errorf("sent: %q", asked)
	}
	s.Close()
	if _, _, err := c.Ask(t.Context(), link("GET", "/open?X-Amz-Signature=secret")); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("nobody answers: %v", err)
	}
}

// A distribution that there is not has no endpoint to compare.
func TestAWrongDomainIsSaid(t *testing.T) {
	for kind, want := range map[share.SignerKind]string{share.KindCloudFront: "compare domain in its [[place.signer]]", share.KindKey: "endpoint"} {
		l := linkTo(share.Download, "a.pdf", share.Options{})
		l.URL, l.Mandate.Kind = share.NewSecret("https://d0.cloudfront.invalid/a.pdf?Expires=1"), kind
		c := Checker{Transport: func() http.RoundTripper { return noHost{} }}
		if _, found := c.UseLink(t.Context(), l); len(found) == 0 || found[0].Code != "dns" || !strings.Contains(found[0].Next, want) {
			t.Errorf("%s: %v", kind, found)
		}
	}
}

// noHost knows no name.
type noHost struct{}

func (noHost) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
}
