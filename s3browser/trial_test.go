package s3browser

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"signet/demo"
)

// tried tries a connection with little patience.
func tried(t *testing.T, c Connection, bucket string) (Trial, string) {
	t.Helper()
	var told []Step
	out := try(t.Context(), c, bucket, func(s Step) { told = append(told, s) }, func(c Connection) *Client {
		client := Connect(c)
		client.pause = time.Millisecond
		return client
	})
	if fmt.Sprint(told) != fmt.Sprint(out.Steps) {
		t.Errorf("told %v, and the answer is %v", told, out.Steps)
	}
	var lines strings.Builder
	for _, s := range out.Steps {
		fmt.Fprintf(&lines, "%s %s: %s | %s\n", map[Outcome]string{Skipped: "-", Passed: "ok", Doubtful: "!", Failed: "x"}[s.Outcome], s.Name, s.Text, s.Hint)
	}
	return out, lines.String()
}

// Every failure stands beside the step that it belongs to, and says what to do.
func TestTrialExplainsFailures(t *testing.T) {
	alone(t)
	s := start(t, demo.Options{})
	quiet := log.New(io.Discard, "", 0)
	secure := httptest.NewUnstartedServer(answer(""))
	secure.Config.ErrorLog = quiet
	secure.StartTLS()
	t.Cleanup(secure.Close)
	page := httptest.NewServer(answer("<!DOCTYPE html><html><body>Console</body></html>"))
	t.Cleanup(page.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	gone := l.Addr().String()
	l.Close()
	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(-72*time.Hour).UTC().Format(http.TimeFormat))
		refuse(403, "RequestTimeTooSkewed", "The difference is too large.")(w, nil)
	}))
	t.Cleanup(late.Close)

	owner, guest := s.Owner(), s.Guest()
	at := func(endpoint, id, secret string) Connection {
		return Connection{Endpoint: endpoint, AccessKeyID: id, SecretKey: secret}
	}
	for _, test := range []struct {
		name   string
		conn   Connection
		bucket string
		has    []string
	}{
		{"no such host", at("https://s3.acme.invalid", "A", "S"), "", []string{"ok keys", "x connection: no such host: s3.acme.invalid", "check the network and the endpoint", "- answer", "- signature"}},
		{"refused", at("http://"+gone, "A", "S"), "", []string{"x connection: nothing answers at " + gone, "is the server running"}},
		{"own certificate", at(secure.URL, "A", "S"), "", []string{"ok connection", "x encryption: no secure connection: the certificate is signed by an unknown authority", "AWS_CA_BUNDLE"}},
		{"https to a port of http", at(strings.Replace(page.URL, "http:", "https:", 1), "A", "S"), "", []string{"x encryption: no secure connection: the server speaks plain http", "write http://"}},
		{"http to a port of https", at(strings.Replace(secure.URL, "https:", "http:", 1), "A", "S"), "", []string{"ok connection", "x answer: the server speaks https", "write https://"}},
		{"a web page", at(page.URL, "A", "S"), "", []string{"x answer: the answer does not come from an S3 server: it is a web page", "check the endpoint and its port"}},
		{"no address", at("localhost:9000", "A", "S"), "", []string{"x address: endpoint localhost:9000: it", "- keys"}},
		{"a clock", at(late.URL, "A", "S"), "", []string{"ok answer", "x clock: the server's clock says", "set the clock that is wrong"}},
		{"unknown key", at(s.Endpoint(), "AKIANOBODY", owner.SecretKey), "", []string{"ok clock", "x signature: ", "does not know", "- buckets"}},
		{"wrong secret", at(s.Endpoint(), owner.AccessKeyID, "other"), "", []string{"x signature: the signature does not match", "check the secret key"}},
		{"no keys", Connection{Endpoint: s.Endpoint()}, "", []string{"x keys: no credentials found", "- connection"}},
		{"no such file", Connection{Endpoint: s.Endpoint(), Source: FromFile("/nowhere/keys")}, "", []string{"x keys: the key file /nowhere/keys is not there", "access_key_file"}},
		{"no such command", Connection{Endpoint: s.Endpoint(), Source: FromCommand([]string{"/nowhere/keys", "a"})}, "", []string{"x keys: the credential_command /nowhere/keys was not found"}},
		{"may not list", at(s.Endpoint(), guest.AccessKeyID, guest.SecretKey), "", []string{"ok signature", "! buckets: these keys may not list the buckets", "name the bucket"}},
		{"no such bucket", at(s.Endpoint(), owner.AccessKeyID, owner.SecretKey), "nobody-has-this", []string{"ok buckets", "x bucket: listing s3://nobody-has-this: there is no such bucket"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, lines := tried(t, test.conn, test.bucket)
			for _, want := range test.has {
				if !strings.Contains(lines, want) {
					t.Errorf("no %q in\n%s", want, lines)
				}
			}
			if works := !strings.Contains(lines, "\nx ") && !strings.HasPrefix(lines, "x "); out.Works() != works {
				t.Errorf("works: %v\n%s", out.Works(), lines)
			}
			if strings.Contains(lines, owner.SecretKey) || strings.Contains(lines, guest.SecretKey) {
				t.Errorf("a secret is told:\n%s", lines)
			}
		})
	}
}

// A server that lists its buckets to whatever region, and nothing else, as MinIO does.
func TestTrialFindsTheRegionInABucket(t *testing.T) {
	alone(t)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			answer(`<ListAllMyBucketsResult><Buckets><Bucket><Name>acme</Name></Bucket></Buckets></ListAllMyBucketsResult>`)(w, r)
		case !strings.Contains(r.Header.Get("Authorization"), "/eu-9/"):
			w.WriteHeader(400)
			io.WriteString(w, `<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region is wrong</Message><Region>eu-9</Region></Error>`)
		default:
			answer(`<ListBucketResult><Name>acme</Name></ListBucketResult>`)(w, r)
		}
	}))
	t.Cleanup(s.Close)
	out, lines := tried(t, Connection{Endpoint: s.URL, AccessKeyID: "A", SecretKey: "S"}, "")
	if !out.Works() || out.Region != "eu-9" {
		t.Errorf("region %q\n%s", out.Region, lines)
	}
}

// What is wrong and can be found out is found out: the region, and where the server
// wants the name of a bucket.
func TestTrialFindsRegionAndStyle(t *testing.T) {
	alone(t)
	s := start(t, demo.Options{})
	owner, guest := s.Owner(), s.Guest()
	at := func(who demo.Credentials, region string, host bool) Connection {
		return Connection{Endpoint: strings.Replace(s.Endpoint(), "127.0.0.1", "localhost", 1), Region: region, HostStyle: host, AccessKeyID: who.AccessKeyID, SecretKey: who.SecretKey, SessionToken: who.SessionToken}
	}
	out, lines := tried(t, at(owner, "moon-1", false), "acme-contracts")
	if !out.Works() || out.Region != s.Region() || !strings.Contains(lines, "its region is "+s.Region()) {
		t.Errorf("region %q\n%s", out.Region, lines)
	}
	out, lines = tried(t, at(owner, "", true), "acme-contracts")
	if !out.Works() || !out.PathStyle || out.HostStyle || !strings.Contains(lines, "! bucket: acme-contracts can be listed; the server wants its name in the path") {
		t.Errorf("path style not found\n%s", lines)
	}
	out, lines = tried(t, at(guest, "", false), "acme-contracts")
	if !out.Works() || !strings.Contains(lines, "opened without") || !strings.Contains(lines, "ok bucket: acme-contracts can be listed") {
		t.Errorf("a bucket that is named\n%s", lines)
	}
}
