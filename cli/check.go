package cli

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/check"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/say"
)

// checker joins the recipient's eye to the place's own credentials.
func (a *app) checker() *check.Checker {
	return &check.Checker{Clock: a.Clock, Timeout: a.settings.Timeout, Look: func(ctx context.Context, r share.Request) check.Facts {
		return a.facts(ctx, a.places.get(r.Target.Place), r)
	}}
}

// facts asks for one object with the user's own credentials.
func (a *app) facts(ctx context.Context, p *place, r share.Request) check.Facts {
	client, t := p.browser(), r.Target
	h, err := client.HeadWith(ctx, t.Bucket, t.Key, t.VersionID, ownKey(ctx, client, r.Options))
	f := check.Facts{Looked: true, At: a.Clock(), Other: a.signsElsewhere(t, p), Front: a.fronts(p, r)}
	if _, at, err := client.Config(ctx); err == nil { // read already
		f.Server = at.Endpoint
	}
	f.Region, _ = client.RememberedRegion(t.Bucket)
	if err != nil {
		var known *s3browser.Error
		if errors.As(err, &known) {
			f.Status, f.Code, f.Problem, f.Next, f.Said, f.ServerTime = known.Status, known.Code, known.Sentence, known.Hint, known.Said, known.ServerDate
			if known.Kind == s3browser.BadEndpoint || known.Kind == s3browser.ClockSkew {
				f.Status = 0 // that of somebody else, or of a request that was judged by its time alone
			}
			f.DeleteMarker = known.Deleted
			if known.Deleted && t.VersionID == "" {
				f.Older = older(ctx, client, t)
			}
		} else {
			f.Problem = err.Error()
		}
		return f
	}
	f.Size, f.ETag, f.ContentType, f.ContentDisposition = h.Size, h.ETag, h.ContentType, h.ContentDisposition
	f.VersionID, f.StorageClass, f.ArchiveStatus = h.VersionID, h.Class, h.ArchiveStatus
	if f.VersionID == "" && a.settings != nil && rules(a.settings).Pins() { // some rail, whichever: an address may lead to it
		f.VersionID = withoutID(ctx, t.Bucket, f.Server, client)
	}
	f.Restoring, f.RestoredUntil = h.Restoring, h.RestoredUntil
	f.SSE, f.SSEC = h.SSE, h.SSEC
	f.Expires, f.Rule, f.ServerTime = h.Expiration, h.ExpirationRule, h.ServerDate
	return f
}

// ownKey is the key of SSE-C for a look, which goes over https or not at all.
func ownKey(ctx context.Context, client *s3browser.Client, o share.Options) s3browser.OwnKey {
	_, at, err := client.Config(ctx)
	if err != nil || o.CustomerKey.Empty() || strings.HasPrefix(strings.ToLower(at.Endpoint), "http://") {
		return s3browser.OwnKey{}
	}
	return s3browser.OwnKey{Key: base64.StdEncoding.EncodeToString([]byte(o.CustomerKey.Reveal())), MD5: o.CustomerKeyMD5}
}

// older is the newest version that a delete marker hides.
func older(ctx context.Context, client *s3browser.Client, t share.Target) check.Older {
	list, err := client.Versions(ctx, t.Bucket, t.Key)
	if err != nil {
		var known *s3browser.Error
		if errors.As(err, &known) {
			return check.Older{Problem: say.Line(known.Sentence, known.Hint)}
		}
		return check.Older{Problem: err.Error()}
	}
	for _, v := range list {
		if !v.Deleted {
			return check.Older{ID: v.ID, Size: v.Size, Modified: v.Modified}
		}
	}
	return check.Older{Problem: "none is left"}
}

// wantedTerms are what a link is asked to live, before anybody knows what will end
// it sooner; that a lifecycle rule does so the plan says.
func (a *app) wantedTerms(r share.Request, f check.Facts, now time.Time) share.Terms {
	life := r.Lifetime
	if life.IsZero() {
		life = share.For(a.settings.DefaultExpiry())
	}
	t := share.Terms{Starts: now, Ends: life.End()}
	if r.Starts.After(now) {
		t.Starts = r.Starts
	}
	if t.Ends.IsZero() {
		t.Ends = t.Starts.Add(life.Duration)
	}
	if !f.Expires.IsZero() && f.Expires.Before(t.Ends) {
		t.Ends = f.Expires
	}
	if !t.Ends.After(t.Starts) {
		t.Ends = t.Starts.Add(time.Second)
	}
	return t
}

// signsElsewhere reports that other credentials than the place's own sign.
func (a *app) signsElsewhere(t share.Target, p *place) bool {
	by := a.signingPlace(t, p)
	signs := by.signs()
	return signs.Profile != p.conn.Profile || signs.Source != p.conn.Source
}

// fronts reports that a distribution gives the object out, and not who signs.
func (a *app) fronts(p *place, r share.Request) bool {
	_, ok := a.places.distribution(p.name, r.Signer)
	return ok
}

// lookAt finds out what the compose screen and --check show before signing. A
// missing object is a finding; only a failure to ask at all is an error. With pin
// the version is that of the server that a link would point to.
func (a *app) lookAt(ctx context.Context, p *place, r share.Request, pin bool) (many.Look, error) {
	f := a.facts(ctx, p, r)
	if err := ctx.Err(); err != nil {
		return many.Look{}, err
	}
	now := a.Clock()
	judge := func(r share.Request) []say.Remark {
		f := f
		f.Front = a.fronts(p, r)
		return check.Judge(share.Link{Request: r, Terms: a.wantedTerms(r, f, now)}, f, now)
	}
	out := many.Look{Older: f.Older.ID, Object: f.Object(), Region: f.Region, Skew: f.Skew(), SkewOf: f.Server, Findings: judge(r), Judge: judge}
	if !f.Found() && f.Status == 0 {
		return out, errors.New(f.Problem)
	}
	if pin && out.Object.Known {
		var err error
		out.Object, err = a.versionThere(ctx, p, r.Target, out.Object)
		return out, err
	}
	return out, nil
}

// say prints findings for humans.
func (a *app) say(list []say.Remark) { a.sayOf("", list) }

// sayOf is say with what the findings are about, clean already.
func (a *app) sayOf(subject string, list []say.Remark) {
	for _, f := range list {
		fmt.Fprintln(a.Err, string(f.Level)+": "+subject+clean(f.String()))
	}
}

// noteUse writes into the log that a link was tried and works, whatever else is
// to be said against it. A log that cannot be written hides nothing: the link is
// what matters.
func (a *app) noteUse(ctx context.Context, id string, used bool, found []say.Remark) {
	worked := slices.ContainsFunc(found, func(f say.Remark) bool { return f.Code == "opens" && f.Level == say.Good })
	if used && worked {
		a.note(ctx, id, ledger.Checked, "")
	}
}

// tryLink uses the link once as the recipient would.
func (a *app) tryLink(ctx context.Context, link share.Link) error {
	op := link.Request.Operation
	if op.Info().Writes {
		a.say([]say.Remark{check.NotTried()})
		return nil
	}
	if !link.Request.Names() {
		a.say([]say.Remark{check.NoObject()})
		return nil
	}
	checker := a.checker()
	if checker.Early(link) {
		a.say([]say.Remark{check.TooEarly()})
		return nil
	}
	used, found := checker.UseLink(ctx, link)
	if err := ctx.Err(); err != nil {
		return err // nothing was found out
	}
	a.say(found)
	a.noteUse(ctx, link.ID, used, found)
	if say.Worst(found) == say.Bad {
		return fmt.Errorf("check %s: the link is signed, but does not work as it is", clean(link.Request.Target.URI()))
	}
	return nil
}
