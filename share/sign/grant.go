package sign

import (
	"context"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/share"
	"signet/share/address"
	"signet/share/policy"
	"signet/share/say"
	"signet/share/session"
	"signet/share/sts"
)

var _ share.Granter = (*Signer)(nil)

// Credentials asks the server of a place for a session that may do what a record says,
// and no more. After an error there may be one at the server, whose secret nobody has: it
// opens nothing, and ends by itself.
func (s *Signer) Credentials(ctx context.Context, rec share.Record, at time.Time) (share.Credentials, error) {
	no := func(text string) (share.Credentials, error) {
		return share.Credentials{}, &share.AnswerError{Doing: "ask for credentials", Text: text}
	}
	own, err := s.credentials(ctx, rec.Spec)
	if err != nil {
		return no(err.Error())
	}
	if rec.Spec.Mandate.Kind == share.KindR2Session {
		return r2Grant(rec.Spec, own), nil
	}
	account, _, err := s.accounts.Account(ctx, rec.Spec.Endpoint.Place)
	if err != nil {
		return no(err.Error())
	}
	if rec.Spec.Mandate.Kind == share.KindAccessGrants {
		return dataAccess(ctx, rec.Spec, own, account.Send, at)
	}
	o := s.order(rec, at)
	o.Policy = grantBelow(rec.Spec).String()
	if role := rec.Spec.Mandate.Role; role != "" {
		o.RoleARN = role
	}
	got, err := asks(rec.Spec, own, account.Send, at).AssumeRole(ctx, o)
	var refused *sts.RefusedError
	switch {
	case errors.As(err, &refused) && refused.NoSTS:
		return no(say.Line(refused.Problem, "share links instead", refused.Said))
	case errors.As(err, &refused):
		return no(say.Line(refused.Problem, refused.Cause, refused.Hint, refused.Said))
	case unsent(err):
		return no(sts.Plain(err) + "; nothing was given")
	case err != nil:
		return no(sts.Plain(err) + "; nobody has the secret of what may have been given")
	}
	if problem := endless(rec, got); problem != "" { // and may not be limited as it was asked to
		return no("the server gave such as could not be taken back alone: " + problem)
	}
	if !limited(rec.Spec, got) {
		return no("nothing in the server's answer shows that it heeds their policy: they might do all that the role may; share links instead")
	}
	return share.Credentials{AccessKeyID: got.AccessKeyID, SecretKey: got.SecretKey, Token: got.Token, Expires: got.Expires}, nil
}

// unsent reports that nothing reached the server: it takes no connections, or there is none
// of that name.
func unsent(err error) bool {
	var name *net.DNSError
	return errors.Is(err, syscall.ECONNREFUSED) || errors.As(err, &name)
}

// grantBelow is what a record of credentials allows, as the policy of a session.
func grantBelow(spec share.Spec) policy.Below {
	partition, prefix := "aws", spec.Target.Key
	if spec.Mandate.Kind == share.KindAWSSession {
		prefix = policy.Literal(prefix)
		if p := address.Partition(spec.Endpoint.Region); p != "" && !address.OwnServer(spec.Endpoint.URL) {
			partition = p
		}
	}
	b := policy.Below{
		Bucket: address.ARN{Partition: partition, Service: "s3", Resource: spec.Target.Bucket}.String(), Prefix: prefix,
		From: spec.Mandate.From, Ends: spec.Ends(),
	}
	for _, a := range spec.Mandate.Allow {
		info := a.Info()
		b.Actions, b.Listing = append(b.Actions, info.Actions...), append(b.Listing, info.Bucket...)
	}
	return b
}

// r2Grant are credentials of R2 for what is below a prefix: they are made here, of the key
// of the place. R2 calls reading and listing one permission, and all else another.
func r2Grant(spec share.Spec, own aws.Credentials) share.Credentials {
	host, _ := address.R2(spec.Endpoint.URL)
	by := session.R2{
		Account: spec.Mandate.Account, Host: host, Parent: own.AccessKeyID, Bucket: spec.Target.Bucket, Prefix: spec.Target.Key,
		From: spec.SignedAt, Until: spec.Ends(),
	}
	for _, a := range spec.Mandate.Allow {
		by.Writes = by.Writes || a.Info().Writes
	}
	secret, token := by.Keys(own.SecretAccessKey)
	return share.Credentials{AccessKeyID: own.AccessKeyID, SecretKey: share.NewSecret(secret), Token: share.NewSecret(token), Expires: spec.Ends()}
}

// dataAccess are credentials of S3 Access Grants. They end when the server says: what it
// gave for longer than was asked for is not handed out.
func dataAccess(ctx context.Context, spec share.Spec, own aws.Credentials, send func(*http.Request) (*http.Response, error), at time.Time) (share.Credentials, error) {
	no := func(text string) (share.Credentials, error) {
		return share.Credentials{}, &share.AnswerError{Doing: "ask for credentials", Text: text}
	}
	region := spec.Endpoint.Region
	c := sts.Client{Endpoint: address.Control(spec.Mandate.Account, region), Region: region, Credentials: own, Send: send, Now: func() time.Time { return at }}
	got, err := c.GetDataAccess(ctx, sts.DataAccess{
		Account: spec.Mandate.Account, Target: spec.Target.URI() + "*", Permission: share.Permission(spec.Mandate.Allow), Life: spec.Ends().Sub(at),
	})
	var refused *sts.RefusedError
	switch {
	case errors.As(err, &refused):
		return no(say.Line(refused.Problem, refused.Cause, refused.Hint, refused.Said))
	case err != nil:
		return no(sts.Plain(err) + "; nobody has the secret of what may have been given")
	case got.Expires.After(spec.Ends().Add(time.Minute)):
		return no("the server gave such as end " + say.UTC(got.Expires) + ", later than was asked for, and nothing would end them before")
	}
	return share.Credentials{AccessKeyID: got.AccessKeyID, SecretKey: got.SecretKey, Token: got.Token, Expires: got.Expires}, nil
}
