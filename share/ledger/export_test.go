package ledger

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
)

func TestExportJSONAndCSVSayTheSame(t *testing.T) {
	f, ids := story(t)
	ctx := context.Background()
	var asJSON, asCSV bytes.Buffer
	head, err := f.Export(ctx, &asJSON, JSONLines, Query{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Export(ctx, &asCSV, CSV, Query{}, 0); err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(&asCSV).ReadAll()
	if err != nil || len(table) != 4 {
		t.Fatalf("%d rows: %v", len(table), err)
	}
	var fields []string
	for i := range reflect.TypeFor[Line]().NumField() {
		if name := reflect.TypeFor[Line]().Field(i).Tag.Get("json"); name != "terms,omitzero" { // in JSON alone
			fields = append(fields, name)
		}
	}
	if !slices.Equal(table[0], fields) {
		t.Errorf("CSV has %v, JSON %v", table[0], fields)
	}
	lines := strings.Split(strings.TrimSpace(asJSON.String()), "\n")
	for i, text := range lines {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatal(err)
		}
		for c, name := range table[0] {
			want := ""
			switch v := line[name].(type) {
			case nil:
			case float64:
				want = fmt.Sprintf("%d", int64(v))
			default:
				want = fmt.Sprint(v)
			}
			if table[i+1][c] != want {
				t.Errorf("%s: CSV %q, JSON %q", name, table[i+1][c], want)
			}
		}
		if line["id"] != ids[2-i] || line["chain_head"] != head.String() {
			t.Errorf("line %d: id %v, head %v", i, line["id"], line["chain_head"])
		}
	}
	if !strings.Contains(lines[2], `"uses":1,"last_used_at":"2026-03-04T12:00:00Z","last_used_from":"203.0.113.9"`) {
		t.Errorf("the use is missing: %s", lines[2])
	}
}

// An export without a share proves something only if it carries the head.
func TestExportOfNothingCarriesTheHead(t *testing.T) {
	f, _ := story(t)
	ctx := context.Background()
	none := Query{Bucket: "no-such-bucket"}
	var asJSON, asCSV bytes.Buffer
	head, err := f.Export(ctx, &asJSON, JSONLines, none, 0)
	if err != nil || asJSON.String() != `{"chain_head":"`+head.String()+`"}`+"\n" {
		t.Errorf("JSON: %s %v", &asJSON, err)
	}
	if _, err := f.Export(ctx, &asCSV, CSV, none, 0); err != nil {
		t.Fatal(err)
	}
	names, _ := cells(&Line{})
	table, err := csv.NewReader(&asCSV).ReadAll()
	if err != nil || len(table) != 2 || !slices.Equal(table[0], names) || strings.Join(table[1], "") != head.String() || table[1][len(names)-1] != head.String() {
		t.Errorf("CSV: %v %v", table, err)
	}
}

// The names are a promise to scripts: this test fails when one is renamed.
func TestExportNames(t *testing.T) {
	names, _ := cells(&Line{})
	const want = "id state created_at operation bucket key version_id place region endpoint signed_at expires_at seconds limited_by access_key recipient note group user host ssh_client filename size etag content_type uses last_used_at last_used_from failure signature_sha256 chain_seq chain_head"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("columns are now %s", got)
	}
}

func TestCSVIsNoFormula(t *testing.T) {
	f := newFixture(t)
	for i, evil := range []string{"=HYPERLINK(\"http://x\")", "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "|calc", "%0A=1"} {
		r := sample(i, noon)
		r.Note, r.Recipient, r.Spec.Target.Key = evil, evil, evil
		f.record(r)
	}
	var out bytes.Buffer
	if _, err := f.Export(context.Background(), &out, CSV, Query{}, 0); err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table[1:] {
		for c, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n |%") || strings.HasPrefix(cell, "＝") {
				t.Errorf("%s is %q", table[0][c], cell)
			}
		}
	}
}

func TestImportMC(t *testing.T) {
	link := linkOf(1, noon)
	policy := base64.StdEncoding.EncodeToString([]byte(`{"expiration":"2026-03-05T12:00:00.000Z","conditions":[]}`))
	form := "curl http://127.0.0.1:9000/acme/ -F x-amz-signature=" + signatureOf(2) + " -F bucket=acme -F policy=" + policy + " -F x-amz-algorithm=AWS4-HMAC-SHA256 -F x-amz-credential=AKIAEXAMPLE/20260304/us-east-1/s3/aws4_request -F x-amz-date=20260304T120000Z -F key=in/<NAME> -F file=@<FILE>"
	aws := "https://my-bucket.s3.eu-west-3.amazonaws.com/a%20b.txt?X-Amz-Credential=AKIAEXAMPLE%2F20260304%2Feu-west-3%2Fs3%2Faws4_request&X-Amz-Date=20260304T110000Z&X-Amz-Expires=604800&X-Amz-Signature=" + signatureOf(3) + "&versionId=v1"
	object := func(share string) string {
		raw, _ := json.Marshal(map[string]any{"status": "success", "url": "http://127.0.0.1:9000/acme/x", "share": share, "timeLeft": int64(time.Hour), "contentType": ""})
		return string(raw)
	}
	list := object(link) + "\n" + object(form) + "\n" + object(aws) + "\n" + object("http://x/no/signature") + "\n"
	file := fmt.Sprintf(`{"version":"1","shares":{%q:{"share":"http://127.0.0.1:9000/acme/x","versionID":"","date":"2026-03-04T12:00:00Z","expiry":3600000000000}, %q:{"share":"x","date":"2026-03-04T12:00:00Z","expiry":86400000000000}}}`, link, form)
	for name, c := range map[string]struct {
		in   string
		want Import
	}{
		"list": {list, Import{Added: 3, Unread: 1}},
		"file": {file, Import{Added: 2}},
	} {
		f := newFixture(t)
		ctx := context.Background()
		got, err := f.ImportMC(ctx, strings.NewReader(c.in))
		if got.Reason = ""; err != nil || got != c.want {
			t.Errorf("%s: %+v %v", name, got, err)
		}
		if got, err = f.ImportMC(ctx, strings.NewReader(c.in)); err != nil || got.Added != 0 || got.Known != c.want.Added {
			t.Errorf("%s again: %+v %v", name, got, err)
		}
		m, err := f.Find(ctx, link)
		if err != nil || len(m) != 1 {
			t.Fatalf("%s: the imported link is not found: %v", name, err)
		}
		e := f.get(m[0].Entry.ID)
		if e.Spec.Target.Bucket != "acme" || e.Spec.Target.Key != "Reports/Q1 Übersicht.pdf" || e.Spec.AccessKeyID != "AKIAEXAMPLE" || e.Spec.Endpoint.URL != "http://127.0.0.1:9000" ||
			!e.Terms.Ends.Equal(noon.Add(time.Hour)) || e.State != StateOpen || e.Events[1].Kind != Imported || !e.Created.Equal(noon) {
			t.Errorf("%s: %+v", name, e)
		}
		m, _ = f.Find(ctx, signatureOf(2))
		if len(m) != 1 || m[0].Entry.Spec.Operation != share.Form || m[0].Entry.Spec.Target.Key != "in/" || !m[0].Entry.Spec.Options.KeyPrefix || !m[0].Entry.Terms.Ends.Equal(noon.Add(24*time.Hour)) {
			t.Errorf("%s: form %+v", name, m)
		}
		if name == "list" {
			m, _ = f.Find(ctx, aws)
			if tg := m[0].Entry.Spec.Target; tg.Bucket != "my-bucket" || tg.Key != "a b.txt" || tg.VersionID != "v1" || m[0].Entry.Spec.Endpoint.URL != "" {
				t.Errorf("AWS: %+v", tg)
			}
		}
	}
}

// The bucket is where the address has it, and the server what is left.
func TestThePlaceOfAnImportedLink(t *testing.T) {
	for link, want := range map[string]struct{ bucket, key, server string }{
		"http://127.0.0.1:9000/acme/a%20b/c":                               {"acme", "a b/c", "http://127.0.0.1:9000"},
		"https://minio.example.com/acme":                                   {"acme", "", "https://minio.example.com"},
		"https://acme.storage.googleapis.com/a/b":                          {"acme", "a/b", "https://storage.googleapis.com"},
		"https://s3.eu-west-3.amazonaws.com/acme/a":                        {"acme", "a", ""},
		"https://my.dots.s3.eu-west-3.amazonaws.com/a":                     {"my.dots", "a", ""},
		"https://ap-123456789012.s3-accesspoint.eu-west-3.amazonaws.com/a": {"arn:aws:s3:eu-west-3:123456789012:accesspoint:ap", "a", ""},
	} {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		at, e := mcShare{}.placeOf(u, "")
		if at.Bucket != want.bucket || at.Key != want.key || e.URL != want.server || e.PathStyle == strings.Contains(u.Host, "acme.") && want.server != "" {
			t.Errorf("%s: %+v at %+v", link, at, e)
		}
	}
}

// A host that nobody knows may have the bucket in it: the address of the object, which
// mc writes beside the link, tells it.
func TestThePlaceThatTheAddressBesideALinkTells(t *testing.T) {
	for _, c := range []struct{ object, field, link, bucket, key, server string }{
		{"https://s3.acme.example/docs/a/b.pdf", "", "https://docs.s3.acme.example/a/b.pdf", "docs", "a/b.pdf", "https://s3.acme.example"},
		{"https://s3.acme.example:9000/docs/a%20b", "", "https://docs.s3.acme.example:9000/a%20b", "docs", "a b", "https://s3.acme.example:9000"},
		{"https://s3.acme.example/my.docs/a", "", "https://my.docs.s3.acme.example/a", "my.docs", "a", "https://s3.acme.example"},
		{"https://s3.acme.example/docs/", "", "https://docs.s3.acme.example/", "docs", "", "https://s3.acme.example"},
		{"https://s3.acme.example/docs/a", "", "https://s3.acme.example/docs/a", "docs", "a", "https://s3.acme.example"},
		{"https://other.example/docs/a", "", "https://docs.s3.acme.example/b/a", "b", "a", "https://docs.s3.acme.example"},
		{"%zz", "", "https://docs.s3.acme.example/b/a", "b", "a", "https://docs.s3.acme.example"},
		{"https://s3.acme.example", "docs", "https://docs.s3.acme.example/", "docs", "", "https://s3.acme.example"},
		{"", "docs", "https://docs.s3.acme.example:9000", "docs", "", "https://s3.acme.example:9000"},
		{"", "docs", "https://s3.acme.example/docs/", "docs", "", "https://s3.acme.example"},
	} {
		u, err := url.Parse(c.link)
		if err != nil {
			t.Fatal(err)
		}
		at, e := mcShare{Object: c.object}.placeOf(u, c.field)
		inHost := strings.HasPrefix(u.Host, c.bucket+".")
		if at.Bucket != c.bucket || at.Key != c.key || e.URL != c.server || e.PathStyle == inHost {
			t.Errorf("%s beside %s: %+v at %+v", c.link, c.object, at, e)
		}
	}
}

// TestImportMCOfHalfAFile says in words what is wrong, wherever the file ends.
func TestImportMCOfHalfAFile(t *testing.T) {
	whole := fmt.Sprintf(`{"version":"1","shares":{%q:{"share":"http://x/b/k","date":"2026-03-04T12:00:00Z","expiry":3600000000000}}}`, linkOf(7, noon))
	for end := 1; end <= len(whole); end++ {
		err := readMC(strings.NewReader(whole[:end]), func(mcShare) error { return nil })
		switch {
		case end == len(whole) && err != nil:
			t.Errorf("the whole file: %v", err)
		case end < len(whole) && (err == nil || !strings.Contains(err.Error(), "ends in the middle")):
			t.Errorf("after %d bytes: %v", end, err)
		}
	}
}

func FuzzImportMC(f *testing.F) {
	f.Add([]byte(`{"version":"1","shares":{"http://x/?X-Amz-Signature=a":{"share":"y"}}}`))
	f.Add([]byte(`{"share":"curl http://x/ -F key=a","timeLeft":1}`))
	f.Fuzz(func(_ *testing.T, in []byte) {
		_ = readMC(bytes.NewReader(in), func(s mcShare) error {
			_, _ = s.record(noon)
			return nil
		})
	})
}
