package handover_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
)

// report is a plain document to download.
func report() share.Link {
	l := link("https://s3.example.com", share.Download, "2026/report.pdf")
	l.Request.Object = share.Object{Known: true, Size: 2<<20 + 300<<10}
	return l
}

func TestMail(t *testing.T) {
	s, err := handover.Text(report(), handover.Mail, handover.Options{Now: now, Checksum: handover.Checksum{Algorithm: "SHA-256", Value: "abcd"}})
	if err != nil {
		t.Fatal(err)
	}
	want := `Subject: report.pdf

Here is report.pdf (2.4 MB) for you to download:

` + report().URL.Reveal() + `

The link works until Friday, 27 November 2026, 16:30 CET (UTC+01:00).
It needs no password: everyone who has it can download the file, so please do not forward it.

SHA-256 checksum of the content:
abcd
`
	if s.Reveal() != want {
		t.Errorf("got\n%s\nwant\n%s", s.Reveal(), want)
	}
}

// The link stands alone on its line, so that no mail program takes the full
// stop of a sentence for a part of it.
func TestLinksStandAlone(t *testing.T) {
	if lines := strings.Split(text(t, report(), handover.Mail), "\n"); lines[4] != report().URL.Reveal() {
		t.Errorf("%q", lines)
	}
	if chat := text(t, report(), handover.Chat); !strings.HasSuffix(chat, " "+report().URL.Reveal()) || strings.Contains(chat, "\n") {
		t.Errorf("%q", chat)
	}
}

func TestMailOfEveryOperation(t *testing.T) {
	put := link("https://h", share.Upload, "in/scan.pdf")
	put.Headers = []share.Header{{Name: "Content-Length", Value: "1234"}, {Name: "If-None-Match", Value: "*"}}
	form := formLink("https://h", "in/")
	form.Request.Options = share.Options{KeyPrefix: true, ContentType: "image/", ContentTypePrefix: true, MaxSize: 3_000_000}
	for name, c := range map[string]struct {
		link share.Link
		want []string
	}{
		"upload":   {put, []string{"upload scan.pdf", "exactly 1234 bytes", "works only once", "curl --fail --upload-file 'scan.pdf'", "If-None-Match: *", "not work in a browser"}},
		"delete":   {link("https://h", share.Delete, "a.txt"), []string{"delete a.txt", "--request DELETE", "everyone who has it can delete the file"}},
		"metadata": {link("https://h", share.Metadata, "a.txt"), []string{"not its content", "curl --fail --head"}},
		"form":     {form, []string{"attached page", "at most 3 MB", "pictures only"}},
		"dots":     {link("https://h", share.Download, "a/../b.txt"), []string{"--path-as-is", "not work in a browser"}},
	} {
		got := text(t, c.link, handover.Mail)
		for _, w := range append(c.want, "Subject: ", "until Friday, 27 November 2026", "do not forward") {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q in\n%s", name, w, got)
			}
		}
	}
}

// A page of ours is called what it is: its holder downloads no file of a random name.
func TestAPageIsHandedOverAsOne(t *testing.T) {
	for kind, c := range map[share.PageKind]struct{ subject, name, may string }{
		share.PageListing: {"Documents for you", "a page with documents for you", "can download the documents on it,"},
		share.PageUpload:  {"Please send your files", "a page on which you can send files", "can upload in your place,"},
		share.PageRequest: {"Please send your files", "a page on which you can send the files you were asked for", "can upload in your place,"},
	} {
		l := link("https://h", share.Download, "signet-pages/k3j9random.html")
		l.Request.Page = kind
		if got := handover.FileName(l); got != strings.ReplaceAll(kind.Info().Name, " ", "-") {
			t.Errorf("a file of it is called %q", got)
		}
		url, ends := l.URL.Reveal(), "Friday, 27 November 2026, 16:30 CET (UTC+01:00)"
		for form, want := range map[handover.Kind]string{
			handover.Mail: "Subject: " + c.subject + "\n\nHere is " + c.name + ":\n\n" + url + "\n\nThe link works until " + ends +
				".\nIt needs no password: everyone who has it " + c.may + " so please do not forward it.\n",
			handover.Chat:     c.name + ", until " + ends + ": " + url,
			handover.Markdown: "[" + c.name + "](<" + url + ">) (until " + strings.NewReplacer(":", `\:`, "(", `\(`, ")", `\)`, "+", `\+`).Replace(ends) + ")",
		} {
			if got := text(t, l, form); got != want || strings.Contains(strings.ReplaceAll(got, url, ""), "k3j9random") {
				t.Errorf("%s as %s:\n%s\nwant\n%s", kind, form, got, want)
			}
		}
		for _, form := range []handover.Kind{handover.HTML, handover.Curl, handover.Wget, handover.PowerShell, handover.Python} {
			if err := handover.Fits(l, form); err == nil || !strings.Contains(err.Error(), "the link opens a page, which is used in a browser") {
				t.Errorf("%s as %s: %v", kind, form, err)
			}
		}
		got, err := handover.MailMany([]share.Link{report(), l}, handover.Options{Now: now})
		if err != nil || !strings.Contains(got.Reveal(), "Here are 2 links:") || !strings.Contains(got.Reveal(), "Here is "+c.name+", until ") {
			t.Errorf("%s among others: %v\n%s", kind, err, got.Reveal())
		}
	}
}

func TestEndsInWords(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		end, now time.Time
		zone     *time.Location
		atMost   bool
		want     string
	}{
		{now.Add(time.Hour), now, time.UTC, false, "until Tuesday, 24 November 2026, 16:30 UTC"},
		{now.Add(time.Hour), now, berlin, false, "until Tuesday, 24 November 2026, 17:30 CET (UTC+01:00)"},
		{time.Date(2026, 7, 1, 10, 0, 59, 0, time.UTC), now, berlin, false, "until Wednesday, 1 July 2026, 12:00:59 CEST (UTC+02:00)"},
		{now.Add(90*time.Minute + 59*time.Second), now, time.UTC, false, "until Tuesday, 24 November 2026, 17:00 UTC"},
		{now.Add(45 * time.Second), now, time.UTC, false, "until Tuesday, 24 November 2026, 15:30:45 UTC"},
		{now.Add(time.Hour), now, time.FixedZone("", 5*3600+1800), false, "until Tuesday, 24 November 2026, 22:00 (UTC+05:30)"},
		{now.Add(time.Hour), now, time.UTC, true, "at most until Tuesday"},
	} {
		l := report()
		l.Terms.Ends, l.Terms.AtMost = c.end, c.atMost
		s, err := handover.Text(l, handover.Chat, handover.Options{Now: c.now, Zone: c.zone})
		if err != nil || !strings.Contains(s.Reveal(), c.want+": ") && !strings.Contains(s.Reveal(), c.want+",") {
			t.Errorf("no %q in %s (%v)", c.want, s.Reveal(), err)
		}
	}
}

func TestEmbargoIsSaid(t *testing.T) {
	l := report()
	l.Terms.Starts = now.Add(24 * time.Hour)
	if got := text(t, l, handover.Mail); !strings.Contains(got, "works from Wednesday, 25 November 2026, 16:30 CET (UTC+01:00) until Friday") {
		t.Error(got)
	}
}

// cmark is what CommonMark makes of escaped text: a backslash before
// punctuation disappears, anything else unescaped and active would be markup.
var cmark = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)

func TestMarkdownShowsEveryName(t *testing.T) {
	whole := regexp.MustCompile(`(?s)^\[(.*)\]\(<(https://[^<> ]*)>\) \(until .*\)$`)
	for _, key := range awkward {
		l := link("https://h", share.Download, key)
		m := whole.FindStringSubmatch(text(t, l, handover.Markdown))
		if m == nil || m[2] != l.URL.Reveal() {
			t.Errorf("%q: %s", key, text(t, l, handover.Markdown))
			continue
		}
		if got := cmark.ReplaceAllString(m[1], "$1"); got != handover.Name(l) {
			t.Errorf("%q shows as %q, want %q", key, got, handover.Name(l))
		}
		if bare := cmark.ReplaceAllString(m[1], ""); strings.ContainsAny(bare, "[]<>*_`!&|\n") {
			t.Errorf("%q leaves markup: %s", key, m[1])
		}
	}
}

// Nothing from outside moves the cursor, hides, or turns text around.
func TestProseIsHarmless(t *testing.T) {
	for _, key := range awkward {
		l := link("https://h", share.Download, key)
		for _, k := range []handover.Kind{handover.Mail, handover.Chat, handover.Markdown} {
			if got := text(t, l, k); strings.ContainsAny(strings.ReplaceAll(got, "\n", ""), "\x1b\x7f\t\r\u202e\u200b") || k == handover.Mail && strings.Count(got, "\n") != 8 {
				t.Errorf("%s of %q: %q", k, key, got)
			}
		}
	}
}
