package config

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the part of docs/settings.md that is made of the table of settings")

const settingsBegin, settingsEnd = "<!-- settings: made by go test ./config -update -->\n", "<!-- end of settings -->\n"

// TestSettingsPage holds docs/settings.md against the table of settings and the sample.
func TestSettingsPage(t *testing.T) {
	file := filepath.Join("..", "docs", "settings.md")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := bytes.Cut(page, []byte(settingsBegin))
	_, tail, closed := bytes.Cut(rest, []byte(settingsEnd))
	if !ok || !closed {
		t.Fatalf("%s has no place for the settings", file)
	}
	made := settingsPage(t)
	whole := slices.Concat(head, []byte(settingsBegin+made+settingsEnd), tail)
	if *update {
		if err := os.WriteFile(file, whole, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(page, whole) {
		t.Errorf("%s is not of today: go test ./config -update writes it", file)
	}
	for _, c := range scalars() {
		if !strings.Contains(made, "| `"+strings.TrimPrefix(c.key, "prices.")+"` | ") {
			t.Errorf("it lacks %s", c.key)
		}
	}
	for _, key := range append(keysOf(t), "access_points", "refuses_unsigned") {
		if !strings.Contains(made, "| `"+key+"` | ") {
			t.Errorf("it lacks %s", key)
		}
	}
}

// sampled is a setting as the sample has it.
type sampled struct{ table, key, example, prose string }

// sampleRows takes the sample apart: what is said before a setting, or before several,
// is said of the first of them.
func sampleRows() []sampled {
	var rows []sampled
	table, prose := "", ""
	named := regexp.MustCompile(`^#(\w+) *= (.*)`)
	for line := range strings.Lines(Sample()) {
		line = strings.TrimSpace(line)
		if m := named.FindStringSubmatch(line); m != nil {
			if !slices.ContainsFunc(rows, func(r sampled) bool { return r.table == table && r.key == m[1] }) {
				rows = append(rows, sampled{table, m[1], m[2], strings.TrimSpace(prose)})
				prose = ""
			}
			continue
		}
		switch {
		case strings.HasPrefix(line, "#["):
			if table = strings.Trim(line, "#[]"); table == "keys" || table == "prices" || table == "guard" || !slices.ContainsFunc(rows, func(r sampled) bool { return r.table == table }) {
				rows = append(rows, sampled{table: table, prose: strings.TrimSpace(prose)})
			}
			prose = ""
		case line == "":
			prose = ""
		default:
			prose += strings.TrimPrefix(strings.TrimPrefix(line, "#"), " ") + " "
		}
	}
	return rows
}

func settingsPage(t *testing.T) string {
	t.Helper()
	titles := map[string]string{
		"": "For everything", "keys": "`[keys]`", "prices": "`[prices]`", "place": "`[[place]]`",
		"place.sign": "`[place.sign]`", "place.signer": "`[[place.signer]]`", "guard": "`[[guard]]`",
	}
	var b strings.Builder
	for _, table := range []string{"", "keys", "prices", "place", "place.sign", "place.signer", "guard"} {
		column := "default"
		if table != "" && table != "prices" {
			column = "example"
		}
		fmt.Fprintf(&b, "\n## %s\n\n", titles[table])
		var body strings.Builder
		said := ""
		for _, r := range sampleRows() {
			switch {
			case r.table != table:
			case r.key != "":
				if said = cmp.Or(r.prose, said); said == "" {
					t.Errorf("the sample does not say what %s.%s is", table, r.key)
				}
				body.WriteString(r.row(said))
			case r.prose != "":
				b.WriteString(r.prose + "\n\n")
			}
		}
		fmt.Fprintf(&b, "| setting | %s | what it is |\n|---|---|---|\n%s", column, body.String())
	}
	return b.String() + "\n"
}

// row is a line of a table. What is said of several settings stands at the first of them.
func (r sampled) row(said string) string {
	example, takes := r.example, ""
	if c, ok := scalarOf(r.table, r.key); ok {
		example, takes = cmp.Or(c.value, "(none)"), c.hint
	}
	if r.prose == "" {
		said = "See above."
	}
	return fmt.Sprintf("| `%s` | `%s` | %s |\n", r.key, cell(example), cell(sentences(said, takes)))
}

func scalarOf(table, key string) (scalar, bool) {
	if table == "prices" {
		key = "prices." + key
	} else if table != "" {
		return scalar{}, false
	}
	all := scalars()
	i := slices.IndexFunc(all, func(c scalar) bool { return c.key == key })
	if i < 0 {
		return scalar{}, false
	}
	return all[i], true
}

// sentences are what the sample says and what a mistake is answered with.
func sentences(prose, takes string) string {
	if takes == "" {
		return prose
	}
	return prose + " " + strings.ToUpper(takes[:1]) + takes[1:] + "."
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
