package takeback_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
)

// byOwnKey is a share whose key was made for it alone.
func byOwnKey(n int, op share.Operation) share.Record {
	return record(id(n), func(r *share.Record) {
		r.Spec.Operation, r.Spec.Endpoint.URL = op, "http://minio.example.com:9000"
		r.Spec.Mandate = share.Mandate{Kind: share.KindMinIOKey, Key: "SIGNET" + id(n)}
	})
}

// The finest way of a link with a key of its own deletes that key: it ends no other link,
// not even one to the same object, and is proved by the refusal of a key that there is not.
func TestTheKeyOfALinkIsDeleted(t *testing.T) {
	refused := &share.AnswerError{Doing: "delete the key", Text: "may not"}
	for what, c := range map[string]struct {
		op      share.Operation
		answers []takeback.Answer
		end     error
		state   takeback.State
		events  string
	}{
		"proved":               {share.Download, []takeback.Answer{says(206, ""), says(403, "InvalidAccessKeyId")}, nil, takeback.Proved, "revoked the deletion of its access key SIGNET" + id(0) + "; proved: the link answered 206 before and 403 InvalidAccessKeyId after"},
		"by HEAD":              {share.Metadata, []takeback.Answer{says(200, ""), says(403, "")}, nil, takeback.Proved, "proved"},
		"another refusal":      {share.Download, []takeback.Answer{says(206, ""), says(403, "AccessDenied")}, nil, takeback.Believed, "done, not proved: the link answered 403 AccessDenied after the change"},
		"it opens still":       {share.Download, []takeback.Answer{says(206, "")}, nil, takeback.LivesOn, "the link answered 206 after the change"},
		"from elsewhere alone": {share.Download, []takeback.Answer{says(403, "AccessDenied")}, nil, takeback.Believed, "done, not proved: the link answered 403 AccessDenied before anything was done"},
		"it writes":            {share.Upload, nil, nil, takeback.Believed, "a link that writes is never tried"},
		"gone already":         {share.Upload, nil, &share.AnswerError{Gone: true}, takeback.Believed, "revoked"},
		"refused":              {share.Download, []takeback.Answer{says(206, "")}, refused, takeback.Untouched, "nothing was changed: delete the key: may not"},
		"no answer":            {share.Download, []takeback.Answer{says(206, "")}, errors.New("no answer"), takeback.Unknown, "whether anything was changed is not known"},
	} {
		s := newScene(byOwnKey(0, c.op), byOwnKey(1, c.op), record(id(2), nil))
		s.answers[id(0)] = c.answers
		taker := s.taker()
		var deleted []string
		taker.End = func(_ context.Context, e ledger.Entry) (func(context.Context) error, error) {
			return func(context.Context) error { deleted = append(deleted, e.ID); return c.end }, nil
		}
		offers, err := taker.Offers(t.Context(), s.entries[:1])
		if err != nil || offers[0].Name != "signer" || len(offers[0].For) != 1 || len(offers[0].Others) != 0 {
			t.Fatalf("%s: %+v, %v", what, offers[0], err)
		}
		step, err := taker.Prepare(t.Context(), "", s.entries[:1])
		if err != nil {
			t.Fatal(err)
		}
		account := taker.Do(t.Context(), step, "", func(takeback.News) {})
		if got := states(account); !slices.Equal(got, []takeback.State{c.state}) || !slices.Equal(deleted, []string{id(0)}) {
			t.Errorf("%s: %v, deleted %v", what, got, deleted)
		}
		if log := strings.Join(s.events, "\n"); !strings.Contains(log, c.events) || strings.Contains(log, id(1)+" ") {
			t.Errorf("%s: %s", what, log)
		}
		if errors.Is(c.end, refused) && (len(account.Problems) != 1 || !slices.Contains(account.Problems[0].Hand.Commands[0], "SIGNET"+id(0))) {
			t.Errorf("%s: what to do by hand is not said: %+v", what, account.Problems)
		}
	}
}

// Several are ended by their own ways in one run, and who may not is told so.
func TestKeysOfSeveralLinks(t *testing.T) {
	s := newScene(byOwnKey(0, share.Upload), byOwnKey(1, share.Upload), record(id(2), nil))
	taker := s.taker()
	taker.End = func(_ context.Context, e ledger.Entry) (func(context.Context) error, error) {
		if e.ID == id(1) {
			return nil, errors.New("the place is read-only")
		}
		return func(context.Context) error { return nil }, nil
	}
	step, err := taker.Prepare(t.Context(), "", s.entries)
	if err != nil {
		t.Fatal(err)
	}
	account := taker.Do(t.Context(), step, "", func(takeback.News) {})
	by := map[string]takeback.State{}
	for _, o := range account.Outcomes {
		by[o.Entry.ID] = o.State
	}
	if by[id(0)] != takeback.Believed || by[id(1)] != takeback.Untouched || by[id(2)] != takeback.Proved || account.Left() != 1 {
		t.Errorf("%v, %d left", by, account.Left())
	}
}

// What cannot be tried is proved by its key alone, where the server tells whether it knows
// that: a session's secret is gone with the program, and a link that writes is never tried.
func TestTheKeyAloneIsTried(t *testing.T) {
	for what, c := range map[string]struct {
		kind    share.SignerKind
		op      share.Operation
		answers []takeback.Answer
		state   takeback.State
		events  string
	}{
		"a session":            {share.KindMinIOSession, share.Download, []takeback.Answer{says(403, "InvalidTokenId"), says(403, "InvalidAccessKeyId")}, takeback.Proved, "revoked the end of its session SIGNET" + id(0) + "; proved: the server answered 403 InvalidTokenId for its key before and 403 InvalidAccessKeyId after, each without the link"},
		"it is not ended":      {share.KindMinIOSession, share.Download, []takeback.Answer{says(403, "InvalidTokenId")}, takeback.LivesOn, "the server answered 403 InvalidTokenId for its key after the change, without the link"},
		"the server is silent": {share.KindMinIOSession, share.Download, []takeback.Answer{says(403, "InvalidAccessKeyId")}, takeback.Unproved, "the link cannot be made again here: it is gone"},
		"a key that writes":    {share.KindMinIOKey, share.Upload, []takeback.Answer{says(403, "SignatureDoesNotMatch"), says(403, "InvalidAccessKeyId")}, takeback.Proved, "proved: the server answered 403 SignatureDoesNotMatch"},
		"a key that stays":     {share.KindMinIOKey, share.Upload, []takeback.Answer{says(403, "SignatureDoesNotMatch")}, takeback.LivesOn, "the server answered 403 SignatureDoesNotMatch for its key after the change, without the link"},
		"behind a proxy":       {share.KindMinIOKey, share.Upload, []takeback.Answer{says(502, "")}, takeback.Believed, "a link that writes is never tried"},
	} {
		rec := byOwnKey(0, c.op)
		rec.Spec.Mandate.Kind = c.kind
		s := newScene(rec)
		s.answers[id(0)] = c.answers
		taker := s.taker()
		taker.Link = func(context.Context, share.Record) (share.Link, error) { return share.Link{}, errors.New("it is gone") }
		taker.Knock = func(_ context.Context, rec share.Record) (share.Link, error) { return share.Link{ID: rec.ID}, nil }
		taker.End = func(context.Context, ledger.Entry) (func(context.Context) error, error) {
			return func(context.Context) error { return nil }, nil
		}
		step, err := taker.Prepare(t.Context(), "signer", s.entries)
		if err != nil {
			t.Fatal(err)
		}
		account := taker.Do(t.Context(), step, "", func(takeback.News) {})
		if got := states(account); !slices.Equal(got, []takeback.State{c.state}) {
			t.Errorf("%s: %v", what, got)
		}
		if log := strings.Join(s.events, "\n"); !strings.Contains(log, c.events) {
			t.Errorf("%s: %s", what, log)
		}
	}
}

// Many keys are told in a sentence, with the first of them; all of them with what they have
// signed. What cannot be done is not among them.
func TestManyKeysInASentence(t *testing.T) {
	var all []share.Record
	for i := range 66 {
		all = append(all, record(id(i), func(r *share.Record) {
			r.Spec.Mandate = share.Mandate{Kind: share.KindMinIOKey, Key: "SIGNET" + id(i)}
			r.Recipient = "Ms Ito"
		}))
	}
	all = append(all, record(id(66), func(r *share.Record) {
		r.Spec.Mandate = share.Mandate{Kind: share.KindMinIOSession, Key: "SESSION"}
	}), record(id(67), func(r *share.Record) { r.Spec.Target.Key = "other" }))
	s := newScene(all...)
	taker := s.taker()
	taker.End = func(_ context.Context, e ledger.Entry) (func(context.Context) error, error) {
		if e.ID == id(7) {
			return nil, errors.New("nobody may")
		}
		return func(context.Context) error { return nil }, nil
	}
	step, err := taker.Prepare(t.Context(), "", s.entries)
	if err != nil {
		t.Fatal(err)
	}
	shown := step.Shown()
	if len(shown) != 2 || len(shown[0].Ends()) != 66 || shown[0].Also(strings.ToUpper) != "ends no other link of the log" {
		t.Fatalf("%d are shown, the first for %d", len(shown), len(shown[0].Ends()))
	}
	brief := shown[0].Lines(3)
	want := "65 access keys, each of which signed one link alone, will be deleted: SIGNET" + id(0) + ", SIGNET" + id(1) + ", SIGNET" + id(2) + " and 62 more"
	if len(brief) != 2 || brief[0].Text != want || brief[1].Text != "the session SESSION, which signed this link alone, will be ended" {
		t.Errorf("in brief %+v", brief)
	}
	if whole := shown[0].Lines(0); len(whole) != 67 || whole[1].Text != "SIGNET"+id(0)+", of s3://b/k for Ms Ito" {
		t.Errorf("in full %d lines, %+v", len(whole), whole[:2])
	}
}
