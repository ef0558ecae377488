package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"signet/share/state"
)

// none is an environment without variables.
func none(string) string { return "" }

// env is an environment of these variables.
func env(m map[string]string) func(string) string { return func(k string) string { return m[k] } }

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// load reads text as a settings file.
func load(t *testing.T, text string) (*Settings, error) {
	t.Helper()
	return loadWith(t, text, Options{Env: none})
}

func loadWith(t *testing.T, text string, o Options) (*Settings, error) {
	t.Helper()
	o.File = filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(o.File, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(o)
}

// all is a file with every key there is.
const all = `timeout = "2m"
default_place = "minio"
expiry = "3d"
soon = "2h"
check = false
theme = "light"
qr = "sixel"
read_only = true
access_points = { "docs-a1-s3alias" = "docs", "arn:aws:s3:eu-west-1:123456789012:accesspoint/docs" = "docs" }

[prices]
currency = "EUR"
transfer_per_gb = 0.05
request_per_1000 = 1
as_of = "2026-01-31"
source = "contract"

[[place]]
name = "minio"
profile = "m"
endpoint = "http://minio.lan:9000/"
region = "eu-central-1"
path_style = true
bucket = "docs"
prefix = "a b/"
track = true
read_only = true
[place.sign]
profile = "signer"
endpoint = "https://files.example.com/s3"
region = "auto"
path_style = false

[[place]]
name = "work"
profile = "default"
pages_bucket = "pages"
pages_prefix = "links/"

[[guard]]
name = "personnel"
bucket = "hr-*"
prefix = "records/"
max_expiry = "1d12h"
operations = ["get", "head"]
require_note = true
require_recipient = true
pin_version = true
sign_place = "work"
`

func TestLoadReadsEveryKey(t *testing.T) {
	s, err := load(t, all)
	if err != nil {
		t.Fatal(err)
	}
	wantPlaces := []Place{
		{
			Name: "minio", Profile: "m", Endpoint: "http://minio.lan:9000", Region: "eu-central-1", PathStyle: true,
			Bucket: "docs", Prefix: "a b/", Track: true, ReadOnly: true, Line: 18,
			Sign: &SignWith{Profile: "signer", Endpoint: "https://files.example.com/s3", Region: "auto", HostStyle: true},
		},
		{Name: "work", Profile: "default", PagesBucket: "pages", PagesPrefix: "links/", Line: 34},
	}
	if !reflect.DeepEqual(s.Places, wantPlaces) {
		t.Errorf("places\n got %+v\nwant %+v", s.Places, wantPlaces)
	}
	wantGuards := []Guard{{
		Name: "personnel", Bucket: "hr-*", Prefix: "records/", MaxExpiry: 36 * time.Hour, Operations: []string{"get", "head"},
		RequireNote: true, RequireRecipient: true, PinVersion: true, SignPlace: "work", Line: 40,
	}}
	if !reflect.DeepEqual(s.Guards, wantGuards) {
		t.Errorf("guards\n got %+v\nwant %+v", s.Guards, wantGuards)
	}
	wantPrices := Prices{Currency: "EUR", TransferPerGB: 0.05, RequestPer1000: 1, AsOf: "2026-01-31", Source: "contract"}
	if s.Prices != wantPrices {
		t.Errorf("prices: got %+v", s.Prices)
	}
	if s.DefaultPlace != "minio" || s.Expiry != "3d" || s.DefaultExpiry() != 72*time.Hour || s.Soon != 2*time.Hour || s.Timeout != 2*time.Minute || s.Check || s.Theme != "light" || s.QR != "sixel" || !s.ReadOnly || len(s.AccessPoints) != 2 || s.AccessPoints["docs-a1-s3alias"] != "docs" {
		t.Errorf("scalars: %+v", s)
	}
	if _, ok := s.Place("work"); !ok {
		t.Error("no place work")
	}
	if _, ok := s.Place("nowhere"); ok {
		t.Error("a place nowhere")
	}
}

func TestOtherSpellingsOfTables(t *testing.T) {
	for name, text := range map[string]string{
		"inline":       "place = [{name='a', profile='p', sign={profile='q'}}]",
		"dotted":       "[[place]]\nname='a'\nprofile='p'\nsign.profile='q'",
		"quoted":       "[[\"place\"]]\n\"name\"='a'\n'profile'='p'\n[\"place\".'sign']\nprofile='q'",
		"windows":      "[[place]]\r\nname='a'\r\nprofile='p'\r\n[place.sign]\r\nprofile='q'\r\n",
		"byte order":   "\ufeff[[place]]\nname='a'\nprofile='p'\n[place.sign]\nprofile='q'",
		"dotted price": "prices.currency='USD'\n[[place]]\nname='a'\nprofile='p'\nsign.profile='q'",
	} {
		s, err := load(t, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p, _ := s.Place("a"); p.Profile != "p" || p.Sign == nil || p.Sign.Profile != "q" || p.Line == 0 {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestSignIsCompletedFromThePlace(t *testing.T) {
	s, err := load(t, "[[place]]\nname='a'\nprofile='p'\nendpoint='https://in.example'\nregion='r1'\npath_style=true\n[place.sign]\nprofile='q'")
	if err != nil {
		t.Fatal(err)
	}
	want := SignWith{Profile: "q", Endpoint: "https://in.example", Region: "r1", PathStyle: true}
	if got := *s.Places[0].Sign; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDefaults(t *testing.T) {
	s, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	if s.Expiry != "1h" || s.DefaultExpiry() != time.Hour || !s.Check || s.Soon != state.Usual || s.Timeout != 30*time.Second || s.Theme != "auto" || s.QR != "auto" {
		t.Errorf("%+v", s)
	}
	if p := s.Prices; p.Currency != "USD" || p.TransferPerGB != 0.09 || p.RequestPer1000 != 0.0004 || p.AsOf == "" || p.Source == "" {
		t.Errorf("%+v", p)
	}
}

func TestPrecedence(t *testing.T) {
	vars := env(map[string]string{"SIGNET_EXPIRY": "2h"})
	for _, c := range []struct {
		name, file   string
		env          func(string) string
		flags        map[string]string
		want, source string
	}{
		{"default", "", none, nil, "1h", "default"},
		{"file", "\nexpiry = '5m'", none, nil, "5m", ":2"},
		{"environment over file", "expiry = '5m'", vars, nil, "2h", "SIGNET_EXPIRY"},
		{"flag over environment", "expiry = '5m'", vars, map[string]string{"expiry": "9h"}, "9h", "flag"},
	} {
		s, err := loadWith(t, c.file, Options{Env: c.env, Flags: c.flags})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		v := value(s, "expiry")
		if s.Expiry != c.want || v.Value != c.want || !strings.HasSuffix(v.Source, c.source) {
			t.Errorf("%s: %q, %+v", c.name, s.Expiry, v)
		}
	}
}

func value(s *Settings, key string) Value {
	for _, v := range s.Values() {
		if v.Key == key {
			return v
		}
	}
	return Value{}
}

func TestEveryScalarHasAVariable(t *testing.T) {
	vars := env(map[string]string{
		"SIGNET_DEFAULT_PLACE": "x", "SIGNET_EXPIRY": "4h", "SIGNET_SOON": "2h", "SIGNET_CHECK": "no", "SIGNET_READ_ONLY": "1", "SIGNET_TIMEOUT": "5s", "SIGNET_THEME": "dark", "SIGNET_QR": "half", "SIGNET_CLIPBOARD": "off", "SIGNET_COLUMNS": "etag,size", "SIGNET_SORT": "-date", "SIGNET_FOLDERS_FIRST": "yes", "SIGNET_MANY": "7", "SIGNET_RECENTS": "9", "SIGNET_MOUSE": "on", "SIGNET_DOWNLOAD_DIR": "~/x", "SIGNET_EVIDENCE_KEY": "~/k",
		"SIGNET_PRICES_CURRENCY": "CHF", "SIGNET_PRICES_TRANSFER_PER_GB": "1.5", "SIGNET_PRICES_REQUEST_PER_1000": "0", "SIGNET_PRICES_AS_OF": "2026-02-03", "SIGNET_PRICES_SOURCE": "me",
	})
	s, err := loadWith(t, "", Options{Env: vars})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range scalars() {
		if v := value(s, c.key); v.Source != c.env() || v.Value == c.value {
			t.Errorf("%s: %+v", c.key, v)
		}
	}
}

func TestOwnPricesAreNotDatedByTheDefault(t *testing.T) {
	s, err := load(t, "[prices]\ntransfer_per_gb = 0.02")
	if err != nil {
		t.Fatal(err)
	}
	if s.Prices.AsOf != "" || s.Prices.Source != "your settings" || s.Prices.RequestPer1000 != 0.0004 {
		t.Errorf("%+v", s.Prices)
	}
}

func TestWhichFile(t *testing.T) {
	root := t.TempDir()
	missing := filepath.Join(root, "none.toml")
	if s, err := Load(Options{Env: none, Paths: Paths{Root: root}}); err != nil || s.Found || s.File != filepath.Join(root, "config.toml") {
		t.Errorf("default file missing: %+v, %v", s, err)
	}
	for name, o := range map[string]Options{
		"flag":        {Env: none, File: missing},
		"environment": {Env: env(map[string]string{"SIGNET_CONFIG": missing})},
		"a folder":    {Env: none, File: root},
	} {
		var e *Error
		if _, err := Load(o); !errors.As(err, &e) || e.File == "" || e.Problem == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.WriteFile(missing, []byte("expiry='7d'"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(Options{Env: env(map[string]string{"SIGNET_CONFIG": missing, "SIGNET_HOME": root})})
	if err != nil || !s.Found || s.Expiry != "7d" || s.Paths.Root != root {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestHugeFileIsRefused(t *testing.T) {
	if _, err := load(t, strings.Repeat("# a comment\n", maxBytes/10)); err == nil {
		t.Error("a file over the bound was read")
	}
}
