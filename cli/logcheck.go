package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"signet/s3browser"
	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
)

// checkShare looks whether anything speaks against a recorded link, with the user's
// own credentials so that it does not count as a use, and notes in the log what it
// found. An error means that it could not be told.
func (a *app) checkShare(ctx context.Context, svc *share.Service, e ledger.Entry) (kind, detail string, err error) {
	kind, detail, err = a.stillWorks(ctx, svc, e)
	if err != nil {
		return "", "", err
	}
	l, err := a.openLog()
	if err != nil {
		return "", "", err
	}
	return kind, detail, l.Append(ctx, e.ID, ledger.Event{Kind: kind, Detail: detail})
}

func (a *app) stillWorks(ctx context.Context, svc *share.Service, e ledger.Entry) (kind, detail string, err error) {
	if e.Spec.Operation.Info().Parts {
		return a.stillUploads(ctx, svc, e)
	}
	t, bare := e.Spec.Target, e.Spec.Mandate.Kind.Info().Bare // whose link leads to no server of S3
	if !bare {
		t.Place = e.Spec.Endpoint.Place
	}
	id, _, err := svc.Signer.Identity(ctx, t, cmp.Or(e.Spec.Endpoint.Signer, share.DefaultSigner))
	if err != nil {
		return "", "", err
	}
	if id.AccessKeyID != e.Spec.AccessKeyID {
		return "", "", &share.KeyGoneError{AccessKeyID: e.Spec.AccessKeyID}
	}
	switch { // of what is many objects, none tells
	case e.Spec.Operation == share.Grant:
		return ledger.Checked, "nothing was tried: whether these credentials live on, only they themselves show", nil
	case e.Spec.Options.KeyPrefix:
		return ledger.Checked, "it takes any name that begins so: there is no object to look at", nil
	case e.Spec.Mandate.Below:
		return ledger.Checked, "it opens what is in a folder: no one object tells of it", nil
	}
	p := a.places.get(t.Place)
	if !bare { // another server has other objects, and does not know the key
		by := share.Asker{Endpoint: endpointOf(ctx, p.signer(), p.signs()), Next: "restore the place in the settings, or start signet with --endpoint URL"}
		if err := share.MayAsk("look into", e.Record, by); err != nil {
			return "", "", err
		}
	}
	head, err := p.signer().Head(ctx, t.Bucket, t.Key, t.VersionID)
	var known *s3browser.Error
	stores := e.Spec.Operation.Info().Stores
	switch {
	case err == nil:
	case !errors.As(err, &known):
		return "", "", err
	case keyRefused(known.Code):
		return ledger.CredentialGone, known.Code, nil
	case known.Status == 404 && stores:
		return ledger.Checked, "nothing is there yet", nil
	case known.Status == 404:
		return ledger.ObjectGone, "", nil
	case known.Status == 400: // a HEAD has no body that would say more
		return "", "", errors.New("the server does not say (400); most likely the object is encrypted with a key of its owner (SSE-C): try the link itself")
	default:
		return "", "", err
	}
	then := strings.Trim(e.Object.ETag, `"`)
	if !stores && e.Object.Known && then != "" && head.ETag != "" && then != head.ETag && t.VersionID == "" {
		return ledger.ObjectChanged, "another ETag than when it was shared", nil
	}
	if a.deniedToo(ctx, e) {
		return "", "", errors.New("a link like it was revoked, and by the share log the policy of the bucket denies this one too")
	}
	if e.Spec.Mandate.Kind == share.KindCloudFront {
		return ledger.Checked, "the object is there; whether CloudFront still takes the key, only the link itself shows", nil
	}
	if e.Spec.Mandate.Kind.Info().Fleeting != "" {
		return ledger.Checked, "the object is there; whether the session of the link lives on, only the link itself shows", nil
	}
	if e.Spec.Mandate.Key != "" {
		switch there, err := svc.Made(ctx, e.Record); {
		case err != nil:
			return "", "", err
		case !there:
			return ledger.CredentialGone, "the key of the link is gone", nil
		}
	}
	return ledger.Checked, "the object is there and the key is honoured", nil
}

// deniedToo reports a link that was signed while the policy of its bucket denied links
// to the object, as far as the log knows: it is open there, and opens nothing.
func (a *app) deniedToo(ctx context.Context, e ledger.Entry) bool {
	if e.Spec.Mandate.Kind.Info().Bare {
		return false // it leads to a front, whom no such statement is about
	}
	r := share.Request{Target: e.Spec.Target, Operation: e.Spec.Operation, Options: e.Spec.Options}
	return takeback.Denied(r, e.Spec.Endpoint, a.revokedIn(ctx, r.Target.Bucket), a.Clock()) != nil
}

// stillUploads looks at an upload in parts.
func (a *app) stillUploads(ctx context.Context, svc *share.Service, e ledger.Entry) (kind, detail string, err error) {
	line, err := a.uploadState(ctx, svc, e)
	if line.over() {
		return line.State, line.Words, err
	}
	return ledger.Checked, line.Words, err
}

// keyRefused reports the codes with which S3 refuses an access key or a session
// as such. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func keyRefused(code string) bool {
	switch code {
	case "InvalidAccessKeyId", "ExpiredToken", "InvalidToken", "TokenRefreshRequired":
		return true
	}
	return false
}
