package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"signet/demo"
)

// world is the server of one script, the clock of the program, and how far the
// server's is ahead of it.
type world struct {
	server *demo.Server
	wall   wall
	ahead  atomic.Int64 // nanoseconds
}

type worldKey struct{}

func (w *world) now() time.Time { return w.wall.now().Add(time.Duration(w.ahead.Load())) }

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

// cmdServerClock puts the server's clock ahead, or behind: serverclock 20m.
func cmdServerClock(ts *testscript.TestScript, _ bool, args []string) {
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	worldOf(ts).ahead.Store(int64(d))
}

// cmdLater moves the clock of program and server ahead: later 3h.
func cmdLater(ts *testscript.TestScript, _ bool, args []string) {
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	ts.Check(worldOf(ts).wall.set(worldOf(ts).wall.now().Add(d)))
}

// cmdSession signs from now on with a session of the owner, whose end stands in
// the environment: session DURATION.
func cmdSession(ts *testscript.TestScript, _ bool, args []string) {
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	c := worldOf(ts).server.IssueSession(d)
	ts.Setenv("AWS_ACCESS_KEY_ID", c.AccessKeyID)
	ts.Setenv("AWS_SECRET_ACCESS_KEY", c.SecretKey)
	ts.Setenv("AWS_SESSION_TOKEN", c.SessionToken)
	ts.Setenv("AWS_CREDENTIAL_EXPIRATION", c.Expires.Format(time.RFC3339))
}

// cmdJWT replaces the session token by one in MinIO's form, which names its own
// end: jwt DURATION.
func cmdJWT(ts *testscript.TestScript, _ bool, args []string) {
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	part := base64.RawURLEncoding.EncodeToString
	ts.Setenv("AWS_SESSION_TOKEN", part([]byte(`{"alg":"HS512"}`))+"."+part(fmt.Appendf(nil, `{"exp":%d}`, worldOf(ts).wall.now().Add(d).Unix()))+"."+part([]byte("not verified")))
}

// handed is a link as standard output handed it over: as JSON or bare.
type handed struct {
	URL     string
	Method  string
	Headers []struct{ Name, Value string }
	Fields  []struct{ Name, Value string }
}

func lastLink(ts *testscript.TestScript) handed {
	text := strings.TrimSpace(ts.ReadFile("stdout"))
	first, _, _ := strings.Cut(text, "\n")
	if !strings.HasPrefix(text, "{") {
		return handed{URL: first, Method: http.MethodGet}
	}
	var h handed
	ts.Check(json.Unmarshal([]byte(first), &h))
	return h
}

// cmdUse uses the first link of standard output as somebody would who knows
// nothing but what was handed over, and wants a status:
//
//	use STATUS [method=M] [size=N|body=TEXT] [without=HEADER] [with=HEADER:VALUE]
//	    [name=FILE] [type=T] [field=NAME:VALUE] [change=OLD:NEW] [says=TEXT]
func cmdUse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: use STATUS ...")
	}
	h, o := lastLink(ts), map[string]string{}
	for _, a := range args[1:] {
		name, value, _ := strings.Cut(a, "=")
		o[name] = value
	}
	if m := o["method"]; m != "" {
		h.Method = m
	}
	if before, after, ok := strings.Cut(o["change"], ":"); ok {
		changed := strings.Replace(h.URL, before, after, 1)
		if changed == h.URL {
			ts.Fatalf("%q is not in the link", before)
		}
		h.URL = changed
	}
	body, ok := o["body"]
	if !ok && (h.Method == http.MethodPut || h.Fields != nil) {
		var n int
		_, _ = fmt.Sscan(o["size"], &n)
		body = strings.Repeat("x", n)
	}
	res, answer := sendLink(ts, h, o, body)
	if fmt.Sprint(res.StatusCode) != args[0] || !strings.Contains(answer, o["says"]) {
		ts.Fatalf("%s: status %d, want %s %q:\n%s", h.Method, res.StatusCode, args[0], o["says"], answer)
	}
}

func sendLink(ts *testscript.TestScript, h handed, o map[string]string, body string) (*http.Response, string) {
	kind := ""
	if h.Fields != nil {
		body, kind = formBody(ts, h, o, body)
	}
	req, err := http.NewRequest(h.Method, h.URL, strings.NewReader(body)) //nolint:noctx // the client of a stranger
	ts.Check(err)
	for _, header := range h.Headers {
		if !strings.EqualFold(header.Name, o["without"]) {
			req.Header.Set(header.Name, header.Value)
		}
	}
	if name, value, ok := strings.Cut(o["with"], ":"); ok {
		req.Header.Set(name, value)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	ts.Check(err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	ts.Check(err)
	return res, res.Header.Get("Location") + res.Header.Get("Content-Disposition") + string(answer)
}

// formBody fills in the form as a browser does: the fields, and then the file.
func formBody(ts *testscript.TestScript, h handed, o map[string]string, body string) (text, kind string) {
	name := o["name"]
	if name == "" {
		name = "photo.jpg"
	}
	change, value, _ := strings.Cut(o["field"], ":")
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	for _, f := range h.Fields {
		if f.Name == change {
			f.Value = value
		}
		if f.Name == "Content-Type" && o["type"] != "" {
			f.Value = o["type"]
		}
		ts.Check(form.WriteField(f.Name, f.Value))
	}
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename=%q`, filepath.Base(name))}, "Content-Type": {"image/jpeg"},
	})
	ts.Check(err)
	_, err = io.WriteString(part, body)
	ts.Check(err)
	ts.Check(form.Close())
	return out.String(), form.FormDataContentType()
}

// cmdExpand writes a file with the script's variables in it: expand FROM TO.
func cmdExpand(ts *testscript.TestScript, _ bool, args []string) {
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	to := ts.MkAbs(args[1])
	ts.Check(os.MkdirAll(filepath.Dir(to), 0o700))
	ts.Check(os.WriteFile(to, []byte(text), 0o600))
}

// cmdSame wants the newest entry of the log to make the link in a file again:
// same FILE.
func cmdSame(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("signet", "log", "--limit", "1", "--json"))
	var e struct {
		ID string `json:"id"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &e))
	ts.Check(ts.Exec("signet", "log", "show", e.ID, "--url"))
	if got, want := ts.ReadFile("stdout"), ts.ReadFile(args[0]); got != want {
		ts.Fatalf("the link made again is another one:\n%s%s", got, want)
	}
}

// cmdMail breaks a link as a mail program does: mail FROM TO.
func cmdMail(ts *testscript.TestScript, _ bool, args []string) {
	link := strings.ReplaceAll(strings.TrimSpace(ts.ReadFile(args[0])), "&", "&amp;")
	half := len(link) / 2
	text := "Dear Ms Ito,\n\nhere it is:\n\n<" + link[:half] + "\n" + link[half:] + "&amp;utm_source=newsletter>.\n\nKind regards\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

// cmdTamper changes the last digit of a link's signature: tamper FROM TO.
func cmdTamper(ts *testscript.TestScript, _ bool, args []string) {
	link := strings.TrimSpace(ts.ReadFile(args[0]))
	last := "0"
	if strings.HasSuffix(link, "0") {
		last = "1"
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(link[:len(link)-1]+last+"\n"), 0o600))
}

// cmdCut takes the last ten characters off a link: cut FROM TO.
func cmdCut(ts *testscript.TestScript, _ bool, args []string) {
	link := strings.TrimSpace(ts.ReadFile(args[0]))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(link[:len(link)-10]+"\n"), 0o600))
}

// cmdHides wants neither a link's signature nor its token in what was printed:
// hides FILE.
func cmdHides(ts *testscript.TestScript, _ bool, args []string) {
	u, err := url.Parse(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	out := ts.ReadFile("stdout") + ts.ReadFile("stderr")
	for _, name := range []string{"X-Amz-Signature", "X-Amz-Security-Token"} {
		if secret := u.Query().Get(name); secret != "" && strings.Contains(out, secret) {
			ts.Fatalf("%s was printed", name)
		}
	}
}

// cmdKeepsNo fails if a field of the JSON on standard output is in any file of a folder:
// keepsno DIR name...
func cmdKeepsNo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: keepsno DIR name...")
	}
	var fields map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &fields))
	files := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for _, name := range args[1:] {
			if text, _ := fields[name].(string); text == "" || bytes.Contains(data, []byte(text)) {
				ts.Fatalf("%s is in %s", name, path)
			}
		}
		return err
	}))
	if files == 0 {
		ts.Fatalf("no file in %s", args[0])
	}
}
