package ledger

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"

	"signet/share"
)

// findIn looks through a text and returns how each entry was found.
func (f *fixture) findIn(r io.Reader) (map[string]string, Search) {
	f.t.Helper()
	found := map[string]string{}
	s, err := f.FindIn(context.Background(), r, func(m Match) error {
		if found[m.Entry.ID] != "" {
			f.t.Errorf("%s is found twice", m.Entry.ID)
		}
		found[m.Entry.ID] = m.By
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return found, s
}

// foreign is a line of an access log that belongs to no share.
func foreign(i int) string { return accessLine(linkOf(1_000_000+i, noon.Add(-time.Hour)), "curl") }

func unsigned(link string) string {
	u, _, _ := strings.Cut(link, "&X-Amz-Signature")
	return u
}

// TestFindLooksPastAnything: however much stands before the link.
func TestFindLooksPastAnything(t *testing.T) {
	f := newFixture(t)
	want := map[string]string{f.record(sample(3, noon)): "signature", f.record(sample(4, noon)): "terms"}
	var lines strings.Builder
	for i := range 1200 {
		lines.WriteString(foreign(i))
	}
	for name, before := range map[string]string{
		"1,200 lines":                lines.String(),
		"8 MB of text":               strings.Repeat("The quick brown fox. ", 400_000),
		"3 MB without a line's end":  strings.Repeat("x", 3<<20) + " ",
		"3 MB of digits":             strings.Repeat("a", 3<<20) + " ",
		"5,000 other signatures":     strings.Repeat(signatureOf(77)+"\n", 5000),
		"5,000 other ids":            strings.Repeat("x-signet-id=0123456789abc&", 5000),
		"5,000 dates":                strings.Repeat("X-Amz-Date=20260304T120000Z&", 5000) + " ",
		"5,000 other Signature=":     strings.Repeat("?Signature=abc%3D ", 5000),
		"a MB of NUL":                strings.Repeat("\x00", 1<<20),
		"a MB of what is no text":    strings.Repeat("\xff\xfe\x01\x1f\x8b", 200_000),
		"a MB of other letters":      strings.Repeat("Übersicht für 東京 ", 40_000),
		"a MB of what opens no tag":  strings.Repeat("<", 1<<20),
		"a MB of quotes and escapes": strings.Repeat(`\"%5C&amp;=3D`, 80_000),
	} {
		text := before + linkOf(3, noon) + "\n" + unsigned(linkOf(4, noon)) + "\n"
		if found, s := f.findIn(strings.NewReader(text)); !maps.Equal(found, want) || s.Bytes != int64(len(text)) || len(s.Missed) > 0 {
			t.Errorf("%s: found %v, want %v; %+v", name, found, want, s)
		}
	}
}

// TestFindAcrossWindows puts what has to be seen in one piece at every place
// around the borders of a window.
func TestFindAcrossWindows(t *testing.T) {
	f := newFixture(t)
	ids := []string{f.record(sample(3, noon)), f.record(sample(4, noon)), f.record(sample(5, noon))}
	id, link := ids[0], linkOf(3, noon)
	filler := strings.Repeat("lorem ipsum 17;\n", (window+overlap)/16)
	for _, c := range []struct {
		name, by string
		write    func(i int) string
	}{
		{"a link", "signature", func(i int) string { return linkOf(i, noon) }},
		{"a link over lines", "signature", func(i int) string { return fold(linkOf(i, noon), 60, "> ") }},
		{"a signature alone", "signature", signatureOf},
		{"one digit on each line", "signature", func(i int) string { return strings.Join(strings.Split(signatureOf(i), ""), "\r\n> > ") }},
		{"a mail", "signature", func(i int) string { return base64Lines([]byte("Hello,\r\nsee " + linkOf(i, noon) + "\r\n")) }},
		{"a link without its signature", "terms", func(i int) string { return unsigned(linkOf(i, noon)) }},
	} {
		for step := range 7 {
			text, want := "", map[string]string{}
			for i, border := range []int{window - overlap, window - overlap/2, window} { // a share at each
				form := c.write(3 + i)
				text += filler[:border-step*len(form)/5-len(text)] + "\n" + form + "\n"
				want[ids[i]] = c.by
			}
			if found, _ := f.findIn(strings.NewReader(text + filler[:overlap])); !maps.Equal(found, want) {
				t.Errorf("%s, step %d: %v, want %v", c.name, step, found, want)
			}
		}
	}
	for name, r := range map[string]io.Reader{
		"byte by byte": iotest.OneByteReader(strings.NewReader(filler[:5000] + link)),
		"in halves":    iotest.HalfReader(strings.NewReader(filler + link)),
		"data and end": iotest.DataErrReader(strings.NewReader(filler + link)),
	} {
		if found, _ := f.findIn(r); len(found) != 1 || found[id] != "signature" {
			t.Errorf("%s: %v", name, found)
		}
	}
}

func base64Lines(data []byte) string { return fold(base64.StdEncoding.EncodeToString(data), 76, "") }

// everyByte escapes every byte of a text.
func everyByte(text, format string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, format, text[i])
	}
	return b.String()
}

// between puts something between the letters of a text, every few of them.
func between(text, what string, every int) string {
	var b strings.Builder
	for i := range len(text) {
		if i > 0 && i%every == 0 {
			b.WriteString(what)
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func utf16Of(text string, order binary.AppendByteOrder) string {
	var out []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

// TestFindHoweverItIsWritten: a link is the same link in a mail, in a page and in
// a program.
func TestFindHoweverItIsWritten(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(3, noon))
	link, sig := linkOf(3, noon), signatureOf(3)
	inJSON, _ := json.Marshal(map[string]string{"url": link})
	again, _ := json.Marshal(string(inJSON))
	quoted := strings.ReplaceAll(link, "=", "=3D")
	for name, text := range map[string]string{
		"JSON":                         string(inJSON),
		"JSON within JSON":             string(again),
		"HTML":                         `<a href="` + html.EscapeString(link) + `">`,
		"HTML with breaks":             between(html.EscapeString(link), "<wbr>", 30),
		"HTML with lines":              between(link, "<br/>\n", 50),
		"HTML with marks":              strings.Replace(link, sig, sig[:30]+`</span><span class="hit 1">`+sig[30:], 1),
		"soft hyphens":                 between(link, "\u00ad", 20),
		"soft hyphens of HTML":         between(link, "&shy;", 20),
		"nothing that is seen":         between(link, "\u200b", 1),
		"the same in HTML":             between(link, "&#8203;", 10),
		"the same in JSON":             between(link, `\u200b`, 10),
		"the same in a URL":            between(link, "%E2%80%8B", 10),
		"colours of grep":              strings.Replace(link, sig, sig[:10]+"\x1b[01;31m\x1b[K"+sig[10:20]+"\x1b[m\x1b[K"+sig[20:], 1),
		"lines with CR alone":          between(link, "\r", 76),
		"lines of another kind":        between(link, "\u2028", 76),
		"lines with the quote between": fold(link, 70, "> "),
		"three quotes, with blanks":    fold(link, 70, "> > >   "),
		"a frame of a terminal":        between(link, " │\n│ ", 66),
		"a shell":                      between(link, "\\\n", 66),
		"a program":                    `"` + between(link, "\" +\n    \"", 66) + `"`,
		"a comment":                    "// " + between(link, "\n// ", 66),
		"another comment":              "# " + between(link, "\n# ", 66),
		"a list":                       " * " + between(link, "\n * ", 66),
		"a patch":                      "+" + between(link, "\n+", 66),
		"line feeds of JSON":           between(link, `\r\n`, 66),
		"line feeds of a URL":          between(link, "%0D%0A", 66),
		"spaces within":                strings.Replace(link, sig, sig[:20]+" "+sig[20:], 1),
		"quoted-printable":             fold(quoted, 75, "=\r\n"),
		"quoted-printable, quoted":     between(quoted, "=\n> ", 75),
		"quoted-printable of a break":  between(quoted, "=0D=0A", 75),
		"format=flowed":                between(link, " \r\n", 70),
		"upper case":                   strings.ToUpper(link),
		"lower case":                   strings.ToLower(link),
		"in a URL":                     "https://x.example/?u=" + url.QueryEscape(link) + "&a=b",
		"in a URL in a URL":            "https://x.example/?u=" + url.QueryEscape("https://y.example/?u="+url.QueryEscape(link)),
		"three times over, in lines":   fold("https://x.example/?u="+url.QueryEscape(url.QueryEscape(url.QueryEscape(link))), 61, "> "),
		"Proofpoint's second form":     "https://urldefense.proofpoint.com/v2/url?u=" + strings.NewReplacer("/", "_", ":", "-3A", "=", "-3D", "&", "-26", "?", "-3F", "-", "-2D").Replace(link) + "&d=x",
		"digits escaped":               strings.Replace(link, sig, everyByte(sig, "%%%02x"), 1),
		"digits escaped twice":         strings.Replace(link, sig, everyByte(sig, "%%25%02X"), 1),
		"digits escaped for HTML":      strings.Replace(link, sig, everyByte(sig, "&#%d;"), 1),
		"digits escaped for JSON":      strings.Replace(link, sig, everyByte(sig, `\u00%02x`), 1),
		"digits in quoted-printable":   strings.Replace(quoted, sig, everyByte(sig, "=%02X"), 1),
		"a form":                       "<form action=\"http://x/\">\n<input type=hidden name=X-Amz-Signature\n value='" + sig + "'>",
		"a form's fields":              `{"fields": {"x-amz-signature": "` + sig + `"}}`,
		"a curl command":               "curl -F x-amz-signature=" + sig + " -F file=@x",
		"multipart":                    "Content-Disposition: form-data; name=\"X-Amz-Signature\"\r\n\r\n" + sig + "\r\n--x",
		"among other digits":           strings.Repeat("0123456789abcdef", 9) + sig + strings.Repeat("fedc", 300),
		"UTF-16, little end":           utf16Of("Ä "+link, binary.LittleEndian),
		"UTF-16, big end":              utf16Of("Ä "+link, binary.BigEndian),
		"UTF-16 in lines":              utf16Of(fold(link, 60, "> "), binary.LittleEndian),
		"UTF-8 with its mark":          "\ufeff" + link,
		"base64":                       base64.StdEncoding.EncodeToString([]byte(link)),
		"base64 for URLs":              "http://x/download-shared-object/" + base64.RawURLEncoding.EncodeToString([]byte(link)),
		"base64 in a token":            "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString(inJSON) + ".c2ln",
		"base64 of lines":              base64Lines([]byte(fold(link, 60, "> "))),
		"base64 that is quoted":        fold(base64.StdEncoding.EncodeToString([]byte(link)), 76, "> "),
		"base64 in base64":             base64Lines([]byte("x " + base64Lines([]byte(link)))),
		"base64 of UTF-16":             base64.StdEncoding.EncodeToString([]byte(utf16Of(link, binary.LittleEndian))),
		"base64 of what is no text":    base64Lines([]byte(strings.Repeat("\x00\x01\xd0\xcf", 5000) + link + strings.Repeat("\x1f\x02", 9000))),
		"a binary file":                "\x7fELF\x01\x02\x03\x04" + link + "\x00\x00\x07\xff",
	} {
		found, s := f.findIn(strings.NewReader(text))
		if len(found) != 1 || found[id] != "signature" || len(s.Missed) > 0 {
			t.Errorf("%s: %v, %q", name, found, s.Missed)
		}
	}
}

// TestFindByTermsHoweverTheyAreWritten: the same without the signature.
func TestFindByTermsHoweverTheyAreWritten(t *testing.T) {
	f := newFixture(t)
	f.record(sample(2, noon))
	id := f.record(sample(3, noon))
	link := unsigned(linkOf(3, noon))
	_, path, _ := strings.Cut(link, "9000")
	stem, query, _ := strings.Cut(path, "?")
	inJSON, _ := json.Marshal(path)
	for name, text := range map[string]string{
		"JSON":                    string(inJSON),
		"JSON of nginx":           `{"request":"GET ` + strings.ReplaceAll(path, "/", `\/`) + ` HTTP/1.1"}`,
		"HTML":                    html.EscapeString(link),
		"lower case":              strings.ToLower(link),
		"lines":                   fold(link, 60, ""),
		"lines that are quoted":   fold(link, 50, "> "),
		"quoted-printable":        fold(strings.ReplaceAll(link, "=", "=3D"), 70, "=\r\n"),
		"a URL in a URL":          "https://x.example/?u=" + url.QueryEscape(link) + "&a=b",
		"twice":                   "https://x.example/?u=" + url.QueryEscape(url.QueryEscape(link)),
		"IIS":                     "2026-03-04 12:05:00 GET " + stem + " " + query + " 443 - 203.0.113.9",
		"CloudFront":              "2026-03-04\t12:05:00\tFRA2\t12\t203.0.113.9\tGET\td.cloudfront.net\t" + stem + "\t200\t-\tcurl\t" + query + "\t-",
		"another link before it":  "https://example.com/a?X-Amz-Date=20200101T000000Z&X-Amz-Credential=AKIAOTHER%2F," + link,
		"base64":                  base64Lines([]byte("Hello\n" + link)),
		"CloudTrail":              `{"Records":[{"requestParameters":{"X-Amz-Date":"20260304T120000Z","bucketName":"acme","key":"Reports/Q3 Übersicht.pdf","X-Amz-Expires":"3600"}}]}`,
		"CloudTrail, in lines":    "{\n \"requestParameters\": {\n  \"X-Amz-Date\": \"20260304T120000Z\",\n  \"bucketName\": \"acme\",\n  \"key\": \"Reports/Q3 \\u00dcbersicht.pdf\"\n }\n}",
		"MinIO":                   `{"api":{"bucket":"acme","object":"Reports/Q3 Übersicht.pdf"},"requestQuery":{"X-Amz-Date":"20260304T120000Z","X-Amz-Signature":"*REDACTED*"}}`,
		"a host of its own":       strings.Replace(link, "http://127.0.0.1:9000/acme", "https://acme.s3.amazonaws.com", 1),
		"a signature of somebody": link + "&X-Amz-Signature=" + signatureOf(9),
		"half a signature":        linkOf(3, noon)[:len(linkOf(3, noon))-20],
	} {
		found, _ := f.findIn(strings.NewReader(text))
		if len(found) != 1 || found[id] != "terms" {
			t.Errorf("%s: %v", name, found)
		}
	}
	for name, text := range map[string]string{
		"another key":    strings.Replace(link, "AKIAEXAMPLE", "AKIAOTHER", 1),
		"another object": strings.Replace(link, "Q3", "Q4", 1),
		"another second": strings.Replace(link, "120000Z", "120001Z", 1),
	} {
		if found, s := f.findIn(strings.NewReader(text)); len(found) != 0 || !s.Clues {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// TestFindAll: every link and every line of a text, whatever it is known by.
func TestFindAll(t *testing.T) {
	f := newFixture(t)
	const shares = 450 // more than the log is asked for one by one
	records := make([]share.Record, shares)
	var text strings.Builder
	by := make([]string, shares)
	for i := range records {
		at := noon.Add(time.Duration(i/3) * time.Second)
		records[i] = sample(i, at)
		records[i].ID = formatID(firstAt(at) + int64(i))
		text.WriteString(foreign(i))
		switch i % 5 {
		case 0:
			by[i] = "signature"
			text.WriteString(accessLine(linkOf(i, at), "curl"))
		case 1:
			by[i] = "terms"
			text.WriteString(accessLine(unsigned(linkOf(i, at)), "curl"))
		case 2:
			by[i] = "tracking id"
			fmt.Fprintf(&text, "GET /acme/x?x-signet-id%%3D%s HTTP/1.1\n", strings.ToUpper(records[i].ID))
		case 3:
			by[i] = "signature"
			text.WriteString(fold(linkOf(i, at), 60, "> ") + "\n")
		case 4:
			by[i] = "terms"
			text.WriteString(unsigned(linkOf(i, at)) + "\n")
		}
	}
	if err := f.RecordAll(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{text.String(), strings.ReplaceAll(text.String(), "\n", "\r\n")} {
		found, _ := f.findIn(strings.NewReader(text))
		for i, r := range records {
			if found[r.ID] != by[i] {
				t.Fatalf("share %d is found by %q, want %q (of %d)", i, found[r.ID], by[i], len(found))
			}
		}
	}
}

// TestFindByTermsWhateverTheClocks: a link that opens later, and links signed by
// the clock of a server.
func TestFindByTermsWhateverTheClocks(t *testing.T) {
	f := newFixture(t)
	all := ""
	want := map[string]string{}
	for i, off := range []time.Duration{30 * 24 * time.Hour, 20 * time.Hour, time.Hour, -time.Hour, -23 * time.Hour} {
		signed := noon.Add(off)
		r := sample(i, noon)
		r.Spec.SignedAt, r.Terms.Starts = signed, signed
		id := f.record(r)
		text := unsigned(linkOf(i, signed))
		if found, _ := f.findIn(strings.NewReader(text)); len(found) != 1 || found[id] != "terms" {
			t.Errorf("%v off: %v", off, found)
		}
		all += text + "\n"
		want[id] = "terms"
	}
	if found, _ := f.findIn(strings.NewReader(strings.Repeat(signatureOf(77)+" "+signatureOf(78)+"\n", 500) + foreignIDs(400) + all)); !maps.Equal(found, want) {
		t.Errorf("behind many others: %v, want %v", found, want)
	}
}

func foreignIDs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "x-signet-id=%s\n", formatID(int64(i)))
	}
	return b.String()
}

// TestFindSaysWhereReadingEnded: what comes after may hold a link.
func TestFindSaysWhereReadingEnded(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(3, noon))
	for _, before := range []string{"", linkOf(3, noon) + "\n"} {
		text := before + strings.Repeat("x\n", window)
		found, s := f.findIn(io.MultiReader(strings.NewReader(text), iotest.ErrReader(errors.New("the disk is gone"))))
		if want := len(before) > 0; (found[id] != "") != want || len(s.Missed) != 1 || s.Bytes != int64(len(text)) ||
			s.Missed[0] != fmt.Sprintf("what follows after byte %d of the input: the disk is gone", len(text)) {
			t.Errorf("%v %+v", found, s)
		}
	}
}

func gzipped(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(p))
		_ = z.Close()
	}
	return b.String()
}

func zipped(method uint16, files ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, text := range files {
		w, _ := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprint("word/", i, ".xml"), Method: method})
		_, _ = w.Write([]byte(text))
	}
	_ = z.Close()
	return b.String()
}

// bzip2Of3 is the link of sample 3 as bzip2 packs it; Go only unpacks.
func bzip2Of3() string {
	raw, _ := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWcgym00AAH7fgEAQQwP/8q9ufNC/5/7QMAD7M2KU/SaR6mT1G1NPSNGQ09RtR6mnpqaDEBECninqeptE0bUPUeo0eoB6h6gAAamkyZBHqaZB6hkAAANAep6i465W+zsYdU3zaUFb94MRoqjhzVBeJvZAnLACDCFKCmIBgIBpnRVJQ3pUvG2FcmIgQD2kiDmG97ioA6Kl4F1NTxpoLMoybpCAPoQx12NTHNSue8j1SicdfktEZcLmgeYQnsaUVbwRjFKE1ZXHA9CrDDofc4YqmlPOqCZ75d4vinWsytbEwLMzDix5wfXSELUTwoJJem60pEhZpiLGKmQVXtDD2kawUubUNdqW5IgG+hISdcMnh6hBdzuodCCha9FsEmgWJ4qoyWlKfxyxgAv4u5IpwoSGQZTaaA==")
	return string(raw)
}

// pdf is a text in a packed stream of a PDF.
func pdf(text string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte("<</S/URI/URI(" + text + ")>>"))
	_ = z.Close()
	return "%PDF-1.7\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>>\nstream\r\n" + b.String() + "\nendstream"
}

func TestFindInWhatIsPacked(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(3, noon))
	link := linkOf(3, noon) + "\n"
	log := strings.Repeat(foreign(1), 200)
	for name, text := range map[string]string{
		"gzip":                 gzipped(log + link),
		"two members":          gzipped(log, link),
		"behind many members":  gzipped(make([]string, 3000)...) + gzipped(link),
		"text behind gzip":     gzipped(log) + link,
		"gzip behind text":     log + gzipped(link),
		"gzip within gzip":     gzipped(gzipped(log) + gzipped(link)),
		"gzip in a tar":        gzipped("a.log.gz\x00\x00ustar" + gzipped(link) + strings.Repeat("\x00", 512)),
		"zip":                  zipped(zip.Deflate, log, link),
		"zip that packs not":   zipped(zip.Store, log, link),
		"zip with gzip in it":  zipped(zip.Deflate, gzipped(link)),
		"a PDF":                pdf(linkOf(3, noon)),
		"bzip2":                log + bzip2Of3() + log,
		"UTF-16":               gzipped(utf16Of(link, binary.LittleEndian)),
		"a mail within":        gzipped(base64Lines([]byte(link))),
		"over a window's edge": gzipped(strings.Repeat("ab c\n", window/5-30) + link),
	} {
		found, s := f.findIn(strings.NewReader(text))
		if len(found) != 1 || found[id] != "signature" || len(s.Missed) > 0 || s.Bytes != int64(len(text)) {
			t.Errorf("%s: %v, %d of %d bytes, %q", name, found, s.Bytes, len(text), s.Missed)
		}
	}
	bomb := gzipped(string(bytes.Repeat([]byte("lorem ipsum 17\n"), 1<<16)))
	if found, s := f.findIn(strings.NewReader(gzipped(bomb) + link)); len(found) != 1 || len(s.Missed) > 0 {
		t.Errorf("behind much that is packed small: %v %q", found, s.Missed)
	}
}

// TestFindTellsWhatItCannotUnpack, and looks through what comes after.
func TestFindTellsWhatItCannotUnpack(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(3, noon))
	whole := gzipped(strings.Repeat(foreign(1), 50) + linkOf(3, noon))
	bent := []byte(gzipped(linkOf(3, noon)))
	bent[len(bent)-6] ^= 1 // its checksum
	locked := []byte(zipped(zip.Deflate, "x"))
	locked[6] |= 1
	deep := gzipped("x")
	for range 8 {
		deep = gzipped(deep)
	}
	for name, c := range map[string]struct{ text, says string }{
		"half a file":        {whole[:len(whole)/2], "gzip, which is damaged or ends in the middle"},
		"a bent file":        {string(bent), "gzip, which is damaged"},
		"an encrypted zip":   {string(locked), "zip, which cannot be unpacked: it is encrypted"},
		"an uncommon zip":    {"PK\x03\x04\x14\x00\x00\x00\x0e\x00" + strings.Repeat("x", 40), "zip, which cannot be unpacked"},
		"xz":                 {"\xfd7zXZ\x00\x00\x04abc", "xz, which signet cannot read"},
		"zstd":               {"\x28\xb5\x2f\xfd\x04abc", "zstd, which signet cannot read"},
		"7z":                 {"7z\xbc\xaf\x27\x1cabc", "7z, which signet cannot read"},
		"rar":                {"Rar!\x1a\x07\x01abc", "rar, which signet cannot read"},
		"an encrypted mail":  {"\n-----BEGIN PGP MESSAGE-----\n\nhQEM", "an encrypted message, which signet cannot read"},
		"bzip2":              {"BZh91AY&SY\x01\x02\x03\x04\x05\x06\x07\x08", "bzip2, which is damaged"},
		"packed six times":   {deep, "packed too many times over"},
		"gzip in a mail":     {base64Lines([]byte(whole)), "gzip, written in base64"},
		"a zip in a mail":    {"Content-Transfer-Encoding: base64\r\n\r\n" + base64Lines([]byte(zipped(zip.Deflate, linkOf(4, noon)))), "zip, written in base64"},
		"a file in 300 more": {strings.Repeat("\xfd7zXZ\x00\n", 300), "more, which is not told one by one"},
	} {
		_, s := f.findIn(strings.NewReader("some text before\n" + c.text))
		if !strings.Contains(strings.Join(s.Missed, "\n"), c.says) || len(s.Missed) > mostMissed+1 {
			t.Errorf("%s: %q", name, s.Missed)
		}
		if name == "half a file" || name == "bzip2" {
			continue // what follows is taken for a part of it
		}
		found, s := f.findIn(strings.NewReader("some text before\n" + c.text + "\n" + linkOf(3, noon)))
		if found[id] != "signature" || len(s.Missed) == 0 {
			t.Errorf("%s, a link after it: %v %q", name, found, s.Missed)
		}
	}
}

// repeated is a text of any length that takes no room, and looks now and then how
// much is in use.
type repeated struct {
	text     string
	left, at int
	peak     []uint64 // of the heap, in bytes, of each so many that were read
}

const peakEvery = 5 << 18

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), r.left)], r.text[r.at:])
	r.at, r.left = (r.at+n)%len(r.text), r.left-n
	if r.left>>18 != (r.left+n)>>18 {
		part := r.left / peakEvery
		r.peak = append(r.peak, make([]uint64, max(0, part+1-len(r.peak)))...)
		r.peak[part] = max(r.peak[part], inUse())
	}
	return n, nil
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestFindTakesNoRoom: memory does not grow with the text.
func TestFindTakesNoRoom(t *testing.T) {
	if testing.Short() {
		t.Skip("searches for long, in one goroutine")
	}
	f := newFixture(t)
	id := f.record(sample(3, noon))
	var lines strings.Builder
	for i := range 3000 {
		lines.WriteString(foreign(i))
		lines.WriteString(accessLine(unsigned(linkOf(i, noon)), "curl"))
	}
	for name, filler := range map[string]string{
		"lines": lines.String(), "no line's end": "xY", "digits": "0123456789abcdef", "base64": base64Lines([]byte(signatureOf(5) + lines.String()[:5000])),
	} {
		const size, more, most = 3 * peakEvery, peakEvery / 3, 12 << 20
		before, in := inUse(), &repeated{text: filler, left: size}
		found, s := f.findIn(io.MultiReader(in, strings.NewReader("\n"+linkOf(3, noon))))
		second, last := in.peak[1], in.peak[0] // it counts down
		if found[id] == "" || s.Bytes < size || last > second+more || last > before+most {
			t.Errorf("%s: %v, %d bytes, %d in use, then %d, and %d before", name, found, s.Bytes, second, last, before)
		}
	}
}

// FuzzFind: whatever stands around a link, it is found, or it is said that not
// all could be read.
func FuzzFind(f *testing.F) {
	f.Add([]byte("see\n> "), []byte("\nbest"), uint8(0), uint16(60))
	f.Add([]byte("\x1f\x8b\x08"), []byte(strings.Repeat("=", 40)), uint8(1), uint16(7))
	f.Add([]byte("stream\n\x78\x9c"), []byte("PK\x03\x04"), uint8(2), uint16(1))
	l, err := Open(f.TempDir()+"/log.db", Options{Clock: func() time.Time { return noon }})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = l.Close() })
	if _, err := record(l, sample(3, noon)); err != nil {
		f.Fatal(err)
	}
	link := linkOf(3, noon)
	f.Fuzz(func(t *testing.T, before, after []byte, form uint8, width uint16) {
		text := link
		switch form % 4 {
		case 1:
			text = fold(link, max(int(width), 1), "> ")
		case 2:
			text = base64Lines([]byte(link))
		case 3:
			text = url.QueryEscape(link)
		}
		n := 0
		s, err := l.FindIn(context.Background(), io.MultiReader(bytes.NewReader(before), strings.NewReader("\n\n"+text+"\n\n"), bytes.NewReader(after)), func(Match) error {
			n++
			return nil
		})
		if err != nil || n != 1 && len(s.Missed) == 0 {
			t.Errorf("%d found, %v, %q", n, err, s.Missed)
		}
	})
}
