package ledger

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"signet/share/accesslog"
)

// audited is a line of a MinIO audit log for the sample's link.
func audited(request string) string {
	line, err := json.Marshal(map[string]any{
		"time": noon.Add(5 * time.Minute), "requestID": request, "remotehost": "203.0.113.9:5", "userAgent": "curl/8",
		"api":          map[string]any{"bucket": "acme", "object": "Reports/Q1 Übersicht.pdf", "statusCode": 200},
		"requestQuery": map[string]string{"x-signet-id": "ID"},
	})
	if err != nil {
		panic(err)
	}
	return string(line)
}

// What is damaged is passed over and told; what stands behind it counts.
func TestUsageOfDamagedJSON(t *testing.T) {
	good := audited("R1")
	for name, c := range map[string]struct {
		log     string
		added   int
		damages int // 0: read in part
		says    string
	}{
		"nested":                 {strings.Repeat("[", 20_000) + "\n" + good, 1, 1, "max depth"},
		"nested objects":         {strings.Repeat(`{"a":`, 20_000) + "\n" + good, 1, 1, "max depth"},
		"nested without an end":  {good + "\n" + strings.Repeat("[", 2_000_000), 1, 1, "max depth"},
		"a broken line":          {good + "\n{\"time\":\n" + audited("R2") + "\n", 2, 1, "unexpected EOF"},
		"broken lines":           {"{]\n" + good + "\n[}\n{\"a\" 1}\n" + audited("R2"), 2, 3, "3 damaged places"},
		"no UTF-8":               {"{\xff\n" + good, 1, 1, "invalid character"},
		"nothing but breakage":   {strings.Repeat("{]\n", 100_000), 0, 0, "damaged in more than 100 places"},
		"a record without end":   {good + "\n{\"a\":\"" + strings.Repeat("x", 5<<20), 1, 1, "longer than 1 MB"},
		"a name without end":     {"{\"" + strings.Repeat("x", 5<<20) + "\n" + good, 1, 1, "longer than 1 MB"},
		"fields without end":     {"{" + strings.Repeat("\"x\":1,", 1<<20) + "\n" + good, 1, 1, "longer than 1 MB"},
		"a long record, and on":  {"{\"a\":\"" + strings.Repeat("x", 2<<20) + "\"}\n" + good, 1, 1, "longer than"},
		"cut off":                {`{"Records":[` + good + ",", 1, 1, "unexpected EOF"},
		"cut off in a record":    {`{"Records":[` + good + "," + good[:50], 1, 1, "unexpected EOF"},
		"Records that are none":  {`{"Records":7}` + "\n" + good, 1, 1, "Records is no list"},
		"Records that break off": {`{"Records":[` + good + ",}]}\n" + audited("R2"), 2, 1, "invalid character"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			id := f.record(sample(1, noon))
			u, err := f.ReadUsage(t.Context(), strings.NewReader(strings.ReplaceAll(c.log, `"ID"`, `"`+id+`"`)), 0)
			var unread *accesslog.UnreadError
			if u.Added != c.added || !errors.As(err, &unread) || unread.Damages != c.damages || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v, %v", u, err)
			}
		})
	}
}

// Many records are fine, however long they are together.
func TestUsageOfManyRecords(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	var b strings.Builder
	b.WriteString(`{"Records":[` + audited("R0"))
	for i := range 20_000 {
		fmt.Fprintf(&b, ",\n%s", strings.Replace(audited("R"), `"R"`, fmt.Sprintf(`"R%d"`, i), 1))
	}
	b.WriteString("]}")
	if u, err := f.ReadUsage(t.Context(), strings.NewReader(b.String()), 0); err != nil || u.Requests != 20_001 || u.Bytes != int64(b.Len()) {
		t.Errorf("%+v, %v", u, err)
	}
}

type zeros struct{ left int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), z.left)
	clear(p[:n])
	z.left -= n
	return int(n), nil
}

// A log of any length is read to the bound, packed or not, and one that just fits
// to its end.
func TestUsageIsBounded(t *testing.T) {
	f := newFixture(t)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = io.Copy(z, &zeros{64 << 20})
	_ = z.Close()
	for name, in := range map[string]io.Reader{"plain": &zeros{1 << 40}, "packed": &bomb, "brackets": io.MultiReader(strings.NewReader("["), &zeros{1 << 40})} {
		u, err := f.ReadUsage(t.Context(), in, 3<<20)
		var unread *accesslog.UnreadError
		if u.Bytes > 3<<20 || !errors.As(err, &unread) || name != "brackets" && !strings.Contains(err.Error(), "longer than 3.1 MB") {
			t.Errorf("%s: %+v, %v", name, u, err)
		}
	}
	if u, err := f.ReadUsage(t.Context(), &zeros{3 << 20}, 3<<20); err != nil || u.Bytes != 3<<20 {
		t.Errorf("%+v, %v", u, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.ReadUsage(ctx, &zeros{1 << 40}, 0); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A request that carries clues by the thousand costs no search for each.
func TestMarksAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "&x-signet-id=%013d&X-Amz-Signature=%064x", i, i)
	}
	if m := readMarks(b.String()); len(m.ids) != maxMarks || len(m.sums) != maxMarks {
		t.Errorf("%d ids, %d signatures", len(m.ids), len(m.sums))
	}
}

// A log of a server whose dates JSON cannot hold does not end up in ours.
func TestUsageAtTheEndOfTime(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(1, noon))
	line := strings.Replace(accessLine(linkOf(1, noon), "curl/8"), "04/Mar/2026:12:05:00 +0000", "31/Dec/9999:23:59:59 -1200", 1)
	record := strings.Replace(strings.Replace(audited("R1"), `"ID"`, `"`+id+`"`, 1), "2026-03-04T12:05:00Z", "9999-12-31T23:59:59-12:00", 1)
	for _, log := range []string{line, record} {
		if !strings.Contains(log, "9999") {
			t.Fatalf("the date is another: %s", log)
		}
		if u, err := f.ReadUsage(t.Context(), strings.NewReader(log), 0); err != nil || u.Added != 0 || u.Unread != 1 {
			t.Errorf("%+v, %v", u, err)
		}
	}
	if _, err := f.Export(t.Context(), io.Discard, JSONLines, Query{}, 0); err != nil {
		t.Error(err)
	}
}
