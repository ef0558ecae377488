package ledger

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// TestAClosedLogSaysSo, whatever it is asked.
func TestAClosedLogSaysSo(t *testing.T) {
	other, _ := story(t)
	content := other.content()
	f := eventful(t)
	_ = f.Ledger.Close()
	ctx := t.Context()
	for _, all := range []map[string]func(*fixture) (string, error){reading(ctx), writing(ctx, content)} {
		for name, do := range all {
			if name == "all of it" { // on the connections themselves
				continue
			}
			if said, err := do(f); err == nil || !strings.Contains(err.Error(), "closed") {
				t.Errorf("%s: %q, %v", name, said, err)
			}
		}
	}
	if err := f.Became(ctx, share.Record{ID: formatID(firstAt(noon))}); err == nil {
		t.Error("became")
	}
}

// TestWhoHasLostInterest gets no answer, and the log stays as it was.
func TestWhoHasLostInterest(t *testing.T) {
	f := eventful(t)
	before, err := f.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, do := range reading(ctx) {
		if said, err := do(f); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %q, %v", name, said, err)
		}
	}
	if err := f.RecordAll(ctx, []share.Record{sample(30, noon)}); !errors.Is(err, context.Canceled) {
		t.Errorf("record: %v", err)
	}
	if _, err := f.Prune(ctx, noon.Add(20*time.Hour), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("prune: %v", err)
	}
	if after, err := f.Head(t.Context()); err != nil || after != before {
		t.Errorf("the head was %v and is %v, %v", before, after, err)
	}
}

// TestImportOfWhatBreaksOff: whatever of mc's file is there, it is said that it ends in
// the midst, and nothing is taken over that is not a share of it.
func TestImportOfWhatBreaksOff(t *testing.T) {
	f := newFixture(t)
	whole := fmt.Sprintf(`{"version":"1","shares":{%q:{"share":"http://127.0.0.1:9000/acme/x","date":"2026-03-04T12:00:00Z","expiry":3600000000000}},"more":[1,{}]}`, linkOf(1, noon))
	for n := 1; n < len(whole); n++ {
		got, err := f.ImportMC(t.Context(), strings.NewReader(whole[:n]))
		if err == nil || !strings.Contains(err.Error(), "the file ends in the middle") || got.Added+got.Known > 1 {
			t.Fatalf("%s: %+v, %v", whole[:n], got, err)
		}
	}
	if got, err := f.ImportMC(t.Context(), strings.NewReader(whole)); err != nil || got.Known != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, other := range []string{"[]", "7", `"x"`, `{"shares":7}`, `{"shares":[]}`, `{"shares":{"a":7}}`, `{"share":7}`, `{"a"}`, "{]"} {
		if got, err := f.ImportMC(t.Context(), strings.NewReader(other)); err == nil || !strings.HasPrefix(err.Error(), "import: not what mc share list --json writes") || got.Added > 0 {
			t.Errorf("%s: %+v, %v", other, got, err)
		}
	}
	if got, err := f.ImportMC(t.Context(), strings.NewReader("")); err != nil || got != (Import{}) {
		t.Errorf("nothing: %+v, %v", got, err)
	}
	failing := errors.New("a broken pipe")
	if _, err := f.ImportMC(t.Context(), breaking{failing}); !errors.Is(err, failing) {
		t.Errorf("%v", err)
	}
}

type breaking struct{ err error }

func (b breaking) Read([]byte) (int, error) { return 0, b.err }

// TestImportSaysWhyNot: a share that cannot be taken over is counted, and why is said
// without a part of its link.
func TestImportSaysWhyNot(t *testing.T) {
	link := func(host, date, expires string) string {
		return "http://" + host + "/b/k?X-Amz-Credential=K%2F20260304%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=" + date + "&X-Amz-Expires=" + expires + "&X-Amz-Signature=" + signatureOf(5)
	}
	for _, c := range []struct{ share, reason string }{
		{"", "an object without a link"},
		{"http://%zz/", "no readable link"},
		{"/b/k?x", "no readable link"},
		{link("h", "20260304T120000Z", "60")[:40], "no SigV4 signature"},
		{link("h", "yesterday", "60"), "no SigV4 signature"},
		{link("h", "99991231T235959Z", "604800"), "an end that no link can have"},
		{strings.Replace(link("h", "20260304T120000Z", "60"), "%2F20260304%2Fus-east-1%2Fs3%2Faws4_request", "", 1), "no SigV4 signature"},
	} {
		f := newFixture(t)
		line, _ := json.Marshal(map[string]any{"share": c.share})
		got, err := f.ImportMC(t.Context(), bytes.NewReader(line))
		if err != nil || got.Added != 0 || got.Unread != 1 || !strings.Contains(got.Reason, c.reason) || strings.Contains(got.Reason, signatureOf(5)[:8]) {
			t.Errorf("%s: %+v, %v", c.share, got, err)
		}
	}
}

// TestEndsOfImportedForms: by the policy if it says it, else by what mc noted.
func TestEndsOfImportedForms(t *testing.T) {
	form := func(policy string) string {
		return "curl http://127.0.0.1:9000/acme/ -F x-amz-signature=" + signatureOf(2) + ` -F "bucket=acme" -F policy=` + policy + " -F x-amz-credential=K/20260304/us-east-1/s3/aws4_request -F x-amz-date=20260304T120000Z -F 'key=in/a' -F file=@<FILE>"
	}
	policy := base64.StdEncoding.EncodeToString([]byte(`{"expiration":"2026-03-05T12:00:00.000Z"}`))
	for _, c := range []struct {
		fields map[string]any
		end    time.Time
	}{
		{map[string]any{"share": form(policy), "timeLeft": int64(time.Hour)}, noon.Add(24 * time.Hour)},
		{map[string]any{"share": form("e30="), "timeLeft": int64(time.Hour)}, noon.Add(time.Hour)},
		{map[string]any{"share": form("%"), "timeLeft": int64(time.Hour)}, noon.Add(time.Hour)},
		{map[string]any{"share": form("e30="), "date": noon.Add(time.Minute), "expiry": int64(2 * time.Hour), "timeLeft": int64(time.Hour)}, noon.Add(2*time.Hour + time.Minute)},
	} {
		f := newFixture(t)
		line, _ := json.Marshal(c.fields)
		if got, err := f.ImportMC(t.Context(), bytes.NewReader(line)); err != nil || got.Added != 1 {
			t.Fatalf("%s: %+v, %v", line, got, err)
		}
		e := f.all(Query{})[0]
		if !e.Terms.Ends.Equal(c.end) || e.Spec.Operation != share.Form || e.Spec.Options.KeyPrefix || e.Spec.Target.Key != "in/a" || e.Spec.Seconds != int64(c.end.Sub(noon).Seconds()) {
			t.Errorf("%s: ends %v, %+v", line, e.Terms.Ends, e.Spec)
		}
	}
}

// TestPlacesOfImportedLinks: which bucket, key and server a link of mc's is of.
func TestPlacesOfImportedLinks(t *testing.T) {
	signed := "?X-Amz-Credential=K%2F20260304%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T120000Z&X-Amz-Expires=60&X-Amz-Signature=" + signatureOf(5)
	fields := " -F x-amz-signature=" + signatureOf(5) + " -F bucket=acme -F x-amz-credential=K/20260304/us-east-1/s3/aws4_request -F x-amz-date=20260304T120000Z -F key=k"
	for _, c := range []struct{ share, url, want string }{
		{"http://minio.example:9000/acme/a/b" + signed, "", "acme a/b http://minio.example:9000 true"},
		{"http://acme.minio.example/a/b" + signed, "", "a b http://acme.minio.example true"},
		{"http://acme.minio.example/a/b" + signed, "http://minio.example/acme/a/b", "acme a/b http://minio.example false"},
		{"http://acme.minio.example/a/b" + signed, "http://minio.example/other/a/b", "a b http://acme.minio.example true"},
		{"http://acme.minio.example/a/b" + signed, "http://minio.example/", "a b http://acme.minio.example true"},
		{"curl http://acme.minio.example/" + fields, "", "acme k http://minio.example false"},
		{"curl http://minio.example/acme/" + fields, "", "acme k http://minio.example true"},
		{"https://acme.s3.eu-west-3.amazonaws.com/a" + signed, "", "acme a  false"},
		{"https://s3.eu-west-3.amazonaws.com/acme/a" + signed, "", "acme a  true"},
	} {
		f := newFixture(t)
		line, _ := json.Marshal(map[string]any{"share": c.share, "url": c.url, "timeLeft": int64(time.Hour)})
		if got, err := f.ImportMC(t.Context(), bytes.NewReader(line)); err != nil || got.Added != 1 {
			t.Fatalf("%s: %+v, %v", c.share, got, err)
		}
		s := f.all(Query{})[0].Spec
		if got := fmt.Sprint(s.Target.Bucket, " ", s.Target.Key, " ", s.Endpoint.URL, " ", s.Endpoint.PathStyle); got != c.want {
			t.Errorf("%.60s beside %s: %s, want %s", c.share, c.url, got, c.want)
		}
	}
}

// TestHeadersOfPackedData: what a header must say to be one, and not a text by chance.
func TestHeadersOfPackedData(t *testing.T) {
	gzip := func(change func(h []byte)) []byte {
		h := []byte{0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 0, 3}
		change(h)
		return h
	}
	zip := func(method, flags, version byte) []byte {
		h := append([]byte("PK\x03\x04"), make([]byte, 26)...)
		h[4], h[6], h[8] = version, flags, method
		return h
	}
	for _, c := range []struct {
		name   string
		header func([]byte) bool
		head   []byte
		want   bool
	}{
		{"gzip", gzipHeader, gzip(func([]byte) {}), true},
		{"gzip, cut", gzipHeader, gzip(func([]byte) {})[:9], false},
		{"gzip, flags that are none", gzipHeader, gzip(func(h []byte) { h[3] = 0x20 }), false},
		{"gzip, all flags", gzipHeader, gzip(func(h []byte) { h[3] = 0x1f }), true},
		{"gzip, best", gzipHeader, gzip(func(h []byte) { h[8] = 2 }), true},
		{"gzip, fastest", gzipHeader, gzip(func(h []byte) { h[8] = 4 }), true},
		{"gzip, of no speed", gzipHeader, gzip(func(h []byte) { h[8] = 3 }), false},
		{"gzip, the last system", gzipHeader, gzip(func(h []byte) { h[9] = 13 }), true},
		{"gzip, no system", gzipHeader, gzip(func(h []byte) { h[9] = 14 }), false},
		{"gzip, an unknown one", gzipHeader, gzip(func(h []byte) { h[9] = 255 }), true},
		{"zip", zipHeader, zip(8, 0, 20), true},
		{"zip, cut", zipHeader, zip(8, 0, 20)[:29], false},
		{"zip, stored", zipHeader, zip(0, 0, 20), false},
		{"zip, stored and locked", zipHeader, zip(0, 1, 20), true},
		{"zip, the last version", zipHeader, zip(8, 0, 63), true},
		{"zip, no version", zipHeader, zip(8, 0, 64), false},
		{"bzip2", bzip2Header, []byte("BZh11AY&SY"), true},
		{"bzip2, largest blocks", bzip2Header, []byte("BZh91AY&SY"), true},
		{"bzip2, no blocks", bzip2Header, []byte("BZh01AY&SY"), false},
		{"bzip2, cut", bzip2Header, []byte("BZh91AY&S"), false},
		{"bzip2, a text", bzip2Header, []byte("BZh91AY&SZ"), false},
		{"PDF", pdfHeader, []byte("stream\n\x78\x9c"), true},
		{"PDF of Windows", pdfHeader, []byte("stream\r\n\x78\x9c"), true},
		{"PDF, not packed", pdfHeader, []byte("stream\nBT"), false},
		{"PDF, no zlib", pdfHeader, []byte("stream\n\x78\x9d"), false},
		{"PDF, cut", pdfHeader, []byte("stream\n\x78"), false},
	} {
		if got := c.header(c.head); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestSignaturesOfSigV4A begin and end as DER does.
func TestSignaturesOfSigV4A(t *testing.T) {
	of := func(size int) string { return fmt.Sprintf("30%02x02", size) + strings.Repeat("a", 2*size-2) }
	for _, c := range []struct {
		text string
		want int
	}{
		{of(0x40), 2 * (2 + 0x40)},
		{of(0x48), 2 * (2 + 0x48)},
		{of(0x46) + "abc", 2 * (2 + 0x46)},
		{of(0x46)[:2*(2+0x46)-1], 0},
		{"3049" + of(0x49)[4:], 0},
		{"303f" + of(0x46)[4:], 0},
		{"3146" + of(0x46)[4:], 0},
		{"3056" + of(0x46)[4:], 0},
		{"304603" + of(0x46)[6:], 0},
		{"30460", 0},
		{"", 0},
	} {
		if got := derDigits([]byte(c.text)); got != c.want {
			t.Errorf("%.12s of %d: %d, want %d", c.text, len(c.text), got, c.want)
		}
	}
}

// TestALinkIsFoundByItsCookies, however they are written down.
func TestALinkIsFoundByItsCookies(t *testing.T) {
	f := newFixture(t)
	signature := "abc-DEF_012~345" + strings.Repeat("x", 20)
	r := sample(1, noon)
	r.SignatureSHA256 = digest(signature)
	id := f.record(r)
	for _, text := range []string{
		"Cookie: CloudFront-Policy=e30_; CloudFront-Signature=" + signature + "; CloudFront-Key-Pair-Id=K",
		".d.cloudfront.net\tTRUE\t/\tTRUE\t0\tCloudFront-Signature\t" + signature + "\n",
		`{"CloudFront-Signature": "` + signature + `"}`,
		"https://d.cloudfront.net/a?Signature=" + signature,
	} {
		found, err := f.Find(t.Context(), text)
		if err != nil || len(found) != 1 || found[0].Entry.ID != id {
			t.Errorf("%s: %d found, %v", text, len(found), err)
		}
	}
	if found, err := f.Find(t.Context(), "CloudFront-Signature="+signature[1:]); err != nil || len(found) != 0 {
		t.Errorf("another signature: %d found, %v", len(found), err)
	}
}

// TestIDsAsPeopleTypeThem: what is misread is the same id, and what is none is none.
func TestIDsAsPeopleTypeThem(t *testing.T) {
	id := formatID(firstAt(noon) + 1<<5 + 1) // has a 0 and a 1
	want, _ := parseID(id)
	for _, text := range []string{strings.ToUpper(id), strings.ReplaceAll(id, "0", "o"), strings.ReplaceAll(id, "1", "l"), strings.ReplaceAll(id, "1", "I"), id[:4] + "-" + id[4:8] + "-" + id[8:], " " + id + "\n"} {
		if n, ok := parseID(text); !ok || n != want {
			t.Errorf("%q is %d, %v, want %d", text, n, ok, want)
		}
	}
	for _, text := range []string{"", "-", id[:12], id + "0", "u" + id[1:], "8" + id[1:], id[:5] + "_" + id[6:]} {
		if n, ok := parseID(text); ok {
			t.Errorf("%q is %d", text, n)
		}
	}
	low, high, ok := idRange("7z")
	if !ok || formatID(low) != "7z00000000000" || formatID(high) != "7zzzzzzzzzzzz" {
		t.Errorf("%s to %s, %v", formatID(low), formatID(high), ok)
	}
	for at, want := range map[time.Time]int64{idEpoch(): 0, idEpoch().Add(-time.Hour): 0, idEpoch().Add(time.Millisecond): 1 << 22, idEpoch().Add(100 * 365 * 24 * time.Hour): (1<<41 - 1) << 22} {
		if got := firstAt(at); got != want {
			t.Errorf("%v: %d, want %d", at, got, want)
		}
	}
	if at := timeOf(firstAt(noon)); !at.Equal(noon) {
		t.Errorf("%v", at)
	}
}

// TestPagesThatGoOnFromAnEntry: behind it, or with it, in each order.
func TestPagesThatGoOnFromAnEntry(t *testing.T) {
	f := newFixture(t)
	for i := range 5 {
		r := sample(i, noon.Add(time.Duration(i)*time.Second))
		r.Terms.Ends = noon.Add(time.Duration(10-i) * time.Minute)
		f.record(r)
	}
	for _, order := range []Sort{Newest, Oldest, EndsFirst} {
		all := f.all(Query{Sort: order, Limit: 10})
		for i, e := range all {
			after, err := f.Query(t.Context(), Query{Sort: order, After: CursorAfter(e)})
			if err != nil || ids(after.Entries) != ids(all[i+1:]) {
				t.Errorf("order %v, behind %d: %s, %v", order, i, ids(after.Entries), err)
			}
			at, err := f.Query(t.Context(), Query{Sort: order, After: CursorAt(e, order)})
			if err != nil || ids(at.Entries) != ids(all[i:]) {
				t.Errorf("order %v, from %d: %s, %v", order, i, ids(at.Entries), err)
			}
		}
	}
	if (Cursor{}).More() || !CursorAfter(f.all(Query{})[0]).More() {
		t.Error("a cursor that is set says that there is no more, or the other way round")
	}
}

// TestExportOfSoMany writes no more than it was asked for, and the head where there is none.
func TestExportOfSoMany(t *testing.T) {
	f := eventful(t)
	all := len(f.all(Query{}))
	for limit, want := range map[int]int{0: all, 1: 1, 3: 3, all: all, all + 1: all} {
		var b bytes.Buffer
		if _, err := f.Export(t.Context(), &b, JSONLines, Query{}, limit); err != nil || strings.Count(b.String(), "\n") != want {
			t.Errorf("limit %d: %d lines, %v", limit, strings.Count(b.String(), "\n"), err)
		}
	}
	var b bytes.Buffer
	head, err := f.Export(t.Context(), &b, JSONLines, Query{Group: "none"}, 0)
	if err != nil || strings.Count(b.String(), "\n") != 1 || !strings.Contains(b.String(), head.String()) {
		t.Errorf("%s, %v", b.String(), err)
	}
	full := errors.New("no space")
	for _, format := range []Format{JSONLines, CSV} {
		if _, err := f.Export(t.Context(), stuffed{full}, format, Query{}, 0); !errors.Is(err, full) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

type stuffed struct{ err error }

func (s stuffed) Write([]byte) (int, error) { return 0, s.err }
