package cli

import (
	"fmt"
	"io"
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

// A key whose maker never heard that it was made is found by the screens, and cleaned up.
func TestWhatWasBegunIsCleanedUp(t *testing.T) {
	for name, heard := range map[string]bool{"before the server hears": false, "after the key is made": true} {
		t.Run(name, func(t *testing.T) {
			var cut atomic.Bool
			server, err := demo.Start(t.Context(), demo.Options{Middleware: func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if !cut.Load() || r.Method != http.MethodPut || !strings.HasPrefix(r.URL.Path, "/minio/") {
						next.ServeHTTP(w, r)
						return
					}
					if heard {
						next.ServeHTTP(httptest.NewRecorder(), r)
					}
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
			settings := fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\npath_style = true\n[[place.signer]]\nname = \"revocable\"\nkind = \"minio-key\"\n", server.Endpoint(), server.Region())
			if err := os.WriteFile(filepath.Join(home, "config.toml"), []byte(settings), 0o600); err != nil {
				t.Fatal(err)
			}
			cut.Store(true)
			if code, out, said := faced(t, "share", "s3://acme-contracts/README.txt", "--place", "lab", "--revocable", "--expires", "1h"); code == 0 {
				t.Fatalf("it was signed: %s %s", out, said)
			}
			cut.Store(false)
			a := &app{IO: IO{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Env: os.Getenv, Clock: func() time.Time { return time.Now().Add(3 * time.Minute) }}, places: newRegistry()}
			t.Cleanup(func() { _ = a.close() })
			if _, err := a.load(); err != nil {
				t.Fatal(err)
			}
			l, err := a.openLog()
			if err != nil {
				t.Fatal(err)
			}
			page, err := l.Query(t.Context(), ledger.Query{})
			if err != nil || len(page.Entries) != 1 || page.Entries[0].State != ledger.StateStarting {
				t.Fatalf("the log has %+v, %v", page.Entries, err)
			}
			mend, err := a.screenTaker(l).Mend(t.Context(), page.Entries[0])
			want, became := "the server has no such key; going on notes that", "the server has none"
			if heard {
				want, became = "the server has the key; going on deletes it, and notes that", "which is deleted"
			}
			if err != nil || !strings.HasSuffix(mend.Does, want) || mend.Word != "revoke" {
				t.Fatalf("it says %+v, %v", mend, err)
			}
			if words, err := mend.Do(t.Context(), ""); err != nil || !strings.Contains(words, became) {
				t.Errorf("it came out as %q, %v", words, err)
			}
			if e, err := l.Get(t.Context(), page.Entries[0].ID); err != nil || e.State != ledger.StateFailed {
				t.Errorf("the log has it as %s, %v", e.State, err)
			}
		})
	}
}
