package ledger

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"signet/share"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// fixture is a log in a temporary folder with a clock of its own.
type fixture struct {
	*Ledger
	t    *testing.T
	now  time.Time
	path string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	return from(t, "empty", func(*fixture) {})
}

// begun are the files of logs that many tests begin with, by their names: what
// takes longest is to make them.
var begun sync.Map

// from is a fixture with a copy of a log that build has filled, once for all tests.
func from(t *testing.T, name string, build func(*fixture)) *fixture {
	t.Helper()
	content, ok := begun.Load(name)
	if !ok {
		f := &fixture{t: t, now: noon, path: filepath.Join(t.TempDir(), "log.db")}
		f.open()
		build(f)
		content = f.content()
		begun.Store(name, content)
	}
	f := &fixture{t: t, now: noon, path: filepath.Join(t.TempDir(), "state", "log.db")}
	f.fill(content.([]byte))
	f.open()
	t.Cleanup(func() { _ = f.Ledger.Close() })
	return f
}

// content closes the log and reads its file.
func (f *fixture) content() []byte {
	f.t.Helper()
	err := f.Ledger.Close()
	content, rerr := os.ReadFile(f.path)
	if err = errors.Join(err, rerr); err != nil {
		f.t.Fatal(err)
	}
	return content
}

// fill writes the file of a log that is not open.
func (f *fixture) fill(content []byte) {
	f.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(f.path), 0o700), os.WriteFile(f.path, content, 0o600)); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) open() {
	f.t.Helper()
	l, err := Open(f.path, Options{Clock: func() time.Time { return f.now }, Busy: time.Hour, Salvage: time.Hour})
	if err != nil {
		f.t.Fatal(err)
	}
	f.Ledger = l
}

func (f *fixture) reopen() {
	f.t.Helper()
	if err := f.Ledger.Close(); err != nil {
		f.t.Fatal(err)
	}
	f.open()
}

func (f *fixture) record(r share.Record) string {
	f.t.Helper()
	id, err := record(f, r)
	if err != nil {
		f.t.Fatal(err)
	}
	return id
}

func (f *fixture) append(id string, e Event) {
	f.t.Helper()
	if err := f.Append(context.Background(), id, e); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) get(id string) Entry {
	f.t.Helper()
	e, err := f.Get(context.Background(), id)
	if err != nil {
		f.t.Fatal(err)
	}
	return e
}

// all answers a query page by page, five at a time unless it says otherwise.
func (f *fixture) all(q Query) []Entry {
	f.t.Helper()
	var out []Entry
	if q.Limit == 0 {
		q.Limit = 5
	}
	if err := f.Each(context.Background(), q, func(e Entry) error { out = append(out, e); return nil }); err != nil {
		f.t.Fatal(err)
	}
	return out
}

// exec edits the file behind the log's back, as the sqlite3 shell would.
func (f *fixture) exec(query string, args ...any) {
	f.t.Helper()
	if _, err := f.w.ExecContext(context.Background(), query, args...); err != nil {
		f.t.Fatal(query, err)
	}
}

// record records one share and returns its id.
func record(l share.Recorder, r share.Record) (id string, err error) {
	one := []share.Record{r}
	err = l.RecordAll(context.Background(), one)
	return one[0].ID, err
}

// sample is the i-th share: a download of an hour.
func sample(i int, created time.Time) share.Record {
	signed := created.Truncate(time.Second)
	return share.Record{
		Created: created,
		Spec: share.Spec{
			Target:    share.Target{Place: "work", Region: "eu-central-1", Bucket: "acme", Key: fmt.Sprintf("Reports/Q%d Übersicht.pdf", i)},
			Operation: share.Download, Options: share.Options{Filename: "q.pdf", Metadata: map[string]string{"b": "2", "a": "1"}},
			Endpoint:    share.Endpoint{URL: "http://127.0.0.1:9000", Region: "eu-central-1", PathStyle: true, Place: "work"},
			AccessKeyID: "AKIAEXAMPLE", SignedAt: signed, Seconds: 3600,
		},
		Terms:   share.Terms{Starts: signed, Asked: signed.Add(time.Hour), Ends: signed.Add(time.Hour), Reason: share.ByRequest, Seconds: 3600},
		Headers: []share.Header{{Name: "X-Amz-Meta-A", Value: "1"}}, SignatureSHA256: digest(signatureOf(i)),
		Note: fmt.Sprintf("ticket %d <b>", i), Recipient: "Anna@Example.com", Who: share.Who{User: "me", Host: "desk", SSHClient: "10.0.0.7"},
		Object: share.Object{Known: true, Size: 12, ETag: `"abc"`, ContentType: "application/pdf", Versioned: true},
		Source: "environment", Temporary: true,
	}
}

// signatureOf is a signature as SigV4 makes it: the hex of an HMAC-SHA256.
func signatureOf(i int) string {
	mac := hmac.New(sha256.New, []byte("secret"))
	_, _ = fmt.Fprint(mac, i)
	return hex.EncodeToString(mac.Sum(nil))
}

// linkOf is the pre-signed URL of sample i.
func linkOf(i int, created time.Time) string {
	r := sample(i, created)
	return "http://127.0.0.1:9000/acme/" + url.PathEscape(r.Spec.Target.Key) + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260304%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=" +
		created.Format("20060102T150405Z") + "&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=" + signatureOf(i)
}

func TestRecordComesBackWhole(t *testing.T) {
	f := newFixture(t)
	want := sample(1, noon.Add(1234567*time.Nanosecond))
	want.Group = "batch"
	size := int64(5)
	want.Spec.Options.ExactSize = &size
	want.Terms.Detail, want.Terms.AtMost = "SSO session", true
	want.Object.Expires = noon.Add(24 * time.Hour)
	want.ID = f.record(want)
	f.reopen()
	got := f.get(want.ID)
	if !reflect.DeepEqual(got.Record, want) {
		t.Errorf("got  %+v\nwant %+v", got.Record, want)
	}
	if got.State != StateOpen || got.Seq != 1 || got.Batch != 1 {
		t.Errorf("state %s, seq %d, batch %d", got.State, got.Seq, got.Batch)
	}
	if len(got.Events) != 1 || got.Events[0].Kind != Created {
		t.Errorf("events %+v", got.Events)
	}
}

func TestModes(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	for path, want := range map[string]os.FileMode{filepath.Dir(f.path): 0o700, f.path: 0o600, f.path + "-wal": 0o600, f.path + "-shm": 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", filepath.Base(path), got, want)
		}
	}
	if err := os.Chmod(f.path, 0o644); err != nil {
		t.Fatal(err)
	}
	f.reopen()
	if info, _ := os.Stat(f.path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o after opening a file that others could read", info.Mode().Perm())
	}
}

// A new log is in its place as a whole: in the mode in which others read while one writes,
// gives back its pages, and nothing of how it was made is left beside it.
func TestANewLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	l, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for pragma, want := range map[string]string{"journal_mode": "wal", "auto_vacuum": "2", "user_version": "4", "integrity_check": "ok", "synchronous": "2"} {
		var got string
		if err := l.w.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, not %q: %v", pragma, got, want, err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 || left[0].Name() != "log.db" {
		t.Errorf("left are %v: %v", left, err)
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"a b", "a?b#c%41", "é&=+", "'\"", "file:x"} {
		path := filepath.Join(t.TempDir(), name, "log.db")
		l, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if _, err := record(l, sample(1, noon)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		_ = l.Close()
		if info, err := os.Stat(path); err != nil || info.Size() < 4096 {
			t.Errorf("%q: not where it should be: %v", name, err)
		}
	}
}

func TestIDs(t *testing.T) {
	f := newFixture(t)
	a, b := f.record(sample(1, noon)), f.record(sample(2, noon))
	c := f.record(sample(3, noon.Add(time.Second)))
	if len(a) != idLen || a >= b || b >= c {
		t.Errorf("ids %s %s %s are not in the order of time", a, b, c)
	}
	r := sample(4, noon)
	r.ID = a // taken
	if d := f.record(r); d == a {
		t.Error("two entries with one id")
	}
	typed := []byte(a)
	for i, ch := range typed {
		switch ch {
		case '0':
			typed[i] = 'O'
		case '1':
			typed[i] = 'L'
		default:
			typed[i] = ch &^ 0x20
			if ch < 'a' {
				typed[i] = ch
			}
		}
	}
	if got := f.get(string(typed)); got.ID != a {
		t.Errorf("%s found %s, want %s", typed, got.ID, a)
	}
	if got := f.get(c[:12]); got.ID != c {
		t.Errorf("the beginning %s found %s", c[:12], got.ID)
	}
	if _, err := f.Get(context.Background(), a[:5]); !IsKind(err, NotFound) {
		t.Errorf("an ambiguous beginning gave %v", err)
	}
	for _, bad := range []string{"", "zzzzzzzzzzzzz", "not an id", "0123456789abcdef"} {
		if _, err := f.Get(context.Background(), bad); !IsKind(err, NotFound) {
			t.Errorf("%q gave %v", bad, err)
		}
	}
}

// fakeSigner signs with a real HMAC, so that Service can be used as it is.
type fakeSigner struct{}

func (fakeSigner) Identity(context.Context, share.Target, string) (share.Identity, share.Endpoint, error) {
	return share.Identity{AccessKeyID: "AKIAEXAMPLE"}, share.Endpoint{Region: "eu-central-1"}, nil
}

func (fakeSigner) Sign(_ context.Context, s share.Spec) (share.Signed, error) {
	sig := signatureOf(int(s.Seconds))
	return share.Signed{Method: "GET", URL: share.NewSecret("https://x/?X-Amz-Signature=" + sig), SignatureSHA256: digest(sig)}, nil
}

func TestServiceIDsAreKept(t *testing.T) {
	f := newFixture(t)
	s := &share.Service{Signer: fakeSigner{}, Recorder: f.Ledger, Clock: func() time.Time { return noon }, Tracks: func(string) bool { return true }}
	link, err := s.Share(context.Background(), share.Request{Target: share.Target{Bucket: "b", Key: "k"}, Operation: share.Download, Lifetime: share.For(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	e := f.get(link.ID)
	if e.Spec.Options.TrackID != link.ID {
		t.Errorf("the link carries %q, its entry is %s: it could not be found by it", e.Spec.Options.TrackID, link.ID)
	}
	rebuilt, err := s.Rebuild(context.Background(), e.Record)
	if err != nil || rebuilt.URL.Reveal() != link.URL.Reveal() {
		t.Errorf("rebuilt: %v", err)
	}
}

func TestSharesAtTheSameMomentOfABatch(t *testing.T) {
	f := newFixture(t)
	records := make([]share.Record, 2500)
	for i := range records {
		records[i] = sample(i, noon)
	}
	if err := f.RecordAll(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	rep, err := f.Verify(context.Background())
	if err != nil || rep.Broken != nil || rep.Entries != 2500 {
		t.Errorf("%+v %v", rep, err)
	}
}
