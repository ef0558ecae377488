package many

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/qr"
	"signet/share/say"
)

// pen signs everything, unless it has no credentials.
type pen struct{ err error }

func (p pen) Identity(_ context.Context, t share.Target, _ string) (share.Identity, share.Endpoint, error) {
	return share.Identity{AccessKeyID: "AKIA1"}, share.Endpoint{Region: "eu-west-3", Place: t.Place}, p.err
}

func (p pen) Sign(_ context.Context, s share.Spec) (share.Signed, error) {
	return share.Signed{Method: "GET", URL: share.NewSecret("https://h/" + s.Target.Key)}, nil
}

// book is a share log that has room for so many rows.
type book struct{ room int }

func (b *book) RecordAll(_ context.Context, records []share.Record) error {
	if b.room -= len(records); b.room < 0 {
		return errors.New("disk full\x1b[2J")
	}
	return nil
}

// rig is a job whose clock stands until a test moves it.
type rig struct {
	*Job
	now    time.Time
	out    bytes.Buffer
	failed []string
	first  int
	news   int
}

func newRig(t *testing.T, keys ...string) *rig {
	t.Helper()
	r := &rig{now: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return r.now }
	list, err := handover.NewList(&r.out, handover.Lines, handover.Options{Now: r.now})
	if err != nil {
		t.Fatal(err)
	}
	r.Job = &Job{
		Service: &share.Service{Signer: pen{}, Recorder: &book{1 << 20}, Clock: clock, Default: share.For(time.Hour)},
		Terms:   share.Request{Operation: share.Download}, Objects: Addresses(targets(keys...)), List: list, Clock: clock, Progress: &Progress{},
		Ask: func(_ context.Context, r share.Request) (share.Request, error) { return r, nil },
	}
	r.Hooks = Hooks{
		Failed: func(t share.Target, err error) { r.failed = append(r.failed, t.Key+": "+err.Error()) },
		First:  func(share.Link) { r.first++ },
		News:   func(k []*Kind) { r.news += len(k) },
	}
	return r
}

func targets(keys ...string) (out []share.Target) {
	for _, key := range keys {
		out = append(out, share.Target{Bucket: "b", Key: key})
	}
	return out
}

func bare(s string) string { return s }

// When a batch stops, and what is true of it then.
func TestStopRules(t *testing.T) {
	fault := errors.New("fault")
	var usage *share.UsageError
	long := strings.Repeat("k", share.MaxKeyBytes+1)
	for name, c := range map[string]struct {
		keys   []string
		change func(t *testing.T, r *rig, cancel func())
		want   func(error) bool
		links  int
		failed int
	}{
		"nothing wrong": {keys: []string{"a", "b"}, want: func(err error) bool { return err == nil }, links: 2},
		"no object":     {want: func(err error) bool { return err == nil }},
		"the common end is reached": {
			keys: []string{"a", "b", "c"}, links: 2, want: func(err error) bool { return errors.Is(err, ErrLate) },
			change: func(_ *testing.T, r *rig, _ func()) {
				r.Hooks.Moved = func() {
					if r.Progress.Read.Load() == 2 {
						r.now = r.now.Add(time.Hour)
					}
				}
				r.Service.Clock = func() time.Time { return r.now.Add(-time.Hour) }
			},
		},
		"what is asked of all makes no sense": {
			keys: []string{"a", "b"}, want: func(err error) bool { return errors.As(err, &usage) },
			change: func(_ *testing.T, r *rig, _ func()) { r.Terms.Lifetime = share.For(8 * 24 * time.Hour) },
		},
		"what is asked of one makes no sense": {keys: []string{long, "b"}, want: func(err error) bool { return err == nil }, links: 1, failed: 1},
		"interrupted": {
			keys: []string{"a", "b", "c"}, links: 2, want: func(err error) bool { return errors.Is(err, context.Canceled) },
			change: func(_ *testing.T, r *rig, cancel func()) {
				r.Hooks.Moved = func() {
					if r.Progress.Read.Load() == 3 {
						cancel()
					}
				}
			},
		},
		"interrupted while it looks": {
			keys: []string{"a", "b"}, links: 1, want: func(err error) bool { return errors.Is(err, context.Canceled) },
			change: func(_ *testing.T, r *rig, cancel func()) {
				r.Ask = func(ctx context.Context, q share.Request) (share.Request, error) {
					if q.Target.Key == "b" {
						cancel()
					}
					return q, ctx.Err()
				}
			},
		},
		"a look fails": {
			keys: []string{"a", "b"}, links: 1, failed: 1, want: func(err error) bool { return err == nil },
			change: func(_ *testing.T, r *rig, _ func()) {
				r.Ask = func(_ context.Context, q share.Request) (share.Request, error) {
					if q.Target.Key == "a" {
						return q, fault
					}
					return q, nil
				}
			},
		},
		"the list fails": {
			keys: []string{"a", "b"}, links: 1, want: func(err error) bool { return errors.Is(err, fault) },
			change: func(_ *testing.T, r *rig, _ func()) { r.List = broken{fault} },
		},
		"the source fails": {
			links: 1, want: func(err error) bool { return errors.Is(err, fault) },
			change: func(_ *testing.T, r *rig, _ func()) {
				r.Objects = func(yield func(Found) bool) error {
					yield(Found{Target: share.Target{Bucket: "b", Key: "a"}})
					return fault
				}
			},
		},
		"no credentials": {
			keys: []string{"a", "b"}, failed: 2, want: func(err error) bool { return err == nil },
			change: func(_ *testing.T, r *rig, _ func()) { r.Service.Signer = pen{fault} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, c.keys...)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.change != nil {
				c.change(t, r, cancel)
			}
			got, err := r.Run(ctx)
			if !c.want(err) || got.Links != c.links || got.Failed != c.failed {
				t.Fatalf("%d links, %d failed, %v", got.Links, got.Failed, err)
			}
			_, list := r.List.(broken)
			if n := strings.Count(r.out.String(), "\n"); !list && n != c.links || got.Whole == list {
				t.Errorf("%d lines in the list, whole: %v", n, got.Whole)
			}
			p := r.Progress
			if int(p.Done.Load()) != c.links || int(p.Failed.Load()) != c.failed || len(r.failed) != c.failed || r.first != min(c.links, 1) {
				t.Errorf("told %d links, %d failed, %q, %d firsts", p.Done.Load(), p.Failed.Load(), r.failed, r.first)
			}
			if (got.FirstErr != nil) != (c.failed > 0) {
				t.Errorf("the first failure: %v", got.FirstErr)
			}
		})
	}
}

// broken is a list that takes nothing.
type broken struct{ err error }

func (b broken) Add(share.Link) error { return b.err }
func (b broken) Close() error         { return b.err }

// All links of a batch end at one moment, however long it takes.
func TestOneEnd(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 5e8, time.UTC)
	whole := now.Truncate(time.Second)
	for name, c := range map[string]struct {
		terms share.Request
		want  time.Time
	}{
		"the usual":  {share.Request{}, whole.Add(time.Hour)},
		"a duration": {share.Request{Lifetime: share.For(time.Minute)}, whole.Add(time.Minute)},
		"a moment":   {share.Request{Lifetime: share.Lifetime{Until: now}}, now},
		"opens late": {share.Request{Starts: now.Add(time.Hour), Lifetime: share.For(time.Minute)}, whole.Add(time.Hour + time.Minute)},
	} {
		if got := oneEnd(c.terms, share.For(time.Hour), now).End(); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestFewLinksAreKept(t *testing.T) {
	for keep, want := range map[int]string{0: "", 1: "", 2: "https://h/a\nhttps://h/b\n", 3: "https://h/a\nhttps://h/b\n"} {
		r := newRig(t, "a", "b")
		r.Keep = keep
		if got, err := r.Run(t.Context()); err != nil || got.All.Reveal() != want {
			t.Errorf("of two links up to %d are kept: %q, %v", keep, got.All.Reveal(), err)
		}
	}
}

// How many links the log does not know is a number, and why an error.
func TestWhatIsNotLogged(t *testing.T) {
	r := newRig(t, "a", "b", "c")
	got, err := r.Run(t.Context())
	if err != nil || got.Unlogged != 0 || len(got.Warnings(bare)) != 0 {
		t.Errorf("%d, %v, %q", got.Unlogged, err, got.Warnings(bare))
	}
	r = newRig(t, "a", "b", "c")
	r.Service.Recorder = &book{2}
	got, err = r.Run(t.Context())
	clean := func(s string) string { return strings.ReplaceAll(s, "\x1b", "ESC") }
	if err != nil || got.Links != 3 || got.Unlogged != 3 || !slices.Equal(got.Warnings(clean), []string{"not in the share log: 3 links (disk fullESC[2J)"}) {
		t.Errorf("%d, %v, %q", got.Unlogged, err, got.Warnings(clean))
	}
}

// A warning that nobody can act on is not summed up, and reaches the list.
func TestUnsaid(t *testing.T) {
	for unsaid, want := range map[string]int{"version": 0, "other": 1} {
		r := newRig(t, "a")
		r.Unsaid = []string{unsaid}
		r.Objects = func(yield func(Found) bool) error {
			yield(Found{Target: share.Target{Bucket: "b", Key: "a"}, Object: share.Object{Known: true, Versioned: true}})
			return nil
		}
		r.Hooks.First = func(l share.Link) {
			if len(l.Warnings) != 1 {
				t.Errorf("the link has the warnings %+v", l.Warnings)
			}
		}
		if got, err := r.Run(t.Context()); err != nil || len(got.Warnings(bare)) != want {
			t.Errorf("%s: %q, %v", unsaid, got.Warnings(bare), err)
		}
	}
}

// More than a sheet holds is refused before anything is signed.
func TestASheetIsJudgedFirst(t *testing.T) {
	for n, fits := range map[int]bool{2: true, qr.MaxLabels + 1: false} {
		keys := make([]string, n)
		for i := range keys {
			keys[i] = fmt.Sprint(i)
		}
		r := newRig(t, keys...)
		var paper []byte
		r.Sheet = &Sheet{Ending: ".pdf", Now: r.now, Save: func(data []byte) error { paper = data; return nil }}
		got, err := r.Run(t.Context())
		var usage *share.UsageError
		if fits && (err != nil || got.Paper != Paper{Codes: 2, Pages: 1} || len(paper) == 0 || r.out.Len() == 0) {
			t.Errorf("%+v, %v", got.Paper, err)
		}
		if !fits && (!errors.As(err, &usage) || got.Links != 0 || r.first != 0 || len(paper) > 0) {
			t.Errorf("%d: %d links, %v", n, got.Links, err)
		}
	}
}

func TestPins(t *testing.T) {
	gone := []say.Remark{{Level: say.Good, Text: "fine"}, {Level: say.Bad, Text: "there is no such object"}}
	pin := share.Rails{Rules: share.Rules{{Name: "pin", PinVersion: true}}}
	note := share.Rails{Rules: share.Rules{{Name: "both", PinVersion: true, RequireNote: true}}}
	r := share.Request{Operation: share.Download, Target: share.Target{Bucket: "b", Key: "k"}}
	named := r
	named.Target.VersionID = "mine"
	upload := r
	upload.Operation = share.Upload
	prefix := r
	prefix.Operation, prefix.Options.KeyPrefix = share.Form, true
	for name, c := range map[string]struct {
		looks   Looks
		request share.Request
		look    Look
		err     error
		looked  bool
		version string
		says    string // of the error; empty: there is none
	}{
		"nobody asks":                {Looks{}, r, Look{}, nil, false, "", ""},
		"a rail":                     {Looks{Rails: pin}, r, Look{Object: share.Object{Known: true, VersionID: "v"}}, nil, true, "v", ""},
		"a rail, no versions":        {Looks{Rails: pin}, r, Look{Object: share.Object{Known: true}}, nil, true, "", ""},
		"a rail, no object":          {Looks{Rails: pin}, r, Look{Findings: gone}, nil, true, "", "pin s3://b/k: there is no such object"},
		"a rail, nothing known":      {Looks{Rails: pin}, r, Look{}, nil, true, "", "pin s3://b/k: nothing is known of the object"},
		"a rail, nobody answers":     {Looks{Rails: pin}, r, Look{}, errors.New("no route"), true, "", "pin s3://b/k: no route"},
		"a rail, named":              {Looks{Rails: pin}, named, Look{}, nil, false, "mine", ""},
		"a rail, an upload":          {Looks{Rails: pin}, upload, Look{}, nil, false, "", ""},
		"refused for another reason": {Looks{Rails: note}, r, Look{}, nil, false, "", "refused: a note is required"},
		"the flag":                   {Looks{Pin: true}, r, Look{Object: share.Object{Known: true, VersionID: "v"}}, nil, true, "v", ""},
		"the flag, no versions":      {Looks{Pin: true}, r, Look{Object: share.Object{Known: true}}, nil, true, "", "pin s3://b/k: the bucket keeps no versions"},
		"a look":                     {Looks{Check: true}, r, Look{Object: share.Object{Known: true, VersionID: "v"}}, nil, true, "", ""},
		"a look, nobody answers":     {Looks{Check: true}, r, Look{Findings: gone}, errors.New("no route"), true, "", ""},
		"a prefix":                   {Looks{Check: true}, prefix, Look{}, nil, false, "", ""},
	} {
		looked, found := false, 0
		c.looks.Clean = bare
		c.looks.Look = func(_ context.Context, _ share.Request, pin bool) (Look, error) {
			looked = true
			if pin != (c.looks.Pin || len(c.looks.Rails.Rules) > 0) {
				t.Errorf("%s: pin is %v", name, pin)
			}
			return c.look, c.err
		}
		c.looks.Found = func(_ share.Target, f []say.Remark) { found = len(f) }
		got, err := c.looks.Ask(t.Context(), c.request)
		if (err != nil) != (c.says != "") || err != nil && !strings.HasPrefix(err.Error(), c.says) || looked != c.looked || got.Target.VersionID != c.version {
			t.Errorf("%s: looked %v, version %q, %v", name, looked, got.Target.VersionID, err)
		}
		if c.looks.Check && found != len(c.look.Findings) {
			t.Errorf("%s: told %d findings", name, found)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	l := Looks{Check: true, Clean: bare, Look: func(context.Context, share.Request, bool) (Look, error) {
		cancel()
		return Look{}, errors.New("broken off")
	}}
	if _, err := l.Ask(ctx, r); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	l = Looks{Check: true, Found: func(share.Target, []say.Remark) {}, Look: func(context.Context, share.Request, bool) (Look, error) {
		return Look{Region: "eu-west-3", Skew: time.Minute, SkewOf: "s", Object: share.Object{Known: true, Size: 7}}, nil
	}}
	if got, err := l.Ask(t.Context(), r); err != nil || got.Target.Region != "eu-west-3" || got.Skew != time.Minute || got.SkewOf != "s" || got.Object.Size != 7 {
		t.Errorf("%+v, %v", got, err)
	}
}
