package sign

import (
	"cmp"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/share"
	"signet/share/address"
	"signet/share/minio"
	"signet/share/policy"
	"signet/share/refusal"
	"signet/share/say"
)

var _ share.Preparer = (*Signer)(nil)

// madeMark begins the id of a key that is made for a share; the share's id follows.
const madeMark = "SIGNET"

// madeSecret is the secret of the key that is made for a share: a function of the user's
// own secret and the share, so that nobody has to keep it.
func madeSecret(own, id string) (string, error) {
	const length = 30 // 40 characters, the most that MinIO takes
	b, err := hkdf.Key(sha256.New, []byte(own), []byte(id), "signet share key v1", length)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// madeFor says who signs for target by a key of its own: whoever makes that key.
func (s *Signer) madeFor(ctx context.Context, target share.Target, signer string) (share.Identity, share.Endpoint, error) {
	id, at, err := s.Identity(ctx, target, share.DefaultSigner)
	if err != nil {
		return id, at, err
	}
	account, _, err := s.accounts.Account(ctx, target.Place)
	switch {
	case err != nil:
		return id, at, err
	case account.ReadOnly:
		err = &share.UsageError{Op: "--signer", Problem: signer + " makes a key at the server, and the place is read-only: nothing is changed there", Hint: "share it with the place's own key, or from a place that is not read-only"}
	case id.Temporary:
		err = &share.UsageError{Op: "--signer", Problem: signer + " derives the key of each link from the secret key of the place, and that is of a session: once it has ended the log could not show the link again", Hint: ownKeyInstead}
	case at.URL == "":
		err = &share.UsageError{Op: "--signer", Problem: signer + " makes keys as MinIO has them, and AWS has none that users make so", Hint: "remove it from the settings of the place"}
	case address.IsARN(target.Bucket):
		err = &share.UsageError{Op: "--signer", Problem: signer + " limits its keys to an object of a bucket, and an access point is none", Hint: "name the bucket"}
	}
	at.Signer = signer
	id.Mandate = share.Mandate{Kind: share.KindMinIOKey}
	return id, at, err
}

// ownKeyInstead is what there is to do where the credentials make no key.
const ownKeyInstead = "give the place the user's own access key"

// madeCredentials are those of the key that was made for a share: they are derived from
// those of its maker.
func madeCredentials(spec share.Spec, own aws.Credentials) (aws.Credentials, error) {
	id, ok := strings.CutPrefix(spec.Mandate.Key, madeMark)
	switch {
	case spec.Mandate.Draft():
		id = strings.Repeat("0", share.IDLen)
	case !ok:
		return aws.Credentials{}, fmt.Errorf("sign %s: its key was not made", spec.Target.URI())
	}
	secret, err := madeSecret(own.SecretAccessKey, id)
	if err != nil {
		return aws.Credentials{}, fmt.Errorf("sign %s: %w", spec.Target.URI(), err)
	}
	return aws.Credentials{AccessKeyID: madeMark + id, SecretAccessKey: secret}, nil
}

// Prepare makes a key at MinIO that may do what the link does, and nothing else. Before,
// it asks for it: that shows what the server is, to which else a stranger's object would
// be sent.
func (s *Signer) Prepare(ctx context.Context, rec share.Record, at time.Time) (share.Made, error) {
	if rec.Spec.Mandate.Kind != share.KindMinIOKey {
		return s.getSession(ctx, rec, at)
	}
	const doing = "make the key of the link"
	c, err := s.maker(ctx, "make the key of", rec)
	refused, answered := errors.AsType[*share.AnswerError](err)
	switch {
	case answered:
		return share.Made{}, refused
	case err != nil:
		return share.Made{}, &share.AnswerError{Doing: doing, Text: err.Error()}
	}
	id := madeMark + rec.ID
	there, err := c.There(ctx, id, at)
	switch {
	case err != nil:
		return share.Made{}, &share.AnswerError{Doing: doing, Text: keyWords(err)}
	case there:
		return share.Made{}, &share.AnswerError{Doing: doing, Text: "the server has a key " + id + " already"}
	}
	secret, err := madeSecret(c.Secret, rec.ID)
	if err != nil {
		return share.Made{}, &share.AnswerError{Doing: doing, Text: err.Error()}
	}
	err = c.Make(ctx, minio.Key{
		ID: id, Secret: secret, Policy: []byte(grant(rec.Spec).String()), Name: "signet", Description: "share " + rec.ID,
		Ends: madeUntil(rec.Spec, at),
	}, at)
	return share.Made{Key: id}, said(doing, err)
}

// There asks whether the key of a share is at the server.
func (s *Signer) There(ctx context.Context, rec share.Record, at time.Time) (bool, error) {
	if rec.Spec.Mandate.Kind != share.KindMinIOKey {
		return false, fmt.Errorf("ask for the key of %s: no server tells of a %s", rec.ID, rec.Spec.Mandate.Kind.Info().Name)
	}
	c, err := s.maker(ctx, "ask for the key of", rec)
	if err != nil {
		return false, err
	}
	there, err := c.There(ctx, madeMark+rec.ID, at)
	return there, said("ask for the key of "+rec.ID, err)
}

// End deletes the key of a share, or ends its session.
func (s *Signer) End(ctx context.Context, rec share.Record, at time.Time) error {
	if rec.Spec.Mandate.Kind == share.KindAWSSession {
		return &share.AnswerError{Doing: "end the session of " + rec.ID, Text: "AWS ends none before its time; the policy of the bucket can deny it by its name: signet revoke " + rec.ID + ", by the way session"}
	}
	doing := "delete the key of"
	if rec.Spec.Mandate.Kind == share.KindMinIOSession {
		doing = "end the session of"
	}
	c, err := s.maker(ctx, doing, rec)
	switch {
	case err != nil:
		return err
	case rec.Spec.Mandate.Kind == share.KindMinIOSession:
		return said(doing+" "+rec.ID, c.EndSessions(ctx, rec.ID, at))
	}
	return said(doing+" "+rec.ID, c.Delete(ctx, madeMark+rec.ID, at))
}

// maker speaks with the server of a share in the name of who made its key, or is to;
// doing is what for, as of share.MayAsk.
func (s *Signer) maker(ctx context.Context, doing string, rec share.Record) (minio.Client, error) {
	spec := rec.Spec
	if kind := spec.Mandate.Kind; kind != share.KindMinIOKey && kind != share.KindMinIOSession {
		return minio.Client{}, fmt.Errorf("nobody knows how to make a key of the kind %q", spec.Mandate.Kind)
	}
	own, err := s.credentials(ctx, spec)
	if err != nil {
		return minio.Client{}, err
	}
	account, _, err := s.accounts.Account(ctx, spec.Endpoint.Place)
	if err != nil {
		return minio.Client{}, err
	}
	if err := share.MayAsk(doing, rec, share.Asker{Endpoint: account.Endpoint, Next: "restore the place in the settings"}); err != nil {
		return minio.Client{}, err
	}
	region := cmp.Or(account.Region, spec.Endpoint.Region) // of the server, and of no bucket
	return minio.Client{Endpoint: spec.Endpoint.URL, Region: region, ID: own.AccessKeyID, Secret: own.SecretAccessKey, Send: account.Send}, nil
}

// earliestEnd is the earliest end of a key: what MinIO demands by its own clock, and as
// much again for one that is ahead of ours.
const earliestEnd = 2*minio.Soonest + time.Minute

// madeUntil is the key's own end: that of the link, which its policy says to the second, or
// the first that the server takes.
func madeUntil(spec share.Spec, at time.Time) time.Time {
	if soonest := at.Add(earliestEnd); spec.Ends().Before(soonest) {
		return soonest
	}
	return spec.Ends()
}

// grant is what the link does, as the policy of a key.
func grant(spec share.Spec) policy.Grant {
	g := policy.Grant{Actions: spec.Actions(), From: spec.Mandate.From, Ends: spec.Ends()}
	if spec.Mandate.Starts {
		g.Starts = spec.SignedAt
	}
	resource := spec.Target.Bucket + "/" + atMinIO(spec.Target.Key)
	if spec.Options.KeyPrefix {
		resource += "*"
	}
	g.Resource = address.ARN{Partition: "aws", Service: "s3", Resource: resource}.String()
	return g
}

// atMinIO writes a key into a policy. MinIO has no way to write a *, a ? or a $ that stands
// for itself: the first two match themselves, among others, and a ? matches the third. The
// link opens one object all the same, since its signature says which, and nobody else has
// the secret of the key.
func atMinIO(key string) string { return strings.ReplaceAll(key, "$", "?") }

// said is an answer in plain words; an error that is no answer stays one, as does what
// leaves open whether the server did it.
func said(doing string, err error) error {
	var refused *minio.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && !refused.Definite():
		return fmt.Errorf("%s: %s; it answered %w", doing, illWords(refused), refused)
	case refused != nil, errors.Is(err, minio.ErrOther):
		return &share.AnswerError{Doing: doing, Text: keyWords(err), Gone: refused != nil && refused.Code == minio.CodeNoKey && !refused.Foreign}
	}
	if unsent(err) {
		return &share.AnswerError{Doing: doing, Text: err.Error() + "; nothing was changed"}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// illWords are for a server that is busy or ill or has another time, or that sends a request
// on to another.
func illWords(a *minio.Refusal) string {
	if a.Status/100 == 3 {
		return "the request is sent on, where signet does not follow; where the network has a sign-in page, go through that first"
	}
	w := refusal.ExplainOwn(refusal.Answer{Status: a.Status, Code: a.Code})
	return say.Line(w.Sentence, w.Next)
}

// keyWords say what an answer means.
func keyWords(err error) string {
	var a *minio.Refusal
	switch {
	case errors.Is(err, minio.ErrOther):
		return "the server chose another id or secret for it than it was asked to, by which the log could not show the link again; that key is deleted. Share it by another signer"
	case !errors.As(err, &a):
		return err.Error()
	case !a.Definite(), a.Status/100 == 3, a.Code == "RequestTimeTooSkewed":
		return illWords(a) + "; it answered " + a.Error()
	case a.Foreign:
		return "this server has no keys that users make, or somebody before it does not let one ask for them: it answered " + a.Error() + ". Share it by another signer"
	}
	text := map[string]string{
		minio.CodeNoKey:  "there is no such key",
		minio.CodeDenied: "the server lets these credentials make and see no keys: a key with a policy of its own makes none, nor does a user to whom no policy gives a right, or whom one denies it; " + ownKeyInstead,
		minio.CodeID:     "the server takes no such id as signet chooses for a key: share it by another signer",
		minio.CodeSecret: "the server takes no such secret as signet chooses for a key: share it by another signer",
	}[a.Code]
	return say.Line(text, "it answered "+a.Error())
}
