package sign

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/share"
	"signet/share/refusal"
)

var _ share.Uploader = (*Signer)(nil)

// parts signs every request of an upload in parts. The last one completes it.
func (s *Signer) parts(ctx context.Context, spec share.Spec, creds aws.Credentials) (share.Signed, error) {
	calls := spec.Calls()
	if len(calls) == 0 {
		return share.Signed{}, errors.New("the upload was not started")
	}
	var last share.Signed
	signed := make([]share.SignedCall, 0, len(calls))
	for _, c := range calls {
		one, err := s.call(ctx, spec, c, nil, creds)
		if err != nil {
			return share.Signed{}, err
		}
		signed = append(signed, share.SignedCall{Call: c, URL: one.URL, SignatureSHA256: one.SignatureSHA256})
		last = one
	}
	last.Calls = signed
	return last, nil
}

// call signs one request of an upload in parts.
func (s *Signer) call(ctx context.Context, spec share.Spec, c share.Call, sent []share.Sent, creds aws.Credentials) (share.Signed, error) {
	signs, ask := share.Signs{Query: c.Query, Sent: sent}, requestBy(c.Method)
	if spec.Target.Key == "" { // of a bucket: no template is made of it
		req, err := presign(ctx, s.client(spec.Endpoint, creds), spec, c.Method, signs, requestOfBucket)
		if err != nil {
			return share.Signed{}, err
		}
		return fromSDK(req, signs), nil
	}
	return s.url(ctx, spec, c.Method, signs, ask, creds)
}

// Start starts an upload. What is to be stored with the object is sent with it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
func (s *Signer) Start(ctx context.Context, spec share.Spec) (string, error) {
	var said struct{ UploadId string } //nolint:revive // as S3 writes it
	err := s.send(ctx, spec, spec.StartCall(), nil, &said)
	if err == nil && said.UploadId == "" {
		return "", errors.New("start the upload: the server answered without an upload id")
	}
	return said.UploadId, err
}

// listing is a page of parts.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
type listing struct {
	XMLName              xml.Name `xml:"ListPartsResult"`
	IsTruncated          bool     `xml:"IsTruncated"`
	NextPartNumberMarker int      `xml:"NextPartNumberMarker"`
	Part                 []struct {
		PartNumber int
		ETag       string
		Size       int64
	} `xml:"Part"`
}

// Listed are the parts that are there, in order. A server that tells of more than an
// upload can have is not believed: it might go on for ever.
func (s *Signer) Listed(ctx context.Context, spec share.Spec) (out []share.Part, err error) {
	for after := 0; ; {
		var page listing
		if err := s.send(ctx, spec, spec.ListCall(after), nil, &page); err != nil {
			return nil, err
		}
		for _, p := range page.Part {
			out = append(out, share.Part{Number: p.PartNumber, ETag: p.ETag, Size: p.Size})
		}
		switch {
		case len(out) > share.MostParts || page.NextPartNumberMarker > share.MostParts:
			return nil, errors.New(spec.ListCall(after).Name + ": the server tells of more parts than an upload can have")
		case !page.IsTruncated:
			return out, nil
		case page.NextPartNumberMarker <= after:
			return nil, errors.New(spec.ListCall(after).Name + ": the server does not go on with it")
		}
		after = page.NextPartNumberMarker
	}
}

// unfinished is a page of uploads.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
type unfinished struct {
	XMLName xml.Name `xml:"ListMultipartUploadsResult"`
	Upload  []struct {
		Key, UploadId string //nolint:revive // as S3 writes it
		Initiated     time.Time
	} `xml:"Upload"`
}

// Unfinished are the uploads to the spec's object that the server has, the first
// thousand. MinIO tells those of a whole key only.
func (s *Signer) Unfinished(ctx context.Context, spec share.Spec) (out []share.Unfinished, err error) {
	var page unfinished
	list := share.Call{Name: "ask for unfinished uploads", Method: http.MethodGet, Query: []share.Header{{Name: "prefix", Value: spec.Target.Key}, {Name: "uploads"}}}
	spec.Target.Key, spec.Options.UploadID = "", "-" // a request of the bucket
	if err := s.send(ctx, spec, list, nil, &page); err != nil {
		return nil, err
	}
	for _, u := range page.Upload {
		if u.Key == list.Query[0].Value {
			out = append(out, share.Unfinished{ID: u.UploadId, Started: u.Initiated})
		}
	}
	return out, nil
}

// Abort drops the upload and its parts.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
func (s *Signer) Abort(ctx context.Context, spec share.Spec) error {
	return s.send(ctx, spec, spec.AbortCall(), nil, nil)
}

// Complete makes the object of the parts. S3 may answer 200 and name an error in the
// body. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
func (s *Signer) Complete(ctx context.Context, spec share.Spec, parts []share.Part) error {
	type part struct {
		PartNumber int
		ETag       string
	}
	list := struct {
		XMLName xml.Name `xml:"CompleteMultipartUpload"`
		Part    []part
	}{}
	for _, p := range parts {
		list.Part = append(list.Part, part{p.Number, p.ETag})
	}
	body, err := xml.Marshal(list)
	if err != nil {
		return err
	}
	return s.send(ctx, spec, spec.CompleteCall(), body, &struct {
		XMLName xml.Name `xml:"CompleteMultipartUploadResult"`
	}{})
}

// maxAnswer is how much of an answer is read, in bytes: a page of parts takes 300 kB.
const maxAnswer = 4 << 20

// send signs a request and sends it, once: what started an upload must not be sent
// twice. into takes the XML of the answer; nil: there is none.
func (s *Signer) send(ctx context.Context, spec share.Spec, c share.Call, body []byte, into any) error {
	creds, err := s.credentials(ctx, spec)
	if err != nil {
		return err
	}
	account, _, err := s.accounts.Account(ctx, spec.Endpoint.Place)
	if err != nil {
		return err
	}
	var sent []share.Sent
	if spec.Options.UploadID == "" {
		sent = spec.Signs().Sent
	}
	signed, err := s.call(ctx, spec, c, sent, creds)
	if err != nil {
		return fmt.Errorf("sign %s: %w", spec.Target.URI(), plain(err))
	}
	r, err := http.NewRequestWithContext(ctx, c.Method, signed.URL.Reveal(), bytes.NewReader(body))
	if err != nil || account.Send == nil {
		return errors.New(c.Name + ": no request can be sent from here") // the cause would quote the link
	}
	for _, h := range signed.Headers {
		r.Header.Set(h.Name, h.Value)
	}
	answer, err := account.Send(r)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Name, plain(err))
	}
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	return read(c.Name, answer, said, err, into)
}

// read takes an answer, or says why it is a refusal.
func read(doing string, answer *http.Response, body []byte, err error, into any) error {
	var root struct{ XMLName xml.Name }
	_ = xml.Unmarshal(body, &root)
	if answer.StatusCode >= http.StatusMultipleChoices || root.XMLName.Local == "Error" {
		return refused(doing, answer, body)
	}
	switch {
	case err != nil:
		return fmt.Errorf("%s: the answer broke off", doing)
	case into == nil:
		return nil
	}
	if err := xml.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%s: the answer cannot be read", doing)
	}
	return nil
}

// refused is the refusal in plain words, and the server's own beside them. After a failure
// of the server, or of a proxy before it, nobody knows whether it was done: that is no
// *share.AnswerError.
func refused(doing string, answer *http.Response, body []byte) error {
	a := refusal.Parse(answer.StatusCode, answer.Header, body)
	w := refusal.ExplainOwn(a) // nobody used a link
	text := w.Sentence
	for _, more := range []string{w.Cause, w.Next} {
		if more != "" {
			text += "; " + more
		}
	}
	if a.Message != "" && !strings.Contains(text, a.Message) {
		text += fmt.Sprintf(" (%s: %q)", a.Code, a.Message)
	}
	if w.Kind == refusal.Broken {
		return errors.New(doing + ": " + text)
	}
	return &share.AnswerError{Doing: doing, Text: text, Gone: a.Code == "NoSuchUpload"}
}
