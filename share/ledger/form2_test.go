package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/share"
	"signet/share/sign"
)

// The heads of testdata/form2/shares.db, a log of the second form that is kept
// as it was written.
const (
	form2BeforePrune = "5:f7ac0d7f4c15efc0d07e019422f3b86d58f719c9ffff5a3dd4786faac24575d0"
	form2AfterPrune  = "6:12b8b6240d1df92e8b6eb334806e8d671106c08a1d467151400fcd9aa09b29df"
	form2Last        = "35:406c39fd28892cd625403c7479f8f1b80ca11c4aab5fc07ebdb4da24a9fbeee0"
)

// form2 is a copy of that log, open.
func form2(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), path: filepath.Join(t.TempDir(), "log.db")}
	f.fill(form2File(t, "shares.db"))
	f.open()
	t.Cleanup(func() { _ = f.Ledger.Close() })
	return f
}

func form2File(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "form2", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestTheSecondFormIsProved: the hashes and the ids stay what they were, and the
// log goes on from there.
func TestTheSecondFormIsProved(t *testing.T) {
	f := form2(t)
	heads := []Head{headOf(t, form2BeforePrune), headOf(t, form2AfterPrune), headOf(t, form2Last)}
	r := f.verify(heads...)
	if !r.Proved() || r.Head != heads[2] || r.Kept != 3 || r.Rows != 35 || r.Entries != 17 || r.Events != 12 || r.Pruned != 4 || r.First != 0 || len(r.Salvaged) != 1 {
		t.Errorf("%+v %v", r, r.Broken)
	}
	taken := Salvage{File: "other.db", SHA256: "3335165b2c368649bde761c9b68ae7da74b1cca79d8a7520a07d49ffef1d920c", OldHead: headOf(t, "2:a84d9e6bc1be824f949b2e0e661bffb4e69bac093369e7962138262edaed6982"), Entries: 1, Events: 1}
	if s := r.Salvaged[0]; s.File != taken.File || s.SHA256 != taken.SHA256 || s.OldHead != taken.OldHead || s.Entries != 1 || s.Events != 1 {
		t.Errorf("%+v, want %+v", s, taken)
	}
	f.append("0s9mvfgrc7wk8", Event{Kind: Copied})
	if r := f.verify(heads...); !r.Proved() || r.Kept != 3 || r.Rows != 36 {
		t.Errorf("after a row of today: %+v %v", r, r.Broken)
	}
}

// TestWhatIsLeftOfAPrunedRowFits the chain: its header, digest and hash.
func TestWhatIsLeftOfAPrunedRowFits(t *testing.T) {
	for _, edit := range []string{"hash = zeroblob(32)", "digest = zeroblob(32)", "kind = 'used'", "at = at + 1", "entry = entry + 1", "ends = ends - 1"} {
		f := form2(t)
		f.exec("UPDATE gone SET " + edit + " WHERE seq = 2")
		if r := f.verify(); r.Broken == nil || r.Broken.Seq != 2 || !strings.Contains(r.Broken.What, "was changed") {
			t.Errorf("%s: %v", edit, r.Broken)
		}
	}
}

// TestTheSecondFormIsRead: lists, exports and events say what they said, and each
// share is written today as it was written then.
func TestTheSecondFormIsRead(t *testing.T) {
	f := form2(t)
	ctx := context.Background()
	var lines, events bytes.Buffer
	if _, err := f.Export(ctx, &lines, JSONLines, Query{Sort: Oldest}, 0); err != nil {
		t.Fatal(err)
	}
	for _, e := range f.all(Query{Sort: Oldest}) {
		fmt.Fprintf(&events, "%s %s\n", e.ID, e.State)
		for _, ev := range f.get(e.ID).Events {
			raw, err := marshal(ev)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&events, "\t%s\n", raw)
		}
		if made := e.Created.Sub(timeOf(f.number(e.ID))); made < 0 || made >= time.Millisecond {
			t.Errorf("%s was made at %s, and its id says otherwise", e.ID, e.Created)
		}
		var body []byte
		if err := f.w.QueryRowContext(ctx, "SELECT body FROM log WHERE seq = ?", e.Seq).Scan(&body); err != nil {
			t.Fatal(err)
		}
		if again, err := new(encoder).encode(&e.Record); err != nil || !bytes.Equal(again, unsalted(body)) {
			t.Errorf("%s is written otherwise today: %v\n got %s\nwant %s", e.ID, err, again, unsalted(body))
		}
	}
	sameLines(t, "export.jsonl", lines.Bytes())
	sameLines(t, "events.txt", events.Bytes())
}

// number is the number behind an id.
func (f *fixture) number(id string) int64 {
	f.t.Helper()
	n, ok := parseID(id)
	if !ok {
		f.t.Fatalf("%s is no id", id)
	}
	return n
}

func sameLines(t *testing.T, name string, got []byte) {
	t.Helper()
	want := strings.Split(string(form2File(t, name)), "\n")
	have := strings.Split(string(got), "\n")
	if len(have) != len(want) {
		t.Errorf("%s: %d lines, want %d", name, len(have), len(want))
	}
	for i := range min(len(have), len(want)) {
		if have[i] != want[i] {
			t.Errorf("%s, line %d:\n got %s\nwant %s", name, i+1, have[i], want[i])
		}
	}
}

// TestTheSecondFormIsSearched for what a leaked link has in it.
func TestTheSecondFormIsSearched(t *testing.T) {
	f := form2(t)
	signer := &share.Service{Signer: sign.New(form2Accounts{}), Clock: func() time.Time { return f.now }}
	again := 0
	for _, e := range f.all(Query{Sort: Oldest}) {
		if e.Failure != "" || e.Spec.Operation == share.Form || e.Spec.AccessKeyID == "AKIAEXAMPLE" {
			continue // no link, or not one of these keys
		}
		link, err := signer.Rebuild(context.Background(), e.Record)
		if err != nil {
			t.Errorf("%s cannot be signed again: %v", e.ID, err)
			continue
		}
		again++
		if found, err := f.Find(context.Background(), "see "+link.URL.Reveal()+" please"); err != nil || len(found) != 1 || found[0].Entry.ID != e.ID {
			t.Errorf("%s: its link finds %+v: %v", e.ID, found, err)
		}
	}
	if again != 11 {
		t.Errorf("%d links were signed again", again)
	}
	for _, c := range []struct {
		q    Query
		want int
	}{
		{Query{Operation: share.Form}, 3},
		{Query{Operation: share.Upload}, 2},
		{Query{Text: "übersicht"}, 4},
		{Query{Recipient: "ms ito"}, 2},
		{Query{State: StateFailed}, 1},
		{Query{State: StateRevoked}, 1},
		{Query{State: StateLater}, 1},
		{Query{Fold: true}, 15},
	} {
		if got := len(f.all(c.q)); got != c.want {
			t.Errorf("%+v: %d shares, want %d", c.q, got, c.want)
		}
	}
}

// TestFormsAreSignedAgain to the byte, as links are.
func TestFormsAreSignedAgain(t *testing.T) {
	f := form2(t)
	signer := &share.Service{Signer: sign.New(form2Accounts{}), Clock: func() time.Time { return f.now }}
	for _, e := range f.all(Query{Operation: share.Form}) {
		if _, err := signer.Rebuild(context.Background(), e.Record); err != nil {
			t.Errorf("%s: %v", e.ID, err)
		}
	}
}

// form2Accounts are the places whose links testdata/form2 has, with the example
// keys of AWS, which open nothing.
type form2Accounts struct{}

// Account is asked by the name of a place.
func (form2Accounts) Account(_ context.Context, place string) (sign.Account, string, error) {
	keys := aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
	a := sign.Account{Region: "eu-central-1"}
	switch place {
	case "minio":
		a.Endpoint, a.PathStyle, a.Region = "https://minio.acme.example:9000", true, "us-east-1"
	case "session":
		keys.AccessKeyID, keys.SessionToken = "ASIAIOSFODNN7EXAMPLE", "IQoJb3JpZ2luX2VjEXAMPLE"
	case "broken":
		return a, place, errors.New("no credentials found")
	}
	a.Credentials = credentials.StaticCredentialsProvider{Value: keys}
	return a, place, nil
}

// TestTheNamesOfABody are those of the log for ever, in this order.
func TestTheNamesOfABody(t *testing.T) {
	at, size := time.Date(2026, 3, 4, 12, 0, 0, 5e8, time.UTC), int64(5)
	r := share.Record{
		ID: "0s9mvfgrc7wk8", Group: "g", Created: at,
		Spec: share.Spec{
			Target: share.Target{Place: "p", Region: "r", Bucket: "b", Key: "k", VersionID: "v"}, Operation: share.Upload,
			Options: share.Options{
				Filename: "f", Inline: true, ContentType: "a/b", ExactSize: &size, IfNoneMatch: true, Metadata: map[string]string{"y": "2", "x": "1"}, SSE: "AES256", KMSKeyID: "kms",
				KeyPrefix: true, MinSize: 1, MaxSize: 2, ContentTypePrefix: true, SuccessRedirect: "https://r", SuccessStatus: 201, TrackID: "t",
			},
			Endpoint: share.Endpoint{URL: "https://e", Region: "er", PathStyle: true, Place: "ep"}, AccessKeyID: "AK", SignedAt: at.Add(time.Second), Seconds: 60,
		},
		Terms:   share.Terms{Starts: at.Add(2 * time.Second), Asked: at.Add(3 * time.Second), Ends: at.Add(4 * time.Second), Reason: share.ByGuard, Detail: "d", AtMost: true, Seconds: 61},
		Headers: []share.Header{{Name: "H", Value: "<&>"}}, SignatureSHA256: "s", Note: "n", Recipient: "rc", Who: share.Who{User: "u", Host: "h", SSHClient: "c"},
		Object: share.Object{Known: true, Size: 7, ETag: "e", ContentType: "ct", StorageClass: "sc", VersionID: "ov", Versioned: true, Expires: at.Add(5 * time.Second)},
		Source: "so", Temporary: true, Failure: "fl",
	}
	const want = `{"id":"0s9mvfgrc7wk8","group":"g","created":"2026-03-04T12:00:00.5Z","operation":"put",` +
		`"target":{"place":"p","region":"r","bucket":"b","key":"k","version":"v"},"endpoint":{"url":"https://e","region":"er","path_style":true,"place":"ep"},` +
		`"options":{"filename":"f","inline":true,"content_type":"a/b","exact_size":5,"if_none_match":true,"metadata":{"x":"1","y":"2"},"sse":"AES256","kms_key_id":"kms",` +
		`"key_prefix":true,"min_size":1,"max_size":2,"content_type_prefix":true,"success_redirect":"https://r","success_status":201,"track_id":"t"},` +
		`"access_key":"AK","signed_at":"2026-03-04T12:00:01.5Z","seconds":60,"starts":"2026-03-04T12:00:02.5Z","asked":"2026-03-04T12:00:03.5Z","ends":"2026-03-04T12:00:04.5Z",` +
		`"reason":"guard","detail":"d","at_most":true,"promised":61,"headers":[{"name":"H","value":"<&>"}],"signature_sha256":"s","note":"n","recipient":"rc",` +
		`"user":"u","host":"h","ssh_client":"c","object":{"size":7,"etag":"e","content_type":"ct","storage_class":"sc","version":"ov","versioned":true,"expires":"2026-03-04T12:00:05.5Z"},` +
		`"source":"so","temporary":true,"failure":"fl"}`
	got, err := new(encoder).encode(&r)
	if err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
	if back, err := decode([]byte(want)); err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("%v\n got %+v\nwant %+v", err, back, r)
	}
}

// TestATombstoneIsOfItsRows: rows that lie under another tombstone, and a tombstone
// that says another number of rows, are a break.
func TestATombstoneIsOfItsRows(t *testing.T) {
	ctx := context.Background()
	pruned := func() *fixture {
		f := form2(t)
		for _, before := range []int{5, 6} { // the first two shares since, and the one after them
			if p, err := f.Prune(ctx, time.Date(2026, 11, 20, 13, before, 0, 0, time.UTC), nil); err != nil || p.Entries == 0 {
				t.Fatalf("%+v %v", p, err)
			}
		}
		if r := f.verify(headOf(t, form2Last)); !r.Proved() {
			t.Fatal(r.Broken)
		}
		return f
	}
	f := pruned()
	f.exec("UPDATE gone SET tombstone = 73 - tombstone WHERE seq IN (8, 9)") // 36 and 37
	if r := f.verify(); r.Broken == nil || r.Broken.Seq != 36 || !strings.Contains(r.Broken.What, "not those that the tombstone was written for") {
		t.Errorf("two rows under each other's tombstones: %v", r.Broken)
	}
	f = pruned()
	r, before := row{seq: 37}, Head{Seq: 36}
	var hash []byte
	if err := f.w.QueryRowContext(ctx, "SELECT l.at, l.kind, l.body, b.hash FROM log l, log b WHERE l.seq = 37 AND b.seq = 36").Scan(&r.at, &r.kind, &r.body, &hash); err != nil {
		t.Fatal(err)
	}
	copy(before.Hash[:], hash)
	r.body = bytes.Replace(r.body, []byte(`"rows":`), []byte(`"rows":1`), 1)
	after := before.next(r)
	f.exec("UPDATE log SET body = ?, hash = ? WHERE seq = 37", r.body, after.Hash[:])
	f.exec("UPDATE head SET hash = ?", after.Hash[:])
	if r := f.verify(); r.Broken == nil || r.Broken.Seq != 37 || !strings.Contains(r.Broken.What, "not those that the tombstone was written for") {
		t.Errorf("a tombstone of more rows: %v", r.Broken)
	}
}
