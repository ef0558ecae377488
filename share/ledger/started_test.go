package ledger

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// inParts is an intent, and its outcome.
func inParts(i int, created time.Time) (intent, outcome share.Record) {
	r := sample(i, created)
	r.Spec.Operation, r.SignatureSHA256, r.Headers = share.InParts, "", nil
	r.Spec.Options = share.Options{TotalSize: 20 << 20, PartSize: 8 << 20}
	done := r
	done.Spec.Options.UploadID = "up" + string(rune('a'+i))
	for n := range done.Spec.Calls() {
		done.CallsSHA256 = append(done.CallsSHA256, digest(signatureOf(1000*(i+1)+n)))
	}
	done.SignatureSHA256 = done.CallsSHA256[len(done.CallsSHA256)-1]
	return r, done
}

func TestAnIntentAndItsOutcome(t *testing.T) {
	f := newFixture(t)
	other := f.record(sample(9, noon))
	intent, done := inParts(1, noon.Add(time.Second))
	done.ID = f.record(intent)
	stopped, _ := inParts(2, noon.Add(2*time.Second))
	stopped.ID = f.record(stopped)
	refused, _ := inParts(3, noon.Add(3*time.Second))
	refused.ID = f.record(refused)
	refused.Failure = "may not"
	for _, r := range []share.Record{done, refused} {
		if err := f.Became(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[string]State{other: StateOpen, done.ID: StateOpen, stopped.ID: StateStarting, refused.ID: StateFailed} {
		if got := f.get(id).State; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
		if got := f.all(Query{State: want}); !strings.Contains(ids(got), id) {
			t.Errorf("a search for what is %s finds %s, not %s", want, ids(got), id)
		}
	}
	e := f.get(done.ID)
	if e.Spec.Options.UploadID != "upb" || len(e.CallsSHA256) != 6 || e.SignatureSHA256 != done.SignatureSHA256 || f.get(refused.ID).Record.Failure != "may not" {
		t.Errorf("%+v", e.Record)
	}
	for text, of := range map[string]string{signatureOf(2000): "part 1 of 3", signatureOf(2002): "part 3 of 3", signatureOf(2004): "aborting it", "x\n" + signatureOf(2005): "completing it"} {
		found, err := f.Find(context.Background(), text)
		if err != nil || len(found) != 1 || found[0].Entry.ID != done.ID || found[0].Of != of || found[0].By != "signature" {
			t.Errorf("%s: %v, %v", of, found, err)
		}
	}
	f.append(done.ID, Event{Kind: Aborted})
	if got := f.get(done.ID).State; got != StateRevoked {
		t.Errorf("aborted, it is %s", got)
	}
	if r, err := f.Verify(context.Background()); err != nil || r.Broken != nil {
		t.Errorf("%+v, %v", r, err)
	}
	if keys, err := f.Keys(context.Background()); err != nil || keys[0].Open != 1 {
		t.Errorf("the key carries %+v, %v", keys, err)
	}
}

func ids(entries []Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.ID + " ")
	}
	return b.String()
}

// The chain covers the hashes of the parts, and what is pruned takes them along.
func TestHashesOfPartsAreProvedAndPruned(t *testing.T) {
	f := newFixture(t)
	intent, done := inParts(1, noon)
	done.ID = f.record(intent)
	if err := f.Became(context.Background(), done); err != nil {
		t.Fatal(err)
	}
	part := done.CallsSHA256[1]
	if !bytes.Contains(f.content(), []byte(part)) {
		t.Fatal("the log has no hash of the part")
	}
	f.open()
	forged := "0000" + part[4:]
	f.exec("UPDATE log SET body = replace(body, ?, ?) WHERE mark = 5", part, forged)
	if r, err := f.Verify(context.Background()); err != nil || r.Broken == nil {
		t.Errorf("a hash was changed, and the log holds: %v", err)
	}
	f.exec("UPDATE log SET body = replace(body, ?, ?) WHERE mark = 5", forged, part)
	if r, err := f.Verify(context.Background()); err != nil || r.Broken != nil {
		t.Errorf("%+v, %v", r, err)
	}
	f.now = noon.Add(30 * 24 * time.Hour)
	if p, err := f.Prune(context.Background(), noon.Add(24*time.Hour), nil); err != nil || p.Entries != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	if raw := f.content(); bytes.Contains(raw, []byte(part)) || bytes.Contains(raw, []byte(`"upload_id":"upb"`)) {
		t.Error("what was pruned is in the file still")
	}
	f.open()
	if r, err := f.Verify(context.Background()); err != nil || r.Broken != nil {
		t.Errorf("after pruning: %+v, %v", r, err)
	}
}

// byMadeKey is the intent of a share whose key is made first, and its outcome.
func byMadeKey(i int, created time.Time) (intent, outcome share.Record) {
	r := sample(i, created)
	r.Spec.Mandate = share.Mandate{Kind: share.KindMinIOKey}
	done := r
	r.SignatureSHA256, r.Headers = "", nil
	return r, done
}

// A share whose key is made first is starting until its outcome is noted, and then a link
// as any other: found by its signature and by what it was signed for, with its key.
func TestAMadeKeyAndItsOutcome(t *testing.T) {
	f := newFixture(t)
	intent, done := byMadeKey(1, noon)
	intent.Note = `not "mandate":{"kind":"minio-key"`
	done.ID = f.record(intent)
	done.Spec.Mandate.Key = "SIGNET" + done.ID
	done.Headers = []share.Header{{Name: "X-Amz-Meta-A", Value: "b"}}
	plain := sample(2, noon.Add(time.Second))
	plain.SignatureSHA256, plain.Note = "", `"mandate":{"kind":"minio-key"` // taken over from elsewhere, without a signature
	other := f.record(plain)
	stopped, _ := byMadeKey(3, noon.Add(2*time.Second))
	stopped.ID = f.record(stopped)
	if err := f.Became(t.Context(), done); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]State{other: StateOpen, done.ID: StateOpen, stopped.ID: StateStarting} {
		if got := f.get(id).State; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
		if got := f.all(Query{State: want}); !strings.Contains(ids(got), id) {
			t.Errorf("a search for what is %s finds %s, not %s", want, ids(got), id)
		}
	}
	e := f.get(done.ID)
	if e.Spec.KeyID() != "SIGNET"+done.ID || e.SignatureSHA256 != done.SignatureSHA256 || len(e.CallsSHA256) != 0 || len(e.Headers) != 1 {
		t.Errorf("%+v", e.Record)
	}
	found, err := f.Find(t.Context(), signatureOf(1))
	if err != nil || len(found) != 1 || found[0].Entry.ID != done.ID || found[0].Of != "" {
		t.Errorf("%+v, %v", found, err)
	}
	if r, err := f.Verify(t.Context()); err != nil || r.Broken != nil {
		t.Errorf("%+v, %v", r, err)
	}
	if keys, err := f.Keys(t.Context()); err != nil || len(keys) != 1 || keys[0].Open != 2 {
		t.Errorf("the maker's key carries %+v, %v", keys, err)
	}
}
