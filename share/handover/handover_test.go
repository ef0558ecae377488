package handover_test

import (
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
)

// now is when the links of the tests are signed.
var now = time.Date(2026, 11, 24, 16, 30, 0, 0, time.FixedZone("CET", 3600))

// awkward are keys that break quoting somewhere.
var awkward = []string{
	"plain.pdf", "a b.txt", "ü/größe.pdf", "e\u0301.txt", "😀 party.png", "it's.txt", "a'b'c.txt", `say "hi".txt`, `back\slash.txt`, "$HOME.txt", "`id`.txt", "$(id).txt",
	"a;b&c|d.txt", "star*?.txt", "[1-3].txt", "{a,b}.txt", "file#1.txt", "100%.txt", "%41.txt", "a+b=c.txt", "q?x=1&y=2", "colon:at@.txt", "!history!.txt", "~tilde", "-rf", "--output=x",
	"@file", "<in>.txt", "=formula", ".hidden", "..dots..", "dir/", "/leading", "a//b", "comma,semi;.txt", "tab\there.txt", "line\nfeed.txt", "line\r\nfeed\n", "esc\x1b[31m.txt", "\x01 100% %s \\n 'q'", "del\x7f.txt",
	"\u2018curly\u2019.txt", "\u201clow\u201d.txt", "rtl\u202egpj.exe", "zero\u200bwidth", "(paren).txt", "a^b~c.txt", "CON", "nul.txt", " space ", "trailing.", "key/with/many/parts/x.y.z",
	strings.Repeat("long", 60) + ".pdf", "[md](http://evil)", "*bold*_it_", "<script>alert(1)</script>", "a|b", "\"quoted\" & 'both'",
}

// escape writes a key into a path the way S3 signs it.
func escape(key string) string {
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		c := key[i]
		if c == '/' || c == '-' || c == '_' || c == '.' || c == '~' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// link is a link as a signer makes it, for an object on the server at base.
func link(base string, op share.Operation, key string) share.Link {
	u := base + "/bucket/" + escape(key) + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20261124%2Feu%2Fs3%2Faws4_request&X-Amz-Signature=00ff"
	if op == share.Form {
		u = base + "/bucket"
	}
	return share.Link{
		ID: "s1", Method: op.Info().Method, URL: share.NewSecret(u), SignedAt: now, Calls: calls(op, u),
		Request: share.Request{Operation: op, Target: share.Target{Bucket: "bucket", Key: key}},
		Terms:   share.Terms{Starts: now, Ends: now.Add(72 * time.Hour), Reason: share.ByRequest},
	}
}

// calls are the links of an upload of three parts.
func calls(op share.Operation, address string) (out []share.SignedCall) {
	if !op.Info().Parts {
		return nil
	}
	base, signature, _ := strings.Cut(address, "&X-Amz-Signature=")
	spec := share.Spec{Operation: op, Options: share.Options{TotalSize: 20e6, PartSize: 8e6, UploadID: "u/1"}}
	for i, c := range spec.Calls() {
		u := base
		for _, p := range c.Query {
			u += "&" + p.Name + "=" + url.QueryEscape(p.Value)
		}
		out = append(out, share.SignedCall{Call: c, URL: share.NewSecret(u + "&X-Amz-Signature=" + signature + strconv.Itoa(i))})
	}
	return out
}

func text(t *testing.T, l share.Link, k handover.Kind) string {
	t.Helper()
	s, err := handover.Text(l, k, handover.Options{Now: now})
	if err != nil {
		t.Fatalf("%s of %q: %v", k, l.Request.Target.Key, err)
	}
	return s.Reveal()
}

func TestEveryKindOfEveryOperation(t *testing.T) {
	for _, op := range share.Operations() {
		kinds := handover.Kinds(share.Link{Request: share.Request{Operation: op.Op}})
		if len(kinds) < 5 && !op.Parts || len(kinds) < 3 {
			t.Errorf("%s: only %d kinds", op.Op, len(kinds))
		}
		for _, i := range kinds {
			l := formLink("https://s3.example.com", "dir/report.pdf")
			if op.Op != share.Form {
				l = link("https://s3.example.com", op.Op, "dir/report.pdf")
			}
			got := text(t, l, i.Kind)
			if got == "" || i.Name == "" || i.File == "" {
				t.Errorf("%s of %s: %q %+v", i.Kind, op.Op, got, i)
			}
			if !strings.Contains(got, "https://s3.example.com/bucket") && (op.Op != share.Form || i.Kind != handover.Mail) {
				t.Errorf("%s of %s does not hold the link: %s", i.Kind, op.Op, got)
			}
			if k, err := handover.ParseKind(strings.ToUpper(string(i.Kind))); err != nil || k != i.Kind {
				t.Errorf("%s: %v", i.Kind, err)
			}
		}
	}
}

// A download whose holder must send a header is handed over as a command, and as
// nothing that is only opened.
func TestHeadersOfADownload(t *testing.T) {
	l := link("https://s3.example.com", share.Download, "dir/report.pdf")
	l.Headers = []share.Header{{Name: "If-Match", Value: `"e-1"`}}
	asked := share.Link{Request: share.Request{Operation: share.Download, Options: share.Options{IfMatch: `"e-1"`}}} // not signed yet
	for _, l := range []share.Link{l, asked} {
		for _, i := range handover.Kinds(l) {
			switch i.Kind {
			case handover.HTML, handover.Chat, handover.Markdown:
				t.Errorf("%s is offered", i.Kind)
			case handover.URL, handover.Mail, handover.Curl, handover.PowerShell, handover.Wget, handover.Python, handover.JSON:
			}
		}
		for _, err := range []error{handover.Fits(l, handover.HTML), handover.Fits(l, handover.Chat), handover.Codes(l)} {
			if err == nil || !strings.Contains(err.Error(), "must send a header") {
				t.Errorf("%v", err)
			}
		}
	}
	for _, kind := range []handover.Kind{handover.Curl, handover.PowerShell, handover.Wget, handover.Python, handover.JSON, handover.Mail} {
		if got := text(t, l, kind); !strings.Contains(got, "If-Match") || !strings.Contains(got, "e-1") {
			t.Errorf("%s does not send the header: %s", kind, got)
		}
	}
	if got := text(t, l, handover.Mail); !strings.Contains(got, "does not work in a browser") {
		t.Errorf("the mail has a link to open: %s", got)
	}
	if err := handover.Page(io.Discard, func(yield func(share.Link) bool) { yield(l) }, handover.Options{}); err == nil {
		t.Error("a page takes it")
	}
}

func TestRefusals(t *testing.T) {
	get := link("https://h", share.Download, "k")
	bad := func(change func(*share.Link)) share.Link {
		l := link("https://h", share.Upload, "k")
		change(&l)
		return l
	}
	for name, c := range map[string]struct {
		link share.Link
		kind handover.Kind
	}{
		"no such kind":       {get, "fax"},
		"chat for an upload": {link("https://h", share.Upload, "k"), handover.Chat},
		"wget for a form":    {formLink("https://h", "k"), handover.Wget},
		"wget and dots":      {link("https://h", share.Download, "a/../b"), handover.Wget},
		"PowerShell, dots":   {link("https://h", share.Download, "./b"), handover.PowerShell},
		"page and dots":      {link("https://h", share.Download, "a/.."), handover.HTML},
		"no address":         {bad(func(l *share.Link) { l.URL = share.NewSecret("javascript:hunter2()") }), handover.URL},
		"space in address":   {bad(func(l *share.Link) { l.URL = share.NewSecret("https://h/a hunter2") }), handover.Curl},
		"quote in address":   {bad(func(l *share.Link) { l.URL = share.NewSecret("https://h/a'hunter2") }), handover.Curl},
		"header with line":   {bad(func(l *share.Link) { l.Headers = []share.Header{{Name: "x-a", Value: "b\r\nc: hunter2"}} }), handover.Curl},
		"header name":        {bad(func(l *share.Link) { l.Headers = []share.Header{{Name: "x a", Value: "hunter2"}} }), handover.Curl},
		"field name":         {bad(func(l *share.Link) { l.Fields = []share.Field{{Name: `a"b`, Value: share.NewSecret("hunter2")}} }), handover.Curl},
		"field with NUL":     {bad(func(l *share.Link) { l.Fields = []share.Field{{Name: "a", Value: share.NewSecret("hunter2\x00")}} }), handover.Curl},
		"browser form, line": {formLink("https://h", "a\nb"), handover.HTML},
	} {
		got, err := handover.Text(c.link, c.kind, handover.Options{})
		if err == nil {
			t.Errorf("%s: accepted: %s", name, got.Reveal())
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error quotes the link: %v", name, err)
		}
	}
	if _, err := handover.ParseKind("fax"); err == nil || !strings.Contains(err.Error(), "curl") {
		t.Error(err)
	}
}

func TestFileName(t *testing.T) {
	for key, want := range map[string]string{"dir/report.pdf": "report.pdf", "dir/": "dir", "": "download", "/": "download", "a/..": "download"} {
		if got := handover.FileName(link("https://h", share.Download, key)); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
	l := link("https://h", share.Download, "a1b2")
	l.Request.Options.Filename = "Report 2026.pdf"
	if got := handover.FileName(l); got != "Report 2026.pdf" {
		t.Errorf("the recipient's name is not used: %q", got)
	}
}
