package takeback_test

import (
	"errors"
	"strings"
	"testing"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
)

// pageKey is one as a page of ours has it.
const pageKey = "signet-pages/abcdefghijklmnopqrst23.html"

// pageScene is a page of two links, one of which is over; somebody else has a third link.
func pageScene() *scene {
	page := record(id(0), func(r *share.Record) {
		r.Page, r.PageSum, r.Group, r.Spec.Target.Key = share.PageListing, "abc", "g", pageKey
	})
	open := record(id(1), func(r *share.Record) { r.Group = "g" })
	over := record(id(2), func(r *share.Record) { r.Group = "g" })
	s := newScene(page, open, over)
	s.entries[0].Events = []ledger.Event{{Kind: ledger.Created}, {Kind: ledger.Published, Detail: "v7"}}
	s.entries[2].State = ledger.StateEnded
	s.stored, s.sum = takeback.Stored{There: true, Version: "v7"}, "abc"
	s.answers[id(0)] = []takeback.Answer{says(206, ""), says(404, "NoSuchKey")}
	return s
}

// TestAPageIsRemoved by the finest way: the version that was stored, if it is the page still,
// and what goes on is said.
func TestAPageIsRemoved(t *testing.T) {
	for what, c := range map[string]struct {
		change func(*scene)
		state  takeback.State
		says   string
	}{
		"it is gone":               {func(*scene) {}, takeback.Proved, "0samzyhyqbk00 withdrawn v7"},
		"signet was killed then":   {func(s *scene) { s.entries[0].Events = nil }, takeback.Proved, "0samzyhyqbk00 withdrawn v7"},
		"somebody else stored":     {func(s *scene) { s.sum = "other" }, takeback.Untouched, "something else than the page"},
		"it was not there":         {func(s *scene) { s.stored = takeback.Stored{} }, takeback.Untouched, "not there any more"},
		"it may not":               {func(s *scene) { s.refuses = errors.New("access denied deleting") }, takeback.Untouched, "access denied"},
		"the server lies about it": {func(s *scene) { s.sticks = true }, takeback.Unknown, "has it still"},
	} {
		s := pageScene()
		c.change(s)
		taker := s.taker()
		step, err := taker.Prepare(t.Context(), "", s.entries[:1])
		if err != nil || len(step.Changes) != 1 || step.Changes[0].Way.Name != "page" {
			t.Fatalf("%s: %+v %v", what, step, err)
		}
		var lines []string
		for _, l := range step.Changes[0].Lines {
			lines = append(lines, l.Text)
		}
		shown := strings.Join(lines, "\n")
		if !strings.Contains(shown, "the page of links s3://b/"+pageKey+", version v7") || !strings.Contains(shown, "1 link of it goes on for whoever has opened it: only its whole batch, g, takes back all") {
			t.Errorf("%s: %s", what, shown)
		}
		a := taker.Do(t.Context(), step, "", func(takeback.News) {})
		said := strings.Join(s.events, "\n")
		for _, p := range a.Problems {
			said += "\n" + p.Err.Error()
			if by := p.Hand.Commands; len(by) > 0 && (s.sum != "abc" || !s.stored.There) {
				t.Errorf("%s: nothing of ours is there, and a command would delete it: %q", what, by)
			}
		}
		if got := states(a); len(got) != 1 || got[0] != c.state || !strings.Contains(said, c.says) {
			t.Errorf("%s: %v\n%s", what, got, said)
		}
	}
	s := pageScene()
	if step, err := s.taker().Prepare(t.Context(), "", s.entries[:2]); err != nil || len(step.Changes) != 2 || len(step.Changes[0].Lines) != 2 {
		t.Errorf("the whole batch: %+v %v", step, err)
	}
}

// TestPagesAreSwept once nobody needs them; what is not ours is left.
func TestPagesAreSwept(t *testing.T) {
	for what, c := range map[string]struct {
		change  func(*scene)
		swept   int
		problem string
		log     string
	}{
		"a link leads there, and one is open": {func(*scene) {}, 0, "", ""},
		"its link is over":                    {func(s *scene) { s.entries[0].State = ledger.StateEnded }, 1, "", "withdrawn v7"},
		"its links are over":                  {func(s *scene) { s.entries[1].State = ledger.StateRevoked }, 1, "", "revoked the page was swept"},
		"another link leads there": {func(s *scene) {
			s.entries[0].State = ledger.StateEnded
			other := record(id(3), func(r *share.Record) { r.Spec.Target.Key = pageKey })
			s.entries = append(s.entries, ledger.Entry{Record: other, State: ledger.StateOpen})
		}, 0, "", ""},
		"somebody has removed it":        {func(s *scene) { s.entries[0].State, s.stored = ledger.StateEnded, takeback.Stored{} }, 1, "", "withdrawn it was not there"},
		"somebody has put another there": {func(s *scene) { s.entries[0].State, s.sum = ledger.StateEnded, "other" }, 1, "something else", ""},
		"a document that a log calls a page": {func(s *scene) {
			s.entries[0].State, s.entries[0].Spec.Target.Key = ledger.StateEnded, "contracts/acme.html"
		}, 0, "", ""},
		"no page of ours": {func(s *scene) { s.entries[0].State, s.entries[0].PageSum = ledger.StateEnded, "" }, 0, "", ""},
	} {
		s := pageScene()
		c.change(s)
		all, err := s.taker().SweepPages(t.Context(), s.entries[:1])
		if err != nil || len(all) != c.swept {
			t.Fatalf("%s: %d %v", what, len(all), err)
		}
		for _, leaf := range all {
			if leaf.Problem != nil {
				if c.problem == "" || !strings.Contains(leaf.Problem.Error(), c.problem) {
					t.Errorf("%s: %v", what, leaf.Problem)
				}
			} else if err := leaf.Do(t.Context(), at(9)); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		if said := strings.Join(s.events, "\n"); !strings.Contains(said, c.log) || c.log == "" && said != "" {
			t.Errorf("%s: %s", what, said)
		}
	}
}
