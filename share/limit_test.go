package share

import (
	"errors"
	"testing"
	"time"
)

func TestResolve(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 700_000_000, time.UTC)
	base := now.Truncate(time.Second)
	in := func(d time.Duration) time.Time { return base.Add(d) }
	cases := []struct {
		name    string
		start   time.Time
		life    Lifetime
		limits  []Limit
		seconds int64
		reason  Reason
		atMost  bool
	}{
		{"as asked", now, For(time.Hour), nil, 3600, ByRequest, false},
		{"until", now, Lifetime{Until: in(90 * time.Minute)}, nil, 5400, ByRequest, false},
		{"exactly seven days", now, For(168 * time.Hour), nil, MaxSeconds, ByRequest, false},
		{"over seven days is cut", now, Lifetime{Until: in(200 * time.Hour)}, nil, MaxSeconds, ByMaximum, false},
		{"the session ends first", now, For(24 * time.Hour), []Limit{{Reason: ByCredential, End: in(15 * time.Minute)}}, 900, ByCredential, false},
		{"the session ends later", now, For(time.Hour), []Limit{{Reason: ByCredential, End: in(2 * time.Hour)}}, 3600, ByRequest, false},
		{"the session ends at the same time", now, For(time.Hour), []Limit{{Reason: ByCredential, End: in(time.Hour)}}, 3600, ByRequest, false},
		{"a fraction of a second is not given away", now, For(time.Hour), []Limit{{Reason: ByCredential, End: in(10*time.Second + 900*time.Millisecond)}}, 10, ByCredential, false},
		{"unknown session, short", now, For(time.Hour), []Limit{{Reason: ByUnknown, End: in(UnknownSession)}}, 3600, ByRequest, true},
		{"unknown session, long", now, For(72 * time.Hour), []Limit{{Reason: ByUnknown, End: in(UnknownSession)}}, 36 * 3600, ByUnknown, true},
		{"guard rail", now, For(72 * time.Hour), []Limit{{Reason: ByGuard, End: in(8 * time.Hour)}}, 8 * 3600, ByGuard, false},
		{"lifecycle", now, For(72 * time.Hour), []Limit{{Reason: ByLifecycle, End: in(2 * time.Hour)}}, 7200, ByLifecycle, false},
		{"lifecycle that is past bounds nothing", now, For(time.Hour), []Limit{{Reason: ByLifecycle, End: in(-time.Hour)}}, 3600, ByRequest, false},
		{"least of all", now, For(72 * time.Hour), []Limit{{Reason: ByGuard, End: in(8 * time.Hour)}, {Reason: ByCredential, End: in(time.Hour)}, {Reason: ByLifecycle, End: in(2 * time.Hour)}}, 3600, ByCredential, false},
		{"embargo", in(48 * time.Hour), For(time.Hour), nil, 3600, ByRequest, false},
		{"embargo cut by the session", in(time.Hour), For(8 * time.Hour), []Limit{{Reason: ByCredential, End: in(90 * time.Minute)}}, 1800, ByCredential, false},
		{"zero limit bounds nothing", now, For(time.Hour), []Limit{{Reason: ByCredential}}, 3600, ByRequest, false},
		{"one second", now, For(time.Second), nil, 1, ByRequest, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := resolve(now, c.start, c.life, KindKey.Info(), c.limits...)
			if err != nil {
				t.Fatal(err)
			}
			if got.Seconds != c.seconds || got.Reason != c.reason || got.AtMost != c.atMost {
				t.Errorf("got %d s by %s, at most %v; want %d s by %s, at most %v", got.Seconds, got.Reason, got.AtMost, c.seconds, c.reason, c.atMost)
			}
			if want := c.start.Truncate(time.Second).Add(time.Duration(c.seconds) * time.Second); !got.Ends.Equal(want) {
				t.Errorf("ends %v, want %v", got.Ends, want)
			}
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	var usage *UsageError
	for name, l := range map[string]Lifetime{
		"nothing": {}, "negative": {Duration: -time.Hour}, "under a second": {Duration: 500 * time.Millisecond}, "past": {Until: now.Add(-time.Hour)}, "now": {Until: now},
	} {
		if got, err := resolve(now, now, l, KindKey.Info()); !errors.As(err, &usage) {
			t.Errorf("%s: %+v, %v; want a *UsageError", name, got, err)
		}
	}
	var ended *EndedError
	for name, limit := range map[string]Limit{
		"credentials over":             {Reason: ByCredential, End: now.Add(-time.Minute), Detail: "SSO session"},
		"credentials over now":         {Reason: ByCredential, End: now, Detail: "SSO session"},
		"credentials over in a moment": {Reason: ByCredential, End: now.Add(500 * time.Millisecond), Detail: "SSO session"},
	} {
		if _, err := resolve(now, now, For(time.Hour), KindKey.Info(), limit); !errors.As(err, &ended) || !ended.Starts.IsZero() {
			t.Errorf("%s: %v; want an *EndedError of now", name, err)
		}
	}
	if _, err := resolve(now, now.Add(2*time.Hour), For(time.Hour), KindKey.Info(), Limit{Reason: ByCredential, End: now.Add(time.Hour), Detail: "SSO session"}); !errors.As(err, &ended) || ended.Starts.IsZero() {
		t.Errorf("a session that ends before the link opens: %v; want an *EndedError", err)
	}
}
