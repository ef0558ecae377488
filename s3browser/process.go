package s3browser

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"

	"signet/s3browser/profile"
)

const (
	processTime   = time.Minute // as for the AWS SDKs
	processOutput = 64 << 10    // bytes that are read of what a helper prints
	processWords  = 4 << 10     // bytes that are kept of what it complains of
)

// process asks a helper for credentials: credential_process of a profile. What it
// prints is credentials and never shown; what it complains of is kept off the screen,
// and told with the failure.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
type process struct {
	argv     []string
	terminal *Terminal // nil: it has none
	timeout  time.Duration
}

// Terminal is where a credential process may talk to its user.
type Terminal struct {
	In  *os.File  // what the user types
	Out io.Writer // what the helper writes to standard error, for the user to read
}

// ProcessError is a helper that gave no credentials.
type ProcessError struct {
	What  string // what it did, behind "the credential_process of profile X"
	Words string // what it complained of, as it came
	Cause error
}

func (e *ProcessError) Error() string { return "credential_process " + e.What }

// Unwrap gives the cause.
func (e *ProcessError) Unwrap() error { return e.Cause }

// Retrieve runs the helper.
func (p process) Retrieve(ctx context.Context) (aws.Credentials, error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	printed, said, err := p.run(ctx)
	if err != nil {
		return aws.Credentials{}, &ProcessError{What: failed(ctx, err), Words: said, Cause: err}
	}
	keys, what := readProcess(printed)
	if what != "" {
		return aws.Credentials{}, &ProcessError{What: what, Words: said, Cause: errNoKeys}
	}
	return keys, nil
}

// throughShell is a command line as the AWS tools run it.
func throughShell(line string) []string {
	if runtime.GOOS == "windows" {
		return []string{"cmd.exe", "/C", line}
	}
	return []string{"sh", "-c", line}
}

func (p process) run(ctx context.Context) (printed []byte, said string, err error) {
	cmd := exec.CommandContext(ctx, profile.Expand(p.argv[0]), p.argv[1:]...)
	out, words := &head{most: processOutput, stops: true}, &head{most: processWords}
	cmd.Stdout, cmd.Stderr = out, words
	if p.terminal != nil {
		cmd.Stdin, cmd.Stderr = p.terminal.In, io.MultiWriter(words, p.terminal.Out)
	} else {
		apart(cmd)
	}
	cmd.WaitDelay = time.Second // children of it may hold its output open
	err = cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it ended well
	}
	if out.full() {
		err = errTooMuch
	}
	return out.kept.Bytes(), words.kept.String(), err
}

// head keeps the first bytes of what is written. The buffer is no part of it, for that
// could read by itself, all there is.
type head struct {
	kept  bytes.Buffer
	most  int
	stops bool // it takes no more than that: whoever writes is told, and ends
}

var errTooMuch = errors.New("too much output")

func (h *head) Write(p []byte) (int, error) {
	room := h.most - h.kept.Len()
	h.kept.Write(p[:min(len(p), room)])
	if h.stops && len(p) >= room {
		return min(len(p), room), errTooMuch
	}
	return len(p), nil
}

// full reports that all the room is taken.
func (h *head) full() bool { return h.kept.Len() >= h.most }

// failed says how a run failed.
func failed(ctx context.Context, err error) string {
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "did not end in time"
	case errors.Is(err, errTooMuch):
		return "printed more than 64 kB"
	case ended && exit.ExitCode() == 127, errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return "was not found"
	case ended && exit.ExitCode() == 126, errors.Is(err, fs.ErrPermission):
		return "may not be run"
	case ended && exit.ExitCode() >= 0:
		return fmt.Sprintf("failed with exit code %d", exit.ExitCode())
	}
	return "failed"
}

// readProcess reads what a helper printed. what says why it is no credentials.
func readProcess(printed []byte) (keys aws.Credentials, what string) {
	printed = bytes.TrimSpace(bytes.TrimPrefix(printed, []byte("\ufeff")))
	if runtime.GOOS == "windows" {
		printed = bytes.ReplaceAll(printed, []byte(`\"`), []byte(`"`)) // as the SDK does
	}
	var said struct {
		Version                       json.Number
		AccessKeyID                   string `json:"AccessKeyId"`
		SecretAccessKey, SessionToken string
		Expiration                    any
	}
	if len(printed) == 0 {
		return keys, "printed nothing"
	}
	if json.Unmarshal(printed, &said) != nil {
		return keys, "printed something else than credentials in JSON"
	}
	switch {
	case said.Version == "":
		return keys, "printed no Version, which must be 1"
	case said.Version != "1":
		return keys, "printed Version " + said.Version.String() + ", and 1 is the one that is known"
	case said.AccessKeyID == "":
		return keys, "printed no AccessKeyId"
	case said.SecretAccessKey == "":
		return keys, "printed no SecretAccessKey"
	}
	keys = aws.Credentials{AccessKeyID: said.AccessKeyID, SecretAccessKey: said.SecretAccessKey, SessionToken: said.SessionToken, Source: processcreds.ProviderName}
	if end := expiration(said.Expiration); !end.IsZero() {
		keys.CanExpire, keys.Expires = true, end
	}
	return keys, ""
}

// expiration is the end that a helper names, as text or as a number; zero: none that
// can be read.
func expiration(v any) time.Time {
	switch v := v.(type) {
	case string:
		return moment(v, time.UTC)
	case float64:
		return sinceEpoch(v)
	}
	return time.Time{}
}

// explain puts a helper's failure into words.
func (e *ProcessError) explain(asked string) (sentence, hint string) {
	sentence = "the credential_process of profile " + printable(asked) + " " + printable(e.What)
	if words := complaint(e.Words); words != "" {
		sentence += " and said: " + words
	}
	return sentence, "run it by hand to see more, and mend credential_process in ~/.aws/config"
}

// complaint is what a helper complained of, cleaned, in one line, and without what
// looks like a secret.
func complaint(words string) string {
	var lines []string
	words = escapes().ReplaceAllString(words, "")
	for line := range strings.Lines(words) {
		if line = strings.TrimSpace(secretless(line)); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.ToValidUTF8(cut(printable(strings.Join(lines, " / ")), 300), "")
}

// escapes are a terminal's colours, movements and titles (ECMA-48), which helpers write
// although nobody looks.
func escapes() *regexp.Regexp {
	return regexp.MustCompile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?)")
}
