package cli_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"signet/cli"
	"signet/config"
	"signet/share"
	"signet/share/ledger"
)

const (
	signature = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	// pastedLink ends an hour after inspectClock.
	pastedLink = "https://acme.s3.eu-west-1.amazonaws.com/hr/cv.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260304%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T150405Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=" + signature
)

func inspectClock() time.Time { return time.Date(2026, 3, 4, 15, 4, 5, 0, time.UTC) }

func runInspect(t *testing.T, home, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Run(context.Background(), append([]string{"inspect"}, args...), cli.IO{
		In: strings.NewReader(stdin), Out: &out, Err: &errs, Clock: inspectClock,
		Env: func(name string) string {
			if name == "SIGNET_HOME" {
				return home
			}
			return ""
		},
	})
	if all := out.String() + errs.String(); strings.Contains(all, signature[:20]) && !strings.Contains(strings.Join(args, " "), "--repair") {
		t.Error("the signature is printed")
	}
	return out.String(), errs.String(), code
}

func TestInspect(t *testing.T) {
	mail := "Hi,\r\n\r\n> " + strings.ReplaceAll(pastedLink, "&", "&amp;") + ".\r\n\r\nbye"
	for _, c := range []struct {
		name, stdin string
		args        []string
		code        int
		want        string
	}{
		{"argument", "", []string{pastedLink}, 0, "acme/hr/cv.pdf"},
		{"standard input", pastedLink, []string{"-"}, 0, "in 1 h"},
		{"no argument", pastedLink, nil, 0, "AKIAIOSFODNN7EXAMPLE"},
		{"from a mail", mail, []string{"-"}, 0, "&amp;"},
		{"cut off", pastedLink[:len(pastedLink)-9], []string{"-"}, 1, "cut off"},
		{"ended", strings.Replace(pastedLink, "T150405Z", "T130405Z", 1), []string{"-"}, 1, "ended"},
		{"no link", "hello", []string{"-"}, 1, "no link"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, errs, code := runInspect(t, t.TempDir(), c.stdin, c.args...)
			if code != c.code || !strings.Contains(out, c.want) || errs != "" {
				t.Errorf("code %d, errors %q, output\n%s", code, errs, out)
			}
		})
	}
}

func TestInspectUsage(t *testing.T) {
	for _, args := range [][]string{{"a", "b"}, {"--json", "--repair", "-"}, {"--nothing"}, {"-"}} {
		if _, errs, code := runInspect(t, t.TempDir(), " ", args...); code != 2 || errs == "" {
			t.Errorf("%q: code %d, %q", args, code, errs)
		}
	}
}

func TestInspectRepair(t *testing.T) {
	out, errs, code := runInspect(t, t.TempDir(), "<"+strings.ReplaceAll(pastedLink, "&", "&amp;")+">", "--repair", "-")
	if code != 0 || out != pastedLink+"\n" || !strings.Contains(errs, "acme/hr/cv.pdf") {
		t.Errorf("%d %q %q", code, out, errs)
	}
	if out, _, code := runInspect(t, t.TempDir(), pastedLink[:len(pastedLink)-9], "--repair", "-"); code != 1 || out != "" {
		t.Errorf("a cut link is not repaired: %d %q", code, out)
	}
}

func TestInspectJSON(t *testing.T) {
	home := t.TempDir()
	s, err := config.Load(config.Options{Env: func(n string) string {
		if n == "SIGNET_HOME" {
			return home
		}
		return ""
	}})
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(s.Paths.Ledger(), ledger.Options{Clock: inspectClock})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(signature))
	kept := []share.Record{{
		ID: "", Created: inspectClock(), Note: "contract", Recipient: "anna", SignatureSHA256: hex.EncodeToString(sum[:]),
		Spec:  share.Spec{Target: share.Target{Bucket: "acme", Key: "hr/cv.pdf"}, Operation: share.Download, SignedAt: inspectClock(), Seconds: 3600, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", Endpoint: share.Endpoint{Region: "eu-west-1"}},
		Terms: share.Terms{Starts: inspectClock(), Ends: inspectClock().Add(time.Hour)},
	}}
	if err := l.RecordAll(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	out, errs, code := runInspect(t, home, pastedLink, "--json", "-")
	var got struct {
		Kind  string
		State string
		Log   []struct{ ID, By, State, Recipient, Note string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 || errs != "" {
		t.Fatalf("%v %d %q\n%s", err, code, errs, out)
	}
	proxied := strings.Replace(pastedLink, "acme.s3.eu-west-1.amazonaws.com", "proxy.example.com", 1)
	if out, _, code := runInspect(t, home, proxied, "-"); code != 1 || !strings.Contains(out, "the host was changed") {
		t.Errorf("a changed host: %d\n%s", code, out)
	}
	if got.Kind != "sigv4" || got.State != "open" || len(got.Log) != 1 || got.Log[0].ID != kept[0].ID || got.Log[0].Recipient != "anna" || got.Log[0].State != "open" {
		t.Errorf("%+v", got)
	}
}

func TestInspectOnline(t *testing.T) {
	status := http.StatusPartialContent
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.Header.Get("Range"))
		w.Header().Set("Content-Range", "bytes 0-0/7")
		w.WriteHeader(status)
		if status == http.StatusForbidden {
			_, _ = io.WriteString(w, "<Error><Code>SignatureDoesNotMatch</Code><Message>m</Message></Error>")
		}
	}))
	defer server.Close()
	link := strings.Replace(pastedLink, "https://acme.s3.eu-west-1.amazonaws.com", server.URL+"/acme", 1)
	out, said, _ := runInspect(t, t.TempDir(), link, "--online", "-")
	if said != "trying it once at "+server.URL+", without any credentials\n" {
		t.Errorf("whom it asks is not said before: %q", said)
	}
	if !strings.Contains(out, "good: the link opens without any credentials: 7 B") || !strings.Contains(out, "used the link once") {
		t.Error(out)
	}
	status = http.StatusForbidden
	if out, _, code := runInspect(t, t.TempDir(), link, "--online", "-"); code != 1 || !strings.Contains(out, "SignatureDoesNotMatch") {
		t.Errorf("%d %s", code, out)
	}
	metadata := strings.Replace(pastedLink, "https://acme.s3.eu-west-1.amazonaws.com", "http://acme.s3.eu-west-1.amazonaws.com@169.254.169.254/acme", 1)
	if out, said, code := runInspect(t, t.TempDir(), metadata, "--online", "-"); code != 1 || !strings.Contains(out, "169.254.169.254 is where machines are told secrets") || strings.Contains(said, "acme.s3") {
		t.Errorf("%d %s%s", code, out, said)
	}
	deletes := strings.Replace(link, "?", "?x-id=DeleteObject&", 1)
	if out, _, _ := runInspect(t, t.TempDir(), deletes, "--online", "-"); !strings.Contains(out, "not tried") {
		t.Error(out)
	}
	if len(asked) != 2 || asked[0] != "GET bytes=0-0" {
		t.Errorf("asked %q", asked)
	}
}
