//go:build unix

package e2e

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"signet/e2e/faults"
)

// deed is something that signet does at a server besides listing. The same table stands in
// docs/adr/0054-faults-of-the-network.md.
type deed struct {
	name   string
	server string // before which the fault stands
	// before prepares while the network is well, and gives the arguments of the deed.
	before func(c *cell) []string
	// makes is how many requests that change something may be done at the server; 0: none is,
	// and the fault befalls all that is asked. Else it befalls these alone.
	makes int
	// well are the faults after which all is as it should be.
	well []string
	// open are those after which the log says that the outcome is not known; after all others
	// it says that nothing was done, or nothing at all.
	open   []string
	stands string // a part of what the log lists where it is not known: "starting"
}

// cell is one deed under one fault.
type cell struct {
	*testing.T
	fault  faults.Fault
	proxy  *faults.Proxy
	p      *signet
	s      *server // at the address of the proxy
	real   *server
	bucket string
	ill    atomic.Bool
	done   done
	args   []string
	cmd    *exec.Cmd
	out    bytes.Buffer
	said   bytes.Buffer
}

// done is what has been changed at the server behind the proxy.
type done struct {
	http.Handler
	mu  sync.Mutex
	all []string
}

// ServeHTTP passes on, and keeps what was changed.
func (d *done) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	seen := &status{ResponseWriter: w}
	d.Handler.ServeHTTP(seen, r)
	if r.Method != http.MethodGet && r.Method != http.MethodHead && seen.code/100 == 2 {
		d.mu.Lock()
		d.all = append(d.all, r.Method+" "+r.URL.Path)
		d.mu.Unlock()
	}
}

// status keeps the code of an answer.
type status struct {
	http.ResponseWriter
	code int
}

// WriteHeader implements http.ResponseWriter.
func (s *status) WriteHeader(code int) {
	s.code = cmp.Or(s.code, code)
	s.ResponseWriter.WriteHeader(code)
}

// Write implements http.ResponseWriter.
func (s *status) Write(b []byte) (int, error) {
	s.code = cmp.Or(s.code, http.StatusOK)
	return s.ResponseWriter.Write(b)
}

// begin prepares a deed, lets the fault loose, and starts it.
func (d deed) begin(t *testing.T, f faults.Fault) *cell {
	t.Helper()
	c := &cell{T: t, fault: f, real: theServer(t, d.server)}
	of := f.Of
	f.Of = func(r *http.Request) bool {
		writes := r.Method != http.MethodGet && r.Method != http.MethodHead
		return c.ill.Load() && (of == nil || of(r)) && (d.makes == 0 || writes)
	}
	behind, err := faults.Before(c.real.url)
	if err == nil {
		c.done.Handler = behind
		c.proxy, err = faults.Start(&c.done, f)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.proxy.Close)
	at := *c.real
	at.url = c.proxy.URL
	c.s, c.p = &at, signetFor(t, &at)
	c.bucket = c.real.bucketOf(t, t.Name()+"/"+f.Name)
	c.p.settings(t, fmt.Sprintf("timeout = \"10m\"\n[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\npath_style = true\n[[place.signer]]\nname = \"revocable\"\nkind = \"minio-key\"\n[[place.signer]]\nname = \"session\"\nkind = \"minio-session\"\n", at.url, at.region))
	if strings.HasPrefix(f.Name, "silence") {
		c.p.env = append(c.p.env, "SIGNET_TIMEOUT=1s")
	}
	c.args = d.before(c)
	c.done.all = nil // what was prepared has been answered
	c.ill.Store(true)
	c.cmd = exec.CommandContext(within(t, testTimeout), cmp.Or(c.p.program, here.program), c.args...)
	c.cmd.Env, c.cmd.Dir, c.cmd.Stdout, c.cmd.Stderr = c.p.env, c.p.home, &c.out, &c.said
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// end waits for the deed, and heals the network.
func (c *cell) end() said {
	c.Helper()
	if err := c.cmd.Wait(); err != nil && c.cmd.ProcessState == nil {
		c.Fatal(err)
	}
	withinBounds(c.T, c.proxy, memoryOf(c.cmd.ProcessState))
	c.ill.Store(false)
	return said{c.out.String(), c.said.String(), c.cmd.ProcessState.ExitCode()}
}

// shared is a share of a document of the bucket, and gives its id.
func (c *cell) shared(flags ...string) string {
	c.Helper()
	c.p.must(c.T, "", append(c.document(), flags...)...)
	return c.p.newest(c.T)
}

func deeds() []deed {
	const lost, lostAll, busy, hung = "an answer lost once", "an answer lost for ever", "busy twice", "hung up at once"
	unsure := []string{lost, lostAll, hung, "silence", "a captive portal", "a failure of 5 GB"}
	return []deed{
		{name: "a place is tried", server: "demo", well: []string{busy, lost}, before: func(*cell) []string { return []string{"place", "test", "lab"} }},
		{name: "a place is added", server: "demo", well: []string{busy, lost}, before: func(c *cell) []string { return []string{"place", "add", "new", "--endpoint", c.s.url} }},
		{name: "ways to take back", server: "demo", well: deedFaults(), before: func(c *cell) []string { return []string{"revoke", c.shared(), "--list"} }},
		{name: "taken back by the policy", server: "demo", makes: 3, well: []string{busy, lost, lostAll}, before: func(c *cell) []string { // the same each time
			return []string{"revoke", c.shared(), "--yes"}
		}},
		{name: "taken back by its key", server: "minio", makes: 1, before: func(c *cell) []string {
			return []string{"revoke", c.shared("--revocable"), "--yes"}
		}},
		{name: "taken back by its session", server: "minio", makes: 1, before: func(c *cell) []string {
			return []string{"revoke", c.shared("--signer", "session"), "--yes"}
		}},
		{name: "the object is deleted", server: "demo", makes: 1, well: []string{busy, lost, lostAll}, before: func(c *cell) []string {
			c.real.versioned(c.T, c.bucket)
			return []string{"revoke", c.shared(), "--how", "object", "--yes"}
		}},
		{name: "a page is stored", server: "demo", makes: 1, well: []string{busy, lost, lostAll}, before: func(c *cell) []string { return c.page() }},
		{name: "a page that asks for files", server: "minio", makes: 1, well: []string{busy, lost, lostAll}, before: func(c *cell) []string {
			c.real.versioned(c.T, c.bucket)
			return []string{"request", "s3://" + c.bucket + "/in/", "--item", "passport", "--place", "lab"}
		}},
		{name: "a page is removed", server: "minio", makes: 3, well: []string{busy, lost, lostAll}, before: func(c *cell) []string { // one version, by its id
			c.p.must(c.T, "", c.page()...)
			return []string{"revoke", c.p.newest(c.T), "--yes"}
		}},
		{name: "a key for a link", server: "minio", makes: 1, open: append([]string{busy, "busy for ever"}, unsure...), stands: "starting", before: func(c *cell) []string {
			return append(c.document(), "--revocable")
		}},
		{name: "a session for a link", server: "minio", makes: 1, before: func(c *cell) []string { return append(c.document(), "--signer", "session") }},
		{name: "credentials", server: "minio", makes: 1, before: func(c *cell) []string {
			return []string{"grant", "s3://" + c.bucket + "/q/", "--place", "lab", "--allow", "get"}
		}},
		{name: "an upload is started", server: "demo", makes: 1, open: unsure, stands: "starting", before: func(c *cell) []string { return c.parts() }},
		{name: "an upload is dropped", server: "demo", makes: 1, before: func(c *cell) []string {
			c.p.must(c.T, "", c.parts()...)
			return []string{"log", "uploads", c.p.newest(c.T), "--abort"}
		}},
		{name: "a role", server: "demo", makes: 3, well: []string{busy, lost}, before: func(c *cell) []string {
			c.profile("role_arn = arn:aws:iam::000000000000:role/demo\nsource_profile = keys\nendpoint_url = " + c.s.url + "\n[profile keys]\naws_access_key_id = " + c.s.key + "\naws_secret_access_key = " + c.s.secret + "\n")
			return []string{"share", "s3://" + c.bucket + "/doc.txt"}
		}},
		{name: "a sign-in of SSO", server: "demo", well: []string{busy, lost}, before: func(c *cell) []string {
			c.profile("sso_session = s\nsso_account_id = 123456789012\nsso_role_name = readers\n[sso-session s]\nsso_start_url = https://acme.example/start\nsso_region = eu-central-1\n")
			c.signedIn("s")
			c.p.env = append(c.p.env, "AWS_ENDPOINT_URL_SSO="+c.s.url)
			return []string{"share", "s3://" + c.bucket + "/doc.txt", "--endpoint", c.real.url}
		}},
	}
}

// document shares a document of the bucket, page a folder of it, and parts an upload to it.
func (c *cell) document() []string {
	c.real.put(c.T, c.bucket, "q/doc.txt", "text")
	return []string{"share", "s3://" + c.bucket + "/q/doc.txt", "--place", "lab", "--expires", "1h"}
}

func (c *cell) page() []string {
	c.real.versioned(c.T, c.bucket)
	c.real.put(c.T, c.bucket, "q/a.txt", "a")
	return []string{"share", "s3://" + c.bucket + "/q/", "--as-page", "--place", "lab"}
}

func (c *cell) parts() []string {
	return []string{"share", "s3://" + c.bucket + "/big.iso", "--place", "lab", "--op", "multipart", "--size", "20MB", "-o", "up.py", "--overwrite"}
}

// profile has the program use a profile alone.
func (c *cell) profile(text string) {
	write(c.T, c.p.home+"/config.ini", "[profile fault]\nregion = "+c.s.region+"\n"+text)
	c.p.env = append(c.p.env, "AWS_CONFIG_FILE="+c.p.home+"/config.ini", "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_PROFILE=fault")
}

// signedIn leaves the token of a sign-in as aws sso login does, and a portal behind the proxy.
func (c *cell) signedIn(session string) {
	dir := c.p.home + "/.aws/sso/cache"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		c.Fatal(err)
	}
	write(c.T, fmt.Sprintf("%s/%x.json", dir, sha1.Sum([]byte(session))), `{"accessToken":"`+ssoToken+`","expiresAt":"2099-01-01T00:00:00Z","region":"eu-central-1","startUrl":"https://acme.example/start"}`)
	c.done.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Sso_bearer_token") != ssoToken {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"roleCredentials":{"accessKeyId":"ASIAIOSFODNN7EXAMPLE","secretAccessKey":"secret","sessionToken":"token","expiration":4070908800000}}`)
	})
}

const ssoToken = "a-token-of-a-sign-in"

// deedFaults are those that each deed meets, and what is said where it does not go well.
func deedFaults() (names []string) {
	for name := range deedWords() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func deedWords() map[string]string {
	return map[string]string{
		"busy twice":              "the server asks to slow down",
		"busy for ever":           "the server asks to slow down",
		"an answer lost once":     "the connection broke off",
		"an answer lost for ever": "the connection broke off|no connection to 127",
		"hung up at once":         "the connection broke off|no connection to 127",
		"silence":                 "no answer from 127",
		"307 to a stranger":       "sends the request on to|the request is sent on",
		"a captive portal":        "a web page",
		"a failure of 5 GB":       "the server failed",
	}
}

// Whatever the network does while signet changes something, it is done once at most, what is
// said is true, and what may have been done is in the log; nobody is followed to a stranger.
func TestFaultsOfDeeds(t *testing.T) {
	for _, d := range deeds() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			var all []*cell
			for _, name := range deedFaults() { // side by side: most of it is waiting
				f, ok := faults.Named(name)
				if !ok {
					t.Fatal("there is no such fault: " + name)
				}
				all = append(all, d.begin(t, f))
			}
			for _, c := range all {
				d.judge(c, c.end())
			}
		})
	}
}

func (d deed) judge(c *cell, out said) {
	c.Helper()
	name := c.fault.Name
	fail := func(format string, args ...any) {
		c.Helper()
		c.Errorf("%s: "+format+"\nexit code %d, asked %d times, done %q\n%s%s", append(append([]any{name}, args...), out.code, c.proxy.Asked(), c.done.all, hideLinks(out.stdout), hideLinks(out.stderr))...)
	}
	if well := slices.Contains(d.well, name); well != (out.code == 0) {
		fail("it is to go well: %v", well)
	} else if !well && !regexp.MustCompile(deedWords()[name]).MatchString(out.stdout+out.stderr) {
		fail("does not say %q", deedWords()[name])
	}
	if len(c.done.all) > max(d.makes, 1) || c.proxy.Asked() > 8 {
		fail("done more than once, or asked too often")
	}
	if strings.ContainsAny(out.stdout+out.stderr, "\x1b\a") || strings.Contains(out.stderr, ssoToken) {
		fail("it says what a terminal obeys, or a secret")
	}
	if d.makes == 0 || out.code == 0 {
		return
	}
	listed := c.p.must(c.T, "", "log", "--limit", "1").stdout
	if d.stands != "" && strings.Contains(listed, d.stands) != slices.Contains(d.open, name) {
		fail("the log lists it as %s", listed)
	}
	if strings.Contains(listed, "revoked") {
		fail("the log has it as revoked")
	}
}
