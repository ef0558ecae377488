//go:build unix

package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"signet/demo"
)

// While a server makes the key of a link the terminal says so, and no more of it is left
// than the link.
func TestWhatIsWaitedForIsSaid(t *testing.T) {
	t.Parallel()
	goOn := make(chan struct{})
	var once sync.Once
	clock := newWall(t)
	server, err := demo.Start(t.Context(), demo.Options{Clock: clock.now, Middleware: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && strings.HasPrefix(r.URL.Path, "/minio/") {
				<-goOn
			}
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { once.Do(func() { close(goOn) }); _ = server.Close() })
	own, home := server.Owner(), t.TempDir()
	settings := "[[place]]\nname = \"lab\"\nendpoint = \"" + server.Endpoint() + "\"\nregion = \"" + server.Region() + "\"\npath_style = true\n[[place.signer]]\nname = \"revocable\"\nkind = \"minio-key\"\n"
	if err := os.WriteFile(filepath.Join(home, "config.toml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startTTY(t, 120, 24, []string{"SIGNET_HOME=" + home, "AWS_ACCESS_KEY_ID=" + own.AccessKeyID, "AWS_SECRET_ACCESS_KEY=" + own.SecretKey, clock.env()},
		"share", "s3://acme-contracts/README.txt", "--place", "lab", "--revocable", "--expires", "1h")
	s.wait(`making an access key of its own for this link …`)
	once.Do(func() { close(goOn) })
	s.wait(`Anyone with this link can download`)
	if code := s.exit(); code != 0 || strings.Contains(s.text(), "making") {
		t.Errorf("exit code %d:\n%s", code, s.text())
	}
}
