package sts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"signet/share"
	"signet/share/refusal"
)

// DataAccess is what is asked of S3 Access Grants: credentials for what somebody has
// granted to the caller, without rights of IAM of his own.
type DataAccess struct {
	Account    string // whose instance it is, 12 digits
	Target     string // s3://bucket/prefix*
	Permission string // READ, WRITE, READWRITE
	Life       time.Duration
}

// dataAccess is the answer.
type dataAccess struct {
	XMLName xml.Name `xml:"GetDataAccessResult"`
	Keys    struct {
		ID      string `xml:"AccessKeyId"`
		Secret  string `xml:"SecretAccessKey"`
		Token   string `xml:"SessionToken"`
		Expires string `xml:"Expiration"`
	} `xml:"Credentials"`
}

// GetDataAccess asks for credentials for the target alone, however much was granted.
// The client's endpoint is address.Control of the account. Errors are as of AssumeRole.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetDataAccess.html
func (c Client) GetDataAccess(ctx context.Context, o DataAccess) (Session, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := c.dataRequest(ctx, o)
	if err != nil {
		return Session{}, err
	}
	body, err := c.answer(r, c.noGrant)
	if err != nil {
		return Session{}, err
	}
	var in dataAccess
	if xml.Unmarshal(body, &in) != nil {
		return Session{}, errors.New(doing + ": the answer cannot be read")
	}
	ends, err := time.Parse(time.RFC3339, strings.TrimSpace(in.Keys.Expires))
	if err != nil || in.Keys.ID == "" || in.Keys.Secret == "" || in.Keys.Token == "" || !plain(in.Keys.ID+in.Keys.Secret+in.Keys.Token) {
		return Session{}, errors.New(doing + ": the server answered without a whole session")
	}
	return Session{AccessKeyID: in.Keys.ID, SecretKey: share.NewSecret(in.Keys.Secret), Token: share.NewSecret(in.Keys.Token), Expires: ends.UTC()}, nil
}

// dataRequest is a request that is signed in its headers.
func (c Client) dataRequest(ctx context.Context, o DataAccess) (*http.Request, error) {
	q := url.Values{"target": {o.Target}, "permission": {o.Permission}, "privilege": {"Minimal"}}
	if o.Life > 0 {
		q.Set("durationSeconds", strconv.FormatInt(int64(o.Life/time.Second), 10))
	}
	at := c.Endpoint + "/v20180820/accessgrantsinstance/dataaccess?" + strings.ReplaceAll(q.Encode(), "+", "%20")
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil || c.Endpoint == "" || c.Send == nil {
		return nil, errors.New(doing + ": it is not known where")
	}
	sum := sha256.Sum256(nil)
	hash := hex.EncodeToString(sum[:])
	r.Header.Set("X-Amz-Account-Id", o.Account)
	r.Header.Set("X-Amz-Content-Sha256", hash)
	now := time.Now
	if c.Now != nil {
		now = c.Now
	}
	if err := v4.NewSigner().SignHTTP(ctx, c.Credentials, r, hash, "s3", c.Region, now().UTC(), func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }); err != nil {
		return nil, errors.New(doing + ": the request cannot be signed")
	}
	return r, nil
}

// noGrant is the refusal in plain words.
func (c Client) noGrant(answer *http.Response, body []byte) *RefusedError {
	a := refusal.Parse(answer.StatusCode, answer.Header, body)
	w := refusal.ExplainOwn(a)
	e := &RefusedError{Code: a.Code, Problem: w.Sentence, Cause: w.Cause, Hint: w.Next}
	switch a.Code {
	case "AccessDenied", "AccessDeniedException":
		e.Problem, e.Cause, e.Hint = "no grant gives these credentials that access there", "nobody granted it, or they lack s3:GetDataAccess", "have it granted in S3 Access Grants, or take less"
	case "AccessGrantsInstanceNotExistsError", "NoSuchAccessGrantsInstance":
		e.Problem, e.Cause, e.Hint = "the account has no S3 Access Grants in this region", "", "name the account whose they are, or use a role"
	}
	if !c.quotes(string(body)) {
		e.Said = w.Said
	}
	return e
}
