package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"signet/demo"
)

// TestScripts runs the whole program as scripts would, each with a demo server
// of its own: $ENDPOINT, and AWS_* for its owner.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			w := &world{wall: newWall(t)}
			srv, err := demo.Start(t.Context(), demo.Options{Clock: w.now})
			if err != nil {
				return err
			}
			w.server = srv
			env.Values[worldKey{}] = w
			env.Defer(func() { _ = srv.Close() })
			guest := srv.Guest()
			env.Vars = append(
				env.Vars,
				quickEnd, w.wall.env(), "HOME="+env.WorkDir, "USER=ana", "SIGNET_HOME="+filepath.Join(env.WorkDir, "signet"), "LANG=C.UTF-8", "TZ=UTC", "NO_COLOR=1",
				"ENDPOINT="+srv.Endpoint(), "AWS_ENDPOINT_URL_S3="+srv.Endpoint(), "AWS_REGION="+srv.Region(), "AWS_EC2_METADATA_DISABLED=true",
				"AWS_ACCESS_KEY_ID="+srv.Owner().AccessKeyID, "AWS_SECRET_ACCESS_KEY="+srv.Owner().SecretKey,
				"OWNER_KEY="+srv.Owner().AccessKeyID, "OWNER_SECRET="+srv.Owner().SecretKey,
				"GUEST_KEY="+guest.AccessKeyID, "GUEST_SECRET="+guest.SecretKey,
			)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":        cmdCode,
			"cut":         cmdCut,
			"expand":      cmdExpand,
			"hides":       cmdHides,
			"jwt":         cmdJWT,
			"later":       cmdLater,
			"keepsno":     cmdKeepsNo,
			"mail":        cmdMail,
			"nosecret":    cmdNoSecret,
			"jsonfield":   cmdJSONField,
			"same":        cmdSame,
			"serverclock": cmdServerClock,
			"session":     cmdSession,
			"tamper":      cmdTamper,
			"use":         cmdUse,
		},
	})
}

// cmdCode runs a command and wants its exit code: code 2 signet share ...
func cmdCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		if _, scanErr := fmt.Sscanf(err.Error(), "exit status %d", &got); scanErr != nil {
			ts.Fatalf("%v", err)
		}
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// cmdNoSecret fails if the last URL on standard output, its signature, or the
// secret key is in any file of the folder: nosecret DIR.
func cmdNoSecret(ts *testscript.TestScript, _ bool, args []string) {
	out := strings.TrimSpace(ts.ReadFile("stdout"))
	_, signature, ok := strings.Cut(out, "X-Amz-Signature=")
	if !ok || len(signature) < 64 {
		ts.Fatalf("no link on standard output")
	}
	secrets := []string{signature[:64], ts.Getenv("AWS_SECRET_ACCESS_KEY"), "X-Amz-Signature"}
	files := 0
	err := filepath.Walk(ts.MkAbs(args[0]), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for _, s := range secrets {
			if strings.Contains(string(data), s) {
				ts.Fatalf("%s holds a secret", path)
			}
		}
		if info.Mode().Perm() != 0o600 {
			ts.Fatalf("%s has mode %v", path, info.Mode().Perm())
		}
		return err
	})
	if err != nil || files == 0 {
		ts.Fatalf("%d files in %s: %v", files, args[0], err)
	}
}

// fetchMain is a plain HTTP client: fetch [METHOD] URL [header...]; it prints
// the status and then the body.
func fetchMain() {
	args := os.Args[1:]
	method := http.MethodGet
	if len(args) > 1 && !strings.Contains(args[0], ":") {
		method, args = args[0], args[1:]
	}
	req, err := http.NewRequest(method, strings.TrimSpace(args[0]), nil)
	if err == nil && method == http.MethodPut {
		req, err = http.NewRequest(method, args[0], strings.NewReader("hello"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, h := range args[1:] {
		name, value, _ := strings.Cut(h, ":")
		req.Header.Set(name, strings.TrimSpace(value))
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer res.Body.Close()
	fmt.Println(res.StatusCode, res.Header.Get("Content-Disposition"))
	_, _ = io.Copy(os.Stdout, res.Body)
}

// cmdJSONField puts a field of the first line of a JSON file into a variable:
// jsonfield VAR name file.
func cmdJSONField(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: jsonfield VAR name file")
	}
	line, _, _ := strings.Cut(ts.ReadFile(args[2]), "\n")
	var fields map[string]any
	if err := json.Unmarshal([]byte(line), &fields); err != nil {
		ts.Fatalf("%s: %v", args[2], err)
	}
	ts.Setenv(args[0], fmt.Sprint(fields[args[1]]))
}
