package sign

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"signet/share"
)

// judged signs the address of a link anew, with the SDK's own pre-signer.
func judged(t *testing.T, c share.SignedCall, spec share.Spec, token string) string {
	t.Helper()
	bare, _, _ := strings.Cut(c.URL.Reveal(), "?")
	r, err := http.NewRequestWithContext(t.Context(), c.Method, bare, nil)
	if err != nil {
		t.Fatal(err)
	}
	q := r.URL.Query()
	for _, p := range c.Query {
		q.Set(p.Name, p.Value)
	}
	q.Set("X-Amz-Expires", "86400")
	r.URL.RawQuery = q.Encode()
	creds := aws.Credentials{AccessKeyID: exampleKey, SecretAccessKey: exampleSecret, SessionToken: token}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	signed, _, err := signer.PresignHTTP(context.Background(), creds, r, "UNSIGNED-PAYLOAD", "s3", spec.Endpoint.Region, spec.SignedAt)
	if err != nil {
		t.Fatal(err)
	}
	return signatureOf(signed)
}

// Every link of an upload in parts is the SDK's own, at every kind of address and for
// every awkward key; the quick way and the SDK's way alike; and its hash is the log's.
func TestEveryPartIsAsTheSDKSignsIt(t *testing.T) {
	for _, bucket := range []string{"bucket", "dotted.bucket", "arn:aws:s3:us-east-1:123456789012:accesspoint/myap"} {
		for i, key := range awkward() {
			spec := specFor(share.InParts, bucket, key)
			if i%2 == 1 && !strings.HasPrefix(bucket, "arn:") {
				spec.Endpoint = share.Endpoint{Region: "us-east-1", URL: "http://127.0.0.1:9000", PathStyle: true}
			}
			spec.Options = share.Options{TotalSize: 1050*8<<20 - 5, PartSize: 8 << 20, UploadID: "2~a+b/c=_.-", TrackID: "0samzyhyqbkf2", ContentType: "video/mp4"}
			if i > 0 {
				spec.Options.TotalSize = 3 * 8 << 20
			}
			token := []string{"", "to/ken+x=="}[i%2]
			signed := mustSign(t, New(example(token)), spec)
			if len(signed.Calls) != len(spec.Calls()) || len(signed.Headers) > 0 || signed.Method != "POST" {
				t.Fatalf("%d links, headers %v, %s", len(signed.Calls), signed.Headers, signed.Method)
			}
			for _, c := range signed.Calls {
				if got := signatureOf(c.URL.Reveal()); got != judged(t, c, spec, token) || c.SignatureSHA256 != fingerprint(got) {
					t.Errorf("%s of %s %q is not signed as the SDK signs it", c.Name, bucket, key)
				}
			}
		}
	}
}

// The log makes the links again: the same bytes from the same spec.
func TestPartsAreDeterministic(t *testing.T) {
	spec := specFor(share.InParts, "bucket", "a b")
	spec.Options = share.Options{TotalSize: 30 << 20, PartSize: 8 << 20, UploadID: "u1"}
	s := New(example(""))
	first := mustSign(t, s, spec)
	for _, again := range []share.Signed{mustSign(t, s, spec), mustSign(t, New(example("")), spec)} {
		for i := range first.Calls {
			if first.Calls[i].URL.Reveal() != again.Calls[i].URL.Reveal() {
				t.Fatalf("%s differs", first.Calls[i].Name)
			}
		}
	}
	spec.Options.UploadID = ""
	if _, err := s.Sign(t.Context(), spec); err == nil {
		t.Error("links of an upload that nobody started")
	}
}

// Requests of one's own: what is stored goes with the start alone, and answers that
// are no success are told in plain words beside the server's own.
func TestUploadsAreStartedListedAndEnded(t *testing.T) {
	var asked []*http.Request
	answers := []string{}
	a := example("")
	s := New(sending{a, func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r)
		status, body, _ := strings.Cut(answers[len(asked)-1], " ")
		code := map[string]int{"200": 200, "204": 204, "403": 403, "404": 404}[status]
		return &http.Response{StatusCode: code, Header: http.Header{}, Body: closer{strings.NewReader(body)}}, nil
	}})
	spec := specFor(share.InParts, "bucket", "a.iso")
	spec.Options = share.Options{TotalSize: 30 << 20, PartSize: 8 << 20, ContentType: "video/mp4"}
	answers = []string{
		`200 <InitiateMultipartUploadResult xmlns="x"><UploadId>u1</UploadId></InitiateMultipartUploadResult>`,
		`403 <Error><Code>AccessDenied</Code><Message>not you</Message></Error>`,
		`200 <ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker><Part><PartNumber>1</PartNumber><ETag>"e1"</ETag><Size>7</Size></Part></ListPartsResult>`,
		`200 <ListPartsResult><IsTruncated>false</IsTruncated><Part><PartNumber>2</PartNumber><ETag>"e2"</ETag><Size>8</Size></Part></ListPartsResult>`,
		`200 <Error><Code>InternalError</Code><Message>later</Message></Error>`,
		`404 <Error><Code>NoSuchUpload</Code><Message>gone</Message></Error>`,
		`200 <ListMultipartUploadsResult><Upload><Key>a.iso</Key><UploadId>u7</UploadId><Initiated>2013-05-24T00:00:01.000Z</Initiated></Upload><Upload><Key>a.iso2</Key><UploadId>u8</UploadId></Upload></ListMultipartUploadsResult>`,
	}
	if id, err := s.Start(t.Context(), spec); id != "u1" || err != nil || asked[0].Header.Get("Content-Type") != "video/mp4" || !strings.Contains(asked[0].URL.RawQuery, "uploads=") {
		t.Errorf("started %q: %v", id, err)
	}
	if _, err := s.Start(t.Context(), spec); err == nil || !strings.Contains(err.Error(), "not you") || strings.Contains(err.Error(), "X-Amz") {
		t.Errorf("refused: %v", err)
	}
	spec.Options.UploadID = "u1"
	if parts, err := s.Listed(t.Context(), spec); err != nil || len(parts) != 2 || parts[1] != (share.Part{Number: 2, ETag: `"e2"`, Size: 8}) || asked[2].Header.Get("Content-Type") != "" {
		t.Errorf("listed %v: %v", parts, err)
	}
	if err := s.Complete(t.Context(), spec, []share.Part{{Number: 1, ETag: `"e1"`}}); err == nil || !strings.Contains(err.Error(), "later") {
		t.Errorf("an error within a success: %v", err)
	}
	gone := &share.AnswerError{}
	if err := s.Abort(t.Context(), spec); !asAnswer(err, &gone) || !gone.Gone {
		t.Errorf("gone: %v", err)
	}
	if all, err := s.Unfinished(t.Context(), spec); err != nil || len(all) != 1 || all[0].ID != "u7" || asked[6].URL.Path != "/" && asked[6].URL.Path != "" {
		t.Errorf("unfinished %v: %v, at %s", all, err, asked[6].URL.Path)
	}
}

// sending are accounts that can send.
type sending struct {
	accounts
	send func(*http.Request) (*http.Response, error)
}

func (s sending) Account(ctx context.Context, place string) (Account, string, error) {
	a, name, err := s.accounts.Account(ctx, place)
	a.Send = s.send
	return a, name, err
}

type closer struct{ *strings.Reader }

func (closer) Close() error { return nil }

func asAnswer(err error, into **share.AnswerError) bool { return errors.As(err, into) }

// A list of parts that would never end, or ends before it says so, is none.
func TestListsOfPartsThatLie(t *testing.T) {
	for next, want := range map[string]string{"9": "does not go on", "10001": "more parts than an upload can have"} {
		asked := 0
		s := New(sending{example(""), func(*http.Request) (*http.Response, error) {
			asked++
			body := `<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>` + next + `</NextPartNumberMarker><Part><PartNumber>9</PartNumber></Part></ListPartsResult>`
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: closer{strings.NewReader(body)}}, nil
		}})
		spec := specFor(share.InParts, "bucket", "a.iso")
		spec.Options = share.Options{TotalSize: 30 << 20, PartSize: 8 << 20, UploadID: "u1"}
		if parts, err := s.Listed(t.Context(), spec); err == nil || parts != nil || !strings.Contains(err.Error(), want) || asked > 2 {
			t.Errorf("next %s: %d asked, %v, %v", next, asked, parts, err)
		}
	}
}
