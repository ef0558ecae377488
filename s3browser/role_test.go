package s3browser

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// stsServer gives roles, and keeps who asked for what.
type stsServer struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []url.Values
	keys   []string // who signed
	refuse func(url.Values) (code, message string)
}

func newSTS(t *testing.T) *stsServer {
	t.Helper()
	s := &stsServer{}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *stsServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	_, by, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	by, _, _ = strings.Cut(by, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked, s.keys = append(s.asked, form), append(s.keys, by)
	if s.refuse != nil {
		if code, message := s.refuse(form); code != "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>`, code, message)
			return
		}
	}
	action := form.Get("Action")
	_, _ = fmt.Fprintf(w, `<%[1]sResponse><%[1]sResult><Credentials><AccessKeyId>ASIA%[2]d</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2035-01-02T03:04:05Z</Expiration></Credentials></%[1]sResult></%[1]sResponse>`, action, len(s.asked))
}

const staticSource = "[profile keys]\naws_access_key_id = AKPRIVATE\naws_secret_access_key = s\n"

func roleOf(source string, more ...string) string {
	return "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = " + source + "\n" + strings.Join(more, "\n") + "\n"
}

// Roles are asked for where the AWS CLI asks for them.
func TestSTSAtAnOwnServer(t *testing.T) {
	own, other := newSTS(t), newSTS(t)
	for name, c := range map[string]struct {
		env    map[string]string
		config string
		own    bool
	}{
		"AWS_ENDPOINT_URL":                {map[string]string{"AWS_ENDPOINT_URL": own.URL}, roleOf("keys"), true},
		"AWS_ENDPOINT_URL_STS":            {map[string]string{"AWS_ENDPOINT_URL_STS": own.URL, "AWS_ENDPOINT_URL": other.URL}, roleOf("keys"), true},
		"endpoint_url":                    {nil, roleOf("keys", "endpoint_url = "+own.URL), true},
		"services":                        {nil, roleOf("keys", "services = mine", "endpoint_url = "+other.URL) + "[services mine]\nsts =\n  endpoint_url = " + own.URL + "\n", true},
		"services of S3 alone":            {map[string]string{"AWS_ENDPOINT_URL_STS": own.URL}, roleOf("keys", "services = mine") + "[services mine]\ns3 =\n  endpoint_url = " + other.URL + "\n", true},
		"the variable before the profile": {map[string]string{"AWS_ENDPOINT_URL": own.URL}, roleOf("keys", "endpoint_url = "+other.URL), true},
		"ignored, and not ignored":        {map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false", "AWS_ENDPOINT_URL": own.URL}, roleOf("keys", "ignore_configured_endpoint_urls = true"), true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := alone(t)
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			write(t, folder, "config", staticSource+c.config)
			before, strangers := len(own.asked), len(other.asked)
			who, err := Connect(Connection{Profile: "role", Endpoint: "http://localhost:1"}).Identity(t.Context())
			must(t, err)
			if len(own.asked) != before+1 || len(other.asked) != strangers || own.keys[before] != "AKPRIVATE" || who.Source != "assumed role" {
				t.Errorf("%d asked, %d elsewhere, by %q: %+v", len(own.asked)-before, len(other.asked)-strangers, own.keys, who)
			}
		})
	}
}

// Where the configured addresses are to be ignored, AWS's own is asked, and so it is
// for an address of S3 alone.
func TestSTSOfAWS(t *testing.T) {
	for name, c := range map[string]struct {
		env    map[string]string
		config string
	}{
		"ignored by the variable": {map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://localhost:1"}, roleOf("keys")},
		"ignored by the profile":  {nil, roleOf("keys", "endpoint_url = http://localhost:1", "ignore_configured_endpoint_urls = true")},
		"an address of S3":        {map[string]string{"AWS_ENDPOINT_URL_S3": "http://localhost:1"}, roleOf("keys")},
		"nothing":                 {nil, roleOf("keys")},
	} {
		t.Run(name, func(t *testing.T) {
			folder := alone(t)
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			write(t, folder, "config", staticSource+c.config)
			l, err := Connect(Connection{Profile: "role"}).load(t.Context())
			must(t, err)
			if at, err := l.stsEndpoint(envOf(t)); at != "" || err != nil {
				t.Errorf("asks %q, %v", at, err)
			}
		})
	}
}

// A role is taken on for an hour, as the AWS CLI does, or as long as the profile says;
// on top of another role for the hour that AWS allows.
func TestHowLongARoleLasts(t *testing.T) {
	for name, c := range map[string]struct {
		config, want string
		chaining     bool
	}{
		"nothing said":       {roleOf("keys"), "3600", false},
		"duration_seconds":   {roleOf("keys", "duration_seconds = 43200"), "43200", false},
		"a quarter":          {roleOf("keys", "duration_seconds = 900"), "900", false},
		"no number":          {roleOf("keys", "duration_seconds = 12h"), "3600", false},
		"a role on a role":   {roleOf("mid", "duration_seconds = 43200") + strings.Replace(roleOf("keys"), "profile role", "profile mid", 1), "3600,43200,3600", true},
		"quoted, on quoted":  {strings.Replace(roleOf("Foo Bar"), "profile role", `profile "role"`, 1) + "[profile \"Foo Bar\"]\naws_access_key_id = AKPRIVATE\naws_secret_access_key = s\n", "3600", false},
		"a byte-order mark":  {"\ufeff" + roleOf("keys"), "3600", false},
		"source in the role": {"[profile role]\nrole_arn = r\nsource_profile = role\naws_access_key_id = AKPRIVATE\naws_secret_access_key = s\n", "3600", false},
	} {
		t.Run(name, func(t *testing.T) {
			sts, folder := newSTS(t), alone(t)
			sts.refuse = func(v url.Values) (string, string) {
				if c.chaining && v.Get("DurationSeconds") == "43200" {
					return "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
				}
				return "", ""
			}
			t.Setenv("AWS_ENDPOINT_URL_STS", sts.URL)
			write(t, folder, "config", c.config+staticSource)
			who, err := Connect(Connection{Profile: "role"}).Identity(t.Context())
			must(t, err)
			var asked []string
			for _, v := range sts.asked {
				asked = append(asked, v.Get("DurationSeconds"))
			}
			if got := strings.Join(asked, ","); got != c.want || sts.keys[0] != "AKPRIVATE" || !who.Expires.Equal(time.Date(2035, 1, 2, 3, 4, 5, 0, time.UTC)) {
				t.Errorf("asked for %s s by %q, want %s: %+v", got, sts.keys, c.want, who)
			}
		})
	}
}

// What is said where a role is refused: the server's own sentence, and what to do.
func TestRefusedRoles(t *testing.T) {
	for _, c := range []struct {
		code, message string
		kind          Kind
		want          []string
	}{
		{"AccessDenied", "User: arn:aws:iam::1:user/u is not authorized to perform: sts:AssumeRole", AccessDenied, []string{"profile role may not use its role: User: arn:aws:iam::1:user/u is not authorized"}},
		{"ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", NoCredentials, []string{"was not given its role: The requested DurationSeconds exceeds", "change duration_seconds"}},
		{"InvalidClientTokenId", "The security token included in the request is invalid.", BadCredentials, []string{"is invalid; check the keys of profile keys"}},
		{"ExpiredToken", "The security token included in the request is expired", ExpiredSession, []string{"the session has expired"}},
	} {
		sts, folder := newSTS(t), alone(t)
		sts.refuse = func(url.Values) (string, string) { return c.code, c.message }
		t.Setenv("AWS_ENDPOINT_URL_STS", sts.URL)
		write(t, folder, "config", roleOf("keys")+staticSource)
		_, err := Connect(Connection{Profile: "role"}).Identity(t.Context())
		e := failure(t, err, c.kind)
		for _, want := range c.want {
			if !strings.Contains(e.Error(), want) {
				t.Errorf("%s: got %q, want %q", c.code, e, want)
			}
		}
	}
}

// The command that signs in is that of the profile at the end of the chain.
func TestAdviceToSignIn(t *testing.T) {
	const sso = "sso_session = corp\nsso_account_id = 1\nsso_role_name = r\n"
	folder := alone(t)
	write(t, folder, "config", "[sso-session corp]\nsso_start_url = https://x\nsso_region = eu-west-1\n[profile \"My SSO\"]\n"+sso+
		"[profile legacy]\nsso_start_url = https://x\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n[profile console]\nlogin_session = arn:aws:iam::1:user/u\n[profile it's]\n"+sso+
		"[profile a]\nrole_arn = r\nsource_profile = My SSO\n[profile b]\nrole_arn = r\nsource_profile = a\n[profile c]\nrole_arn = r\nsource_profile = legacy\n[profile d]\nrole_arn = r\nsource_profile = console\n"+
		"[profile web]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = ~/gone\n"+staticSource+roleOf("keys"))
	for name, want := range map[string]string{
		"My SSO": "aws sso login --profile 'My SSO'", "a": "aws sso login --profile 'My SSO'", "b": "aws sso login --profile 'My SSO'", "legacy": "aws sso login --profile legacy",
		"c": "aws sso login --profile legacy", "console": "aws login --profile console", "d": "aws login --profile console", "it's": `aws sso login --profile 'it'\''s'`,
		"web": "", "role": "", "keys": "",
	} {
		c := Connect(Connection{Profile: name})
		if got := Line(c.Renew()); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if want == "" {
			continue
		}
		_, err := c.Identity(t.Context())
		if e := failure(t, err, ExpiredSession); !strings.Contains(e.Error(), "has ended or was never") || !strings.Contains(e.Error(), "run: "+printable(want)) {
			t.Errorf("%s: got %q", name, e)
		}
	}
	_, err := Connect(Connection{Profile: "web"}).Identity(t.Context())
	if e := failure(t, err, NoCredentials); !strings.Contains(e.Error(), "the web identity token: open "+folder+"/gone: no such file") {
		t.Errorf("got %q", e)
	}
	if got := Connect(Connection{Profile: "role"}).Longer(); !strings.Contains(got, "duration_seconds of profile role") {
		t.Errorf("longer: %q", got)
	}
	if got := Connect(Connection{Profile: "a"}).Longer(); got != "" {
		t.Errorf("a role on top of a role is made longer by %q", got)
	}
}

// A profile that is broken is told of in our own words.
func TestWordsAboutBrokenProfiles(t *testing.T) {
	folder := alone(t)
	for text, want := range map[string]string{
		roleOf("nope"):                                                     "profile role names the profile nope (source_profile), which does not exist; look into",
		"[profile role]\nservices = nothere\n":                             "profile role names the services section nothere (services), which does not exist",
		"[profile role]\naws_access_key_id = A\n":                          "profile role has aws_access_key_id in ",
		"[profile role]\nmax_attempts = many\n":                            "profile role has max_attempts = many, which must be a number",
		"\xff\xfe[\x00":                                                    "is in UTF-16, and must be in UTF-8; save it again as UTF-8",
		roleOf("role"):                                                     "names itself",
		"[profile role]\nrole_arn = r\ncredential_source = X\n":            "none of Environment",
		"[profile role]\nrole_arn = r\ncredential_source = Environment\n":  "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set",
		"[profile role]\nrole_arn = r\ncredential_source = EcsContainer\n": "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor",
	} {
		write(t, folder, "config", text)
		_, err := Connect(Connection{Profile: "role"}).Identity(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\ufffd") || strings.Contains(err.Error(), "nil") {
			t.Errorf("%q: got %v", text, err)
		}
	}
	write(t, folder, "config", "")
	t.Setenv("AWS_PROFILE", "gone")
	_, err := Connect(Connection{}).Identity(t.Context())
	if e := failure(t, err, BadProfile); !strings.Contains(e.Error(), "profile gone does not exist") {
		t.Errorf("got %q", e)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "A")
	_, err = Connect(Connection{}).Identity(t.Context())
	if e := failure(t, err, NoCredentials); !strings.Contains(e.Error(), "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not") {
		t.Errorf("got %q", e)
	}
}
