package share

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestWhoseClockSigns(t *testing.T) {
	const there = "https://s3.acme.example"
	for _, c := range []struct {
		name      string
		of, signs string
		skew      time.Duration
		ahead     time.Duration // of the signing date
		told      string        // in a warning; empty: nothing is
	}{
		{"the same", there, there, 3 * time.Hour, 3 * time.Hour, "3 h behind the server's; the link is signed by the server's clock"},
		{"the same, spelled otherwise", "HTTPS://S3.Acme.example.:443/", there, -3 * time.Hour, -3 * time.Hour, "3 h ahead of the server's"},
		{"AWS", "", "", time.Hour, time.Hour, "1 h behind"},
		{"a little", there, there, 4 * time.Minute, 4 * time.Minute, ""},
		{"from five minutes on", there, there, 5 * time.Minute, 5 * time.Minute, "5 min behind"},
		{"a day", there, there, 24 * time.Hour, 24 * time.Hour, "1 day behind"},
		{"another host", "https://browse.acme.example", there, 3 * time.Hour, 0, "3 h from this machine's; the link is for another server, and signed by this machine's clock"},
		{"another port", there + ":8443", there, 3 * time.Hour, 0, "another server"},
		{"AWS and another", "", there, 3 * time.Hour, 0, "another server"},
		{"another, far off", "http://x", there, 240 * time.Hour, 0, "another server"},
		{"another, a little", "http://x", there, 4 * time.Minute, 0, ""},
	} {
		s, p, b := newService()
		p.endpoint = c.signs
		r := request()
		r.Skew, r.SkewOf = c.skew, c.of
		link, err := s.Share(t.Context(), r)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := link.SignedAt.Sub(s.Clock()); got != c.ahead || link.Terms.Seconds != 3600 || link.Request.Skew != c.ahead || len(b.records) != 1 {
			t.Errorf("%s: dated %v from now for %d s, by a skew of %v", c.name, got, link.Terms.Seconds, link.Request.Skew)
		}
		var said string
		for _, w := range link.Warnings {
			said += w.Code + ": " + w.Text
		}
		if (c.told == "") != (said == "") || !strings.Contains(said, c.told) || said != "" && !strings.HasPrefix(said, "clock: ") {
			t.Errorf("%s: %q, want %q", c.name, said, c.told)
		}
		if plan, err := s.Plan(t.Context(), r); err != nil || len(plan.Warnings) != len(link.Warnings) {
			t.Errorf("%s: the plan says %+v, %v", c.name, plan.Warnings, err)
		}
	}
}

func TestAClockThatIsNotBelieved(t *testing.T) {
	for _, skew := range []time.Duration{240 * time.Hour, -240 * time.Hour, 24*time.Hour + time.Second} {
		s, p, _ := newService()
		r := request()
		r.Skew = skew
		var clock *ClockError
		_, err := s.Share(t.Context(), r)
		there := s.Clock().Add(skew).Format("2 Jan 2006 15:04") + " UTC"
		if !errors.As(err, &clock) || len(p.specs) > 0 || !strings.Contains(err.Error(), there) || !strings.Contains(err.Error(), "4 Mar 2026 12:00 UTC") {
			t.Errorf("%v: %v", skew, err)
		}
	}
}

// A rail bounds how long a link is good by the server's clock, and when it is
// over by this machine's.
func TestARailByTwoClocks(t *testing.T) {
	for _, c := range []struct {
		skew, life, starts time.Duration
		seconds            int64 // 0: refused
	}{
		{0, 8 * time.Hour, 0, 8 * 3600},
		{-3 * time.Hour, 8 * time.Hour, 0, 8 * 3600},
		{-20 * time.Hour, 8 * time.Hour, 0, 8 * 3600},
		{3 * time.Hour, 8 * time.Hour, 0, 5 * 3600},
		{3 * time.Hour, 8 * time.Hour, 4 * time.Hour, 4 * 3600},
		{20 * time.Hour, 8 * time.Hour, 0, 0},
		{8 * time.Hour, 8 * time.Hour, 0, 0},
	} {
		s, _, _ := newService()
		s.Rules = Rules{{Name: "hr", Where: "c.toml:1", MaxLife: c.life}}
		r := request()
		r.Lifetime, r.Skew = For(72*time.Hour), c.skew
		if c.starts > 0 {
			r.Starts = s.Clock().Add(c.starts)
		}
		link, err := s.Share(t.Context(), r)
		var refused *RefusedError
		if c.seconds == 0 {
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), "over by this machine's clock, 4 Mar 2026 12:00 UTC") {
				t.Errorf("%+v: %v", c, err)
			}
			continue
		}
		if err != nil || link.Terms.Seconds != c.seconds || link.Terms.Ends.After(s.Clock().Add(c.life)) {
			t.Errorf("%+v: %d s, until %v, %v", c, link.Terms.Seconds, link.Terms.Ends, err)
		}
	}
}

// Between strange dates lies more than a duration can say: nothing that is made of
// it names a year that nobody said.
func TestClocksCenturiesApart(t *testing.T) {
	for _, there := range []string{"9999-12-31T23:59:59Z", "0001-01-02T00:00:00Z", "2400-01-01T00:00:00Z"} {
		s, p, _ := newService()
		at, _ := time.Parse(time.RFC3339, there)
		r := request()
		for _, r.Skew = range []time.Duration{at.Sub(s.Clock()), at.Sub(s.Clock()).Round(time.Second), at.Sub(s.Clock()).Truncate(time.Second)} {
			_, err := s.Share(t.Context(), r)
			var wrong *ClockError
			if !errors.As(err, &wrong) || len(p.specs) > 0 || !strings.Contains(err.Error(), "more than 292 years apart") || strings.Contains(err.Error(), "23") {
				t.Errorf("%s: %v", there, err)
			}
		}
	}
}

// Links of a batch have one end, by the clock that signs them.
func TestOneEndByTheServersClock(t *testing.T) {
	s, _, _ := newService()
	r := request()
	r.Lifetime, r.Skew = Lifetime{Duration: time.Hour, From: s.Clock().Add(-time.Minute)}, 3*time.Hour
	link, err := s.Share(t.Context(), r)
	if err != nil || link.Terms.Seconds != 59*60 || !link.Terms.Ends.Equal(s.Clock().Add(3*time.Hour+59*time.Minute)) {
		t.Errorf("%d s, until %v, %v", link.Terms.Seconds, link.Terms.Ends, err)
	}
	if end := r.Lifetime.End(); !end.Equal(s.Clock().Add(59 * time.Minute)) {
		t.Errorf("ends %v", end)
	}
}
