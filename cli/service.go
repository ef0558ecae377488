package cli

import (
	"cmp"
	"context"
	"net/url"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"sync"

	"signet/config"
	"signet/share"
	"signet/share/address"
	"signet/share/finding"
	"signet/share/publish"
	"signet/share/say"
	"signet/ui/kit"
)

// clean makes text from outside harmless for the terminal.
func clean(s string) string { return kit.Clean(s) }

// cleanOnce is clean for text that may hold what was cleaned already.
func cleanOnce(s string) string { return kit.CleanOnce(s) }

// service builds share.Service from the settings.
func (a *app) service() (*share.Service, error) {
	s, err := a.load()
	if err != nil {
		return nil, err
	}
	signer := a.places.signer()
	svc := &share.Service{
		Signer: signer, Uploads: signer, Keys: signer, Rails: a.rails(s), Default: share.For(s.DefaultExpiry()),
		Who: a.who(), Clock: a.Clock, Tracks: a.places.tracks, Signers: a.places.signers, Having: a.places.having, Judge: a.judge,
	}
	svc.Recorder, svc.Diary = recorder{a}, recorder{a}
	svc.Same = func(ctx context.Context, sum string) (share.Record, bool) {
		l, err := a.openLog()
		if err != nil {
			return share.Record{}, false // whoever records the link hears of it
		}
		e, ok, _ := l.Signed(ctx, sum)
		return e.Record, ok
	}
	return svc, nil
}

// recorder opens the share log when there is something to record, so that wrong
// usage leaves no trace. A log that cannot be opened fails every record with the
// reason, and the links say so.
type recorder struct{ a *app }

func (r recorder) RecordAll(ctx context.Context, records []share.Record) error {
	l, err := r.a.openLog()
	if err != nil && l == nil {
		return err
	}
	if err := l.RecordAll(ctx, records); err != nil {
		return err
	}
	r.a.signed.add(records)
	return nil
}

// Became notes the outcome of an intent.
func (r recorder) Became(ctx context.Context, rec share.Record) error {
	l, err := r.a.openLog()
	if err != nil && l == nil {
		return err
	}
	if rec.Failure != "" {
		r.a.signed.drop(rec.ID)
	}
	return l.Became(ctx, rec)
}

// judge says what a recipient may stumble over.
func (a *app) judge(r share.Request, link share.Secret) []say.Remark {
	out := append(a.judgeAddress(r, link), a.overPages(r)...)
	return append(out, a.denied(r, a.signingPlace(r.Target, a.places.get(r.Target.Place)))...)
}

// judgeAddress is judge without what the share log tells.
func (a *app) judgeAddress(r share.Request, link share.Secret) []say.Remark {
	var found []say.Remark
	if u, err := url.Parse(link.Reveal()); err == nil {
		found = a.hosts.judge(u)
	}
	found = append(append(found, finding.Key(r.Target.Key)...), finding.Length(link.Len())...)
	local := slices.ContainsFunc(found, func(f say.Remark) bool { return f.Code == "host-loopback" })
	p := a.places.get(r.Target.Place)
	by := a.signingPlace(r.Target, p)
	out := elsewhere(p, by)
	if r.Signer == "" { // else its address is none of S3's
		out = append(out, addressed(by, r.Target)...)
	}
	for _, f := range found {
		if f.Code == "http" && local {
			continue // nothing leaves this machine
		}
		if f.Level == say.Warning || f.Level == say.Bad {
			out = append(out, f)
		}
	}
	return out
}

// overPages says that whoever uploads by a form could put something else in the place of pages
// that are stored in the bucket.
func (a *app) overPages(r share.Request) []say.Remark {
	into, prefix := a.pagesOf(r.Target.Place, r.Target.Bucket)
	if !publish.Covers(r, into, prefix) {
		return nil
	}
	return []say.Remark{{
		Code: "pages", Level: say.Warning, Text: "whoever uploads below " + r.Target.URI() + " could put something else in the place of the pages that signet stores in s3://" + into + "/" + prefix,
		Next: "name another folder",
	}}
}

// judgedHost is the host that was judged last: the links of a batch have few of them, and
// what is right or wrong with a host does not depend on the rest of a link.
type judgedHost struct {
	mu    sync.Mutex
	at    string
	found []say.Remark
}

// judge is finding.Host, for the caller to append to.
func (j *judgedHost) judge(u *url.URL) []say.Remark {
	j.mu.Lock()
	defer j.mu.Unlock()
	if at := u.Scheme + "://" + u.Host; at != j.at {
		j.at, j.found = at, finding.Host(u)
	}
	return slices.Clip(j.found)
}

// addressed is what is to be said of the host and region of a link that a place signs.
func addressed(p *place, t share.Target) (out []say.Remark) {
	_, at, err := p.signer().Config(context.Background()) // read already
	if err != nil {
		return nil
	}
	if t.Region == "" && !address.IsARN(t.Bucket) && !at.RegionKnown && at.Endpoint == "" && p.bucketRegion(context.Background(), t.Bucket) == "" {
		out = append(out, say.Remark{Code: "region", Level: say.Warning, Text: "no region is set anywhere; the link is signed for " + at.Region, Next: "name the bucket's own with --region, or in the place"})
	}
	return append(out, at.Remarks(t.Bucket)...)
}

// elsewhere says that a link does not point to the address that was named by hand,
// since another place signs it.
func elsewhere(p, by *place) []say.Remark {
	if !p.moved || by == p {
		return nil
	}
	return []say.Remark{{
		Code: "sign-place", Level: say.Warning, Text: "a guard rail has it signed with the place " + by.name + ": the link points there, and not to " + p.conn.Endpoint,
		Next: "make sure that the object is there",
	}}
}

// rails translates what the settings forbid.
func (a *app) rails(s *config.Settings) share.Rails {
	return share.Rails{Rules: rules(s), AccessPoints: s.AccessPoints, RefusesUnsigned: s.RefusesUnsigned, Settings: s.File, Places: a.places}
}

func rules(s *config.Settings) share.Rules {
	var out share.Rules
	for _, g := range s.Guards {
		r := share.Rule{
			Name: g.Name, Where: s.File + ":" + strconv.Itoa(g.Line), Bucket: g.Bucket, Prefix: g.Prefix, MaxLife: g.MaxExpiry,
			RequireNote: g.RequireNote, RequireRecipient: g.RequireRecipient, PinVersion: g.PinVersion, NoBatches: g.NoBatches, SignPlace: g.SignPlace,
			Revocable: g.Revocable, From: g.From,
		}
		for _, op := range g.Operations {
			r.Operations = append(r.Operations, share.Operation(op))
		}
		out = append(out, r)
	}
	for _, p := range s.Places {
		if p.NoBatches {
			out = append(out, share.Rule{Name: "batches of the place " + p.Name, Where: s.BatchSource(p.Name), Place: p.Name, NoBatches: true})
		}
	}
	return out
}

// signingPlace is the place whose credentials sign for target: the one that it
// is browsed in, unless a guard rail names another.
func (a *app) signingPlace(t share.Target, p *place) *place {
	if a.settings != nil {
		if name := a.rails(a.settings).For(t).SignPlace(); name != "" {
			return a.places.get(name)
		}
	}
	return p
}

// who is the person at the keyboard, as far as the system knows.
func (a *app) who() share.Who {
	w := share.Who{User: a.Env("USER")}
	w.User = cmp.Or(w.User, a.Env("LOGNAME"))
	if w.User == "" {
		if u, err := user.Current(); err == nil {
			w.User = u.Username
		}
	}
	w.Host, _ = os.Hostname()
	if ssh := a.Env("SSH_CONNECTION"); ssh != "" {
		w.SSHClient, _, _ = strings.Cut(ssh, " ")
	}
	return w
}
