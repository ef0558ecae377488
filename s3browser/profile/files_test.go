package profile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/aws/aws-sdk-go-v2/config"
)

// alone points the shared files into an empty folder, which it returns.
func alone(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("HOME", folder)
	t.Setenv("USERPROFILE", folder)
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(folder, "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(folder, "credentials"))
	return folder
}

func write(t testing.TB, folder, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB) *Files {
	t.Helper()
	f, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Names in quotation marks are those without, for every kind of section and from
// wherever they are named.
func TestQuotedNames(t *testing.T) {
	folder := alone(t)
	write(t, folder, "config", `[profile "Foo Bar"]
sso_session = my corp
sso_account_id = 1
sso_role_name = r
services = "own one"
[profile 'single one']
region = eu-west-1
[ profile   "wide one" ]
role_arn = arn:aws:iam::1:role/r
source_profile = Foo Bar
[profile	"tab one"] ; with a comment
region = x
[profile "a \"b\" c"]
region = y
[profile bob's]
region = z
[profile plain one]
region = p
[sso-session "my corp"]
sso_start_url = https://x
sso_region = eu-west-1
[services "own one"]
s3 =
  endpoint_url = http://localhost:9000
`)
	write(t, folder, "credentials", "[\"in quotes\"]\naws_access_key_id = A\naws_secret_access_key = B\n[single one]\naws_access_key_id = C\naws_secret_access_key = D\n")
	f := read(t)
	if want := []string{"Foo Bar", "single one", "wide one", "tab one", `a "b" c`, "bob's", "plain one", "in quotes"}; !slices.Equal(f.Names, want) {
		t.Errorf("profiles %q, want %q", f.Names, want)
	}
	for name, want := range map[string]Kind{"Foo Bar": SSO, `"Foo Bar"`: SSO, "wide one": SSO, "single one": Keys, "in quotes": Keys} {
		if c, err := f.Chain(name); err != nil || c.Kind != want {
			t.Errorf("%s: %v, %v", name, c.Kind, err)
		}
	}
	if name, keys, err := f.Session("Foo Bar"); name != "my corp" || keys["sso_region"] != "eu-west-1" || err != nil {
		t.Errorf("session %q %v %v", name, keys, err)
	}
	if at, err := f.Endpoint("Foo Bar", "s3"); at != "http://localhost:9000" || err != nil {
		t.Errorf("endpoint %q, %v", at, err)
	}
}

// As botocore 1.43 reads them.
func TestUnquoted(t *testing.T) {
	for name, want := range map[string]string{
		`"Foo Bar"`: "Foo Bar", `'a b'`: "a b", `"a \"b\" c"`: `a "b" c`, `"a\b"`: `a\b`, `"a\\b"`: `a\b`, `Foo" "Bar`: "Foo Bar", `"x"y`: "xy", `'a"b'`: `a"b`,
		"plain": "plain", "plain one": "plain one", "bob's": "bob's", `"a" "b"`: `"a" "b"`, `"open`: `"open`, `""`: `""`, `"`: `"`,
	} {
		if got := unquoted(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// Files as editors leave them.
func TestEncodings(t *testing.T) {
	folder := alone(t)
	const text = "[default]\nregion = eu-west-1\n[profile p]\nregion = eu-west-2 # there\ns3 =\n\taddressing_style = path\n"
	for name, content := range map[string]string{
		"plain": text, "byte-order mark": "\ufeff" + text, "Windows": strings.ReplaceAll(text, "\n", "\r\n"), "old Mac": strings.ReplaceAll(text, "\n", "\r"),
		"mark and Windows": "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"), "no end": strings.TrimSuffix(text, "\n"), "Latin-1 comment": "# B\xfcro\n" + text,
		"tabs": strings.ReplaceAll(text, " = ", "\t=\t"), "colons": strings.ReplaceAll(text, " = ", ": "), "capitals": strings.ReplaceAll(text, "region", "Region"),
	} {
		write(t, folder, "config", content)
		f := read(t)
		d, _ := f.Profile("default")
		p, _ := f.Profile("p")
		if d["region"] != "eu-west-1" || p["region"] != "eu-west-2" || name != "no end" && p["s3.addressing_style"] != "path" {
			t.Errorf("%s: %v, %v", name, d, p)
		}
	}
	var little, big []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		little, big = append(little, byte(unit), byte(unit>>8)), append(big, byte(unit>>8), byte(unit))
	}
	for content, want := range map[string]string{
		"\xff\xfe" + string(little): "UTF-16", "\xfe\xff" + string(big): "UTF-16", string(little): "UTF-16 without a mark", string(big): "UTF-16 without a mark",
		"\xff\xfe\x00\x00[\x00\x00\x00": "UTF-32", `{\rtf1 [default]}`: "rich text (RTF)", "\x1f\x8b\x08": "a packed format",
	} {
		write(t, folder, "config", content)
		_, err := Read()
		if e, ok := errors.AsType[*EncodingError](err); !ok || e.Encoding != want {
			t.Errorf("%.10q: %v, want %s", content, err, want)
		}
	}
	write(t, folder, "config", "[profile B\xfcro]\nregion = x\n")
	_, err := read(t).Chain("Büro")
	if e, ok := errors.AsType[*MissingError](err); !ok || e.Foreign != filepath.Join(folder, "config") {
		t.Errorf("%v: want the encoding named", err)
	}
}

// Paths that no shell has expanded.
func TestExpand(t *testing.T) {
	folder := alone(t)
	t.Setenv("WHERE", "elsewhere")
	for path, want := range map[string]string{
		"~": folder, "~/.aws/alt": filepath.Join(folder, ".aws/alt"), "$HOME/.aws/alt": folder + "/.aws/alt", "${HOME}/a": folder + "/a",
		"%USERPROFILE%/a": folder + "/a", "%HOME%/a": folder + "/a", "/x/$WHERE/y": "/x/elsewhere/y", "/x/%WHERE%": "/x/elsewhere", "a/%WHERE%/%WHERE%": "a/elsewhere/elsewhere",
		"/plain": "/plain", "": "", "/a~b": "/a~b", "$NOT_SET_ANYWHERE/a": "$NOT_SET_ANYWHERE/a", "%NOT_SET_ANYWHERE%/a": "%NOT_SET_ANYWHERE%/a", "100%": "100%",
		"~nobody-of-that-name/a": "~nobody-of-that-name/a",
	} {
		if got := Expand(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	t.Chdir(folder)
	write(t, folder, "$WHERE", "")
	if got := Expand("$WHERE"); got != "$WHERE" {
		t.Errorf("a file that is there becomes %s", got)
	}
	write(t, folder, "alt", "[profile there]\nregion = x\n")
	for _, path := range []string{"~/alt", "$HOME/alt", "%USERPROFILE%/alt"} {
		t.Setenv("AWS_CONFIG_FILE", path)
		if f := read(t); !slices.Equal(f.Names, []string{"there"}) {
			t.Errorf("AWS_CONFIG_FILE=%s has the profiles %q", path, f.Names)
		}
	}
}

// What is said of chains that lead nowhere: who names what.
func TestBrokenChains(t *testing.T) {
	const role = "role_arn = arn:aws:iam::1:role/r\n"
	folder := alone(t)
	for text, want := range map[string]string{
		"[profile p]\n" + role + "source_profile = nope\n":                                                                                          "profile p names the profile nope (source_profile), which does not exist",
		"[profile p]\n" + role + "source_profile = q\n[profile q]\n" + role + "source_profile = nope\n":                                             "profile q names the profile nope (source_profile), which does not exist",
		"[profile p]\n" + role + "source_profile = q\n[profile q]\nregion = x\n":                                                                    "profile p takes its credentials from profile q (source_profile), which has none",
		"[profile p]\n" + role + "source_profile = p\n":                                                                                             "profile p names itself as the source of its credentials (source_profile), and has no keys",
		"[profile p]\n" + role + "source_profile = q\n[profile q]\n" + role + "source_profile = p\n":                                                "the profiles p → q → p name each other as the source of their credentials (source_profile)",
		"[profile p]\n" + role + "source_profile = q\n[profile q]\n" + role + "source_profile = z\n[profile z]\n" + role + "source_profile = q\n":   "the profiles q → z → q name each other as the source of their credentials (source_profile)",
		"[profile p]\n" + role + "source_profile = q\ncredential_source = Environment\n":                                                            "profile p has source_profile and credential_source, of which only one can be the source of its credentials",
		"[profile p]\n" + role + "credential_source = Ec2\n":                                                                                        "profile p has credential_source = Ec2, which is none of Environment, Ec2InstanceMetadata and EcsContainer",
		"[profile p]\nsource_profile = q\n[profile q]\naws_access_key_id = A\naws_secret_access_key = B\n":                                          "profile p has source_profile, but no role_arn",
		"[profile p]\nweb_identity_token_file = /x\n":                                                                                               "profile p has web_identity_token_file, but no role_arn",
		"[profile p]\naws_access_key_id = A\n":                                                                                                      "profile p has aws_access_key_id in CONFIG, but no aws_secret_access_key beside it",
		"[profile p]\naws_secret_access_key = A\n":                                                                                                  "profile p has aws_secret_access_key in CONFIG, but no aws_access_key_id beside it",
		"[profile p]\nsso_session = nope\nsso_account_id = 1\nsso_role_name = r\n":                                                                  "profile p names the sso-session nope (sso_session), which does not exist",
		"[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = x\n":                                    "the sso-session s of profile p has no sso_start_url",
		"[profile p]\nsso_start_url = x\nsso_account_id = 1\nsso_role_name = r\n":                                                                   "profile p signs in by SSO, but has no sso_region",
		"[profile p]\nsso_start_url = x\nsso_region = x\nsso_role_name = r\n":                                                                       "profile p signs in by SSO, but has no sso_account_id",
		"[profile p]\nsso_session = s\nsso_region = y\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = x\nsso_start_url = u\n": "profile p and its sso-session s have different values of sso_region",
		"[profile q]\n": "profile p does not exist",
	} {
		write(t, folder, "config", text)
		_, err := read(t).Chain("p")
		if err == nil || strings.ReplaceAll(err.Error(), filepath.Join(folder, "config"), "CONFIG") != want {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
	write(t, folder, "config", "[profile p]\nservices = nothere\n")
	if _, err := read(t).Services("p"); err == nil || err.Error() != "profile p names the services section nothere (services), which does not exist" {
		t.Errorf("%v", err)
	}
}

// Where a chain ends, and which roles are taken on, in which order.
func TestChains(t *testing.T) {
	folder := alone(t)
	write(t, folder, "config", `[profile sso]
sso_session = s
sso_account_id = 1
sso_role_name = r
[sso-session s]
sso_start_url = https://x
sso_region = eu-west-1
[profile one]
role_arn = one
source_profile = sso
[profile two]
role_arn = two
source_profile = one
[profile login]
login_session = arn:aws:iam::1:user/u
[profile on-login]
role_arn = l
source_profile = login
[profile self]
role_arn = self
source_profile = self
aws_access_key_id = A
aws_secret_access_key = B
[profile own]
role_arn = own
aws_access_key_id = A
aws_secret_access_key = B
[profile env]
role_arn = e
credential_source = environment
[profile web]
role_arn = w
web_identity_token_file = /t
[profile on-web]
role_arn = ow
source_profile = web
[profile process]
credential_process = x
[profile on-process]
role_arn = op
source_profile = process
[profile machine]
role_arn = m
`)
	for name, want := range map[string]string{
		"sso": "sso sso", "one": "sso sso one", "two": "sso sso one two", "login": "login login", "on-login": "login login l",
		"self": "self keys self", "own": "own keys own", "env": "env environment e", "web": "web web identity", "on-web": "web web identity ow",
		"process": "process process", "on-process": "process process op", "machine": "machine  m",
	} {
		c, err := read(t).Chain(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := c.Last().Profile + " " + string(c.Kind)
		for _, role := range c.Roles() {
			got += " " + role.Role
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// The SDK reads the same of whatever both can read: keys, region, chain.
func TestAsTheSDKReads(t *testing.T) {
	folder := alone(t)
	for _, text := range []string{
		"[default]\nregion=a\n[profile default]\nregion=b\n", "[profile default]\nregion=b\n[default]\nregion=a\n",
		"[profile p]\nregion = x ; there\nregion: y\n", "[profile p]\nregion = \"x\"\n", "[profile p]\nregion = 'x'#y\n", "[profile p]\nregion = x#y\n",
		"[profile p]\n  region = indented\n", "[profile p]\ns3 =\n region = nested\nregion = after\n", "[profile p]\ncredential_process = a\n  b c\n",
		"[profile p]\nREGION = x\n", "[profile p]\r\nregion = x\r\n\r\nrole_arn = y\r\nsource_profile = q\r\n[profile q]\r\naws_access_key_id = A\r\naws_secret_access_key = B\r\n",
		"[profile p] # c\nregion=x\n[profile p]\nregion=y\nendpoint_url = http://z\n", "region = lost\n[profile p]\nregion = x\n", "[p]\nregion = no\n[profile  p]\nregion = x\n",
		"[profile p]\nregion\n = x\n", "[profile p]\nregion = a = b\n", "[profile p]\naws_access_key_id = A ; c\naws_secret_access_key = a/b+c==\naws_session_token = t\n",
		"[profile\tp]\nregion = x\n", "[ profile p ]\nregion =x\n", "[profile p]\n; region = c\n# region = d\n\t# region = e\nregion = x\n", "[profile p]\nregion =\n\n[profile q]\n",
	} {
		write(t, folder, "config", text)
		sameAsSDK(t, folder, text)
	}
}

func sameAsSDK(t *testing.T, folder, text string) {
	t.Helper()
	f := read(t)
	for _, name := range []string{"default", "p"} {
		sdk, err := config.LoadSharedConfigProfile(t.Context(), name, func(o *config.LoadSharedConfigOptions) {
			o.ConfigFiles, o.CredentialsFiles = []string{filepath.Join(folder, "config")}, []string{filepath.Join(folder, "credentials")}
		})
		k, ok := f.Profile(name)
		if missing := errors.As(err, new(config.SharedConfigProfileNotExistError)); missing == ok {
			t.Errorf("%q: profile %s is there: %v, for the SDK: %v", text, name, ok, err)
		}
		if err != nil {
			continue
		}
		if k["region"] != sdk.Region || k["endpoint_url"] != sdk.BaseEndpoint || k["credential_process"] != sdk.CredentialProcess || f.keys[name]["aws_access_key_id"] != sdk.Credentials.AccessKeyID || f.keys[name]["aws_session_token"] != sdk.Credentials.SessionToken {
			t.Errorf("%q: %v, the SDK %q %q %q", text, k, sdk.Region, sdk.BaseEndpoint, sdk.CredentialProcess)
		}
		c, err := f.Chain(name)
		if err != nil || (len(c.Links) > 1) != (sdk.Source != nil) {
			t.Errorf("%q: chain %v, %v", text, c.Links, err)
		}
	}
}

func FuzzINI(f *testing.F) {
	f.Add("[a]\nb=c\n d=e\n[x\n")
	f.Add(" x=\n[]\n=\n[ profile  y ]\r\ns3=\n\tz = 1 # c")
	f.Fuzz(func(t *testing.T, text string) {
		p := parse(text)
		for _, name := range p.names {
			if name == "" || p.sections[name] == nil {
				t.Errorf("section %q", name)
			}
		}
	})
}
