package cli

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
)

// While the program runs, its screens show a link of a session again, try it, and prove
// that it was taken back: one of a role by its name, one of MinIO by its type. What nobody
// can know without the link is not said of it.
func TestSessionsWhileTheProgramRuns(t *testing.T) {
	m, dir := meddle(t), t.TempDir()
	t.Setenv("SIGNET_HOME", filepath.Join(dir, "signet"))
	writeSettings(t, dir, fmt.Sprintf(`
[[place]]
name = "lab"
endpoint = %q
region = %q
[[place.signer]]
name = "session"
kind = "minio-session"
[[place.signer]]
name = "role"
kind = "aws-session"
role_arn = "arn:aws:iam::123456789012:role/demo"
`, m.server.Endpoint(), m.server.Region()))
	a := newApp(t)
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	for signer, way := range map[string]string{"role": "session", "session": "signer"} {
		link, err := svc.Share(t.Context(), share.Request{
			Target: share.Target{Place: "lab", Bucket: "acme-contracts", Key: "README.txt"}, Operation: share.Download, Signer: signer, Lifetime: share.For(time.Hour),
		})
		if err != nil {
			t.Fatal(err)
		}
		e, err := l.Get(t.Context(), link.ID)
		if err != nil {
			t.Fatal(err)
		}
		kind, detail, err := a.checkShare(t.Context(), svc, e)
		if err != nil || kind != ledger.Checked || !strings.Contains(detail, "whether the session of the link lives on, only the link itself shows") {
			t.Errorf("%s: %s %s, %v", signer, kind, detail, err)
		}
		taker := a.screenTaker(l)
		step, err := taker.Prepare(t.Context(), "", []ledger.Entry{e})
		if err != nil || len(step.Changes) != 1 || step.Changes[0].Way.Name != way || len(step.Changes[0].Others) != 0 {
			t.Fatalf("%s: %+v, %v", signer, step.Changes, err)
		}
		account := taker.Do(t.Context(), step, "", func(takeback.News) {})
		if o := account.Outcomes; len(o) != 1 || o[0].State != takeback.Proved || !strings.Contains(o[0].Says(), "proved: the link answered 206 before") {
			t.Errorf("%s: %+v %+v", signer, o, account.Problems)
		}
	}
}

// What is of many objects is not judged by one: a prefix is no object, and credentials live
// on without it.
func TestACheckDoesNotLookAtPrefixes(t *testing.T) {
	m, dir := meddle(t), t.TempDir()
	t.Setenv("SIGNET_HOME", filepath.Join(dir, "signet"))
	writeSettings(t, dir, fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\n", m.server.Endpoint(), m.server.Region()))
	a := newApp(t)
	if code, _, said := faced(t, "grant", "s3://acme-contracts/2026/", "--place", "lab", "--allow", "get", "--expires", "1h"); code != 0 {
		t.Fatal(said)
	}
	if code, _, said := faced(t, "share", "s3://acme-contracts/in/", "--place", "lab", "--op", "form", "--key-prefix", "--expires", "1h"); code != 0 {
		t.Fatal(said)
	}
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	page, err := l.Query(t.Context(), ledger.Query{})
	if err != nil || len(page.Entries) != 2 {
		t.Fatalf("%+v, %v", page.Entries, err)
	}
	below := page.Entries[0]
	below.Spec.Mandate.Below = true
	below.Spec.Target.Key, below.Spec.Operation, below.Spec.Options = "2026/none.html", share.Download, share.Options{}
	for _, e := range append(page.Entries, below) {
		if kind, detail, err := a.stillWorks(t.Context(), svc, e); err != nil || kind != ledger.Checked || strings.Contains(detail, "is there and") {
			t.Errorf("%s: %s %s, %v", e.Spec.Operation, kind, detail, err)
		}
	}
}

// What is signed while a statement of signet's denies links to the object is open in the
// log, and opens nothing.
func TestACheckKnowsOfTheStatementThatDenies(t *testing.T) {
	m, dir := meddle(t), t.TempDir()
	t.Setenv("SIGNET_HOME", filepath.Join(dir, "signet"))
	writeSettings(t, dir, fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\n", m.server.Endpoint(), m.server.Region()))
	a := newApp(t)
	svc, err := a.service()
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.openLog()
	if err != nil {
		t.Fatal(err)
	}
	entry := func(key, note string) ledger.Entry {
		link, err := svc.Share(t.Context(), share.Request{
			Target: share.Target{Place: "lab", Bucket: "acme-contracts", Key: key}, Operation: share.Download, Lifetime: share.For(time.Hour), Note: note,
		})
		if err != nil {
			t.Fatal(err)
		}
		e, err := l.Get(t.Context(), link.ID)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	first := entry("README.txt", "")
	if code, _, said := faced(t, "revoke", first.ID, "--how", "policy", "--yes"); code != 0 {
		t.Fatal(said)
	}
	a.denials = denials{} // what was known of the bucket before
	if kind, detail, err := a.stillWorks(t.Context(), svc, entry("README.txt", "again")); err == nil || !strings.Contains(err.Error(), "denies this one too") {
		t.Errorf("%s %s, %v", kind, detail, err)
	}
	if code, _, said := faced(t, "revoke", first.ID, "--undo", "--yes"); code != 0 {
		t.Fatal(said)
	}
	a.denials = denials{}
	if kind, _, err := a.stillWorks(t.Context(), svc, entry("README.txt", "and again")); err != nil || kind != ledger.Checked {
		t.Errorf("%s, %v", kind, err)
	}
}
