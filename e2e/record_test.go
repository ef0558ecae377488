package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// records is the folder of what the servers of others refuse with. signet's own
// tests read it too; its README says more.
const records = "../share/refusal/testdata"

// entry is one answer without a secret, and without what differs from run to
// run: an HTTP message, and the misuses that it answers.
type entry struct {
	uses   []string
	answer string
}

// file is where the server's entries are kept.
func (k kind) file() string { return filepath.Join(records, k.name+".txt") }

// recorded reads the entries; where none are kept yet there are none.
func (k kind) recorded(t *testing.T) []entry {
	t.Helper()
	text, err := os.ReadFile(k.file())
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var all []entry
	named := false
	for line := range strings.Lines(string(text)) {
		name, ok := strings.CutPrefix(line, "-- ")
		switch {
		case ok && !named:
			all = append(all, entry{})
			fallthrough
		case ok:
			e := &all[len(all)-1]
			e.uses = append(e.uses, strings.TrimSpace(name))
		default:
			all[len(all)-1].answer += line
		}
		named = ok
	}
	return all
}

// keep writes the entries, unless one of them holds what may not leave this
// machine.
func (s *server) keep(t *testing.T, all []entry) {
	t.Helper()
	var b strings.Builder
	for _, e := range all {
		for _, use := range e.uses {
			fmt.Fprintf(&b, "-- %s\n", use)
		}
		b.WriteString(e.answer)
	}
	for _, secret := range []string{s.key, s.secret, strings.TrimPrefix(s.url, "http://"), "AKIA", "eyJ", "X-Amz-Signature="} {
		if strings.Contains(b.String(), secret) {
			t.Fatal("a key, a host, a token or a signature would be recorded")
		}
	}
	if err := os.WriteFile(s.kind.file(), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// add puts an answer beside those that are the same.
func add(all []entry, use, answer string) []entry {
	if i := slices.IndexFunc(all, func(e entry) bool { return e.answer == answer }); i >= 0 {
		all[i].uses = append(all[i].uses, use)
		return all
	}
	return append(all, entry{[]string{use}, answer})
}

// record makes an answer one that can be kept. Of one that is no refusal, its
// status says enough.
func (a answer) record() string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\n", a.status, http.StatusText(a.status))
	if a.ok() {
		return b.String() + "\n"
	}
	for _, name := range []string{"X-Amz-Bucket-Region", "X-Amz-Delete-Marker", "X-Amz-Storage-Class", "X-Minio-Error-Code", "X-Minio-Error-Desc"} {
		if value := a.header.Get(name); value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, settled(value))
		}
	}
	if body := strings.TrimSpace(strip(a.body)); body != "" {
		b.WriteString("\n" + body + "\n")
	}
	return b.String() + "\n"
}

// strip empties every element but those that hold no secret: S3 echoes key ids,
// signatures, tokens, and all that was signed.
func strip(body string) string {
	kept := strings.Fields(`Code Message Region Condition StorageClass HeadersNotSigned ArgumentName MissingHeaderName Method ResourceType
		ProposedSize MaxSizeAllowed MinSizeAllowed MaxSize ServerTime RequestTime Expires X-Amz-Expires MaxAllowedSkewMilliseconds`)
	element := regexp.MustCompile(`<([\w-]+)>([^<]*)</[\w-]+>`)
	return element.ReplaceAllStringFunc(body, func(text string) string {
		m := element.FindStringSubmatch(text)
		if !slices.Contains(kept, m[1]) {
			return "<" + m[1] + "></" + m[1] + ">"
		}
		return "<" + m[1] + ">" + settled(m[2]) + "</" + m[1] + ">"
	})
}

// settled puts one time for every time, one day for every day, and one name for
// the buckets of tests. Signing times, which are in another format, come an hour
// before the server's.
func settled(text string) string {
	for pattern, same := range map[string]string{
		`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`: "2026-01-02T03:04:05Z",
		`\b\d{8}T\d{6}Z`:     "20260102T020405Z",
		`\b20\d{6}\b`:        "20260102",
		`\be2e-[0-9a-f]{16}`: "bucket",
	} {
		text = regexp.MustCompile(pattern).ReplaceAllString(text, same)
	}
	return text
}

// gist is what tells one refusal from another: status, code, and the message up
// to the first value in it.
func gist(record string) string {
	status, rest, _ := strings.Cut(record, "\n")
	code := regexp.MustCompile(`(?:<Code>|Error-Code: )(\w+)`).FindString(rest)
	message := regexp.MustCompile(`(?:<Message>|Error-Desc: ")[^\['"&\d<]*`).FindString(rest)
	return status + " " + code + " " + message
}

// mustBeKnown fails when a server of others refuses in a way that is in no
// record, and that signet's words are therefore not tested with.
func (a answer) mustBeKnown(t *testing.T, what string) {
	t.Helper()
	for _, s := range here.servers {
		if "http://"+a.host != s.url || s.kind.build.pkg == "" {
			continue
		}
		got := gist(a.record())
		if !slices.ContainsFunc(s.kind.recorded(t), func(e entry) bool { return gist(e.answer) == got }) {
			t.Errorf("%s: a refusal that is in no record, see TestRefusals: %s", what, got)
		}
	}
}
