package demo

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// formats are contents to look into: what a preview shows well, and what it must not
// be taken in by.
func (d seeder) formats() {
	const in, f = "field-reports", "formats/"
	day := date(2026, 9, 9)
	for i, s := range []sample{
		{key: "Read me.md", kind: "text/markdown; charset=utf-8", make: text(handbook)},
		{key: "calibration.json", kind: kindJSON, make: text(calibration)},
		{key: "events.jsonl", kind: "application/x-ndjson", make: events},
		{key: "readings 2026.csv", kind: kindCSV, make: table(2, 4000)},
		{key: "station.log.gz", kind: "application/gzip", make: func() []byte { return zipped(string(events())) }},
		{key: "Windows notes (UTF-16).txt", kind: kindUTF16, make: func() []byte { return wide(notes) }},
		{key: "old notes (Latin-1).txt", kind: kindLatin1, make: text("Gr\xfc\xdfe aus K\xf6ln. Pr\xfcfung am 3. M\xe4rz, 12 \x80.\r\n")},
		{key: "hostile.txt", kind: kindText, make: text(hostile)},
		{key: "firmware.bin", kind: "application/octet-stream", make: firmware},
	} {
		s.key, s.modified = f+s.key, day.Add(time.Duration(i)*time.Hour)
		d.add(in, s)
	}
}

const (
	kindUTF16  = "text/plain; charset=utf-16"
	kindLatin1 = "text/plain; charset=iso-8859-1"
)

const handbook = `# Field handbook

What everybody **must** know before going out. The long version is in the
[summary](https://acme.example/summary).

## Before you leave

- Check the batteries of gauge *and* modem.
- Copy last year's table:
  it is needed for the comparison.
1. Call the harbour office.
2. Take the key.

> Low water does not wait.

` + "```\nsignet share \"s3://field-reports/Summary 2026.pdf\" --expires 8h\n```" + `

| gauge | levelled |
|-------|----------|
| G1    | March    |
`

const calibration = `{"instrument":"T-17","emissivity":0.95,"range_celsius":[-10,60],"channels":[{"name":"north","offset":0.12,"checked":true},{"name":"south","offset":-0.03,"checked":false}],"remarks":null,"history":{}}`

// hostile is a text that would act upon a terminal which printed it as it is.
const hostile = "This text tries to act upon the terminal that shows it.\n" +
	"A title: \x1b]0;owned\x07, a link: \x1b]8;;https://evil.example\x1b\\your bank\x1b]8;;\x1b\\.\n" +
	"Colours \x1b[31mred\x1b[0m, a cleared screen \x1b[2J, a bell \x07, a clipboard \x1b]52;c;cm0gLXJmIH4=\x07.\n" +
	"A name read backwards: invoice-\u202efdp.exe, and a zero\u200bwidth space.\n" +
	"The start of this line is\rwritten over.\n"

func events() []byte {
	var b bytes.Buffer
	start := date(2026, 9, 1)
	for i := range 400 {
		at := start.Add(time.Duration(i) * 97 * time.Second)
		fmt.Fprintf(&b, `{"at":"%s","gauge":"G%d","level_m":%.3f,"state":"%s"}`+"\n", at.Format(time.RFC3339), 1+i%4, 1.8+0.9*level(float64(i), 1), []string{"ok", "ok", "ok", "drift"}[i%4])
	}
	return b.Bytes()
}

func zipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

func wide(s string) []byte {
	b := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(strings.ReplaceAll(s, "\n", "\r\n"))) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// firmware is nothing that anybody can read.
func firmware() []byte {
	b := []byte("\x7fELF\x02\x01\x01\x00")
	for i := range 24_000 {
		b = append(b, byte(i*i>>3^i*37))
	}
	return b
}
