package share

import (
	"context"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests know every zone
)

func said(t *testing.T, s *Service, r Request) string {
	t.Helper()
	p, err := s.Plan(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return Sentence(p, s.Clock(), func(s string) string { return strings.ReplaceAll(s, "\u202e", "?") })
}

// A server whose clock is ahead signs no link that opens later: it opens now.
func TestSentenceByTheServersClock(t *testing.T) {
	s, _, _ := newService()
	r := request()
	r.Skew = 10 * time.Minute
	if got := said(t, s, r); strings.Contains(got, " from ") || !strings.Contains(got, "13:10") {
		t.Errorf("%s", got)
	}
	r.Starts = s.Clock().Add(time.Hour)
	if got := said(t, s, r); !strings.Contains(got, " from today (Wed 4 Mar 2026) 13:00:00 UTC ") {
		t.Errorf("%s", got)
	}
}

func TestSentenceOfAnUpload(t *testing.T) {
	s, _, _ := newService()
	r := request()
	r.Operation = Upload
	if got := said(t, s, r); !strings.Contains(got, "replacing what is there") {
		t.Errorf("%s", got)
	}
	r.Options.IfNoneMatch = true
	if got := said(t, s, r); strings.Contains(got, "replacing") || strings.Contains(got, "as often") || !strings.Contains(got, ", once and only if nothing is there yet, until today ") {
		t.Errorf("%s", got)
	}
	r.Operation, r.Options, r.Target.Key = Form, Options{ContentType: "text/plain", MaxSize: 2_000_000}, "in/\u202e.txt"
	if got := said(t, s, r); strings.Contains(got, "\u202e") || !strings.Contains(got, "with this form can upload to ") || !strings.Contains(got, "replacing what is there, at most 2 MB, of type text/plain, as often") {
		t.Errorf("%q", got)
	}
}

// A time that was typed is echoed to the second, with its date; and where a day has
// no 24 hours, that is said.
func TestSentenceEchoesWhatWasTyped(t *testing.T) {
	s, _, _ := newService()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ now, text, want string }{
		{"2026-10-31 12:00:00", "sun 5pm", "until Sun 1 Nov 2026 17:00:00 EST (1 day 6 h). The clocks are put back by 1 h before then."},
		{"2026-10-31 12:00:00", "1 day", "until Sun 1 Nov 11:00 EST (1 day). The clocks are put back by 1 h before then."},
		{"2026-03-07 12:00:00", "1d", "until Sun 8 Mar 13:00 EDT (1 day). The clocks are put forward by 1 h before then."},
		{"2026-03-07 12:00:00", "5pm", "until today (Sat 7 Mar 2026) 17:00:00 EST (5 h)."},
		{"2026-03-09 12:00:00", "tomorrow", "until Tue 10 Mar 2026 23:59:59 EDT (1 day 11 h)."},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04:05", c.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		s.Clock = func() time.Time { return now }
		r := request()
		if r.Lifetime, err = ParseLifetime(c.text, now); err != nil {
			t.Fatal(err)
		}
		if got := said(t, s, r); !strings.HasSuffix(got, c.want) {
			t.Errorf("%s\nwant ...%s", got, c.want)
		}
	}
}

// Whoever has the link to a page may do what the page does.
func TestSentenceOfAPage(t *testing.T) {
	s, _, _ := newService()
	r := request()
	r.Page = PageRequest
	if got := said(t, s, r); !strings.Contains(got, "can open the request page ") || !strings.Contains(got, " and upload by its links, as often as they like") || strings.Contains(got, "download") {
		t.Errorf("%s", got)
	}
}
