package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"signet/share"
	"signet/share/ledger"
)

// fullDisk is a standard output that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

// What was signed for an answer that did not arrive is told as what it is: a link that the
// log shows again, or one that is shown once and has to be ended.
func TestUnwrittenSaysWhatWasSigned(t *testing.T) {
	m, dir := meddle(t), t.TempDir()
	t.Setenv("SIGNET_HOME", filepath.Join(dir, "signet"))
	writeSettings(t, dir, fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\n[[place.signer]]\nname = \"session\"\nkind = \"minio-session\"\n", m.server.Endpoint(), m.server.Region()))
	const full, again = "signet: standard output could not be written: no space left on device", "signet log show ID --url prints a link again"
	for _, c := range []struct {
		args        string
		once, again bool
	}{
		{"grant s3://acme-contracts/2026/ --allow get --expires 1h", true, false},
		{"share s3://acme-contracts/README.txt --signer session --expires 1h", true, false},
		{"share s3://acme-contracts/README.txt --expires 1h", false, true},
		{"share s3://acme-contracts/in/ --op post --key-prefix --expires 1h", false, true},
		{"ls s3://acme-contracts/", false, false},
	} {
		var said bytes.Buffer
		world := IO{In: strings.NewReader(""), Out: fullDisk{}, Err: &said, Env: os.Getenv}
		code := Run(t.Context(), append(strings.Fields(c.args), "--place", "lab"), world)
		text, id := said.String(), ""
		if a := newApp(t); c.once || c.again {
			l, err := a.openLog()
			if err != nil {
				t.Fatal(err)
			}
			page, err := l.Query(t.Context(), ledger.Query{})
			if err != nil || len(page.Entries) == 0 {
				t.Fatalf("%s: %d in the log, %v", c.args, len(page.Entries), err)
			}
			id = page.Entries[0].ID
		}
		if code != exitFailed || strings.Count(text, full) != 1 || strings.Count(text, "no space left") != 1 {
			t.Errorf("%s: exit code %d\n%s", c.args, code, text)
		}
		if got := id != "" && strings.Contains(text, "signet revoke "+id+" ends"); got != c.once {
			t.Errorf("%s: whether it says how %s is ended: %v\n%s", c.args, id, got, text)
		}
		if got := strings.Contains(text, again); got != c.again {
			t.Errorf("%s: whether it says that the log shows it: %v\n%s", c.args, got, text)
		}
	}
}

// Only what says no more than that the output failed is put into other words.
func TestUnwrittenKeepsWhatSaysMore(t *testing.T) {
	t.Parallel()
	failed := errors.New("no space")
	more := fmt.Errorf("%w, and the server has the keys", failed)
	other := errors.New("access denied")
	for _, c := range []struct {
		failed, err error
		replaced    bool
	}{
		{nil, nil, false},
		{nil, other, false},
		{failed, nil, true},
		{failed, failed, true},
		{failed, &exitError{exitFailed}, true},
		{failed, errors.Join(failed, failed), true},
		{failed, more, false},
		{failed, errors.Join(failed, other), false},
		{failed, other, false},
	} {
		a := &app{IO: IO{Out: &outlet{failed: c.failed}}}
		got := a.unwritten(c.err)
		if _, replaced := errors.AsType[*unwrittenError](got); replaced != c.replaced || !replaced && !errors.Is(got, c.err) {
			t.Errorf("%v after %v: %v", c.err, c.failed, got)
		}
	}
}

// What could not be signed, and an intent that came to nothing, is nothing that was signed.
func TestSignedCountsWhatIs(t *testing.T) {
	t.Parallel()
	once := share.Mandate{Kind: share.KindMinIOSession}
	key := share.Mandate{Kind: share.KindMinIOKey}
	record := func(id string, m share.Mandate, failure string) share.Record {
		return share.Record{ID: id, Failure: failure, Spec: share.Spec{Operation: share.Download, Mandate: m}}
	}
	granted := record("grant", share.Mandate{Kind: share.KindR2Session}, "")
	granted.Spec.Operation = share.Grant
	for _, c := range []struct {
		records []share.Record
		refused string
		kept    bool
		lost    string
	}{
		{},
		{records: []share.Record{record("a", share.Mandate{}, "")}, kept: true},
		{records: []share.Record{record("a", share.Mandate{}, "access denied")}},
		{records: []share.Record{record("a", key, "")}, kept: true},
		{records: []share.Record{record("a", key, "")}, refused: "a"},
		{records: []share.Record{record("a", once, "")}, lost: "a"},
		{records: []share.Record{record("a", once, "")}, refused: "a"},
		{records: []share.Record{granted}, lost: "grant"},
		{records: []share.Record{record("a", once, ""), record("b", share.Mandate{}, "")}, refused: "another run's", kept: true, lost: "a"},
	} {
		var s signed
		s.add(c.records)
		s.drop(c.refused)
		if kept, lost := s.told(); kept != c.kept || strings.Join(lost, " ") != c.lost {
			t.Errorf("%+v, %q refused: %v, %q", c.records, c.refused, kept, lost)
		}
	}
}
