package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	f.append("0s9mvfgrc7wk8", Event{Kind: Copied})
	if r := f.verify(heads...); !r.Proved() || r.Kept != 3 || r.Rows != 36 {
		t.Errorf("after a row of today: %+v %v", r, r.Broken)
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
		if again, err := encode(e.Record); err != nil || !bytes.Equal(again, unsalted(body)) {
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
