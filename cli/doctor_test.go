package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"signet/demo"
	"signet/share/say"
)

// sickroom is a home with a demo server, whose owner the environment has.
func sickroom(t *testing.T, o demo.Options) (dir string, srv *demo.Server) {
	t.Helper()
	dir = home(t)
	srv, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close() })
	own := srv.Owner()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_S3": srv.Endpoint(), "AWS_REGION": srv.Region(), "AWS_ACCESS_KEY_ID": own.AccessKeyID, "AWS_SECRET_ACCESS_KEY": own.SecretKey,
		"SSH_AUTH_SOCK": "", "SSH_CONNECTION": "", "SSH_TTY": "", "STY": "", "DISPLAY": "", "WAYLAND_DISPLAY": "", "NO_COLOR": "1",
	} {
		t.Setenv(name, value)
	}
	return dir, srv
}

// diagnosed is a report as scripts read it.
type diagnosed struct {
	Version, Platform string
	Checks            []diagnosis
}

func diagnose(t *testing.T, ctx context.Context, args ...string) (code int, d diagnosed) {
	t.Helper()
	var out, said bytes.Buffer
	code = Run(ctx, append([]string{"doctor", "--json"}, args...), IO{In: strings.NewReader(""), Out: &out, Err: &said, Timeout: longest})
	if err := json.Unmarshal(out.Bytes(), &d); err != nil {
		t.Fatalf("%v: %q, %s", err, out.String(), said.String())
	}
	for _, f := range d.Checks {
		if !slices.Contains([]say.Level{say.Good, say.Info, say.Warning, say.Bad}, f.State) || f.Found == "" || f.Section == "" || f.Check == "" {
			t.Errorf("%+v", f)
		}
	}
	return code, d
}

// of is what a check found, in one text.
func (d diagnosed) of(section, check string) string {
	var all []string
	for _, f := range d.Checks {
		if f.Section == section && f.Check == check {
			all = append(all, strings.TrimSpace(string(f.State)+" "+f.Found+" > "+f.Do))
		}
	}
	return strings.Join(all, "\n")
}

func (d diagnosed) wants(t *testing.T, section, check, text string) {
	t.Helper()
	if got := d.of(section, check); !strings.Contains(got, text) {
		t.Errorf("%s, %s: %q, want %q", section, check, got, text)
	}
}

func TestDoctorRows(t *testing.T) {
	t.Parallel()
	for _, rows := range [][]checkup{checkups(), steps()} {
		var seen, sections []string
		for _, r := range rows {
			name := r.section + "/" + r.name
			if slices.Contains(seen, name) || r.look == nil || len(r.name) > 13 || strings.ToLower(name) != name {
				t.Errorf("%s: twice, empty, or too long for its column", name)
			}
			seen = append(seen, name)
			if len(sections) == 0 || sections[len(sections)-1] != r.section {
				if slices.Contains(sections, r.section) {
					t.Errorf("the section %s comes twice", r.section)
				}
				sections = append(sections, r.section)
			}
		}
	}
}

// What is planted wherever signet reads shows nowhere in the report.
func TestDoctorTellsNoSecret(t *testing.T) {
	dir, srv := sickroom(t, demo.Options{})
	secrets := []string{
		srv.Owner().SecretKey, srv.Owner().AccessKeyID, "AKIAPLANTEDPLANTED00", "planted-password", "PlantedSecretKey0123456789abcdefghijklmn",
		"plantedTokenplantedToken0123456789ABCDEFplanted", "123456789012", "X-Amz-Signature", "planted-argument",
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Setenv("AWS_CONFIG_FILE", write("aws/config", `[profile role]
role_arn = arn:aws:iam::123456789012:role/readers
source_profile = keys
[profile process]
credential_process = /bin/false --secret planted-argument
[profile sso]
sso_session = s
sso_account_id = 123456789012
sso_role_name = readers
[sso-session s]
sso_start_url = https://acme.example/start
sso_region = eu-central-1
`))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", write("aws/credentials", `[keys]
aws_access_key_id = AKIAPLANTEDPLANTED00
aws_secret_access_key = PlantedSecretKey0123456789abcdefghijklmn
[session]
aws_access_key_id = AKIAPLANTEDPLANTED00
aws_secret_access_key = PlantedSecretKey0123456789abcdefghijklmn
aws_session_token = plantedTokenplantedToken0123456789ABCDEFplanted
`))
	t.Setenv("AWS_ENDPOINT_URL_STS", srv.Endpoint())
	file := write("keys", "AKIAPLANTEDPLANTED00\nPlantedSecretKey0123456789abcdefghijklmn\n")
	settings := fmt.Sprintf(`[[place]]
name = "filed"
endpoint = %q
access_key_file = %q
[[place]]
name = "program"
endpoint = %q
credential_command = ["sh", "-c", "echo secret_key=PlantedSecretKey0123456789abcdefghijklmn >&2; exit 1", "planted-argument"]
`, srv.Endpoint(), file, srv.Endpoint())
	write("signet/config.toml", settings)
	check := func(args ...string) {
		t.Helper()
		for _, form := range [][]string{nil, {"--json"}} {
			_, out, said := plainly(t, slices.Concat([]string{"doctor"}, args, form)...)
			for _, s := range secrets {
				if strings.Contains(out+said, s) {
					t.Errorf("doctor %v shows %s:\n%s%s", args, s, out, said)
				}
			}
			if !strings.Contains(said, "usage") && out == "" {
				t.Errorf("doctor %v: no report: %s", args, said)
			}
			if strings.Contains(out, dir) {
				t.Errorf("doctor %v: the home folder is written out:\n%s", args, out)
			}
			for line := range strings.Lines(out) {
				if len(form) == 0 && ansi.StringWidth(strings.TrimSuffix(line, "\n")) > reportWidth {
					t.Errorf("doctor %v: wider than %d: %q", args, reportWidth, line)
				}
			}
		}
	}
	check()
	check("s3://acme-contracts/README.txt")
	check("--place", "filed")
	check("--place", "filed", "s3://acme-contracts/README.txt")
	check("--place", "program")
	for _, profile := range []string{"role", "process", "keys", "session", "sso"} {
		check("--profile", profile, "--endpoint", srv.Endpoint())
	}
	write("signet/config.toml", settings+"[[place]]\nname = \"typed\"\nendpoint = \"https://user:planted-password@127.0.0.1:1\"\nsecret_key = \"PlantedSecretKey0123456789abcdefghijklmn\"\n")
	check()
	check("s3://acme-contracts/README.txt")
}

// everything is each file below a folder, with its mode and its content.
func everything(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		text := []byte{}
		if !e.IsDir() {
			if text, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintf(&b, "%s %v %v %x\n", path, info.Mode(), info.ModTime(), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDoctorWritesNothing(t *testing.T) {
	dir, srv := sickroom(t, demo.Options{})
	same := func(when string) {
		t.Helper()
		before := everything(t, dir)
		for _, args := range [][]string{nil, {"--json"}, {"s3://acme-contracts/README.txt"}, {"--region", "us-west-2"}, {"--endpoint", "http://127.0.0.1:1"}} {
			plainly(t, append([]string{"doctor"}, args...)...)
			if after := everything(t, dir); after != before {
				t.Fatalf("%s: doctor %v has changed the home folder", when, args)
			}
		}
	}
	same("an empty home")
	if code, _, said := plainly(t, "share", "s3://acme-contracts/README.txt"); code != 0 {
		t.Fatal(said)
	}
	plainly(t, "ls", "s3://acme-contracts/")
	if err := os.WriteFile(filepath.Join(dir, "signet", "config.toml"), []byte("[[place]]\nname = \"p\"\nendpoint = \""+srv.Endpoint()+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	same("a home that is used")
	if err := os.WriteFile(filepath.Join(dir, "signet", "state", "shares.db"), bytes.Repeat([]byte("x"), 8192), 0o644); err != nil {
		t.Fatal(err)
	}
	same("a damaged log")
}

// A server that takes connections and never says anything is waited for as long as the
// settings say, and the rest is told.
func TestDoctorOfASilentServer(t *testing.T) {
	sickroom(t, demo.Options{})
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	t.Setenv("SIGNET_TIMEOUT", "1s")
	code, d := diagnose(t, t.Context(), "--endpoint", "http://"+l.Addr().String())
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	d.wants(t, "endpoint", "connection", "bad ")
	d.wants(t, "clock", "clock", "info not known")
	d.wants(t, "rights", "buckets", "info not reached: the step before it failed: connection")
	d.wants(t, "prices", "date", "those of ")
}

// One cause is one bad line: a signer that makes something at the server is not asked where
// the server has refused already.
func TestDoctorTellsACauseOnce(t *testing.T) {
	dir, srv := sickroom(t, demo.Options{})
	if err := os.MkdirAll(filepath.Join(dir, "signet"), 0o700); err != nil {
		t.Fatal(err)
	}
	settings := fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\n[[place.signer]]\nname = \"own\"\nkind = \"minio-key\"\n", srv.Endpoint())
	if err := os.WriteFile(filepath.Join(dir, "signet", "config.toml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	_, d := diagnose(t, t.Context(), "--place", "lab")
	d.wants(t, "signers", "signers", "good lab, own, MinIO key: it signs here")
	_, d = diagnose(t, t.Context(), "--place", "lab", "--region", "us-west-2")
	d.wants(t, "signers", "signers", "warning lab, own, MinIO key: ask whether keys can be made: ")
	d.wants(t, "addressing", "region", `region = "eu-central-1" in the place`)
	t.Setenv("AWS_SECRET_ACCESS_KEY", "WRONGSECRETWRONGSECRET")
	_, d = diagnose(t, t.Context(), "--place", "lab")
	d.wants(t, "credentials", "signature", "bad ")
	d.wants(t, "signers", "signers", "info lab, own, MinIO key: not reached: the step before it failed: signature")
}

// Whoever interrupts it gets what is known, and nothing that was cut short.
func TestDoctorInterrupted(t *testing.T) {
	sickroom(t, demo.Options{})
	ctx, interrupt := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done()
	}))
	defer server.Close()
	code, d := diagnose(t, ctx, "--endpoint", server.URL)
	if code != exitInterrupted || d.of("terminal", "size") == "" || d.of("credentials", "key") == "" {
		t.Errorf("exit code %d, %+v", code, d)
	}
	for _, f := range d.Checks {
		if f.State == say.Bad || strings.Contains(f.Found, "cancel") {
			t.Errorf("%+v", f)
		}
	}
}

// The server does not take the bucket in the path, and nowhere else either.
func TestDoctorOfABucketThatIsNotTaken(t *testing.T) {
	sickroom(t, demo.Options{Middleware: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/acme-contracts") { // of a bucket in the path
				http.Error(w, "no such page", http.StatusNotFound)
				return
			}
			next.ServeHTTP(w, r)
		})
	}})
	_, d := diagnose(t, t.Context())
	if got := d.of("addressing", "style"); got == "" {
		t.Error("nothing is said of the style")
	}
	d.wants(t, "rights", "objects", "warning ")
}

func TestDoctorOfTheEnvironment(t *testing.T) {
	sickroom(t, demo.Options{})
	for name, value := range map[string]string{"LANG": "C", "TERM": "dumb", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "STY": "1.pts", "SIGNET_READ_ONLY": "true", "SIGNET_EVIDENCE_KEY": "~/none"} {
		t.Setenv(name, value)
	}
	_, d := diagnose(t, t.Context())
	d.wants(t, "terminal", "kind", "warning TERM is dumb")
	d.wants(t, "terminal", "locale", "warning LANG is C, and not UTF-8")
	d.wants(t, "terminal", "screen", "info GNU screen")
	d.wants(t, "terminal", "ssh", "info ")
	d.wants(t, "settings", "read-only", "info everything is read-only, by SIGNET_READ_ONLY")
	d.wants(t, "rights", "writing", "good nothing is written here")
	d.wants(t, "evidence", "key", "warning ")
	t.Setenv("TERM", "linux")
	_, d = diagnose(t, t.Context())
	d.wants(t, "terminal", "characters", "warning a console without windows")
}

func TestDiscretion(t *testing.T) {
	t.Parallel()
	d := newDiscretion(func(name string) string {
		return map[string]string{"HOME": "/home/ana", "AWS_ACCESS_KEY_ID": "minioadmin", "AWS_SESSION_TOKEN": "a-token-of-the-environment"}[name]
	})
	for text, want := range map[string]string{
		"/home/ana/.aws and /home/anabel, '/home/ana'":    "~/.aws and /home/anabel, '~'",
		"access key minioadmin":                           "access key mi…",
		"AKIAIOSFODNN7EXAMPLE":                            "AKIA…MPLE",
		"arn:aws:iam::123456789012:role/x":                "arn:aws:iam::…9012:role/x",
		"https://ana:pass@s3.example":                     "https://s3.example",
		"it says a-token-of-the-environment":              "it says …",
		"a line\nand \x1b[31mred":                         `a line\nand \x1b[31mred`,
		"https://h/k?X-Amz-Signature=" + longHex:          "https://h/k?X-Amz-Signature=[secret]",
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is one": "[secret] is one",
	} {
		if got := d.text(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

const longHex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestDiagnosisLines(t *testing.T) {
	t.Parallel()
	f := diagnosis{Check: "clock", State: say.Warning, Found: "the clock of this machine is 7 min behind the server's; links open and end by the server's", Do: "set the clock of this machine"}
	want := `  warning  clock         the clock of this machine is 7 min behind the server's;
                         links open and end by the server's
                       > set the clock of this machine
`
	if got := f.lines(reportWidth, func(_ say.Level, word string) string { return word }); got != want {
		t.Errorf("%s", got)
	}
}

// A screen that hints at the doctor names the place by flags that the doctor takes.
func TestDoctorIsNamedThePlace(t *testing.T) {
	againHome(t)
	for _, c := range []struct {
		at   placeFlags
		want string
	}{
		{placeFlags{place: "my place"}, "--place 'my place'"},
		{placeFlags{profile: "other"}, "--profile other"},
		{placeFlags{profile: "my place"}, "--profile 'my place'"}, // though a place is called so
		{placeFlags{profile: "other", endpoint: "http://127.0.0.1:9"}, ""},
		{placeFlags{place: "split", endpoint: "http://127.0.0.1:9"}, ""},
		{placeFlags{place: "split", region: "eu-west-1"}, ""},
		{placeFlags{}, ""},
	} {
		a := newApp(t)
		p, err := a.resolve(&c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.view(p).Flags; got != c.want {
			t.Errorf("%+v: %q, want %q", c.at, got, c.want)
		}
	}
}
