package handover_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"signet/share"
	"signet/share/handover"
	"signet/share/say"
)

// links are downloads of all awkward keys.
func links() []share.Link {
	var out []share.Link
	for _, key := range awkward {
		out = append(out, link("https://s3.example.com", share.Download, key))
	}
	return out
}

func list(t *testing.T, f handover.Format, links []share.Link) string {
	t.Helper()
	var b bytes.Buffer
	l, err := handover.NewList(&b, f, handover.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range links {
		if err := l.Add(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLines(t *testing.T) {
	got := strings.Split(strings.TrimSuffix(list(t, handover.Lines, links()), "\n"), "\n")
	for i, l := range links() {
		if got[i] != l.URL.Reveal() {
			t.Errorf("%q: %s", l.Request.Target.Key, got[i])
		}
	}
}

func TestJSONLines(t *testing.T) {
	all := append(links(), formLink("https://h", "it's \u2028 <key>"))
	d := json.NewDecoder(strings.NewReader(list(t, handover.JSONLines, all)))
	for _, l := range all {
		var got handover.Line
		if err := d.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if want := handover.NewLine(l); !reflect.DeepEqual(got, want) || got.Key != l.Request.Target.Key {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
	}
	for _, want := range []string{`"headers":[]`, `"limited_by":"request"`, `"signed_at":"2026-11-24T15:30:00Z"`, `"expires_at":"2026-11-27T15:30:00Z"`, `"share_id":"s1"`, `"operation":"get"`, `"method":"GET"`} {
		if got := text(t, links()[0], handover.JSON); !strings.Contains(got, want) || strings.Contains(got, "\n") {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestCSV(t *testing.T) {
	all := append(links(), formLink("https://h", "=HYPERLINK(1)"), link("https://h", share.Upload, " +1"))
	all[len(all)-1].Headers = []share.Header{{Name: "Content-Type", Value: "a,b"}, {Name: "x-b", Value: "c"}}
	rows, err := csv.NewReader(strings.NewReader(list(t, handover.CSV, all))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(rows[0], ",") != "id,operation,method,bucket,key,version_id,signed_at,expires_at,limited_by,url,headers,fields" {
		t.Errorf("the columns have changed: %q", rows[0])
	}
	for i, l := range all {
		row := rows[i+1]
		key := strings.ReplaceAll(l.Request.Target.Key, "\r\n", "\n") // encoding/csv reads them so
		if row[4] != key && row[4] != "'"+key || row[9] != l.URL.Reveal() {
			t.Errorf("%q: %q", key, row)
		}
		for _, cell := range row {
			if c := strings.TrimLeft(cell, " "); c != "" && strings.ContainsRune("=+-@\t\r\n", rune(c[0])) {
				t.Errorf("%q would be run by a spreadsheet", cell)
			}
		}
	}
	if last := rows[len(rows)-1]; last[10] != "Content-Type: a,b\nx-b: c" {
		t.Errorf("%q", last)
	}
}

func TestCellCanBeUndone(t *testing.T) {
	for _, s := range []string{"", "a", "=1", "'=1", "'a", "-1", "@x", "\t=1", " =1", "＝1", "a=b", "ü"} {
		got := say.Cell(s)
		if back := strings.TrimPrefix(got, "'"); back != s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}

func TestMarkdownTable(t *testing.T) {
	rows := strings.Split(strings.TrimSuffix(list(t, handover.MarkdownTable, links()), "\n"), "\n")
	if len(rows) != len(awkward)+2 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows[2:] {
		if cells := strings.Count(strings.ReplaceAll(row, `\|`, ""), "|"); cells != 5 || !strings.Contains(row, "](<"+links()[i].URL.Reveal()+">)") {
			t.Errorf("%q: %s", awkward[i], row)
		}
	}
}

func TestNoSuchList(t *testing.T) {
	if _, err := handover.NewList(io.Discard, "xlsx", handover.Options{}); err == nil || !strings.Contains(err.Error(), "csv") {
		t.Error(err)
	}
}

// Lists keep nothing of the links that they have written.
func TestListsAreFlat(t *testing.T) {
	l := links()[0]
	for _, f := range handover.Formats() {
		out, err := handover.NewList(io.Discard, f, handover.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		grown := func(n int) uint64 {
			for range n {
				if err := out.Add(l); err != nil {
					t.Fatal(err)
				}
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		before := grown(100)
		if after := grown(20_000); after > before+1<<20 {
			t.Errorf("%s: %d bytes more after 20,000 links", f, after-before)
		}
	}
}

func BenchmarkList(b *testing.B) {
	l := links()[0]
	for _, f := range handover.Formats() {
		b.Run(string(f), func(b *testing.B) {
			out, err := handover.NewList(io.Discard, f, handover.Options{Now: now})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := out.Add(l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	l := links()[0]
	for _, i := range handover.Kinds(share.Link{Request: share.Request{Operation: share.Download}}) {
		b.Run(string(i.Kind), func(b *testing.B) {
			for b.Loop() {
				if _, err := handover.Text(l, i.Kind, handover.Options{Now: now}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
