package cli

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// completes are the words that the shell is offered, what is said of each, and the
// directive.
func completes(t *testing.T, limit time.Duration, args ...string) (words, about []string, directive string) {
	t.Helper()
	var out, said bytes.Buffer
	code := Run(t.Context(), append([]string{"__complete"}, args...), IO{In: strings.NewReader(""), Out: &out, Err: &said, CompletionLimit: limit})
	if code != exitDone {
		t.Fatalf("exit code %d, %s", code, said.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for _, line := range lines[:len(lines)-1] {
		word, what, _ := strings.Cut(line, "\t")
		words, about = append(words, word), append(about, what)
	}
	return words, about, lines[len(lines)-1]
}

// listing is a server that has one bucket, and notes what it was asked.
func listing(t *testing.T, asked *[]string, keys string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.Method+" "+r.URL.Path)
		w.Header().Set("Content-Type", "application/xml")
		if r.URL.Path == "/" {
			_, _ = w.Write([]byte(`<ListAllMyBucketsResult><Buckets><Bucket><Name>acme</Name></Bucket><Bucket><Name>other</Name></Bucket></Buckets></ListAllMyBucketsResult>`))
			return
		}
		_, _ = w.Write([]byte(`<ListBucketResult><Name>acme</Name><IsTruncated>false</IsTruncated>` + keys + `</ListBucketResult>`))
	}))
	t.Cleanup(s.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "x")
	return s.URL
}

func TestCompletionListsBucketsAndObjects(t *testing.T) {
	home(t)
	var asked []string
	url := listing(t, &asked, `<Contents><Key>in/a b.pdf</Key><Size>2000</Size></Contents><Contents><Key>in/e&#x202e;vil</Key><Size>1</Size></Contents><CommonPrefixes><Prefix>in/sub dir/</Prefix></CommonPrefixes>`)
	at := []string{"--endpoint", url, "--region", "us-east-1", "--path-style"}
	words, _, directive := completes(t, longest, append(append([]string{"share"}, at...), "")...)
	if !slices.Equal(words, []string{"s3://acme/", "s3://other/"}) || directive != ":6" {
		t.Errorf("%q %s", words, directive)
	}
	if words, _, _ = completes(t, longest, append(append([]string{"doctor"}, at...), "s3://")...); !slices.Equal(words, []string{"s3://acme/", "s3://other/"}) {
		t.Errorf("doctor: %q", words)
	}
	words, about, directive := completes(t, longest, append(append([]string{"ls"}, at...), "s3://acme/in/")...)
	if !slices.Equal(words, []string{"s3://acme/in/a b.pdf", "s3://acme/in/sub dir/"}) || directive != ":6" || about[1] != "folder" {
		t.Errorf("%q %q %s", words, about, directive)
	}
	for _, a := range asked {
		if !strings.HasPrefix(a, "GET /") {
			t.Errorf("the server was asked %s", a)
		}
	}
}

// A server that never answers does not hold the shell: the limit ends it, and not the
// server.
func TestCompletionDoesNotWaitForAServer(t *testing.T) {
	home(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "x")
	silent, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	words, _, directive := completes(t, time.Millisecond, "share", "--endpoint", "http://"+silent.Addr().String(), "--region", "us-east-1", "--path-style", "s3://acme/")
	if len(words) > 0 || directive != ":4" {
		t.Errorf("%q %s", words, directive)
	}
}

// Keys that a program has are not asked for: it may ask its user.
func TestCompletionAsksNobodyForAPassword(t *testing.T) {
	dir := home(t)
	ran := dir + "/ran"
	settings := "[[place]]\nname = \"vault\"\nendpoint = \"http://127.0.0.1:1\"\ncredential_command = [\"touch\", \"" + ran + "\"]\n"
	if err := os.WriteFile(dir+"/config.toml", []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	words, _, _ := completes(t, longest, "--config", dir+"/config.toml", "share", "--place", "vault", "s3://acme/")
	if _, err := os.Stat(ran); len(words) > 0 || err == nil {
		t.Errorf("%q, and that the program ran is %v", words, err == nil)
	}
}

// Every span and time that is offered can be typed.
func TestOfferedTimesAreTimes(t *testing.T) {
	home(t)
	for flag, command := range map[string]string{"--expires": "share", "--until": "share", "--since": "log", "--before": "log", "--for": "handoff"} {
		words, _, _ := completes(t, longest, command, flag, "")
		if len(words) < 2 {
			t.Errorf("%s is offered %q", flag, words)
		}
		for _, word := range words {
			var said bytes.Buffer
			args := map[string][]string{
				"share":   {"share", "--endpoint", "http://127.0.0.1:1", "--region", "us-east-1", "--path-style", "s3://acme/k"},
				"log":     {"log"},
				"handoff": {"handoff", "s3://acme/k"}, // ends with what is missing
			}[command]
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "x")
			code := Run(t.Context(), append(args, flag, word), IO{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &said})
			if code != exitDone && command != "handoff" || strings.Contains(said.String(), word) && command == "handoff" {
				t.Errorf("%s %s: %s", flag, word, said.String())
			}
		}
	}
}
