package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"signet/demo"
	"signet/share/ledger"
)

// A share whose address was named once alone is not looked for at another server, which
// would say of it what it says of anything that it does not know, and the log would keep that.
func TestAShareIsLookedForAtItsServerAlone(t *testing.T) {
	m := meddle(t)
	var asked atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusNotFound)
	}))
	t.Cleanup(other.Close)
	t.Setenv("AWS_ENDPOINT_URL_S3", other.URL)
	id := shared(t, "--endpoint", m.server.Endpoint())
	before := asked.Load()
	a := newApp(t)
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	e, err := l.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	kind, detail, err := a.checkShare(t.Context(), svc, e)
	if err == nil || !strings.Contains(err.Error(), "look into "+id+": its place leads to another server than the link") {
		t.Errorf("it says %s %s, %v", kind, detail, err)
	}
	if n := asked.Load() - before; n > 0 {
		t.Errorf("the other server is asked %d times", n)
	}
	if now, err := l.Get(t.Context(), id); err != nil || len(now.Events) > len(e.Events) {
		t.Errorf("the log has %+v, %v", now.Events, err)
	}
	if _, err := a.resolve(&placeFlags{endpoint: m.server.Endpoint()}); err != nil { // as signet --endpoint does
		t.Fatal(err)
	}
	if kind, detail, err := a.checkShare(t.Context(), svc, e); err != nil || kind != ledger.Checked {
		t.Errorf("where the address is named, it says %s %s, %v", kind, detail, err)
	}
}

// The key of a share that signet was stopped in the middle of is deleted at an address that
// is named now, by whoever made it, and at no other.
func TestAKeyThatWasBegunIsDeletedWhereTheFlagsSay(t *testing.T) {
	var cut atomic.Bool
	server, err := demo.Start(t.Context(), demo.Options{Middleware: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !cut.Load() || !strings.Contains(r.URL.Path, "add-service-account") {
				next.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	own, home := server.Owner(), t.TempDir()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": own.AccessKeyID, "AWS_SECRET_ACCESS_KEY": own.SecretKey, "SIGNET_HOME": home, "HOME": t.TempDir(), "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	settings := fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = \"https://s3.elsewhere.example\"\nregion = %q\n[[place.signer]]\nname = \"revocable\"\nkind = \"minio-key\"\n[[place]]\nname = \"other\"\nendpoint = %q\n", server.Region(), server.Endpoint())
	if err := os.WriteFile(filepath.Join(home, "config.toml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	cut.Store(true)
	if code, out, said := faced(t, "share", "s3://acme-contracts/README.txt", "--place", "lab", "--endpoint", server.Endpoint(), "--path-style", "--revocable", "--expires", "1h"); code == 0 {
		t.Fatalf("it was signed: %s %s", out, said)
	}
	cut.Store(false)
	a := newApp(t)
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	page, err := l.Query(t.Context(), ledger.Query{})
	if err != nil || len(page.Entries) != 1 || page.Entries[0].State != ledger.StateStarting {
		t.Fatalf("the log has %+v, %v", page.Entries, err)
	}
	id := page.Entries[0].ID
	for _, c := range []struct {
		flags []string
		code  int
		want  string
	}{
		{nil, exitFailed, "its place leads to another server than the link"},
		{[]string{"--place", "other"}, exitFailed, "the key is deleted at the server that has it, by the place that made it"},
		{[]string{"--place", "lab", "--endpoint", "https://s3.third.example"}, exitFailed, "lab leads to another server than the link"},
		{[]string{"--place", "lab", "--endpoint", server.Endpoint()}, 0, id + ": signet was stopped while it made the key, which is deleted"},
	} {
		var said strings.Builder
		late := func() time.Time { return time.Now().Add(3 * time.Minute) }
		code := Run(t.Context(), append([]string{"revoke", id, "--yes"}, c.flags...), IO{In: strings.NewReader(""), Out: &said, Err: &said, Env: os.Getenv, Clock: late})
		if code != c.code || !strings.Contains(said.String(), c.want) {
			t.Errorf("%v: code %d, it says %s", c.flags, code, said.String())
		}
	}
}
