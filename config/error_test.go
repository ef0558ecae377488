package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestMistakesInTheFile(t *testing.T) {
	const p = "[[place]]\nname = 'a'\nprofile = 'p'\n"
	for _, c := range []struct{ name, text, at, problem, hint string }{
		{"unknown key", "expirey = '1h'", "1:1", `unknown key "expirey"`, "did you mean expiry?"},
		{"unknown key, indented", "\n  chek = true", "2:3", `unknown key "chek"`, "check"},
		{"unknown key without likeness", "zzzzzzzzzz = 1", "1:1", "unknown key", "default_place"},
		{"plural", "[[places]]\nname='a'\nprofile='p'", "1:3", `unknown key "places"`, "did you mean place?"},
		{"other case", "Expiry = '1h'", "1:1", `unknown key "Expiry"`, "did you mean expiry?"},
		{"camel case", p + "pathStyle = true", "4:1", `unknown key "pathStyle" in place`, "did you mean path_style?"},
		{"in the second place", p + "[[place]]\nname='b'\nprofile='p'\nendpont='https://x'", "7:1", "endpont", "endpoint"},
		{"in sign", p + "[place.sign]\nprofil = 'x'", "5:1", "in place.sign", "profile"},
		{"unknown table", "[price]\ncurrency='USD'", "1:2", "unknown key", "prices"},
		{"in an inline table", "place = [{name='a', profil='p'}]", "1:21", "profil", "profile"},
		{"credentials", p + "secret_access_key = 'hunter2'", "4:1", "unknown key", "keeps no credentials"},
		{"wide characters before", "place = [{name='ä€😀', x=1}]", "1:23", `unknown key "x"`, ""},

		{"number for text", "expiry = 60", "1:10", "expiry is a number, not text", `expiry = "..."`},
		{"text for bool", "check = 'yes'", "1:9", "check is text, not true or false", "without quotes"},
		{"text for a price", "[prices]\ntransfer_per_gb = '0.1'", "2:19", "is text, not a number", ""},
		{"bool in a place", p + "path_style = 1", "4:14", "path_style is a number", "true"},
		{"date for text", "theme = 2026-01-01", "1:9", "a date or time", ""},
		{"place as a table", "[place]\nname='a'\nprofile='p'", "1:2", "place is a table, not a list of tables", "[[place]]"},
		{"place as a number", "place = 3", "1:9", "place is a number", "[[place]]"},
		{"list of numbers", "place = [1]", "1:10", "place holds a number", "[[place]]"},
		{"prices as text", "prices = 'x'", "1:10", "prices is text, not a table", "[prices]"},
		{"sign as text", p + "sign = 'x'", "4:8", "sign is text", "[place.sign]"},
		{"operation is a number", "[[guard]]\noperations = [1]", "2:15", "operations holds a number", ""},

		{"syntax", "expiry = \n", "1:", "", "TOML"},
		{"twice", "expiry='1h'\nexpiry='2h'", "2:1", "already", ""},
		{"not UTF-8", "theme = 'a'\n# \xff", "2:3", "not UTF-8", ""},

		{"expiry without unit", "expiry = '60'", "1:10", `expiry "60" is not a duration`, "8h"},
		{"expiry over 7 days", "expiry = '8d'", "1:10", "over 7 days", ""},
		{"expiry zero", "expiry = '0s'", "1:10", "no time at all", ""},
		{"expiry negative", "expiry = '-1h'", "1:10", "not a duration", ""},
		{"expiry empty", "expiry = ''", "1:10", "is empty", ""},
		{"expiry fraction", "expiry = '1.5s'", "1:10", "not a duration", ""},
		{"expiry at a time", "expiry = '17:00'", "1:10", "is a time, and a setting is how long", ""},
		{"theme", "theme = 'blue'", "1:9", `theme "blue" is not known`, "auto, dark, light, 16"},
		{"price negative", "[prices]\ntransfer_per_gb = -1", "2:19", "not a price", ""},
		{"price infinite", "[prices]\ntransfer_per_gb = inf", "2:19", "not a price", ""},
		{"date", "[prices]\nas_of = '1.2.2026'", "2:9", "not a date", "2026-01-31"},

		{"read_only as text", "read_only = 'yes'", "1:13", "read_only is text, not true or false", ""},
		{"servers as text", "refuses_unsigned = 'x'", "1:20", "refuses_unsigned is text, not a list", `["...", "..."]`},
		{"a server without a scheme", "refuses_unsigned = ['https://a.example', 's3.example.com']", "1:42", "does not begin with https://", `write it like "https://s3.example.com"`},
		{"a server that is a number", "refuses_unsigned = [1]", "1:21", "a number where text is expected", ""},
		{"access points as text", "access_points = 'x'", "1:17", "access_points is text, not a table", "[access_points]"},
		{"access point without a bucket", "access_points = { a = '' }", "1:23", "not the name of a bucket", `"a" = "BUCKET"`},
		{"access point with a number", "[access_points]\na = 1", "2:5", "a is a number, not text", ""},
		{"access point of an access point", "[access_points]\na = 'b-s3alias'", "2:5", "not the name of a bucket", ""},
		{"access point by pattern", "[access_points]\na = 'hr-*'", "2:5", "not the name of a bucket", ""},
		{"access point in a folder", "[access_points]\na = 'hr/x'", "2:5", "not the name of a bucket", ""},
		{"access point without a name", "[access_points]\n' ' = 'hr'", "2:7", "no access point", "in quotes"},
		{"access point without quotes", "[access_points]\na.mrap = 'hr'", "2:1", "a is a table, not text", ""},
		{"access point with two buckets", "[access_points]\n'arn:x:accesspoint/A' = 'hr'\n'arn:x:accesspoint:a' = 'pr'", "3:25", "two buckets", "too"},

		{"no name", "[[place]]\nprofile='p'", "1:3", "needs a name", "name ="},
		{"empty name", "[[place]]\nname=''\nprofile='p'", "2:6", "needs a name", ""},
		{"escape in a name", "[[place]]\nname=\"a\\u001b[31m\"\nprofile='p'", "2:6", "control character", ""},
		{"empty profile", "[[place]]\nname='a'\nprofile=''", "1:3", "neither profile nor endpoint", ""},
		{"neither", "[[place]]\nname='a'", "1:3", "neither profile nor endpoint", "endpoint = "},
		{"two names", p + "[[place]]\nname='a'\nprofile='q'", "5:6", `two places named "a"`, "line 1"},
		{"endpoint without scheme", "[[place]]\nname='a'\nendpoint='s3.example.com'", "3:10", "begin with https://", "https://s3.example.com"},
		{"endpoint ftp", "[[place]]\nname='a'\nendpoint='ftp://x'", "3:10", "begin with https://", ""},
		{"endpoint without host", "[[place]]\nname='a'\nendpoint='https://'", "3:10", "names no host", ""},
		{"endpoint with query", "[[place]]\nname='a'\nendpoint='https://h/?a=1'", "3:10", "query", ""},
		{"endpoint with port 0", "[[place]]\nname='a'\nendpoint='https://h:0'", "3:10", "port", ""},
		{"endpoint with port 70000", "[[place]]\nname='a'\nendpoint='https://h:70000'", "3:10", "port", ""},
		{"endpoint unparsable", "[[place]]\nname='a'\nendpoint='https://h:x'", "3:10", "not a URL", ""},
		{"endpoint empty", "[[place]]\nname='a'\nendpoint=''", "3:10", "begin with https://", ""},
		{"bucket with slash", p + "bucket='a/b'", "4:8", "no slash", "prefix"},
		{"pages bucket with slash", p + "pages_bucket='a/b'", "4:14", "no slash", "pages_prefix"},
		{"pages prefix without slash", p + "pages_prefix='a'", "4:14", "no folder", "signet-pages/"},
		{"pages prefix that leads out", p + "pages_prefix='../'", "4:14", "no folder", ""},
		{"prefix alone", p + "prefix='x/'", "4:8", "needs a bucket", ""},
		{"region", p + "region='EU west'", "4:8", "not a region", ""},
		{"empty sign", p + "[place.sign]", "4:8", "is empty", ""},
		{"sign endpoint", p + "[place.sign]\nendpoint='x'", "5:10", "begin with https://", ""},

		{"unknown operation", "[[guard]]\noperations=['get', 'download']", "2:20", `no operation "download"`, "write get"},
		{"operation in capitals", "[[guard]]\noperations=['PUT']", "2:13", "no operation", "write put"},
		{"odd operation", "[[guard]]\noperations=['fly']", "2:13", "no operation", "one of get, put"},
		{"no operations", "[[guard]]\noperations=[]", "2:", "nothing could be shared", ""},
		{"guard expiry", "[[guard]]\nmax_expiry='30d'", "2:12", "over 7 days", ""},
		{"guard expiry type", "[[guard]]\nmax_expiry=8", "2:12", "max_expiry is a number", "8h"},
		{"guard with unknown place", p + "[[guard]]\nsign_place='A'", "5:12", `no place "A"`, "did you mean a?"},
		{"guard without any place", "[[guard]]\nsign_place='b'", "2:12", `no place "b"`, "[[place]]"},
		{"guard does nothing", "[[guard]]\nbucket='x'", "1:3", "forbids nothing", "max_expiry"},
		{"guard bucket with slash", "[[guard]]\nbucket='x/*'\nrequire_note=true", "2:8", "no slash", "prefix"},
		{"two guards", "[[guard]]\nname='x'\npin_version=true\n[[guard]]\nname='x'\npin_version=true", "5:6", "two guards named", "line 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(t, c.text)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("accepted, or another error: %v", err)
			}
			if at := fmt.Sprintf("%d:%d", e.Line, e.Column); !strings.HasPrefix(at, c.at) || !strings.HasSuffix(c.at, ":") && at != c.at {
				t.Errorf("at %s, want %s: %v", at, c.at, err)
			}
			if !strings.Contains(e.Problem, c.problem) || !strings.Contains(e.Hint, c.hint) {
				t.Errorf("got  %v\nwant %s; %s", err, c.problem, c.hint)
			}
			if !strings.Contains(err.Error(), fmt.Sprintf("config.toml:%d:%d: ", e.Line, e.Column)) {
				t.Errorf("no position in %q", err)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("quotes a secret: %v", err)
			}
		})
	}
}

func TestEndpointWithPasswordIsNotQuoted(t *testing.T) {
	_, err := load(t, "[[place]]\nname='a'\nendpoint='https://key:hunter2@host'")
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "password") {
		t.Error(err)
	}
	_, err = load(t, "[[place]]\nname='a'\nendpoint='https://key:hunt er2@host'")
	if err == nil || strings.Contains(err.Error(), "er2") {
		t.Error(err)
	}
}

func TestAllMistakesAreReportedInOrder(t *testing.T) {
	_, err := load(t, "zzz = 1\ntheme = 'blue'\n[[place]]\nname = 'a'\n")
	lines := strings.Split(fmt.Sprint(err), "\n")
	if len(lines) != 3 || !strings.Contains(lines[0], ":1:") || !strings.Contains(lines[1], ":2:") || !strings.Contains(lines[2], ":3:") {
		t.Errorf("%v", err)
	}
}

func TestMistakesElsewhere(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Env: env(map[string]string{"SIGNET_EXPIRY": "9d"})}, `settings SIGNET_EXPIRY: expiry "9d" is over 7 days`},
		{Options{Env: env(map[string]string{"SIGNET_CHECK": "perhaps"})}, `settings SIGNET_CHECK: check "perhaps" is neither`},
		{Options{Env: env(map[string]string{"SIGNET_TIMEOUT": "0s"})}, `settings SIGNET_TIMEOUT: timeout "0s" is no time at all`},
		{Options{Env: env(map[string]string{"SIGNET_TIMEOUT": "2h"})}, `settings SIGNET_TIMEOUT: timeout "2h" is over an hour`},
		{Options{Env: env(map[string]string{"SIGNET_TIMEOUT": "30"})}, `settings SIGNET_TIMEOUT: timeout "30" is not a duration`},
		{Options{Env: none, Flags: map[string]string{"expiry": "soon"}}, `settings flag: expiry "soon" is not a duration`},
		{Options{Env: none, Flags: map[string]string{"nonsense": "1"}}, "settings --nonsense: there is no such setting"},
	} {
		if _, err := loadWith(t, "", c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// A mistake in the file is reported even where the environment would win.
func TestFileIsJudgedWhereTheEnvironmentWins(t *testing.T) {
	_, err := loadWith(t, "expiry = '60'", Options{Env: env(map[string]string{"SIGNET_EXPIRY": "1h"})})
	if err == nil {
		t.Error("accepted")
	}
}
