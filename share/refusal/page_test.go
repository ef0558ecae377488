package refusal

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the part of docs/troubleshooting.md that is made of the tables of refusals")

const refusalsBegin, refusalsEnd = "<!-- refusals: made by go test ./share/refusal -update -->\n", "<!-- end of refusals -->\n"

// TestTroubleshootingPage holds docs/troubleshooting.md against the tables of refusals.
func TestTroubleshootingPage(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "troubleshooting.md")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := bytes.Cut(page, []byte(refusalsBegin))
	_, tail, closed := bytes.Cut(rest, []byte(refusalsEnd))
	if !ok || !closed {
		t.Fatalf("%s has no place for the refusals", file)
	}
	whole := slices.Concat(head, []byte(refusalsBegin+refusalsPage()+refusalsEnd), tail)
	if *update {
		if err := os.WriteFile(file, whole, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(page, whole) {
		t.Errorf("%s is not of today: go test ./share/refusal -update writes it", file)
	}
}

// refusalsPage has every row of every table, in the order in which they are looked at.
func refusalsPage() string {
	var b strings.Builder
	for _, table := range []struct {
		title string
		rows  []row
	}{
		{"CloudFront", front},
		{"Access", access},
		{"Signature, key, session, clock and region", credentials},
		{"Encryption", encryption},
		{"Objects and buckets", objects},
		{"The server itself", service},
		{"Answers without a code of S3", bare},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n| refusal | why | what to do |\n|---|---|---|\n", table.title)
		for i := range table.rows {
			r := &table.rows[i]
			fmt.Fprintf(&b, "| **%s**%s | %s | %s |\n", cell(r.sentence), r.known(), cell(r.cause), cell(r.next))
		}
	}
	b.WriteString("\n")
	return b.String()
}

// known is what a row is known by: codes, the status, and words of the server.
func (r *row) known() string {
	var by []string
	for _, one := range append([]alike{{r.codes, r.says}}, r.or...) {
		var codes []string
		for code := range strings.FieldsSeq(one.codes) {
			codes = append(codes, "`"+code+"`")
		}
		text := strings.Join(codes, ", ")
		if one.says != "" {
			text = strings.TrimSpace(text + ` with "` + one.says + `"`)
		}
		if text != "" && !slices.Contains(by, text) {
			by = append(by, text)
		}
	}
	if r.status != 0 {
		by = append(by, strconv.Itoa(r.status))
	}
	if len(by) == 0 {
		return ""
	}
	return "<br>" + cell(strings.Join(by, "; "))
}

func cell(text string) string { return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(text) }
