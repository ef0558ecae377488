package publish_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/publish"
)

// bucket lists files as a server does, by the prefix.
func bucket(files ...publish.Arrival) publish.Lister {
	return func(_ context.Context, below share.Target, yield func(publish.Arrival) bool) error {
		for _, f := range files {
			if strings.HasPrefix(f.Key, below.Key) && !yield(f) {
				break
			}
		}
		return nil
	}
}

// awaited is a page that asks for whatever comes, and what its status says.
func awaited(t *testing.T, files int) (s publish.Status, page string, ways []string) {
	t.Helper()
	r := newRig(t)
	terms := asking("plain")
	done, err := r.Ask(t.Context(), publish.Asking{Terms: terms, Files: files}, handover.Options{Now: noon()})
	if err != nil {
		t.Fatal(err)
	}
	group := r.group(done.Group)
	for _, e := range group {
		if e.Page == "" {
			ways = append(ways, e.Spec.Target.Key)
		}
	}
	s, err = publish.Await(group)
	if err != nil || len(s.Rows) != 1 {
		t.Fatalf("%+v %v", s, err)
	}
	return s, done.Link.Request.Target.Key, ways
}

func keysOf(r publish.Row) string {
	keys := []string{}
	for _, a := range r.Arrived {
		keys = append(keys, a.Key)
	}
	return strings.Join(keys, " ")
}

// What was there before is left out by the clock of the server, which stored the page; where
// nobody sees the page, by ours. A page is nothing that was sent.
func TestWhatIsStoredSinceThePage(t *testing.T) {
	s, page, _ := awaited(t, 0)
	s.Rows[0].Folder.Key = "" // as of a page whose folder has the pages in it
	for name, ahead := range map[string]time.Duration{"behind": -time.Hour, "agrees": 0, "ahead": time.Hour} {
		there := noon().Add(ahead)
		at := func(key string, after time.Duration) publish.Arrival {
			return publish.Arrival{Key: key, Size: 3, At: there.Add(after)}
		}
		other := "signet-pages/" + strings.Repeat("x", 22) + ".html"
		s.Look(t.Context(), bucket(publish.Arrival{Key: "in/", At: there}, at("in/old", -time.Minute), at("in/sent", time.Minute), at(page, 0), at(other, time.Minute)))
		if got := keysOf(s.Rows[0]); got != "in/sent" {
			t.Errorf("the clock of the server %s: %q", name, got)
		}
	}
	s.Look(t.Context(), bucket(publish.Arrival{Key: "in/old", At: noon().Add(-time.Minute)}, publish.Arrival{Key: "in/sent", At: noon().Add(38 * time.Second)}))
	if got := keysOf(s.Rows[0]); got != "in/sent" {
		t.Errorf("without the page: %q", got)
	}
	if words := s.Rows[0].Words(noon()); !strings.Contains(words, "since then, by whomever") {
		t.Error(words)
	}
	text := s.Reminder(share.Secret{}, noon()).Reveal()
	if !strings.Contains(text, noon().Add(38*time.Second).Format("15:04:05")+" UTC)") {
		t.Errorf("the second at which it arrived: %s", text)
	}
	if strings.Contains(text, "Everything") || !strings.Contains(text, "by you or by others") {
		t.Error(text)
	}
	s.Look(t.Context(), bucket())
	if words := s.Rows[0].Words(noon()); !strings.HasPrefix(words, "nothing is stored below s3://plain") {
		t.Error(words)
	}
}

// Of upload links it is known what they store: nothing else in the folder has arrived.
func TestWhatUploadLinksStore(t *testing.T) {
	s, _, ways := awaited(t, 2)
	keys := []string{"in/other.txt"}
	list := func(_ context.Context, _ share.Target, yield func(publish.Arrival) bool) error {
		for _, key := range keys {
			yield(publish.Arrival{Key: key, Size: 1, At: noon()})
		}
		return nil
	}
	if s.Look(t.Context(), list); !s.Rows[0].Missing() || s.Rows[0].Words(noon()) != "missing" {
		t.Errorf("%+v", s.Rows)
	}
	keys = append(keys, ways[1])
	if s.Look(t.Context(), list); keysOf(s.Rows[0]) != ways[1] {
		t.Errorf("%+v", s.Rows)
	}
}

// A server lists by key: of more than are counted nobody knows the last.
func TestTheLastOfMoreIsNotKnown(t *testing.T) {
	s, _, _ := awaited(t, 0)
	var files []publish.Arrival
	for i := range publish.MaxArrivals + 1 {
		files = append(files, publish.Arrival{Key: fmt.Sprintf("in/%05d", i), At: noon().Add(time.Minute)})
	}
	s.Look(t.Context(), bucket(files...))
	words, text := s.Rows[0].Words(noon()), s.Reminder(share.Secret{}, noon()).Reveal()
	if !strings.HasPrefix(words, "more than 1,000 files") || strings.Contains(words, "last") || !strings.Contains(text, "more than 1,000 files)") {
		t.Errorf("%s\n%s", words, text)
	}
}

// A reminder promises no page that does not work.
func TestAReminderKnowsWhetherThePageWorks(t *testing.T) {
	s, _, _ := awaited(t, 0)
	for state, want := range map[ledger.State]string{
		ledger.StateOpen: "The page that you have works until", ledger.StateEnded: "you will get a new one", ledger.StateRevoked: "does not work any more; you will get a new one",
		ledger.StateEarly: "does not work any more; you will get a new one", ledger.StateFailed: "does not work any more; you will get a new one",
	} {
		s.Page.State = state
		if text := s.Reminder(share.Secret{}, noon()).Reveal(); !strings.Contains(text, want) {
			t.Errorf("%s:\n%s", state, text)
		}
	}
}
