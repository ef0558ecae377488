package sign

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/share"
	"signet/share/address"
	"signet/share/policy"
	"signet/share/say"
	"signet/share/session"
	"signet/share/sts"
)

// Asking is what a signer of sessions asks with, as the settings of a place have it.
type Asking struct {
	RoleARN, ExternalID string // of the kind aws-session
	Account             string // of the kind r2-session; empty: the endpoint names it
}

// asking are the settings of a signer of a place.
func (s *Signer) asking(place, signer string) Asking {
	if s.Asking == nil {
		return Asking{}
	}
	return s.Asking(place, signer)
}

// chained is how long a session lives that was got with a session.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const chained = time.Hour

// sessionFor says who signs for target by a session of its own: whoever gets that session.
func (s *Signer) sessionFor(ctx context.Context, target share.Target, signer string, kind share.SignerKind) (share.Identity, share.Endpoint, error) {
	id, at, err := s.Identity(ctx, target, share.DefaultSigner)
	if err != nil {
		return id, at, err
	}
	at.Signer = signer
	asked := id
	id.Expires, id.Temporary = time.Time{}, true
	id.Mandate, id.Longest = share.Mandate{Kind: kind}, kind.Info().Longest
	refuse := func(problem, hint string) error {
		return &share.UsageError{Op: "--signer", Problem: signer + " " + problem, Hint: hint}
	}
	switch {
	case address.IsARN(target.Bucket), address.IsAlias(target.Bucket), address.IsDirectory(target.Bucket):
		return id, at, refuse("limits its sessions to an object of a bucket, and an access point or a directory bucket is opened by other rights", "name the bucket, or share it with the place's own key")
	case asked.Temporary && kind == share.KindAWSSession:
		id.Longest, id.Source = chained, "session got with a session"
	case asked.Temporary:
		return id, at, refuse("gets its sessions with the credentials of the place, and these are a session, which gets none", ownKeyInstead)
	}
	if kind == share.KindR2Session {
		_, account := address.R2(at.URL)
		id.Mandate.Account = cmp.Or(s.asking(target.Place, signer).Account, account)
		if id.Mandate.Account == "" {
			return id, at, refuse("makes sessions of Cloudflare R2, and the endpoint of the place names no account there", `write account = "..." below its [[place.signer]], the 32 letters that begin the endpoint of R2`)
		}
	}
	return id, at, nil
}

// getSession asks for the session that signs a share, and keeps its secret in memory. After
// an error there may be one at the server, whose secret nobody has: it opens nothing.
func (s *Signer) getSession(ctx context.Context, rec share.Record, at time.Time) (share.Made, error) {
	got, problem := s.ask(ctx, rec, sessionGrant(rec.Spec), at)
	if problem == "" && got.Expires.Before(rec.Spec.Ends().Add(-time.Minute)) {
		problem = "the server gave one that ends " + say.UTC(got.Expires) + ", before the link would; ask for less time"
	}
	if problem != "" {
		return share.Made{}, &share.AnswerError{Doing: "ask for the session of the link", Text: problem}
	}
	s.keep(got, at)
	return share.Made{Key: got.AccessKeyID}, nil
}

// trySession finds out whether sessions that sign are to be had, by one that may do
// nothing: it is allowed what ended an hour ago.
func (s *Signer) trySession(ctx context.Context, rec share.Record, at time.Time) error {
	nothing := sessionGrant(rec.Spec)
	nothing.Ends = at.Add(-time.Hour)
	if _, problem := s.ask(ctx, rec, nothing, at); problem != "" {
		return errors.New(problem)
	}
	return nil
}

// ask asks for a session that may do so much, or says why there is none.
func (s *Signer) ask(ctx context.Context, rec share.Record, may policy.Grant, at time.Time) (got sts.Session, problem string) {
	own, err := s.credentials(ctx, rec.Spec)
	if err != nil {
		return got, err.Error()
	}
	account, _, err := s.accounts.Account(ctx, rec.Spec.Endpoint.Place)
	if err != nil {
		return got, err.Error()
	}
	order := s.order(rec, at)
	order.Policy = may.String()
	got, err = asks(rec.Spec, own, account.Send, at).AssumeRole(ctx, order)
	var refused *sts.RefusedError
	switch {
	case errors.As(err, &refused):
		return got, say.Line(refused.Problem, refused.Cause, refused.Hint, refused.Said)
	case err != nil:
		return got, sts.Plain(err)
	}
	if problem := endless(rec, got); problem != "" {
		return sts.Session{}, "the server gave one that could not be ended alone: " + problem + "; share it by another signer"
	}
	return got, ""
}

// asks is who asks for a session, and where: at the server of the place, or of AWS in the
// region of the bucket.
func asks(spec share.Spec, own aws.Credentials, send func(*http.Request) (*http.Response, error), at time.Time) sts.Client {
	e := spec.Endpoint
	where := e.URL
	if !address.OwnServer(where) {
		where = address.STS(e.Region, e.FIPS)
	}
	return sts.Client{Endpoint: where, Region: e.Region, Credentials: own, Send: send, Now: func() time.Time { return at }}
}

// order is the session for a link, for as long as that lives.
func (s *Signer) order(rec share.Record, at time.Time) sts.Order {
	o := sts.Order{Life: max(sts.Shortest, rec.Spec.Ends().Sub(at))}
	if rec.Spec.Mandate.Kind == share.KindMinIOSession {
		o.RevokeType = rec.ID
		return o
	}
	by := s.asking(rec.Spec.Endpoint.Place, rec.Spec.Endpoint.Signer)
	o.RoleARN, o.ExternalID, o.SessionName = by.RoleARN, by.ExternalID, share.SessionName(rec.ID)
	return o
}

// sessionGrant is what the link does, as the policy of a session. It has no end: the link
// says its own, nobody has the session's secret, and each letter stands in the link nearly
// twice. AWS can write a key that has letters with a meaning in policies.
func sessionGrant(spec share.Spec) policy.Grant {
	g := grant(spec)
	g.Ends = time.Time{}
	if spec.Mandate.Kind != share.KindAWSSession {
		return g
	}
	resource := spec.Target.Bucket + "/" + policy.Literal(spec.Target.Key)
	if spec.Options.KeyPrefix {
		resource += "*"
	}
	partition := "aws"
	if !address.OwnServer(spec.Endpoint.URL) {
		partition = cmp.Or(address.Partition(spec.Endpoint.Region), partition)
	}
	g.Resource = address.ARN{Partition: partition, Service: "s3", Resource: resource}.String()
	return g
}

// endless says why a session could not be taken back alone; empty: it can. What server it
// is nobody guesses: that it heeded what it was asked for stands in its answer.
func endless(rec share.Record, got sts.Session) string {
	said, _ := session.Read(got.Token.Reveal())
	switch {
	case rec.Spec.Mandate.Kind == share.KindAWSSession && !strings.HasSuffix(got.UserID, ":"+share.SessionName(rec.ID)):
		return "it has not the name by which a policy would deny it"
	case rec.Spec.Mandate.Kind == share.KindMinIOSession && (said.EndsBy != rec.ID || said.Policy == ""):
		return "it has not the type by which MinIO would end it"
	}
	return ""
}

// limited reports that a session is known to heed its policy: AWS says so, and a server of
// one's own shows it in the token. One that ignores it would hand out the whole role.
func limited(spec share.Spec, got sts.Session) bool {
	said, _ := session.Read(got.Token.Reveal())
	return said.Policy != "" || !address.OwnServer(spec.Endpoint.URL)
}

// keep remembers a session for as long as it lives and the program runs.
func (s *Signer) keep(got sts.Session, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sessions == nil {
		s.sessions = map[string]aws.Credentials{}
	}
	if len(s.sessions)%maxKept == maxKept-1 {
		for id, old := range s.sessions {
			if old.Expires.Before(now) {
				delete(s.sessions, id)
			}
		}
	}
	s.sessions[got.AccessKeyID] = aws.Credentials{
		AccessKeyID: got.AccessKeyID, SecretAccessKey: got.SecretKey.Reveal(), SessionToken: got.Token.Reveal(), CanExpire: true, Expires: got.Expires,
	}
}

// sessionCredentials are those of the session that was got for a share, if this program
// got it.
func (s *Signer) sessionCredentials(spec share.Spec) (aws.Credentials, error) {
	if spec.Mandate.Draft() {
		return draftSession(spec), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, ok := s.sessions[spec.Mandate.Key]; ok {
		return kept, nil
	}
	return aws.Credentials{}, &share.KeyGoneError{AccessKeyID: spec.Mandate.Key, Session: true}
}

var _ share.Knocker = (*Signer)(nil)

// Knock is a download by the key of a share, signed with no secret of it and without its
// token. MinIO answers InvalidTokenId where it knows the key, else InvalidAccessKeyId.
func (s *Signer) Knock(ctx context.Context, spec share.Spec) (share.Signed, error) {
	if spec.Mandate.Key == "" || spec.Endpoint.URL == "" {
		return share.Signed{}, errors.New("knock: there is no key, or no server of its own")
	}
	spec.Operation, spec.Options = share.Download, share.Options{}
	return s.sign(ctx, spec, aws.Credentials{AccessKeyID: spec.Mandate.Key, SecretAccessKey: "nobody knows it"})
}

// draftSession measures a link. MinIO's tokens hold the policy, coded twice; how long those
// of AWS are nobody knows before, since they are packed there.
func draftSession(spec share.Spec) aws.Credentials {
	const rest = 320 // of a token of MinIO beside the policy: names, end, type and signature
	token := 1200    // of AWS, as far as is known
	if spec.Mandate.Kind == share.KindMinIOSession {
		token = rest + len(sessionGrant(spec).String())*16/9
	}
	return aws.Credentials{AccessKeyID: "ASIA" + strings.Repeat("A", 16), SecretAccessKey: "draft", SessionToken: strings.Repeat("a", token)}
}

// r2Credentials are those of the session of R2 for a link: they are made of the key of its
// place, each time the same.
func r2Credentials(spec share.Spec, own aws.Credentials) aws.Credentials {
	host, _ := address.R2(spec.Endpoint.URL)
	info := spec.Operation.Info()
	by := session.R2{
		Account: spec.Mandate.Account, Host: host, Parent: own.AccessKeyID, Bucket: spec.Target.Bucket, Key: spec.Target.Key,
		Action: r2Actions()[spec.Operation], Writes: info.Writes, From: spec.SignedAt, Until: spec.Ends(),
	}
	secret, token := by.Keys(own.SecretAccessKey)
	return aws.Credentials{AccessKeyID: own.AccessKeyID, SecretAccessKey: secret, SessionToken: token}
}

// r2Actions are what R2 calls what links do.
func r2Actions() map[share.Operation]string {
	return map[share.Operation]string{
		share.Download: "GetObject", share.Metadata: "HeadObject", share.Upload: "PutObject", share.Delete: "DeleteObject",
	}
}
