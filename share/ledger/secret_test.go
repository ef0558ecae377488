package ledger

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const token = "FwoGZXIvYXdzEJr//////////wEaDK1EXAMPLETOKEN"

// TestNoSecretInAnyByte records, imports, finds and marks uses with real
// signatures everywhere a person or a tool could put one, and then reads every
// byte of every file.
func TestNoSecretInAnyByte(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	for i := range 3 {
		link := linkOf(i, noon) + "&X-Amz-Security-Token=" + token
		r := sample(i, noon)
		r.Note = "sent " + link + " by mail"
		r.Recipient = "see " + strings.ReplaceAll(strings.ReplaceAll(link, "&", "%26"), "=", "%3D")
		r.Terms.Detail = "session"
		id := f.record(r)
		f.append(id, Event{Kind: Shown, Detail: link})
		f.append(id, Event{Kind: Used, Agent: `x "X-Amz-Signature": "` + signatureOf(i) + `"`, From: link})
		if m, err := f.Find(ctx, link); err != nil || len(m) == 0 || m[0].Entry.ID != id {
			t.Errorf("the link is not found: %v %v", m, err)
		}
		r = sample(i, noon.Add(time.Hour))
		r.Note, r.Recipient = "sig "+signatureOf(i), strings.ToUpper(signatureOf(i))+".pdf"
		f.append(f.record(r), Event{Kind: Revoked, Detail: "found " + signatureOf(i) + " on a wall"})
		failed := sample(i, noon)
		failed.Failure = "get " + link + ": denied"
		f.record(failed)
	}
	if _, err := f.ImportMC(ctx, strings.NewReader(`{"url":"http://x/b/k","share":"`+linkOf(7, noon)+`","timeLeft":1}`)); err != nil {
		t.Fatal(err)
	}
	if u, err := f.ReadUsage(ctx, strings.NewReader(accessLine(linkOf(1, noon), "curl/8 "+linkOf(1, noon))), 0); err != nil || u.Added != 1 {
		t.Fatalf("%+v %v", u, err)
	}
	if err := f.Index(ctx); err != nil {
		t.Fatal(err)
	}
	searchBytes(t, f.path, "while open")
	_ = f.Ledger.Close()
	searchBytes(t, f.path, "after closing")
}

func searchBytes(t *testing.T, path, when string) {
	t.Helper()
	needles := map[string][]byte{"token": []byte(token), "token's end": []byte("EXAMPLETOKEN")}
	for i := range 8 {
		sig := signatureOf(i)
		raw, _ := hex.DecodeString(sig)
		needles["signature"+string(rune('0'+i))] = []byte(sig)
		needles["SIGNATURE"+string(rune('0'+i))] = []byte(strings.ToUpper(sig))
		needles["half a signature"+string(rune('0'+i))] = []byte(sig[:32])
		needles["raw signature"+string(rune('0'+i))] = raw
		needles["base64 signature"+string(rune('0'+i))] = []byte(base64.StdEncoding.EncodeToString(raw))
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	total := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		total += len(content)
		for name, needle := range needles {
			if bytes.Contains(content, needle) {
				t.Errorf("%s: %s holds the %s", when, filepath.Base(file), name)
			}
		}
	}
	if total < 4096 {
		t.Errorf("%s: only %d bytes searched", when, total)
	}
}

// accessLine is a line of an S3 server access log for a link.
func accessLine(link, agent string) string {
	_, rest, _ := strings.Cut(link, "127.0.0.1:9000")
	return `79a5 acme [` + noon.Add(5*time.Minute).Format("02/Jan/2006:15:04:05 -0700") + `] 203.0.113.9 - REQ1 REST.GET.OBJECT Reports/Q1+%25C3%259Cbersicht.pdf "GET ` +
		rest + ` HTTP/1.1" 200 - 12 12 7 6 "-" "` + agent + `" - HOSTID= SigV4 ECDHE-RSA-AES128-GCM-SHA256 QueryString acme.s3.eu-central-1.amazonaws.com TLSv1.3 - -` + "\n"
}
