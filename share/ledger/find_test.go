package ledger

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"signet/share"
)

func TestFind(t *testing.T) {
	f := newFixture(t)
	var ids []string
	for i := range 5 {
		r := sample(i, noon.Add(time.Duration(i)*time.Second))
		ids = append(ids, f.record(r))
	}
	tracked := sample(9, noon.Add(time.Minute))
	tracked.ID = formatID(firstAt(noon.Add(time.Minute)) + 77)
	tracked.Spec.Options.TrackID = tracked.ID
	ids = append(ids, f.record(tracked))
	link := linkOf(3, noon.Add(3*time.Second))
	unsigned, _, _ := strings.Cut(link, "&X-Amz-Signature")
	for _, c := range []struct{ name, text, id, by string }{
		{"URL", link, ids[3], "signature"},
		{"URL in a mail", "Hello,\n<" + link + ">\nbye", ids[3], "signature"},
		{"signature", signatureOf(3), ids[3], "signature"},
		{"signature in capitals", " " + strings.ToUpper(signatureOf(3)) + "\n", ids[3], "signature"},
		{"its SHA-256, as shown", digest(signatureOf(3)), ids[3], "signature"},
		{"wrapped by a mail filter", "https://safe.example/?url=" + url.QueryEscape(link) + "&data=05", ids[3], "signature"},
		{"wrapped twice", "https://safe.example/?url=" + url.QueryEscape(url.QueryEscape(link)), ids[3], "signature"},
		{"form", `<input name="X-Amz-Signature" value="` + signatureOf(2) + `">`, ids[2], "signature"},
		{"access log line", accessLine(link, "curl"), ids[3], "signature"},
		{"line without the signature", accessLine(unsigned, "curl"), ids[3], "terms"},
		{"URL without the signature", unsigned, ids[3], "terms"},
		{"tracking id in a line", accessLine("http://127.0.0.1:9000/acme/x?x-signet-id="+tracked.ID, "curl"), tracked.ID, "tracking id"},
		{"tracking id in JSON", `{"x-signet-id": "` + tracked.ID + `"}`, tracked.ID, "tracking id"},
		{"id", strings.ToUpper(ids[1]), ids[1], "id"},
		{"wrapped at 60", fold(link, 60, ""), ids[3], "signature"},
		{"wrapped and quoted twice", fold(link, 60, "> > "), ids[3], "signature"},
		{"wrapped, and words after it", fold(link, 64, "") + "\nBest,\nBea", ids[3], "signature"},
		{"quoted-printable", "see " + fold(strings.ReplaceAll(link, "=", "=3D"), 72, "=\r\n") + "\r\nbest", ids[3], "signature"},
		{"signature over two lines", "face\n" + signatureOf(3)[:40] + "\r\n  " + signatureOf(3)[40:] + "\n", ids[3], "signature"},
		{"UTF-16", "\xff\xfe" + strings.Join(strings.Split(link, ""), "\x00") + "\x00", ids[3], "signature"},
		{"someone else's link", strings.Replace(linkOf(55, noon), "20260304T1200", "20260304T0900", 1), "", ""},
		{"nothing", "hello", "", ""},
		{"empty", "", "", ""},
	} {
		got, err := f.Find(context.Background(), c.text)
		switch {
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.id == "" && len(got) != 0:
			t.Errorf("%s: found %v", c.name, got[0].Entry.ID)
		case c.id != "" && (len(got) != 1 || got[0].Entry.ID != c.id || got[0].By != c.by):
			t.Errorf("%s: found %+v, want %s by %s", c.name, got, c.id, c.by)
		}
	}
}

// fold breaks lines at a width, each of them with what a quotation puts before
// it, or with what quoted-printable puts behind it.
func fold(text string, width int, mark string) string {
	end, before := "\n", mark
	if strings.HasPrefix(mark, "=") {
		end, before = mark, ""
	}
	var out []string
	for ; len(text) > width; text = text[width:] {
		out = append(out, before+text[:width])
	}
	return strings.Join(append(out, before+text), end)
}

// TestFindTakesOtherReadings: cli knows more about broken links.
func TestFindTakesOtherReadings(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(3, noon))
	got, err := f.Find(context.Background(), "X-Amz-Date=20200101T000000Z and no more", linkOf(3, noon))
	if err != nil || len(got) != 1 || got[0].Entry.ID != id || got[0].By != "signature" {
		t.Errorf("%+v %v", got, err)
	}
}

// TestFindListsEveryRecipient: equal links have one signature, and each of those
// who got one may have let it leak. The terms add nobody to them.
func TestFindListsEveryRecipient(t *testing.T) {
	f := newFixture(t)
	records := make([]share.Record, sumRows+200)
	for i := range records {
		records[i] = sample(3, noon)
		records[i].Recipient = fmt.Sprintf("person%d@example.com", i)
	}
	if err := f.RecordAll(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	other := sample(3, noon)
	other.SignatureSHA256 = digest(signatureOf(4))
	f.record(other)
	got, err := f.Find(context.Background(), linkOf(3, noon))
	who := map[string]bool{}
	for _, m := range got {
		who[m.Entry.Recipient] = m.By == "signature"
	}
	if err != nil || len(got) != len(records) || len(who) != len(records) {
		t.Errorf("%d of %d found, %d people: %v", len(got), len(records), len(who), err)
	}
}

// Of the shares of one second, a link without its signature is that one which
// lives as long as it says.
func TestFindByTermsKnowsTheLifetime(t *testing.T) {
	f := newFixture(t)
	long := sample(3, noon)
	long.Spec.Seconds, long.SignatureSHA256 = 7777, digest(signatureOf(4))
	f.record(sample(3, noon))
	id := f.record(long)
	unsigned, _, _ := strings.Cut(linkOf(3, noon), "&X-Amz-Signature")
	got, err := f.Find(context.Background(), strings.Replace(unsigned, "=3600", "=7777", 1))
	if err != nil || len(got) != 1 || got[0].Entry.ID != id || got[0].By != "terms" {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := f.Find(context.Background(), strings.Replace(unsigned, "=3600", "=1", 1)); err != nil || len(got) != 2 {
		t.Errorf("of no lifetime: %d, %v", len(got), err)
	}
}

func TestUsageInThreeFormats(t *testing.T) {
	link := linkOf(1, noon)
	unsigned, _, _ := strings.Cut(link, "&X-Amz-Signature")
	trail := func(id, key, errorCode, signet string) string {
		return fmt.Sprintf(`{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","accessKeyId":"AKIAEXAMPLE"},"eventTime":"2026-03-04T12:05:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","sourceIPAddress":"203.0.113.9","userAgent":"[curl/8]","errorCode":%q,"requestParameters":{"X-Amz-Date":"20260304T120000Z","bucketName":"acme","X-Amz-Algorithm":"AWS4-HMAC-SHA256","X-Amz-SignedHeaders":"host","X-Amz-Expires":"3600","key":%q%s},"additionalEventData":{"AuthenticationMethod":"QueryString"},"requestID":"R","eventID":%q}`, errorCode, key, signet, id)
	}
	minio := fmt.Sprintf(`{"version":"1","deploymentid":"d","time":"2026-03-04T12:05:00.5Z","event":"","trigger":"incoming","api":{"name":"GetObject","bucket":"acme","object":"Reports/Q1 Übersicht.pdf","status":"OK","statusCode":200,"rx":0,"tx":12},"remotehost":"203.0.113.9:4711","requestID":"18A","userAgent":"curl/8","requestQuery":{"X-Amz-Signature":%q,"X-Amz-Date":"20260304T120000Z"}}`, signatureOf(1))
	const key = "Reports/Q1 Übersicht.pdf"
	for _, c := range []struct {
		name, log string
		want      Usage
	}{
		{"access log", accessLine(link, "curl/8"), Usage{Requests: 1, Signed: 1, Matched: 1, Added: 1}},
		{"access log without signatures", accessLine(unsigned, "curl/8"), Usage{Requests: 1, Signed: 1, Matched: 1, Added: 1}},
		{"access log with more", "garbage\n\n" + accessLine(link, "curl/8") + strings.Replace(accessLine(link, "curl/8"), `" 200 `, `" 403 `, 1) + accessLine("http://127.0.0.1:9000/acme/other", "x"), Usage{Requests: 3, Signed: 2, Matched: 2, Added: 1, Refused: 1, Unread: 1}},
		{"CloudTrail", `{"Records":[` + trail("e1", key, "", "") + "," + trail("e2", key, "AccessDenied", "") + "," + trail("e3", "other", "", "") + `]}`, Usage{Requests: 3, Signed: 3, Matched: 2, Added: 1, Refused: 1}},
		{"CloudTrail line", "\n " + trail("e1", "renamed", "", `,"x-signet-id":"ID"`), Usage{Requests: 1, Signed: 1, Matched: 1, Added: 1}},
		{"MinIO", minio + "\n" + `{"other":1}` + "\n", Usage{Requests: 1, Signed: 1, Matched: 1, Added: 1, Unread: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			ctx := context.Background()
			f.record(sample(0, noon.Add(-time.Second)))
			id := f.record(sample(1, noon))
			log := strings.ReplaceAll(c.log, `"x-signet-id":"ID"`, `"x-signet-id":"`+id+`"`)
			for round, want := range []int{c.want.Added, 0} {
				var in bytes.Buffer
				if z := gzip.NewWriter(&in); round == 1 { // again, compressed
					_, _ = z.Write([]byte(log))
					_ = z.Close()
				} else {
					in.WriteString(log)
				}
				u, err := f.ReadUsage(ctx, &in, 0)
				if err != nil {
					t.Fatal(err)
				}
				if u.Requests != c.want.Requests || u.Signed != c.want.Signed || u.Matched != c.want.Matched || u.Refused != c.want.Refused || u.Unread != c.want.Unread ||
					u.Added != want || u.Again != c.want.Added-want || u.Shares[id] != want {
					t.Errorf("round %d: %+v, want %+v", round, u, c.want)
				}
			}
			e := f.get(id)
			if e.Uses != 1 || e.LastUse.From != "203.0.113.9" || e.LastUse.Agent != "curl/8" || e.LastUse.At.Truncate(time.Second) != noon.Add(5*time.Minute) {
				t.Errorf("uses %d, last %+v", e.Uses, e.LastUse)
			}
			if r := f.verify(); r.Broken != nil {
				t.Error(r.Broken)
			}
		})
	}
}

func TestUsageOfRubbish(t *testing.T) {
	f := newFixture(t)
	for _, in := range []string{"", "{", "[", `{"Records":`, `{"Records":[{]}`, "{}", "[1,2", "\x1f\x8b", "\x1f\x8bxx", strings.Repeat("x", maxLogLine+10), `"`, "[[[", "{}{}x"} {
		u, _ := f.ReadUsage(context.Background(), strings.NewReader(in), 0)
		if u.Added != 0 {
			t.Errorf("%.20q marked %d uses", in, u.Added)
		}
	}
}

// maxLogLine is how long a line of an access log may be.
const maxLogLine = 128 << 10

// TestUsagePassesOverLongLines: one line that is none does not hide those behind it.
func TestUsagePassesOverLongLines(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(1, noon))
	for _, size := range []int{maxLogLine - 1, maxLogLine, maxLogLine + 1, 3*maxLogLine + 7} {
		f.now = f.now.Add(time.Minute)
		log := strings.Repeat("x", size) + "\n" + strings.Replace(accessLine(linkOf(1, noon), "curl/8"), "REQ1", fmt.Sprint("REQ", size), 1) + strings.Repeat("y", size)
		u, err := f.ReadUsage(context.Background(), strings.NewReader(log), 0)
		if err != nil || u.Unread != 2 || u.Shares[id] != 1 {
			t.Errorf("%d letters: %+v %v", size, u, err)
		}
	}
}

func FuzzReadClues(f *testing.F) {
	f.Add(linkOf(1, noon))
	f.Add(accessLine(linkOf(1, noon), `a"b`))
	f.Add("?Signature=%zz&x-signet-id=0123456789abc")
	f.Fuzz(func(t *testing.T, text string) {
		c := &clues{
			sum: func(digits []byte) {
				if len(digits) != sigDigits || strings.Trim(string(digits), "0123456789abcdef") != "" {
					t.Errorf("%q is no signature", digits)
				}
			},
			sumOf: func([]byte) {}, other: func(string) {}, id: func([]byte) {}, packed: func(string) {},
			dated: func(time.Time) bool { return true }, terms: func(terms) {},
		}
		c.read([]byte(text), 0, len(text))
	})
}

func FuzzIDs(f *testing.F) {
	f.Add("01jxyzabcdefg")
	f.Fuzz(func(t *testing.T, text string) {
		low, high, ok := idRange(text)
		if !ok {
			return
		}
		if low > high || low < 0 {
			t.Errorf("%q: from %d to %d", text, low, high)
		}
		if low == high && len(formatID(low)) != idLen {
			t.Errorf("%q", text)
		}
		if n, ok := parseID(formatID(low)); !ok || n != low {
			t.Errorf("%q: %d came back as %d", text, low, n)
		}
	})
}

// A request counts once, in however many logs it stands, and twice where it was made
// twice.
func TestUsageCountsRequestsOnce(t *testing.T) {
	link := linkOf(1, noon)
	_, query, _ := strings.Cut(link, "?")
	access := accessLine(link, "curl/8")
	trail := func(request, event string) string {
		return fmt.Sprintf(`{"Records":[{"eventVersion":"1.11","userIdentity":{"accessKeyId":"AKIAEXAMPLE"},"eventTime":"2026-03-04T12:05:01Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","sourceIPAddress":"203.0.113.9","userAgent":"[curl/8 other]","requestParameters":{"X-Amz-Date":"20260304T120000Z","bucketName":"acme","X-Amz-Expires":"3600","key":"Reports/Q1 Übersicht.pdf"},"requestID":%q,"eventID":%q}]}`, request, event)
	}
	nginx := `203.0.113.9 - - [04/Mar/2026:12:05:00 +0000] "GET /acme/x?` + query + `" 206 12 "-" "curl/8"` + "\n"
	id, _, _ := strings.Cut(strings.SplitN(access, "] ", 2)[1], " REST")
	id = id[strings.LastIndex(id, " ")+1:]
	for name, c := range map[string]struct {
		logs  []string
		added int
	}{
		"access log, then CloudTrail":    {[]string{access, trail(id, "e1")}, 1},
		"CloudTrail, then access log":    {[]string{trail(id, "e1"), access}, 1},
		"another request":                {[]string{access, trail("OTHER", "e1")}, 2},
		"the same event delivered twice": {[]string{trail("R", "e1"), trail("R", "e1")}, 1},
		"a log without ids":              {[]string{nginx + nginx + strings.Replace(nginx, "12:05:00", "12:05:09", 1)}, 3},
		"that log given twice":           {[]string{nginx + nginx, nginx + nginx}, 2},
		"refused, and tried again":       {[]string{strings.Replace(access, `" 200 `, `" 403 `, 1) + strings.Replace(access, id, "RETRY", 1)}, 1},
		"an altered signature":           {[]string{strings.Replace(access, signatureOf(1)[:8], "00000000", 1)}, 0},
		"a question of a browser":        {[]string{strings.Replace(nginx, "GET", "OPTIONS", 1)}, 0},
		"another's link as the client":   {[]string{strings.Replace(strings.ReplaceAll(nginx, query, "a=b"), "curl/8", "/?"+query, 1)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.record(sample(1, noon))
			all := NewUsage()
			for _, log := range c.logs {
				u, err := f.ReadUsage(t.Context(), strings.NewReader(log), 0)
				if err != nil || u.Unread != 0 {
					t.Fatalf("%+v %v", u, err)
				}
				all.Add(u)
			}
			if all.Added != c.added {
				t.Errorf("%+v, want %d added", all, c.added)
			}
			if r := f.verify(); r.Broken != nil {
				t.Error(r.Broken)
			}
		})
	}
}

// Uses that an earlier signet marked, by other ids, are not marked again.
func TestUsageKnowsFormerUses(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(1, noon))
	log := `{"eventTime":"2026-03-04T12:05:01Z","eventName":"GetObject","sourceIPAddress":"203.0.113.9","userAgent":"[curl/8]","requestParameters":{"x-signet-id":"` + id + `"},"requestID":"R","eventID":"e1"}`
	n, _ := parseID(id)
	before, err := Event{Kind: Used, At: noon.Add(5*time.Minute + time.Second), From: "203.0.113.9", Agent: "curl/8", Status: 200, Request: "e1"}.row(n)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.write(t.Context(), "mark", func(ctx context.Context, tx *sql.Tx) error { return appendOne(ctx, tx, before, useSum(before)) }); err != nil {
		t.Fatal(err)
	}
	if u, err := f.ReadUsage(t.Context(), strings.NewReader(log), 0); err != nil || u.Added != 0 || u.Again != 1 {
		t.Errorf("%+v %v", u, err)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
}

// TestFindKnowsSigV4A: a signature of SigV4A is as long as its two numbers are.
func TestFindKnowsSigV4A(t *testing.T) {
	f := newFixture(t)
	for i, signature := range []string{
		"304402201dee328a70a9a200ce2f59f4897b80febbe5ea0639d5c3cde3a8b49a71e1e3270220109b42a5bf1f6ac047d62fc68b8eda7b34912d0d15db2dfbb194f9f663d72c5e",
		"3045022100a8e5ee61ee788065972bf8e80e31b34647a4d0c5f4a6a086fd9ff619051e1ce102201e949f7b73da76f10b698f03842bfc9d7b1850ff1e59de0df2a041ad279918be",
	} {
		r := sample(i, noon)
		r.SignatureSHA256 = digest(signature)
		id := f.record(r)
		link := "https://m.mrap.accesspoint.s3-global.amazonaws.com/a?X-Amz-Signature=" + signature
		for _, text := range []string{link, strings.ToUpper(signature), fold(link, 60, "> "), "https://safe.example/?url=" + url.QueryEscape(link) + "&data=05", link + "&x=y"} {
			got, err := f.Find(context.Background(), text)
			if err != nil || len(got) != 1 || got[0].Entry.ID != id || got[0].By != "signature" {
				t.Errorf("%.60q: %+v %v", text, got, err)
			}
		}
	}
}
