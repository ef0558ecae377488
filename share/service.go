package share

import (
	"context"
	"strings"
	"time"

	"signet/share/address"
	"signet/share/say"
)

// Signer turns requests into links. Sign makes no network call and is
// deterministic: equal specs and credentials give equal bytes.
type Signer interface {
	// Identity says who would sign for target, by the signer of that name of its place
	// (DefaultSigner: its own key). It may take a moment and reach the network when a
	// session has to be fetched or renewed.
	Identity(ctx context.Context, target Target, signer string) (Identity, Endpoint, error)
	// Sign signs for the identity that the spec names, and fails with a
	// *KeyGoneError when that access key is not at hand.
	Sign(ctx context.Context, spec Spec) (Signed, error)
}

// Spec is the complete input of one signature. The share log stores all of it.
type Spec struct {
	Target      Target
	Operation   Operation
	Options     Options
	Endpoint    Endpoint
	AccessKeyID string
	SignedAt    time.Time // whole seconds, UTC; also the start of the link
	Seconds     int64     // X-Amz-Expires
	Mandate     Mandate   // zero: a plain key signs
}

// Signed is what a signer gives back.
type Signed struct {
	Method          string
	URL             Secret
	Headers         []Header
	Fields          []Field
	SignatureSHA256 string
	Calls           []SignedCall // of an upload in parts; the fields above are those of the last, which completes it
}

// KeyGoneError says that a link cannot be rebuilt because the access key that
// signed it is not at hand.
type KeyGoneError struct {
	AccessKeyID string
	Session     bool // it was got for this link alone, and kept in memory
}

func (e *KeyGoneError) Error() string {
	if e.Session {
		return "the session " + e.AccessKeyID + " that signed it was kept in memory alone, and went with the program that got it: nobody can make this link again"
	}
	return "access key " + e.AccessKeyID + " is not at hand; share anew with the same terms"
}

// Recorder remembers shares, for several goroutines at once. RecordAll writes them all, and sets their ids where
// the log has them under others.
type Recorder interface {
	RecordAll(ctx context.Context, records []Record) error
}

// Service checks, signs and records: in this order, in this one place, for the
// screens and the command line alike. Its fields are set once, before use; it
// is safe for concurrent use.
type Service struct {
	Signer   Signer
	Recorder Recorder // nil: nothing is recorded, and the link says so
	Uploads  Uploader // nil: no upload in parts can be started
	// AskedBy says by whose keys the server of a recorded upload is asked, as Asks does;
	// nil: by those of the place that signed it.
	AskedBy func(rec Record) (place string, by Asker)
	Keys    Preparer // nil: no signer that makes something first can sign
	Diary   Diary    // nil: none
	Rails
	Default Lifetime // when a request names none
	Who     Who
	Clock   func() time.Time
	Tracks  func(place string) bool          // nil: never; puts the share's id into the link
	Signers func(place string) []SignerOffer // that a place has besides its own key; nil: none
	Having  func(signer string) []string     // the places with a signer of that name; nil: none is known
	// Same finds who has a link with that signature already: plain links of one second and
	// equal terms are one link. nil: nobody looks.
	Same func(ctx context.Context, signatureSHA256 string) (Record, bool)
	// Waits is told what a server is asked for before a link can be signed; what it gives is
	// called when that is there. nil: nobody watches.
	Waits func(doing string) (done func())
	// Judge looks at a finished link for what a recipient may stumble over (its
	// host, its length). It must not quote the link. nil: nobody looks.
	Judge func(Request, Secret) []say.Remark

	ids ids
}

// Plan is everything that is known about a link before it is signed.
type Plan struct {
	Request  Request // completed: lifetime, signing place
	Terms    Terms
	Identity Identity
	Endpoint Endpoint
	Mandate  Mandate
	Warnings []say.Remark // what is known to be said against it before it is signed
}

// Plan checks a request and finds its effective end without signing anything.
// Errors: *UsageError (the request makes no sense), *RefusedError (a guard
// rail), *EndedError (the credentials are over), or the signer's own.
func (s *Service) Plan(ctx context.Context, r Request) (Plan, error) {
	r, rules, err := s.check(ctx, r)
	if err != nil {
		return Plan{}, err
	}
	return s.plan(ctx, r, rules, s.Signer.Identity)
}

type identify func(ctx context.Context, t Target, signer string) (Identity, Endpoint, error)

// check completes the request and judges all that needs no credentials.
func (s *Service) check(ctx context.Context, r Request) (Request, Rules, error) {
	if r.Lifetime.IsZero() {
		r.Lifetime = s.Default
	}
	if r.Signer == DefaultSigner {
		if r.Revocable { // who was named signs, or nobody
			return r, nil, notAlone(KindKey.Info(), s.Offers(r.Target))
		}
		r.Signer = ""
	}
	if err := r.check(); err != nil {
		return r, nil, err
	}
	if r.Operation.Info().Policy && r.Options.SuccessRedirect == "" && r.Options.SuccessStatus == 0 {
		r.Options.SuccessStatus = 201 // S3's own default, 204, shows the sender nothing
	}
	if r.Operation.Info().Parts && r.Options.PartSize == 0 {
		r.Options.PartSize = partSizeFor(r.Options.TotalSize)
	}
	if err := s.CheckEnd(r); err != nil {
		return r, nil, err
	}
	r.Revocable = r.Revocable || s.alone(r)
	rules, err := s.judge(ctx, r)
	return r, rules, err
}

// check judges the request itself.
func (r Request) check() error {
	info := r.Operation.Info()
	if info.Op == "" {
		_, err := ParseOperation(string(r.Operation))
		return err
	}
	if err := r.checkBelow(); err != nil {
		return err
	}
	if err := r.checkPage(); err != nil {
		return err
	}
	target := r.Target
	if r.Reaches() {
		target.Key += "${filename}"
	}
	if err := target.Check(); err != nil {
		return err
	}
	if target.VersionID != "" && !info.Versioned {
		return &UsageError{Op: "--version-id", Problem: "has no meaning for " + article(info.Name) + " link"}
	}
	if info.Policy && strings.Contains(r.Target.Key, "${filename}") {
		// S3 replaces it before it looks at the policy, which then never matches.
		return &UsageError{Op: "key", Problem: "S3 puts the sender's file name in the place of ${filename}", Hint: "leave it out, and add --key-prefix", Form: "leave it out, and take any name"}
	}
	if info.Policy && !r.Starts.IsZero() {
		// A policy knows only when it expires: the form would work at once.
		return &UsageError{Op: "--starts", Problem: "has no meaning for an upload form, which works from now on", Hint: "sign it when it may be used, or share an upload link"}
	}
	if info.Parts && r.Options.TotalSize == 0 {
		return &UsageError{Option: "size", Problem: "is needed: by it the upload is cut into parts", Hint: "write 20GB or 20GiB, or the bytes that ls -l shows"}
	}
	return r.Options.Check(r.Operation)
}

// start is when the link opens.
func (r Request) start(now time.Time) time.Time {
	if r.Starts.After(now) {
		return r.Starts
	}
	return now
}

func (s *Service) clock() time.Time {
	if s.Clock == nil {
		return time.Now()
	}
	return s.Clock()
}

func (s *Service) plan(ctx context.Context, r Request, rules Rules, who identify) (Plan, error) {
	id, endpoint, rules, err := s.signs(ctx, r, rules, who)
	if err == nil {
		err = rules.versionOf(r, Signing{id.AccessKeyID, endpoint, id.Mandate}.store())
	}
	if err != nil {
		return Plan{}, err
	}
	if _, err := r.Options.checkAt(r.Operation, endpoint); err != nil {
		return Plan{}, err
	}
	here := s.clock()
	r, told, err := r.byClock(endpoint, here)
	if err != nil {
		return Plan{}, err
	}
	now := here.Add(r.Skew)
	bounds, err := rules.bounds(here, now)
	if err != nil {
		return Plan{}, err
	}
	limits := append(credentialLimits(id, endpoint, now), bounds...)
	if !r.Object.Expires.IsZero() && !r.Operation.Info().Stores {
		limits = append(limits, Limit{Reason: ByLifecycle, End: r.Object.Expires, Detail: "the bucket's lifecycle rule"})
	}
	kind := id.Mandate.Kind.Info()
	if r.chooses() {
		if _, err := r.ownEnd(now, kind, s.longer); err != nil {
			return Plan{}, err
		}
	}
	mandate, err := r.mandate(id.Mandate, r.start(now).After(now))
	if err != nil {
		return Plan{}, err
	}
	terms, err := resolve(now, r.start(now), r.Lifetime.by(r.Skew), kind, limits...)
	if err != nil {
		return Plan{}, err
	}
	terms.Warnings = append(terms.Warnings, told...)
	p := Plan{Request: r, Terms: terms, Identity: id, Endpoint: endpoint, Mandate: mandate}
	p.Warnings = append(append(p.Warnings, terms.Warnings...), advise(p)...)
	return p, nil
}

// signs finds who signs, and judges the request once more: by where the link
// would point. A rule that only then is seen to apply may want another place to
// sign, which is asked in its turn.
func (s *Service) signs(ctx context.Context, r Request, rules Rules, who identify) (Identity, Endpoint, Rules, error) {
	var by []Signing
	for {
		target := r.Target
		if place := rules.SignPlace(); place != "" {
			target.Place = place
		}
		signer, err := s.choose(r, target.Place)
		if err != nil {
			return Identity{}, Endpoint{}, rules, err
		}
		id, endpoint, err := who(ctx, target, signer)
		if err != nil {
			return id, endpoint, rules, err
		}
		by = append(by, Signing{id.AccessKeyID, endpoint, id.Mandate})
		if rules, err = s.judge(ctx, r, by...); err != nil {
			return id, endpoint, rules, err
		}
		if place := rules.SignPlace(); place == "" || place == target.Place {
			return id, endpoint, rules, s.signedBy(ctx, rules, endpoint)
		}
	}
}

// sessionName completes "the ... that signs it ends then".
func sessionName(source string) string {
	switch {
	case source == "":
		return "session"
	case strings.Contains(source, "session"):
		return source
	}
	return "session (" + source + ")"
}

// credentialLimits are the bounds that the signer's own credentials set. A
// session runs already, however late the link opens. One of unknown end is bounded
// where AWS made it; elsewhere it only may end sooner.
func credentialLimits(id Identity, at Endpoint, now time.Time) []Limit {
	detail := sessionName(id.Source)
	switch {
	case id.Longest > 0:
		return []Limit{{Reason: ByCredential, End: now.Add(id.Longest), Detail: detail}}
	case !id.Expires.IsZero():
		return []Limit{{Reason: ByCredential, End: id.Expires, Detail: detail}}
	case id.Temporary && SessionOfAWS(id.AccessKeyID, !address.OwnServer(at.URL)):
		return []Limit{{Reason: ByUnknown, End: now.Add(UnknownSession), Detail: detail}}
	case id.Temporary:
		return []Limit{{Reason: ByUnknown, Detail: detail}}
	}
	return nil
}

// tracks reports that the share's id goes into the link.
func (s *Service) tracks(r Request) bool {
	return s.Tracks != nil && s.Tracks(r.Target.Place) && !r.Operation.Info().Policy
}

// spec is what is signed of a plan.
func (p Plan) spec() Spec {
	return Spec{
		Target: p.Request.Target, Operation: p.Request.Operation, Options: p.Request.Options,
		Endpoint: p.Endpoint, AccessKeyID: p.Identity.AccessKeyID,
		SignedAt: p.Terms.Starts, Seconds: p.Terms.Seconds, Mandate: p.Mandate,
	}
}

// sign signs a plan and writes the record of it.
func (s *Service) sign(ctx context.Context, p Plan) (Link, Record, error) {
	now := s.clock()
	id := s.ids.next(now)
	if s.tracks(p.Request) {
		p.Request.Options.TrackID = id
	}
	rec := Record{
		ID: id, Group: p.Request.Group, Created: now.UTC(), Terms: p.Terms, Note: p.Request.Note, Recipient: p.Request.Recipient,
		Page: p.Request.Page, PageSum: p.Request.PageSum, Item: p.Request.Item,
		Who: s.Who, Object: p.Request.Object, Source: p.Identity.Source, Temporary: p.Identity.Temporary,
		Spec: p.spec(),
	}
	if rec.Spec.Begins() {
		return s.begin(ctx, p, rec)
	}
	signed, err := s.Signer.Sign(ctx, rec.Spec)
	if err != nil {
		return Link{}, Record{}, err
	}
	rec.Headers, rec.SignatureSHA256 = signed.Headers, signed.SignatureSHA256
	link := s.link(p, rec.Spec, signed)
	link.Warnings = append(link.Warnings, s.twin(ctx, p.Request, signed.SignatureSHA256)...)
	return link, rec, nil
}

// twin warns of a link that somebody has already, and so cannot be taken back from one of
// them alone. In a batch nobody looks: its links are of different objects.
func (s *Service) twin(ctx context.Context, r Request, signature string) []say.Remark {
	if s.Same == nil || r.Batch {
		return nil
	}
	rec, ok := s.Same(ctx, signature)
	if !ok {
		return nil
	}
	who := "share " + rec.ID
	if rec.Recipient != "" {
		who = rec.Recipient + ", share " + rec.ID + ","
	}
	return []say.Remark{{
		Code: "same-link", Level: say.Warning,
		Text: who + " has this very link already, as it was signed in the same second: taking back one takes back both",
		Next: "share it anew for a link of its own",
	}}
}

func (s *Service) link(p Plan, spec Spec, signed Signed) Link {
	return Link{
		Request: p.Request, Method: signed.Method, URL: signed.URL, Headers: signed.Headers, Fields: signed.Fields, Calls: signed.Calls,
		SignedAt: spec.SignedAt, Terms: p.Terms, Identity: p.Identity, Endpoint: spec.Endpoint, Mandate: spec.Mandate,
		Warnings: append(append([]say.Remark(nil), p.Terms.Warnings...), s.warn(p, signed.URL)...),
	}
}
