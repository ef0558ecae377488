//go:build unix

package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"signet/demo"
	"signet/ui/prompt"
)

// serve starts a server with the sample documents, and gives the environment of
// its owner, or of its guest, with a home of its own.
func serve(t *testing.T, guest bool) (*demo.Server, []string) {
	t.Helper()
	clock := newWall(t)
	server, err := demo.Start(t.Context(), demo.Options{Clock: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	who, home := server.Owner(), t.TempDir()
	if guest {
		who = server.Guest()
	}
	return server, []string{
		"HOME=" + home, "SIGNET_HOME=" + filepath.Join(home, "signet"), "AWS_ENDPOINT_URL_S3=" + server.Endpoint(), "AWS_REGION=" + server.Region(),
		"AWS_ACCESS_KEY_ID=" + who.AccessKeyID, "AWS_SECRET_ACCESS_KEY=" + who.SecretKey, clock.env(),
	}
}

// choose goes to an object by its address and opens the compose screen.
func (s *tty) choose(uri, name string) {
	s.t.Helper()
	if strings.Contains(s.text(), "by its name") {
		s.wall.pass(s.t, prompt.Grace) // a question that came by itself takes no keys at first
	} else {
		s.keys("\x0f") // ctrl+o
		s.wait(`go to|by its name`)
	}
	s.keys("\x15" + uri)
	s.wait(`› ` + regexp.QuoteMeta(uri))
	s.keys(enter)
	s.wait(`› +` + name)
	s.keys(enter)
	s.wait(`share ` + name)
}

// A bucket in another region is found by the way, and signed for.
func TestRegionIsFoundWhileBrowsing(t *testing.T) {
	t.Parallel()
	_, env := serve(t, false)
	s := startTTY(t, 120, 42, env)
	s.wait(`paris-office`)
	s.choose("s3://paris-office/Lisez-moi.txt", `Lisez-moi\.txt`)
	s.keys("2") // 1 hour
	s.wait(`Anyone with this link`)
	s.keys(enter)
	s.wait(`eu-west-3`)
	link := s.link()
	if status, body := get(t, link); status != http.StatusOK || !strings.Contains(body, "Paris") {
		t.Errorf("%d %s", status, body)
	}
	s.keys(ctrlC)
	s.exit()
}

// What will not work is said before anything is signed.
func TestComposeAnnouncesWhatWillFail(t *testing.T) {
	t.Parallel()
	server, env := serve(t, true)
	s := startTTY(t, 120, 42, env)
	s.wait(`open a bucket by its name`) // a guest may not list buckets
	for _, c := range []struct{ uri, name, want string }{
		{"s3://field-reports/archive/2019 aerial survey.png", `2019 aerial survey`, `✗ the object is archived \(GLACIER\)`},
		{"s3://field-reports/sealed/customer key only.txt", `customer key only`, `encrypted with a key of its owner \(SSE-C\)`},
		{"s3://field-reports/thermal/scan 07.png", `scan 07\.png`, `Anyone with this link can download`},
	} {
		s.choose(c.uri, c.name)
		s.wait(c.want)
		s.keys("\x1b")
		s.wait(`› +` + c.name)
	}
	server.DenyGuest("field-reports")
	s.keys(enter)
	s.wait(`✗ these credentials may not read the object`)
	s.keys(ctrlC)
	s.exit()
}

// A form is put together on the screen, and takes what it says and nothing else.
func TestFormFromTheScreen(t *testing.T) {
	t.Parallel()
	_, env := serve(t, false)
	s := startTTY(t, 120, 42, env)
	s.wait(`field-reports`)
	s.keys("/field" + enter + enter)
	s.wait(`Summary 2026\.pdf`)
	s.keys("u")
	s.wait(`a link for an upload to`)
	s.keys("inbox/" + enter)
	s.wait(`any name`)
	s.wait(`at most 100`)
	s.walk("\t", "▸", "at most")
	s.keys("2MB")
	s.wait(`Anyone with this form can upload to any name beginning with field-reports/inbox/.* at most 2`)
	s.keys("\x13") // sign
	s.wait(`A form is more than an address`)
	s.keys(ctrlC)
	s.exit()

	var entry struct{ ID string }
	mustJSON(t, signet(t, env, "log", "--json", "--limit", "1"), &entry)
	var form handed
	mustJSON(t, signet(t, env, "log", "show", entry.ID, "--url"), &form)
	for size, want := range map[int]int{1_000_000: 201, 3_000_000: 400} {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for _, f := range form.Fields {
			_ = w.WriteField(f.Name, f.Value)
		}
		part, _ := w.CreateFormFile("file", "photo.jpg")
		_, _ = io.WriteString(part, strings.Repeat("x", size))
		_ = w.Close()
		res, err := http.Post(form.URL, w.FormDataContentType(), &body) //nolint:noctx // the client of a stranger
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%d bytes: status %d, want %d", size, res.StatusCode, want)
		}
	}
}

// signet runs one command of the program and returns its standard output.
func signet(t *testing.T, env []string, args ...string) []byte {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append([]string{programEnv + "=1", quickEnd, "PATH=" + os.Getenv("PATH"), "AWS_EC2_METADATA_DISABLED=true", "TZ=UTC"}, env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("signet %s: %v", strings.Join(args, " "), err)
	}
	return out
}

func mustJSON(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%v: %.200s", err, text)
	}
}

// A pasted link is explained wherever one is, and leads to its share in the log,
// and from there to the link again.
func TestInspectorOpensTheShare(t *testing.T) {
	t.Parallel()
	_, env := serve(t, false)
	link := strings.TrimSpace(string(signet(t, env, "share", "s3://acme-contracts/README.txt", "--to", "Ms Ito", "--expires", "2h")))
	signet(t, env, "share", "s3://acme-contracts/other.txt")
	s := startTTY(t, 120, 42, env)
	s.wait(`acme-contracts`)
	s.keys("\x1b[200~" + strings.ReplaceAll(link, "&", "&amp;") + ".\x1b[201~")
	s.wait(`pre-signed URL`)
	s.wait(`with Ms Ito`)
	s.keys(enter)
	s.wait(`inspect › share log`)
	s.wait(`open for 1 h 59 min`)
	if strings.Contains(s.text(), "other.txt") {
		t.Errorf("other shares are in the way:\n%s", s.text())
	}
	s.keys(enter)
	s.wait(`ends in 2 h`)
	s.wait(`X-Amz-Algorithm`)
	if got := s.link(); got != link {
		t.Errorf("shown again, the link is another one:\n%s\n%s", got, link)
	}
	s.keys(ctrlC)
	s.exit()
}

// walk presses a key until the line with the mark is the one that is wanted,
// each time after the mark has moved.
func (s *tty) walk(key, mark, wanted string) {
	s.t.Helper()
	at := regexp.MustCompile(`(?m)^ *` + mark + ` .*$`)
	for range 40 {
		before := s.wait(at.String())
		if strings.Contains(before, mark+" "+wanted) {
			return
		}
		s.keys(key)
		s.until("another line than "+before, func() bool {
			now := at.FindString(s.text())
			return now != "" && now != before
		})
	}
	s.t.Fatalf("%q does not lead to %q:\n%s", key, wanted, s.text())
}
