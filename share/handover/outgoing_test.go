package handover_test

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/internal/hostile"
	"signet/share"
	"signet/share/handover"
	"signet/share/qr"
)

// outgoing is one kind of text that goes out: how it is written of a hostile text in
// every field that comes from outside, and what it must be. A new kind is a new row;
// TestEveryKindOfTextIsJudged finds the one that has none.
type outgoing struct {
	name  string // "handover curl", "list csv", "credentials env", "code .svg"
	judge hostile.Judge
	write func(x string) ([]string, error) // an error refuses the text
}

// outgoings is the table.
func outgoings() (rows []outgoing) {
	for kind, judge := range kindJudges() {
		rows = append(rows, outgoing{"handover " + string(kind), judge, handedOver(kind)})
	}
	for format, judge := range listJudges() {
		rows = append(rows, outgoing{"list " + string(format), judge, inList(format)})
	}
	for form, judge := range credentialJudges() {
		rows = append(rows, outgoing{"credentials " + form, judge, granted(form)})
	}
	for ending, judge := range codeJudges() {
		rows = append(rows, outgoing{"code " + ending, judge, drawn(ending)})
	}
	return append(rows,
		outgoing{"reminder", hostile.All(hostile.Seen, hostile.Mail), reminded},
		outgoing{"mails", hostile.All(hostile.Seen, letterOf), lettered},
		outgoing{"upload page", pageOf("section", "ul", "li", "form", "input", "label", "button", "select", "option", "script", "dl", "dt", "dd", "data", "noscript", "ol", "progress", "output", "span"), uploadPaged},
		outgoing{"listing page", pageOf("ul", "li", "a", "small", "ol", "section"), listingPaged},
	)
}

func kindJudges() map[handover.Kind]hostile.Judge {
	seen := hostile.Seen
	return map[handover.Kind]hostile.Judge{
		handover.URL:         hostile.All(hostile.ASCII, hostile.OneLine),
		handover.Markdown:    hostile.All(seen, hostile.OneLine, hostile.Markdown(1)),
		handover.Mail:        hostile.All(seen, hostile.Mail),
		handover.Chat:        hostile.All(seen, hostile.OneLine),
		handover.Curl:        seen,
		handover.Wget:        seen,
		handover.PowerShell:  hostile.All(seen, quotedForPowerShell),
		handover.Python:      hostile.All(seen, hostile.ASCII),
		handover.HTML:        pageOf("ul", "li", "a", "small", "form", "input", "label", "button", "select", "option", "section", "dl", "dt", "dd"),
		handover.JSON:        hostile.All(hostile.OneLine, hostile.OneJSON),
		handover.Cookies:     hostile.ASCII,
		handover.CookieJar:   hostile.Seen,
		handover.CookiesJSON: hostile.OneJSON,
	}
}

func listJudges() map[handover.Format]hostile.Judge {
	return map[handover.Format]hostile.Judge{
		handover.Lines:         hostile.ASCII,
		handover.JSONLines:     hostile.JSON,
		handover.CSV:           hostile.CSV,
		handover.MarkdownTable: hostile.All(hostile.Seen, hostile.Markdown(1)),
		handover.HTMLPage:      pageOf("ul", "li", "a", "small"),
	}
}

func credentialJudges() map[string]hostile.Judge {
	return map[string]hostile.Judge{
		"env": hostile.ASCII, "fish": hostile.ASCII, "powershell": hostile.ASCII, "mc": hostile.ASCII,
		"json":    hostile.All(hostile.ASCII, hostile.OneJSON),
		"profile": hostile.All(hostile.Seen, oneSection), "rclone": hostile.All(hostile.Seen, oneSection),
	}
}

func codeJudges() map[string]hostile.Judge {
	return map[string]hostile.Judge{
		".png":  func(string) error { return nil }, // holds no text
		".svg":  hostile.All(hostile.Seen, hostile.XML("svg", "title", "desc", "rect", "path", "a", "text", "tspan", "g")),
		".pdf":  plainPDF,
		".html": hostile.HTML("html", "head", "meta", "title", "style", "body", "main", "section", "div", "p", "figure", "figcaption", "svg", "desc", "rect", "path", "a", "g", "h1", "small", "article", "span", "strong"),
	}
}

func pageOf(elements ...string) hostile.Judge {
	return hostile.HTML(append(elements, "html", "head", "meta", "title", "style", "body", "main", "div", "h1", "h2", "p", "link")...)
}

// oneSection wants a file of settings with one section, in which no line begins another
// thing.
func oneSection(text string) error {
	if n := strings.Count("\n"+text, "\n["); n != 1 {
		return fmt.Errorf("%d sections", n)
	}
	for line := range strings.Lines(text) {
		if line[0] != '#' && strings.Contains(line, "evil") {
			return fmt.Errorf("text from outside is a setting: %s", line)
		}
	}
	return nil
}

// letterOf is Mail with a recipient.
func letterOf(text string) error {
	if first, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(first, "To: ") {
		text = rest
	}
	return hostile.Mail(text)
}

// plainPDF wants a PDF without anything that acts but links to the web.
func plainPDF(text string) error {
	text = regexp.MustCompile(`(?s)stream\n.*?\nendstream`).ReplaceAllString(text, "")
	if bad := regexp.MustCompile(`/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|SubmitForm|GoToR)[^A-Za-z+]`).FindString(text); bad != "" {
		return fmt.Errorf("it holds %s", bad)
	}
	if strings.Contains(text, "evil") {
		return fmt.Errorf("text from outside stands in it as it is")
	}
	return nil
}

// quotedForPowerShell wants every text in quotes: outside of them stands nothing that
// is from outside. PowerShell takes the curly single quotes for quotes, and doubles them.
func quotedForPowerShell(text string) error {
	quotes := "'\u2018\u2019\u201a\u201b"
	outside, in := strings.Builder{}, false
	for _, r := range text {
		switch {
		case strings.ContainsRune(quotes, r):
			in = !in
		case !in:
			outside.WriteRune(r)
		}
	}
	if in || strings.Contains(outside.String(), "evil") || strings.Contains(outside.String(), "touch") {
		return fmt.Errorf("text from outside is not in quotes: %s", text)
	}
	return nil
}

// signed is a link with a text in every field that comes from outside.
func signed(op share.Operation, x string) share.Link {
	at := time.Date(2026, 11, 24, 16, 30, 0, 0, time.UTC)
	address := "https://s3.example.com/bucket/" + strings.ReplaceAll(url.QueryEscape(x), "+", "%20") + "?X-Amz-Signature=00ff"
	l := share.Link{
		ID: "s1", Method: op.Info().Method, URL: share.NewSecret(address), SignedAt: at,
		Request: share.Request{
			Operation: op, Target: share.Target{Place: x, Region: x, Bucket: "bucket", Key: "dir/" + x, VersionID: x}, Note: x, Recipient: x,
			Options: share.Options{ContentType: x, ContentDisposition: x, StorageClass: x, Metadata: map[string]string{"m": x}, Tags: map[string]string{x: x}},
			Object:  share.Object{Known: true, Size: 12, ContentType: x, Checksum: x},
		},
		Terms: share.Terms{Starts: at, Ends: at.Add(72 * time.Hour), Reason: share.ByRequest}, Identity: share.Identity{AccessKeyID: x, Source: x},
		Endpoint: share.Endpoint{URL: "https://s3.example.com", Region: x, Place: x, Signer: x},
	}
	switch info := op.Info(); {
	case info.Policy:
		l.URL = share.NewSecret("https://s3.example.com/bucket")
		for _, name := range []string{"key", "Content-Type", "x-amz-meta-m", "policy"} {
			l.Fields = append(l.Fields, share.Field{Name: name, Value: share.NewSecret(x)})
		}
	case info.Parts:
		l.Request.Options.TotalSize, l.Request.Options.PartSize, l.Request.Options.UploadID = 20e6, 8e6, x
		for _, c := range (share.Spec{Operation: op, Options: l.Request.Options}).Calls() {
			l.Calls = append(l.Calls, share.SignedCall{Call: c, URL: share.NewSecret(address)})
		}
	case info.Stores:
		l.Headers = []share.Header{{Name: "Content-Type", Value: x}, {Name: "X-Amz-Meta-M", Value: x}, {Name: "Content-Disposition", Value: x}}
	default:
		l.Request.Options = share.Options{Filename: x}
	}
	return l
}

// of is what one function makes of the links of every operation that it takes.
func of(x string, one func(share.Link) (string, error)) (texts []string, err error) {
	for _, op := range share.Operations() {
		for _, name := range []bool{true, false} {
			l := signed(op.Op, x)
			if !name {
				l.Request.Options.Filename = ""
			}
			text, failed := one(l)
			if failed != nil {
				err = failed
				continue
			}
			texts = append(texts, text)
		}
	}
	return texts, err
}

func handedOver(kind handover.Kind) func(string) ([]string, error) {
	return func(x string) ([]string, error) {
		return of(x, func(l share.Link) (string, error) {
			if strings.HasPrefix(string(kind), "cookie") {
				l.Request.Below, l.Request.Target.Key = true, "dir/"
			}
			text, err := handover.Text(l, kind, handover.Options{Title: x, Checksum: handover.Checksum{Algorithm: x, Value: x}})
			return text.Reveal(), err
		})
	}
}

func inList(format handover.Format) func(string) ([]string, error) {
	return func(x string) ([]string, error) {
		return of(x, func(l share.Link) (string, error) {
			var b strings.Builder
			list, err := handover.NewList(&b, format, handover.Options{Title: x})
			if err != nil {
				return "", err
			}
			if err := list.Add(l); err != nil {
				return "", err
			}
			return b.String(), list.Close()
		})
	}
}

// granted is temporary credentials, a text in each part in turn.
func granted(form string) func(string) ([]string, error) {
	return func(x string) (texts []string, err error) {
		for i := range 6 {
			c := handover.Credentials{
				Credentials: share.Credentials{AccessKeyID: "AKIA", SecretKey: share.NewSecret("secret"), Token: share.NewSecret("token"), Expires: time.Date(2026, 11, 24, 16, 30, 0, 0, time.UTC)},
				Name:        "signet-s1", Server: "https://s3.example.com", Region: "eu-west-1", Bucket: x, Prefix: x,
			}
			switch i {
			case 1:
				c.AccessKeyID = x
			case 2:
				c.SecretKey = share.NewSecret(x)
			case 3:
				c.Token = share.NewSecret(x)
			case 4:
				c.Region = x
			case 5:
				c.Server = x
			}
			text, failed := handover.CredentialsText(c, form)
			if failed != nil {
				err = failed
				continue
			}
			if i > 0 { // a value, which may be any word that ends no quote
				if err := hostile.ASCII(text.Reveal()[strings.IndexByte(text.Reveal(), '\n'):]); err != nil {
					return nil, fmt.Errorf("taken: %w", err)
				}
				continue
			}
			texts = append(texts, text.Reveal())
		}
		return texts, err
	}
}

func drawn(ending string) func(string) ([]string, error) {
	return func(x string) (texts []string, err error) {
		code, err := qr.Encode("https://s3.example.com/bucket/key?X-Amz-Signature=00ff")
		if err != nil {
			return nil, err
		}
		l := qr.Label{Code: code, Name: x, End: "until 24 Nov 2026", Note: x, Link: share.NewSecret("https://s3.example.com/bucket/key")}
		one, err := qr.Export("x"+ending, l, qr.Form{})
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(one))
		if slices.Contains(qr.SheetFormats(), ending) {
			sheet, err := qr.ExportSheet("x"+ending, qr.Sheet{Title: x, Labels: []qr.Label{l, l}})
			if err != nil {
				return nil, err
			}
			texts = append(texts, string(sheet))
		}
		return texts, nil
	}
}

func reminded(x string) ([]string, error) {
	at := time.Date(2026, 11, 24, 16, 30, 0, 0, time.UTC)
	e := handover.Expected{Name: x, Types: []string{x}, Most: 10, Files: 1, Last: at}
	r := handover.Remind{To: x, Missing: []handover.Expected{e, e}, There: []handover.Expected{e}, Ends: at.Add(time.Hour), Link: share.NewSecret("https://s3.example.com/page")}
	return []string{handover.Reminder(r, at).Reveal()}, nil
}

func lettered(x string) (texts []string, err error) {
	var links []share.Link
	for _, op := range share.Operations() {
		links = append(links, signed(op.Op, x), signed(op.Op, x))
	}
	letters, _, err := handover.Letters(links, handover.Options{})
	for _, l := range letters {
		texts = append(texts, l.Text.Reveal())
	}
	return texts, err
}

func uploadPaged(x string) ([]string, error) {
	var b strings.Builder
	u := handover.Uploads{Script: true, Reference: x, Asked: []handover.Asked{{Name: x, Types: []string{x}, Ways: []share.Link{signed(share.Form, x)}}, {Name: x, Ways: []share.Link{signed(share.Upload, x)}}}}
	err := handover.UploadPage(&b, u, handover.Options{Title: x})
	if err != nil {
		return nil, err
	}
	return []string{b.String()}, nil
}

func listingPaged(x string) ([]string, error) {
	l := handover.NewListing(handover.Options{Title: x}, false)
	if err := l.Add(signed(share.Download, x)); err != nil {
		return nil, err
	}
	index := handover.NewListing(handover.Options{Title: x}, true)
	index.AddPage(signed(share.Download, x), x, l)
	var texts []string
	for _, page := range []*handover.Listing{l, index} {
		text, err := page.HTML()
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}

// Whatever stands in the fields that come from outside: what goes out is what was
// meant, and no more.
func TestOutgoingText(t *testing.T) {
	texts := append(hostile.Texts(), hostile.Mixed(14, 40)...)
	for _, row := range outgoings() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			texts, written := texts, 0
			if strings.HasPrefix(row.name, "code") && testing.Short() {
				texts = texts[:20] // a font is packed for each
			}
			for _, x := range texts {
				out, err := row.write(x.Text)
				if len(out) == 0 && err == nil {
					t.Errorf("%s: neither written nor refused", x.Name)
				}
				for _, text := range out {
					written++
					if err := row.judge(text); err != nil {
						t.Errorf("%s: %v", x.Name, err)
					}
				}
			}
			if written == 0 && !strings.HasPrefix(row.name, "handover cookie") { // written by a signer of CloudFront alone
				t.Error("nothing was written")
			}
		})
	}
}

// What a shell makes of a command is the words that were meant, and nothing else is run.
func TestOutgoingCommands(t *testing.T) {
	texts := slices.DeleteFunc(append(hostile.Texts(), hostile.Mixed(14, 60)...), func(x hostile.Text) bool { return strings.Contains(x.Text, "\x00") }) // which no word can hold
	for _, kind := range []handover.Kind{handover.Curl, handover.Wget} {
		script := string(kind) + "() { printf '%s\\0' \"$@\" END; }\ntouch() { echo PWNED; }\n"
		var taken []hostile.Text
		for _, x := range texts {
			text, err := handover.Text(signed(share.Upload, x.Text), kind, handover.Options{})
			if err != nil { // no header holds it
				continue
			}
			taken = append(taken, x)
			script += text.Reveal() + "\n"
		}
		for _, shell := range []string{"sh", "bash", "zsh"} {
			path, err := exec.LookPath(shell)
			if err != nil {
				continue
			}
			dir := t.TempDir()
			file := filepath.Join(dir, "script")
			if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(path, file)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			calls := strings.Split(string(out), "END\x00")
			if err != nil || len(calls) != len(taken)+1 || strings.Contains(string(out), "PWNED") {
				t.Errorf("%s by %s: %v, %d commands of %d", kind, shell, err, len(calls)-1, len(taken))
				continue
			}
			for i, x := range taken {
				if words := strings.Split(calls[i], "\x00"); !slices.ContainsFunc(words, func(w string) bool {
					return strings.HasSuffix(strings.TrimRight(w, " "), strings.TrimRight("X-Amz-Meta-M: "+x.Text, " "))
				}) {
					t.Errorf("%s by %s: %s: %q", kind, shell, x.Name, words)
				}
			}
			if left, _ := os.ReadDir(dir); len(left) != 1 {
				t.Errorf("%s by %s left %v", kind, shell, left)
			}
		}
	}
}

// Every kind of text that the program can write has a row.
func TestEveryKindOfTextIsJudged(t *testing.T) {
	have := map[string]bool{}
	for _, row := range outgoings() {
		have[row.name] = true
	}
	var want []string
	for _, k := range handover.Names() {
		want = append(want, "handover "+k)
	}
	for _, f := range handover.Formats() {
		want = append(want, "list "+string(f))
	}
	for _, f := range handover.CredentialsForms() {
		want = append(want, "credentials "+f.Name)
	}
	for _, f := range append(qr.Formats(), qr.SheetFormats()...) {
		want = append(want, "code "+f)
	}
	for _, name := range want {
		if !have[name] {
			t.Errorf("%s has no row in outgoings", name)
		}
	}
}
