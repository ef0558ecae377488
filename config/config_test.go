package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share/say"
)

func TestPathsBelowOneRoot(t *testing.T) {
	root := t.TempDir()
	p := fromEnv(env(map[string]string{"SIGNET_HOME": root}))
	for _, path := range []string{p.ConfigFile(), p.stateDir(), p.Ledger(), p.cacheDir()} {
		if !strings.HasPrefix(path, root+string(filepath.Separator)) {
			t.Errorf("%s is outside of %s", path, root)
		}
	}
	dir := p.stateDir()
	if err := MakeDir(dir); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%s: %v %v", dir, info, err)
	}
}

func TestPathsOfTheUser(t *testing.T) {
	p := fromEnv(none)
	if !strings.HasSuffix(p.ConfigFile(), filepath.Join("signet", "config.toml")) || !strings.HasSuffix(p.Ledger(), filepath.Join("signet", "shares.db")) {
		t.Error(p.ConfigFile(), p.Ledger())
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"1s": time.Second, "90m": 90 * time.Minute, "8h": 8 * time.Hour, "3d": 72 * time.Hour, "1w": say.Longest,
		"1d12h": 36 * time.Hour, "1h30m5s": 90*time.Minute + 5*time.Second,
	} {
		if d, err := parseExpiry(text); err != nil || d != want {
			t.Errorf("%s: %v, %v", text, d, err)
		}
		if back, err := parseDuration(say.Compact(want)); err != nil || back != want {
			t.Errorf("%s is written %s", text, say.Compact(want))
		}
	}
	for _, text := range []string{"", "h", "1", "1x", "1 hour 2", "-1h", "1.5s", "17:00", "tomorrow", "999999999w999999999w", "9999999999s", "8d", "604801s", "0m", "1hh", "١h"} {
		if d, err := parseExpiry(text); err == nil {
			t.Errorf("%q is read as %v", text, d)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"name", "profile", "endpoint", "path_style", "prefix"}
	for word, want := range map[string]string{"Profile": "profile", "endpiont": "endpoint", "path-style": "path_style", "names": "name", "qqqqqq": "", strings.Repeat("x", 1000): ""} {
		if got := nearest(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestValuesShowPlacesAndGuards(t *testing.T) {
	s, err := load(t, all)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"place.minio.endpoint": "http://minio.lan:9000", "place.minio.path_style": "true", "place.minio.sign.profile": "signer",
		"place.work.profile": "default", "guard.personnel.max_expiry": "1d12h", "guard.personnel.operations": "get, head",
		"prices.transfer_per_gb": "0.05", "soon": "2h", "read_only": "true",
		"access_points.docs-a1-s3alias": "docs", "path.config": s.File,
	} {
		if v := value(s, key); v.Value != want || v.Source == "" {
			t.Errorf("%s: %+v", key, v)
		}
	}
}

// The source of a setting is its own line, not that of its table.
func TestSourcesOfPlacesAndGuards(t *testing.T) {
	for text, want := range map[string]map[string]string{
		all: {
			"place.minio.region": ":22", "place.minio.sign.profile": ":29", "place.work.profile": ":36", "place.work.pages_bucket": ":37",
			"guard.personnel.bucket": ":42", "guard.personnel.max_expiry": ":44", "guard.personnel.sign_place": ":49",
			"access_points.docs-a1-s3alias": ":9",
		},
		"place = [{name='a', profile='p'},\n {name='b', endpoint='http://h',\n sign={profile='q'}}]\n[[guard]]\nprefix='x'\nmax_expiry='1h'": {
			"place.a.profile": ":1", "place.b.endpoint": ":2", "place.b.sign.profile": ":3", "place.b.sign.endpoint": ":2",
			"guard.*/x.bucket": "default", "guard.*/x.prefix": ":5", "guard.*/x.max_expiry": ":6",
		},
		"[[place]]\nname='a'\nprofile='p'\nsign.profile='q'\n": {"place.a.sign.profile": ":4"},
	} {
		s, err := load(t, text)
		if err != nil {
			t.Fatal(err)
		}
		for key, source := range want {
			if v := value(s, key); !strings.HasSuffix(v.Source, source) {
				t.Errorf("%s: %+v, want %s", key, v, source)
			}
		}
	}
}

// FuzzLoad: any file loads or is refused with a position inside of it, and what
// loads can be shown and holds what the package promises.
func FuzzLoad(f *testing.F) {
	for _, text := range []string{
		"", all, Sample(), "expiry = 1", "place = [{name='a', profile='p', sign={}}]", "[[a.b]]\n[[a.b.c]]\nd.e=1", "\ufeff\xff", "[[guard]]\noperations=['get',1,[2]]",
		"prices = []", "[[place]]\nname=\"\\u001b\"\nsign.profile=3", "a={b={c=[{},{d=1}]}}", "'' = 1", "place.0.x = 1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := parse("f", []byte(text))
		s := &Settings{sources: map[string]string{}}
		if err == nil {
			s.read(doc, Options{Env: none})
			for _, p := range doc.problems {
				e := p.err
				if e.Line, e.Column = doc.position(p.offset); p.offset < 0 || e.Line < 1 || e.Column < 1 || e.Line > strings.Count(text, "\n")+1 || hasControl(e.Error()) {
					t.Fatalf("%#v", e)
				}
			}
			err = doc.err()
		}
		if err != nil {
			return
		}
		names := map[string]bool{}
		for _, p := range s.Places {
			if p.Name == "" || names[p.Name] || p.Profile == "" && p.Endpoint == "" {
				t.Fatalf("%+v", p)
			}
			names[p.Name] = true
		}
		for _, g := range s.Guards {
			if g.Name == "" || g.MaxExpiry < 0 || g.MaxExpiry > say.Longest || g.SignPlace != "" && !names[g.SignPlace] {
				t.Fatalf("%+v", g)
			}
		}
		if d := s.DefaultExpiry(); d <= 0 || d > say.Longest || len(s.Values()) == 0 {
			t.Fatal(d)
		}
	})
}

func BenchmarkLoadMissing(b *testing.B) {
	o := Options{Env: none, Paths: Paths{Root: b.TempDir()}}
	for b.Loop() {
		if _, err := Load(o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadTypical(b *testing.B) {
	o := Options{Env: none, File: filepath.Join(b.TempDir(), "config.toml")}
	if err := os.WriteFile(o.File, []byte(all), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Load(o); err != nil {
			b.Fatal(err)
		}
	}
}
