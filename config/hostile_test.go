package config

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"signet/internal/hostile"
)

// toml are texts that end a value, a table or a line of the settings.
func tomlTexts() []hostile.Text {
	return []hostile.Text{
		{Name: "quotes", Text: `evil"""'''"`},
		{Name: "another table", Text: "evil\"\n[[guard]]\nmatch = [\"*\"]\n#"},
		{Name: "escapes", Text: `evil\u001b[2J\`},
		{Name: "a line that goes on", Text: "evil\\\n  x"},
		{Name: "a comment", Text: "evil # x"},
		{Name: "an array", Text: `evil", "sh", "-c", "touch /tmp/evil`},
		{Name: "above", Text: "../../evil/"},
		{Name: "a dot", Text: "evil.x=1"},
	}
}

// Whatever stands in a field of a place is refused, or is in the file as the value of that
// field and of no other: no other place, rail or command comes of it.
func TestHostileValuesOfPlaces(t *testing.T) {
	fields := map[string]func(*Place, string){
		"name": func(p *Place, s string) { p.Name = s }, "profile": func(p *Place, s string) { p.Profile, p.Endpoint = s, "" },
		"endpoint": func(p *Place, s string) { p.Endpoint = s }, "region": func(p *Place, s string) { p.Region = s },
		"bucket": func(p *Place, s string) { p.Bucket = s }, "prefix": func(p *Place, s string) { p.Bucket, p.Prefix = "acme", s },
		"pages_bucket": func(p *Place, s string) { p.PagesBucket = s }, "pages_prefix": func(p *Place, s string) { p.PagesPrefix = s },
		"credential_command": func(p *Place, s string) { p.Keys.Command = []string{"true", s} }, "access_key_file": func(p *Place, s string) { p.Keys.File = s },
		"keychain": func(p *Place, s string) { p.Keys.Keychain = s }, "sign.profile": func(p *Place, s string) { p.Sign = &SignWith{Profile: s} },
	}
	o := Options{Env: func(string) string { return "" }}
	writes := map[string]struct {
		before string
		do     func(file string, p Place) error
	}{
		"added":   {"# mine\nexpiry = \"2h\"\n", AddPlace},
		"changed": {"# mine\n[[place]]\nname = \"old\" # here\nendpoint = \"https://old.example\"\nprefix = \"a\"\nbucket = \"b\"\n", func(file string, p Place) error { return ReplacePlace(file, "old", p) }},
	}
	for _, evil := range append(append(hostile.Texts(), hostile.Mixed(2, 16)...), tomlTexts()...) {
		for field, set := range fields {
			for how, w := range writes {
				o.Paths.Root = t.TempDir()
				file, p := o.Paths.ConfigFile(), Place{Name: "work", Endpoint: "https://s3.acme.example"}
				if err := os.WriteFile(file, []byte(w.before), 0o600); err != nil {
					t.Fatal(err)
				}
				set(&p, evil.Text)
				if how == "changed" && p.Sign != nil {
					continue // that part of a place is left as it is
				}
				if err := w.do(file, p); err != nil {
					if judged := hostile.Seen(err.Error()); judged != nil {
						t.Errorf("%s as %s: %v", evil.Name, field, judged)
					}
					if now, err := os.ReadFile(file); err != nil || string(now) != w.before {
						t.Errorf("%s as %s is refused and %s: %q %v", evil.Name, field, how, now, err)
					}
					continue
				}
				s, err := Load(o)
				if err != nil || len(s.Places) != 1 || len(s.Guards) != 0 || s.ReadOnly {
					t.Fatalf("%s as %s: %v %+v", evil.Name, field, err, s)
				}
				got := s.Places[0]
				if !reflect.DeepEqual(fileOf(got).without(field), fileOf(p).without(field)) {
					t.Errorf("%s as %s, %s: %+v becomes %+v", evil.Name, field, how, p, got)
				}
				if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("%v %v", info, err)
				}
				if beside, _ := filepath.Glob(filepath.Join(o.Paths.Root, "*")); len(beside) > 2 { // the lock
					t.Errorf("%s as %s leaves %v", evil.Name, field, beside)
				}
			}
		}
	}
}

// without leaves out what is completed when it is read.
func (f placeFile) without(field string) placeFile {
	f.PathStyle, f.Sign = nil, nil
	if field == "endpoint" {
		f.Endpoint = "" // browsers write it in their way
	}
	return f
}
