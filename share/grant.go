package share

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"signet/share/address"
	"signet/share/say"
)

// GrantRequest says which temporary credentials are wanted: for what is below a prefix, to
// do what, how long, and for whom.
type GrantRequest struct {
	Target    Target // the key is the prefix; empty: the whole bucket
	Allow     []Access
	Lifetime  Lifetime
	From      []netip.Prefix
	Note      string
	Recipient string
	Signer    string // of the place that signs; empty: the first that gets sessions, or by asking the server
	Role      string // ARN of the role that they are of; empty: the signer's
	Instance  string // account whose S3 Access Grants give them; empty: nobody's
}

// grantPlan is everything that is known about credentials before they are asked for.
type grantPlan struct {
	Terms    Terms
	Identity Identity // who asks for them
	Endpoint Endpoint
	Mandate  Mandate
}

// Credentials are temporary keys as a server gives them.
type Credentials struct {
	AccessKeyID string
	SecretKey   Secret
	Token       Secret
	Expires     time.Time
}

// Granter asks a server for temporary credentials.
type Granter interface {
	// Credentials gets those of a record, which has all that they are to be, and its id.
	Credentials(ctx context.Context, rec Record, at time.Time) (Credentials, error)
}

// Granted is what was given, and how the log has it.
type Granted struct {
	Credentials
	Record   Record
	Warnings []say.Remark
}

// judgeGrant judges each access below the prefix by the rails: one of the operations that
// it is like must be allowed, for every key.
func (s *Service) judgeGrant(ctx context.Context, g GrantRequest, kind SignerKind, by ...Signing) (all Rules, err error) {
	r := Request{
		Target: g.Target, Lifetime: g.Lifetime, Note: g.Note, Recipient: g.Recipient, From: g.From,
		Batch: true, // of as many objects as there are
		// Nobody knows before who signs whether they are taken back alone.
		Revocable: kind == "" || kind.Info().Alone,
	}
	for _, a := range g.Allow {
		var first error
		for _, op := range a.Info().Like {
			rules, err := s.reach(ctx, r, []Operation{op}, by...)
			if err == nil {
				all, first = append(all, rules...), nil
				break
			}
			if first == nil {
				first = err
			}
		}
		if first != nil {
			return nil, a.refused(first)
		}
	}
	return all, nil
}

// refused is why a rail does not allow an access, for who asks for credentials and for no link.
func (a Access) refused(err error) error {
	var no *RefusedError
	if !errors.As(err, &no) {
		return err
	}
	out := *no
	switch {
	case strings.Contains(out.Flag, "--revocable"):
		out.Problem, out.Hint, out.Flag = "what is shared must be taken back alone here, and these credentials are not", "share links by a signer that can", ""
	case strings.HasSuffix(out.Problem, " links are not allowed here"):
		out.Problem = "credentials to " + string(a) + " are not allowed below here"
	case strings.Contains(out.Problem, "one by one"):
		out.Problem = "links are signed one by one here, and credentials open many objects at once"
	}
	return &out
}

// planGrant judges what is wanted and finds its end, without asking for anything. Errors
// are those of Plan.
func (s *Service) planGrant(ctx context.Context, g GrantRequest) (grantPlan, error) {
	if err := g.check(); err != nil {
		return grantPlan{}, err
	}
	if g.Lifetime.IsZero() {
		g.Lifetime = s.Default
	}
	rules, err := s.judgeGrant(ctx, g, "")
	if err != nil {
		return grantPlan{}, err
	}
	p, rules, err := s.grants(ctx, g, rules)
	if err != nil {
		return grantPlan{}, err
	}
	now := s.clock()
	bounds, err := rules.bounds(now, now)
	if err != nil {
		return grantPlan{}, err
	}
	kind := p.Mandate.Kind.Info()
	limits := append(credentialLimits(p.Identity, p.Endpoint, now), bounds...)
	p.Terms, err = resolve(now, now, g.Lifetime.by(0), kind, limits...)
	switch most := p.longest(); {
	case err != nil:
		return grantPlan{}, err
	case p.Terms.Asked.Sub(p.Terms.Starts) > most:
		return grantPlan{}, &UsageError{Op: "--expires", Problem: "such credentials (" + kind.Name + ") live " + say.Span(most) + " at most", Hint: "take a shorter time, and get them anew"}
	}
	if offer := p.Mandate.Kind; offer == KindAccessGrants && p.Terms.Ends.Sub(p.Terms.Starts) < shortestGrant {
		return grantPlan{}, &UsageError{Op: "--expires", Problem: "S3 Access Grants gives none for less than " + say.Span(shortestGrant) + ", and nothing would end them before", Hint: "take longer, or a role"}
	}
	return p, nil
}

// chainedRole is how long a session lives that is got with a session.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const chainedRole = time.Hour

// longest is how long the credentials may live by the kind of who gives them.
func (p grantPlan) longest() time.Duration {
	if p.Identity.Temporary && p.Mandate.Kind == KindAWSSession {
		return chainedRole
	}
	return p.Mandate.Kind.Info().Longest
}

// check judges the request itself.
func (g GrantRequest) check() error {
	target, bucket := g.Target, g.Target.Bucket
	target.Key += "x"
	switch {
	case len(g.Allow) == 0:
		return &UsageError{Op: "--allow", Problem: "is missing", Hint: "write some of " + strings.Join(AccessNames(), ",")}
	case target.VersionID != "":
		return &UsageError{Op: "object", Problem: "a version is of one object, and credentials are for all below a prefix", Hint: "leave versionId out of the address"}
	case address.IsARN(bucket), address.IsAlias(bucket), address.IsDirectory(bucket):
		return &UsageError{Op: "bucket", Problem: "access points and directory buckets are opened by other rights than those of a bucket", Hint: "name the bucket"}
	}
	return target.Check()
}

// grants finds who gives the credentials, and judges them once more by where they open:
// a rule that only then is seen to apply may want another place, which is asked in its turn.
func (s *Service) grants(ctx context.Context, g GrantRequest, rules Rules) (p grantPlan, _ Rules, err error) {
	var by []Signing
	for {
		target := g.Target
		if place := rules.SignPlace(); place != "" {
			target.Place = place
		}
		id, at, err := s.Signer.Identity(ctx, target, DefaultSigner)
		if err != nil {
			return p, rules, err
		}
		offer, err := s.granting(g, target.Place, at)
		if err != nil {
			return p, rules, err
		}
		by = append(by, Signing{AccessKeyID: id.AccessKeyID, Endpoint: at})
		if rules, err = s.judgeGrant(ctx, g, offer.Kind, by...); err != nil {
			return p, rules, err
		}
		place := rules.SignPlace()
		if place != "" && place != target.Place {
			continue
		}
		p = grantPlan{Identity: id, Endpoint: at, Mandate: Mandate{Kind: offer.Kind}}
		if offer.Name != "" { // what it signs for stands in its settings
			its, _, err := s.Signer.Identity(ctx, target, offer.Name)
			if err != nil {
				return p, rules, err
			}
			p.Endpoint.Signer, p.Mandate = offer.Name, its.Mandate
		}
		if g.Instance != "" {
			p.Mandate.Account = g.Instance
		}
		p.Mandate.From, p.Mandate.Allow, p.Mandate.Role = g.From, g.Allow, g.Role
		return p, rules, s.signedBy(ctx, rules, p.Endpoint)
	}
}

// granting is the signer of a place that gets the credentials: the one that was named, the
// first that gets sessions, or whoever has the place's own key, of a role that was named or
// at a server of one's own, which is asked as MinIO is.
func (s *Service) granting(g GrantRequest, place string, at Endpoint) (SignerOffer, error) {
	offers := s.offers(place)
	gets := func(o SignerOffer) bool {
		return slices.Contains([]SignerKind{KindAWSSession, KindMinIOSession, KindR2Session}, o.Kind)
	}
	offer := SignerOffer{}
	switch i := slices.IndexFunc(offers, func(o SignerOffer) bool { return gets(o) && (g.Signer == "" || g.Signer == o.Name) }); {
	case g.Signer != "" && i < 0:
		return offer, &UsageError{Op: "--signer", Problem: placeName(place) + " has no signer " + g.Signer + " that gets sessions", Hint: "leave it out, or name one of the kinds aws-session, minio-session, r2-session"}
	case g.Instance != "":
		if err := g.checkAccessGrants(at); err != nil {
			return offer, err
		}
		offer.Kind = KindAccessGrants
	case g.Role != "" && g.Signer == "":
		offer.Kind = KindAWSSession
	case g.Role != "":
		return offer, &UsageError{Op: "--role", Problem: "cannot go together with --signer, which has its own", Hint: "leave one out"}
	case i >= 0:
		offer = offers[i]
	case address.OwnServer(at.URL):
		offer.Kind = KindMinIOSession
	default:
		return offer, &UsageError{Op: "--role", Problem: "is needed: AWS gives credentials of a role", Hint: "write --role ARN, or add a [[place.signer]] of the kind aws-session to the place"}
	}
	if offer.Kind != KindAWSSession && strings.ContainsAny(g.Target.Key, "*?$") {
		return offer, &UsageError{Op: "key", Problem: "the policies of this server read *, ? and $ as patterns: the credentials would open more than the prefix", Hint: "take a prefix without them"}
	}
	if offer.Kind == KindR2Session {
		if err := g.checkR2(); err != nil {
			return offer, err
		}
	}
	if len(g.From) > offer.Kind.Info().Networks {
		return offer, &UsageError{Op: "--from", Problem: "such credentials (" + offer.Kind.Info().Name + ") work from everywhere: nothing would enforce the network", Hint: "leave it out"}
	}
	return offer, nil
}

// checkR2 refuses what R2 has no permission for: it has one for listing and reading, and
// one for all.
// https://developers.cloudflare.com/r2/api/tokens/#permissions
func (g GrantRequest) checkR2() error {
	reads := slices.Equal(g.Allow, []Access{AccessList, AccessGet})
	switch {
	case g.Target.Key == "":
		return &UsageError{Op: "key", Problem: "credentials of R2 are made for a prefix here, and none is named", Hint: "write s3://BUCKET/PREFIX/"}
	case !reads && len(g.Allow) != len(accesses):
		return &UsageError{Op: "--allow", Problem: "R2 has a permission for list,get and one for all, and none between", Hint: "write --allow list,get, or " + strings.Join(AccessNames(), ",")}
	}
	return nil
}

// Grant judges what is wanted, gets it, and records it, without a secret. Where a server
// is asked, the log has first that it is to be, then what came of it: what it cannot
// remember is not asked for, as with a key that is made for a link.
func (s *Service) Grant(ctx context.Context, g GrantRequest, by Granter) (Granted, error) {
	p, err := s.planGrant(ctx, g)
	if err != nil {
		return Granted{}, err
	}
	now := s.clock()
	intent := []Record{{
		ID: s.ids.next(now), Created: now.UTC(), Terms: p.Terms, Note: g.Note, Recipient: g.Recipient, Who: s.Who,
		Source: p.Identity.Source, Temporary: true, // what is given ends by itself
		Spec: Spec{
			Target: g.Target, Operation: Grant, Endpoint: p.Endpoint, AccessKeyID: p.Identity.AccessKeyID,
			SignedAt: p.Terms.Starts, Seconds: p.Terms.Seconds, Mandate: p.Mandate,
		},
	}}
	if err = errNoLog; s.Diary != nil {
		err = nil
		if intent[0].Spec.Begins() {
			err = s.record(ctx, intent)
		}
	}
	if err != nil {
		return Granted{}, fmt.Errorf("grant %s: nothing was asked for, because the share log cannot remember it: %w", g.Target.URI(), err)
	}
	rec := intent[0]
	ctx, cancel := finishing(ctx)
	defer cancel()
	got, err := by.Credentials(ctx, rec, s.at(0))
	if err != nil {
		rec.Failure = err.Error()
		return Granted{}, errors.Join(err, s.granted(ctx, &rec))
	}
	if got.Expires.Before(rec.Terms.Ends.Add(-time.Minute)) { // the log has the other end by now
		err := &AnswerError{Doing: "ask for credentials", Text: "the server gave such as end " + say.UTC(got.Expires) + ", before " + say.UTC(rec.Terms.Ends) + ", and nobody got them; ask for less time"}
		rec.Failure = err.Text
		return Granted{}, errors.Join(err, s.granted(ctx, &rec))
	}
	rec.Spec.Mandate.Key = got.AccessKeyID
	if got.Expires.After(rec.Terms.Ends) { // their own policy ends them before
		got.Expires = rec.Terms.Ends
	}
	out := Granted{Credentials: got, Warnings: p.Terms.Warnings}
	if err := s.granted(ctx, &rec); err != nil {
		out.Warnings = append(out.Warnings, say.Remark{
			Code: "log", Level: say.Warning, Text: "they work, but the share log does not know it: " + err.Error(),
			Next: "their access key is " + got.AccessKeyID,
		})
	}
	out.Record = rec
	return out, nil
}

// granted records what came of a grant: of the intent, or of what needed none.
func (s *Service) granted(ctx context.Context, rec *Record) error {
	if rec.Spec.Begins() {
		return s.became(ctx, *rec)
	}
	records := []Record{*rec}
	err := s.record(ctx, records)
	*rec = records[0]
	return err
}
