//go:build unix

package cli

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// paint is what a server or a helper wants on the terminal.
const paint = "\x1b]0;PAINTED\a\x1b[31mPAINTED"

// chatty is a server of one bucket with two pages that goes on talking after each.
// left hears of a client that has hung up on that: it has logged it.
func chatty(t *testing.T) (env []string, left <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	gone := make(chan string, 100)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				in := bufio.NewReader(c)
				r, err := http.ReadRequest(in)
				if err != nil {
					return
				}
				page := "first"
				if r.URL.Query().Get("continuation-token") != "" {
					page = "second"
				}
				answer(c, page)
				if _, err := in.ReadByte(); err != nil { // else it is faster than its own reading
					gone <- page
				}
			}()
		}
	}()
	return []string{
		"AWS_ENDPOINT_URL_S3=http://" + l.Addr().String(), "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY=x",
	}, gone
}

// answer writes a page, and what nobody has asked for.
func answer(w io.Writer, page string) {
	more := "<IsTruncated>false</IsTruncated>"
	if page == "first" {
		more = "<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>"
	}
	body := `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>` + more +
		`<Contents><Key>` + page + `</Key><Size>1</Size></Contents></ListBucketResult>`
	fmt.Fprintf(w, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%sHTTP/1.1 200 %s\r\n\r\n", len(body), body, paint)
}

// What net/http logs of a server's chatter is not printed by a command.
func TestACommandPrintsNothingOfALibrary(t *testing.T) {
	t.Parallel()
	env, left := chatty(t)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	for range 50 { // a client that sends its next request first takes the chatter for the answer
		c := exec.CommandContext(t.Context(), exe, "ls", "s3://b/", "--path-style")
		c.Env = append([]string{programEnv + "=1", quickEnd, "HOME=" + home, "PATH=" + os.Getenv("PATH")}, env...)
		var said strings.Builder
		c.Stderr = &said
		out, err := c.Output()
		if strings.Contains(string(out)+said.String(), "PAINTED") || strings.Contains(said.String(), "nsolicited") {
			t.Errorf("%q, %q", out, said.String())
		}
		if err == nil && strings.Contains(string(out), "second") && <-left == "first" {
			return
		}
	}
	t.Error("the client never met the chatter")
}

// Nor is it painted over the screen; the debug file knows that there was
// something, not what.
func TestTheScreenIsOurs(t *testing.T) {
	t.Parallel()
	env, left := chatty(t)
	home := t.TempDir()
	debug := filepath.Join(home, "debug")
	// credentials of a helper that complains
	helper := filepath.Join(home, "helper")
	write(t, helper, "#!/bin/sh\nprintf '"+strings.ReplaceAll(strings.ReplaceAll(paint, "\x1b", `\033`), "\a", `\007`)+"' >&2\n"+
		`echo '{"Version":1,"AccessKeyId":"AKIAEXAMPLE","SecretAccessKey":"x"}'`+"\n", 0o700)
	write(t, filepath.Join(home, ".aws", "config"), "[profile p]\nregion = us-east-1\ncredential_process = "+helper+"\n", 0o600)
	write(t, filepath.Join(home, "signet", "config.toml"),
		"[[place]]\nname = \"p\"\nprofile = \"p\"\nbucket = \"b\"\npath_style = true\nendpoint = \""+strings.TrimPrefix(env[0], "AWS_ENDPOINT_URL_S3=")+"\"\n", 0o600)
	s := startTTY(t, 80, 24, []string{"HOME=" + home, "SIGNET_HOME=" + filepath.Join(home, "signet")}, "--place", "p", "--debug", debug)
	for page := ""; page != "second"; { // the last connection is idle for good
		s.wait(`first`)
		select {
		case page = <-left:
		case <-time.After(time.Second):
			s.keys("r") // the next request was first; load on
		}
	}
	s.wait(`second`)
	s.keys("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
	if strings.Contains(s.output(), "PAINTED") || strings.Contains(s.output(), "nsolicited") {
		t.Errorf("painted:\n%q", s.output())
	}
	text, err := os.ReadFile(debug)
	if err != nil || strings.Contains(string(text), "PAINTED") || !strings.Contains(string(text), "a library logged") {
		t.Errorf("%v, the debug file:\n%s", err, text)
	}
}

// write makes a file and the folders above it.
func write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
