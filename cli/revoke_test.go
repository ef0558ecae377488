package cli

import (
	"database/sql"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"signet/demo"
)

// meddled is a demo server between whose answers something happens.
type meddled struct {
	server  *demo.Server
	policy  atomic.Value // func(n int, w http.ResponseWriter, r *http.Request) (done bool): of the nth request about a policy
	asked   atomic.Int32
	ignores atomic.Bool // lets links through whatever the policy says
	faults  atomic.Bool // answers links by a fault
}

func meddle(t *testing.T) *meddled {
	t.Helper()
	m := &meddled{}
	var err error
	m.server, err = demo.Start(t.Context(), demo.Options{Middleware: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			act, _ := m.policy.Load().(func(int, http.ResponseWriter, *http.Request) bool)
			switch {
			case r.URL.Query().Has("policy") && act != nil && act(int(m.asked.Add(1)), w, r):
			case m.ignores.Load() && r.URL.Query().Has("X-Amz-Signature"):
				w.WriteHeader(http.StatusPartialContent)
			case m.faults.Load() && r.URL.Query().Has("X-Amz-Signature"):
				w.WriteHeader(http.StatusServiceUnavailable)
			default:
				next.ServeHTTP(w, r)
			}
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.server.Close() })
	own := m.server.Owner()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_S3": m.server.Endpoint(), "AWS_REGION": m.server.Region(), "AWS_ACCESS_KEY_ID": own.AccessKeyID, "AWS_SECRET_ACCESS_KEY": own.SecretKey,
		"SIGNET_HOME": t.TempDir(), "HOME": t.TempDir(), "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	return m
}

// shared is the id of a new link to a document.
func shared(t *testing.T, args ...string) string {
	t.Helper()
	if code, _, said := faced(t, append([]string{"share", "s3://acme-contracts/README.txt", "--expires", "1h"}, args...)...); code != 0 {
		t.Fatal(said)
	}
	_, out, _ := faced(t, "log", "--csv", "--limit", "1")
	rows := strings.Split(out, "\n")
	id, _, _ := strings.Cut(rows[1], ",")
	return id
}

// A server that takes the policy and lets the link through all the same is found out: the
// policy is put back, and nothing counts as revoked.
func TestRevokeFindsOutWhoIgnoresPolicies(t *testing.T) {
	m := meddle(t)
	id := shared(t)
	m.ignores.Store(true)
	code, out, said := faced(t, "revoke", id, "--yes")
	if code != 1 || strings.Contains(out, "is revoked") || !strings.Contains(said, "lets the link through all the same") || !strings.Contains(said, "the policy is as it was before") {
		t.Errorf("code %d\n%s\n%s", code, out, said)
	}
	if _, out, _ := faced(t, "log", "--open"); !strings.Contains(out, id) {
		t.Errorf("the log has it no more among the open ones: %s", out)
	}
	m.ignores.Store(false)
	if code, out, said := faced(t, "revoke", id, "--yes"); code != 0 || !strings.Contains(out, "proved: the link answered 206 before") {
		t.Errorf("the statement was left behind: code %d\n%s\n%s", code, out, said)
	}
}

// What somebody else writes between the look and the change is not overwritten.
func TestRevokeOverwritesNobody(t *testing.T) {
	m := meddle(t)
	id := shared(t)
	written := false
	m.policy.Store(func(n int, w http.ResponseWriter, r *http.Request) bool {
		written = written || r.Method != http.MethodGet
		if n != 2 { // the look right before the change
			return false
		}
		const other = `{"Statement":{"Sid":"another"}}`
		w.Header().Set("Content-Length", strconv.Itoa(len(other)))
		_, _ = w.Write([]byte(other))
		return true
	})
	code, out, said := faced(t, "revoke", id, "--yes")
	if code != 1 || written || strings.Contains(out, "is revoked") || !strings.Contains(said, "somebody else has changed the policy meanwhile") {
		t.Errorf("code %d, written %t\n%s\n%s", code, written, out, said)
	}
}

// A policy that is not there after it was written is no policy.
func TestRevokeReadsBack(t *testing.T) {
	m := meddle(t)
	id := shared(t)
	m.policy.Store(func(_ int, w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			w.WriteHeader(http.StatusNoContent) // and nothing is done
			return true
		}
		return false
	})
	code, out, said := faced(t, "revoke", id, "--yes")
	if code != 1 || strings.Contains(out, "is revoked") || !strings.Contains(said, "read back it does not have the statement") {
		t.Errorf("code %d\n%s\n%s", code, out, said)
	}
}

// Under the name of the share's statement somebody may have written something else: it is
// shown, and not overwritten.
func TestRevokeRefusesWhatSaysSomethingElse(t *testing.T) {
	m := meddle(t)
	id := shared(t)
	other := `{"Sid":"signet` + id + `","Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-contracts/other"}`
	written := false
	m.policy.Store(func(_ int, w http.ResponseWriter, r *http.Request) bool {
		written = written || r.Method != http.MethodGet
		_, _ = w.Write([]byte(`{"Version":"2012-10-17","Statement":[` + other + `]}`))
		return true
	})
	code, out, said := faced(t, "revoke", id, "--yes")
	if code != 1 || written || strings.Contains(out, "is revoked") || !strings.Contains(said, "nothing was changed: somebody has changed the statement signet"+id) || !strings.Contains(said, other) {
		t.Errorf("code %d, written %t\n%s\n%s", code, written, out, said)
	}
}

// Where the change is taken back, what a colleague has written since stays.
func TestRevokeTakesBackItsOwnStatementAlone(t *testing.T) {
	for what, c := range map[string]struct{ theirs, left, says string }{
		"changed": {`{"Sid":"colleague","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::acme-contracts/x"}`, "colleague", "all else stays"},
		"deleted": {"", "", "somebody else has taken the statement out already"},
	} {
		m := meddle(t)
		id := shared(t)
		m.ignores.Store(true)
		var written []string
		m.policy.Store(func(n int, w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodGet {
				text, _ := io.ReadAll(r.Body)
				written = append(written, string(text))
				r.Body = io.NopCloser(strings.NewReader(string(text)))
			}
			if n != 5 && n != 6 { // after the looks before and after the change
				return false
			}
			if c.theirs == "" {
				w.WriteHeader(http.StatusNotFound)
				_, _ = w.Write([]byte(`<Error><Code>NoSuchBucketPolicy</Code></Error>`))
				return true
			}
			_, _ = w.Write([]byte(strings.Replace(written[0], `"Statement":[`, `"Statement":[`+c.theirs+`,`, 1)))
			return true
		})
		code, out, said := faced(t, "revoke", id, "--yes")
		if code != 1 || strings.Contains(out, "is revoked") || !strings.Contains(said, c.says) {
			t.Errorf("%s: code %d\n%s\n%s", what, code, out, said)
		}
		if last := written[len(written)-1]; c.left != "" && (len(written) != 2 || !strings.Contains(last, c.left) || strings.Contains(last, id)) || c.left == "" && len(written) != 1 {
			t.Errorf("%s: written are %q", what, written)
		}
	}
}

// What cannot be tried may live on at a server that takes policies and heeds none: the
// policy stays, and the log says nothing of a link that is dead.
func TestRevokeProvesOrDoesNotSayIt(t *testing.T) {
	m := meddle(t)
	upload, gone := shared(t, "--op", "upload"), shared(t)
	m.faults.Store(true)
	for id, why := range map[string]string{
		upload: "a link that writes is never tried",
		gone:   "the link answered 503 before anything was done",
	} {
		code, out, said := faced(t, "revoke", id, "--yes")
		if code != 1 || strings.Contains(out, "is revoked") || !strings.Contains(out, "is not proved: "+why+"\nsignet log revoked "+id) {
			t.Errorf("%s: code %d\n%s\n%s", why, code, out, said)
		}
		if _, out, _ := faced(t, "log", "--open"); !strings.Contains(out, id) {
			t.Errorf("%s: the log has it no more among the open ones: %s", why, out)
		}
		if _, out, _ := faced(t, "log", "show", id); !strings.Contains(out, "it is not proved that the server heeds it: "+why) {
			t.Errorf("the log does not say what was done: %s", out)
		}
	}
}

// A server that is down after the change proves nothing, and is not AWS.
func TestRevokeTakesNoFaultForAProof(t *testing.T) {
	m := meddle(t)
	id := shared(t)
	m.policy.Store(func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			m.faults.Store(true)
		}
		return false
	})
	code, out, said := faced(t, "revoke", id, "--yes")
	if code != 1 || strings.Contains(out, "is revoked") || strings.Contains(out, "AWS") || !strings.Contains(out, "not proved: the link answered 503 after the change") {
		t.Errorf("code %d\n%s\n%s", code, out, said)
	}
	if _, out, _ := faced(t, "log", "--open"); !strings.Contains(out, id) {
		t.Errorf("the log has it no more among the open ones: %s", out)
	}
}

// A log that cannot be written is found out before anything is changed; if it fails
// later, what it does not know is said.
func TestRevokeWritesTheLogFirst(t *testing.T) {
	for what, c := range map[string]struct {
		fails func(n int, method string) bool
		puts  int
		says  string
	}{
		"before": {func(n int, _ string) bool { return n == 1 }, 0, "nothing was changed: "},
		"after":  {func(_ int, method string) bool { return method == http.MethodPut }, 1, "the policy is written, and the log does not know it: "},
	} {
		m := meddle(t)
		id := shared(t)
		puts := 0
		m.policy.Store(func(n int, _ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut {
				puts++
			}
			if c.fails(n, r.Method) {
				full(t)
			}
			return false
		})
		code, out, said := faced(t, "revoke", id, "--yes")
		if code != 1 || strings.Contains(out, "is revoked") || puts != c.puts || !strings.Contains(said, c.says) || puts > 0 && !strings.Contains(said, "signet log revoked "+id) {
			t.Errorf("%s: code %d, %d changes\n%s\n%s", what, code, puts, out, said)
		}
	}
}

// full makes the log take nothing more, as a disk does that is full or read-only.
func full(t *testing.T) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(os.Getenv("SIGNET_HOME"), "state", "shares.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'no room'); END")
	if err = errors.Join(err, db.Close()); err != nil {
		t.Error(err)
	}
}
