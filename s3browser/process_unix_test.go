//go:build unix

package s3browser

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// helper makes a credential_process of lines of shell.
func helper(t *testing.T, folder, script string) {
	t.Helper()
	path := filepath.Join(folder, "helper.sh")
	must(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	write(t, folder, "config", "[profile p]\ncredential_process = "+path+" --with 'an argument'\n")
}

const goodKeys = `"Version":1,"AccessKeyId":"AKP","SecretAccessKey":"s","SessionToken":"t"`

// What a helper gives, in the forms that helpers have.
func TestWhatHelpersGive(t *testing.T) {
	end := time.Date(2035, 1, 2, 3, 4, 5, 0, time.UTC)
	folder := alone(t)
	for script, want := range map[string]time.Time{
		`echo '{` + goodKeys + `}'`:                                                 {},
		`echo '{` + goodKeys + `,"Expiration":"2035-01-02T03:04:05Z"}'`:             end,
		`echo '{` + goodKeys + `,"Expiration":"2035-01-02T05:04:05+02:00"}'`:        end,
		`echo '{` + goodKeys + `,"Expiration":"2035-01-02 03:04:05+00:00"}'`:        end,
		`echo '{` + goodKeys + `,"Expiration":2051319845}'`:                         end,
		`echo '{` + goodKeys + `,"Expiration":"2051319845"}'`:                       end,
		`echo '{` + goodKeys + `,"Expiration":null}'`:                               {},
		`echo '{` + goodKeys + `,"Expiration":"soon"}'`:                             {},
		`printf '\357\273\277{` + goodKeys + `}\r\n'; echo warning: be careful >&2`: {},
		`echo '{` + goodKeys + `}'; sleep 2 & exit 0`:                               {}, // what it leaves behind
		`test "$2" = "an argument" && echo '{` + goodKeys + `}'`:                    {},
		`(echo hello > /dev/tty) 2>/dev/null && exit 3; echo '{` + goodKeys + `}'`:  {}, // it has no terminal
		`read x; test -z "$x" && echo '{` + goodKeys + `}'`:                         {}, // and nobody types
	} {
		helper(t, folder, script)
		written := stderr(t, func() {
			got, err := Connect(Connection{Profile: "p"}).Identity(t.Context())
			if err != nil || got.AccessKeyID != "AKP" || !got.Expires.Equal(want) || got.Source != "credential process" {
				t.Errorf("%s: %+v, %v", script, got, err)
			}
		})
		if written != "" {
			t.Errorf("%s: on the terminal: %q", script, written)
		}
	}
}

// What is said of a helper that gives nothing: what it did, and what it said, cleaned
// and without secrets.
func TestHelpersThatFail(t *testing.T) {
	const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	folder := alone(t)
	for script, want := range map[string]string{
		`exit 0`:     "printed nothing",
		`echo hello`: "printed something else than credentials in JSON",
		`echo '{"Version":2,"AccessKeyId":"A","SecretAccessKey":"` + secret + `"}'`: "printed Version 2, and 1 is the one that is known",
		`echo '{"AccessKeyId":"A","SecretAccessKey":"` + secret + `"}'`:             "printed no Version, which must be 1",
		`echo '{"Version":1,"SecretAccessKey":"` + secret + `"}'`:                   "printed no AccessKeyId",
		`echo '{"Version":1,"AccessKeyId":"A"}'`:                                    "printed no SecretAccessKey",
		`echo Error: not signed in >&2; exit 7`:                                     "failed with exit code 7 and said: Error: not signed in",
		`printf '\033[31mred\033[0m\nand more\n' >&2; exit 1`:                       "said: red / and more",
		`printf '\033]0;title\007words\001' >&2; exit 1`:                            `said: words\x01`,
		`echo "key ` + secret + ` is bad" >&2; exit 1`:                              "said: key … is bad",
		`echo "password=hunter2 refused" >&2; exit 1`:                               "said: password=… refused",
		`echo "SecretAccessKey: abc123 refused" >&2; exit 1`:                        "said: SecretAccessKey: … refused",
		`no-such-command-anywhere`:                                                  "was not found",
		`kill -9 $$`:                                                                "failed",
		`echo '{` + goodKeys + `,"Expiration":"2001-01-02T03:04:05Z"}'`:             "the session has expired",
	} {
		helper(t, folder, script)
		_, err := Connect(Connection{Profile: "p"}).Identity(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), secret) || strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("%s:\n got %v\nwant %s", script, err, want)
		}
	}
}

// A helper that never ends is ended, with what it started.
func TestHelperThatNeverEnds(t *testing.T) {
	_, err := process{argv: throughShell("sleep 600 & sleep 600"), timeout: 10 * time.Millisecond}.Retrieve(t.Context())
	if e, ok := errors.AsType[*ProcessError](err); !ok || e.What != "did not end in time" {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (process{argv: throughShell("sleep 600"), timeout: time.Minute}).Retrieve(ctx); err == nil {
		t.Error("a helper outlives whoever asked")
	}
}

// Beside a command a helper may talk to its user.
func TestHelperWithATerminal(t *testing.T) {
	folder := alone(t)
	helper(t, folder, `echo code? >&2; read code; echo '{`+goodKeys+`,"X":"'$code'"}'`)
	in, w, err := os.Pipe()
	must(t, err)
	_, _ = w.WriteString("123456\n")
	must(t, w.Close())
	var out bytes.Buffer
	_, err = Connect(Connection{Profile: "p", Terminal: &Terminal{In: in, Out: &out}}).Identity(t.Context())
	must(t, err)
	if out.String() != "code?\n" {
		t.Errorf("the user reads %q", out.String())
	}
}
