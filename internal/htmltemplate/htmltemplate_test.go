package htmltemplate_test

import (
	"fmt"
	"html/template"
	"os"
	"strings"
	"testing"

	"signet/internal/htmltemplate"
)

// hostile are texts that must not become markup, a script or an address that runs.
var hostile = []string{
	"", "plain", `"><script>alert(1)</script>`, `' onclick='x`, "a & b &amp; c", "+ADw-script+AD4-", "line\nline\r\n", "nul\x00nul",
	"bad \xff\xfe utf-8", "\u202egnp.exe", "\ufdd0\uffff\U0001f600", "</title></style></script>", "<!-- -->", "{{.Title}}", "`${x}`",
	"https://b.s3.amazonaws.com/a%20b/c'(d)?X-Amz-Signature=00&x=%zz#+~", "javascript:alert(1)", "JavaScript:alert(1)", " javascript:x", "mailto:a@b", "//host/a:b", "x/y:z",
	"data:text/html,<b>", "HTTP://h/\u00fc\"", "100%", "%4", "%41", "%GG",
}

// page is a template of the program, what it is executed as, and data for it.
type page struct {
	file, name string
	data       func(text string, css, js any) any
}

func pages() []page {
	head := func(text string, css any) map[string]any {
		return map[string]any{"Policy": text, "Title": text, "Style": css}
	}
	with := func(m map[string]any, more ...any) map[string]any {
		for i := 0; i < len(more); i += 2 {
			m[more[i].(string)] = more[i+1]
		}
		return m
	}
	type row struct{ URL, Name, About, Sum string }
	type choice struct{ Type, Name string }
	type field struct {
		Name, Value string
		Choices     []choice
	}
	type form struct {
		Action, Type, Label, Accept string
		Family                      bool
		Fields                      []field
	}
	type to struct{ To, Headers string }
	type asked struct {
		Name, Types, Stored, Own string
		Least, Most              int64
		Many                     bool
		Limits                   []string
		Forms                    []form
		Addresses                []to
	}
	upload := func(s string, css, js any, full bool) map[string]any {
		m := with(head(s, css), "Ends", s, "Reference", s, "Until", s, "Says", []string{s, s}, "Script", js, "NeedsScript", full, "After", s)
		rows := []asked{{Name: s, Most: 1 << 40}}
		if full {
			f := form{s, s, s, s, true, []field{{s, s, nil}, {s, s, []choice{{s, s}, {"a", "b"}}}}}
			rows = append(rows, asked{s, s, s, s, 1, -2, true, []string{s, s}, []form{f, f}, []to{{s, s}, {"", s}}})
		}
		return with(m, "Rows", rows)
	}
	return []page{
		{"share/handover/listing.html", "", func(s string, css, _ any) any {
			return with(head(s, css), "Intro", []string{s, "x"}, "Rows", []row{{s, s, s, s}, {}})
		}},
		{"share/handover/page.html", "head", func(s string, css, _ any) any { return head(s, css) }},
		{"share/handover/page.html", "link", func(s string, _, _ any) any { return map[string]string{"URL": s, "Name": s, "About": s} }},
		{"share/handover/page.html", "foot", func(string, any, any) any { return nil }},
		{"share/handover/form.html", "", func(s string, css, js any) any { return upload(s, css, js, true) }},
		{"share/handover/form.html", "", func(s string, css, js any) any { return upload(s, css, js, false) }},
		{"share/handoff/page.html", "words", func(s string, css, _ any) any { return with(head(s, css), "Says", []string{s}) }},
		{"share/handoff/page.html", "offer", func(s string, css, _ any) any {
			return with(head(s, css), "Note", s, "Size", s, "Until", s, "Action", s, "Button", s, "Says", []string{s, s}, "Fingerprint", s)
		}},
		{"share/handoff/page.html", "offer", func(s string, css, _ any) any {
			return with(head("t", css), "Until", s, "Action", "", "Button", s, "Says", []string(nil), "Fingerprint", "")
		}},
	}
}

// TestAnswersAreThoseOfHTMLTemplate executes the program's templates both ways with texts
// that try to be more than text.
func TestAnswersAreThoseOfHTMLTemplate(t *testing.T) {
	const css, js = "p > b { color: red }", "f('</b>' + \"&\")"
	for _, p := range pages() {
		text, err := os.ReadFile("../../" + p.file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.file, "share/handover/") { // all of them begin alike
			head, err := os.ReadFile("../../share/handover/head.html")
			if err != nil {
				t.Fatal(err)
			}
			text = append(head, text...)
		}
		name := p.name
		if name == "" {
			name = "x"
		}
		theirs := template.Must(template.New("x").Parse(string(text)))
		ours, err := htmltemplate.Parse("x", string(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range hostile {
			for _, script := range []string{js, ""} {
				var want, got strings.Builder
				if err := theirs.ExecuteTemplate(&want, name, p.data(s, template.CSS(css), template.JS(script))); err != nil {
					t.Fatalf("%s %s: html/template: %v", p.file, name, err)
				}
				if err := ours.ExecuteTemplate(&got, name, p.data(s, htmltemplate.CSS(css), htmltemplate.JS(script))); err != nil {
					t.Fatalf("%s %s with %q: %v", p.file, name, s, err)
				}
				if got.String() != want.String() {
					t.Errorf("%s %s with %q:\n%s\nhtml/template has\n%s", p.file, name, s, got.String(), want.String())
				}
			}
		}
	}
}

// FuzzEscaping holds single values in each sort of place to html/template.
func FuzzEscaping(f *testing.F) {
	const text = `<p title="{{.}}">{{.}}</p><a href="{{.}}">x</a><form action="{{.}}" data-to="{{.}}"></form><title>{{.}}</title>`
	theirs := template.Must(template.New("x").Parse(text))
	ours, err := htmltemplate.Parse("x", text)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want, got strings.Builder
		if err := theirs.Execute(&want, s); err != nil {
			t.Fatal(err)
		}
		if err := ours.Execute(&got, s); err != nil || got.String() != want.String() {
			t.Errorf("%q: %v\n%s\n%s", s, err, got.String(), want.String())
		}
	})
}

type named string

func (named) String() string { return "<script>" }

// TestWhatIsNotKnownIsRefused: a template that asks for more fails, and so does a value
// where none may stand.
func TestWhatIsNotKnownIsRefused(t *testing.T) {
	data := map[string]any{"S": "x", "CSS": htmltemplate.CSS("x"), "JS": htmltemplate.JS("x"), "Named": named("x"), "Err": fmt.Errorf("x"), "List": []string{"x"}, "Nil": nil}
	for _, text := range []string{
		`<p {{.S}}>`, `<p class={{.S}}>`, `<p class='{{.S}}'>`, `<{{.S}}>`, `</{{.S}}>`, `<!-- {{.S}} -->`, `<p class="{{.S}}`,
		`<p onclick="{{.S}}"></p>`, `<p style="{{.CSS}}"></p>`, `<img srcset="{{.S}}"/>`, `<iframe srcdoc="{{.S}}"></iframe>`, `<a href="x{{.S}}"></a>`, `<a href="{{.S}}{{.S}}"></a>`,
		`<style>{{.S}}</style>`, `<style>{{.JS}}</style>`, `<script>{{.S}}</script>`, `<script>{{.CSS}}</script>`, `<SCRIPT>{{.S}}</SCRIPT>`, `<script>x</scrip>{{.S}}`,
		`{{.Named}}`, `{{.Err}}`, `{{.List}}`, `{{.Nil}}`, `{{.Missing}}`, `{{.S.X}}`, `{{printf .S}}`, `{{.S | .S}}`, `{{$x := .S}}`, `{{len .List}}`, `{{template "x"}}`, `{{range .S}}{{end}}`, `{{"x"}}`, `{{break}}`,
	} {
		ours, err := htmltemplate.Parse("", text)
		var b strings.Builder
		if err == nil {
			err = ours.Execute(&b, data)
		}
		if err == nil {
			t.Errorf("%s became %s", text, b.String())
		}
	}
}

// TestLanguage is what the templates use of the language.
func TestLanguage(t *testing.T) {
	type item struct {
		Name string
		Size int64
		Wide float64
	}
	data := map[string]any{"On": true, "Off": false, "Zero": 0, "Items": []item{{"a", 1, 0.5}, {"b", 2, 8}}, "None": []item{}}
	for text, want := range map[string]string{
		`{{if .On}}a{{else}}b{{end}}{{if .Off}}a{{else}}b{{end}}{{if not .Zero}}c{{end}}{{if .Missing}}d{{end}}`: "abc",
		`{{range $i, $x := .Items}}{{$i}}{{$x.Name}}{{.Size}} {{.Wide}}{{if $.On}};{{end}}{{end}}`:               `0a1 0.5;1b2 8;`,
		`{{range $x := .Items}}{{range $.Items}}{{$x.Name}}{{.Name}} {{end}}{{end}}`:                             "aa ab ba bb ",
		`{{range .None}}a{{else}}none{{end}}{{with .Off}}a{{else}}off{{end}}`:                                    "noneoff",
		`{{define "x"}}[{{.Name}}]{{end}}{{range .Items}}{{template "x" .}}{{end}}`:                              "[a][b]",
		`<style>p { width: {{range .Items}}{{.Wide}}mm {{.Size}}{{end}} }</style>`:                               `<style>p { width: 0.5mm 18mm 2 }</style>`,
	} {
		ours, err := htmltemplate.Parse("", text)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := ours.Execute(&b, data); err != nil || b.String() != want {
			t.Errorf("%s: %q, %v", text, b.String(), err)
		}
	}
}
