package s3browser

import (
	"errors"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// errReadOnly says that a request was not sent: it would change something, and
// the connection only reads.
var errReadOnly = errors.New("the place is read-only: nothing that may change something is sent to it")

// reader lets nothing through that may change what is stored. It stands before
// everything that sends, so that no part of the program and no option of the SDK
// goes around it.
type reader struct{ next aws.HTTPClient }

// Do sends one request.
func (c reader) Do(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !asksForSession(r) {
		return nil, errReadOnly
	}
	return c.next.Do(r)
}

// asksForSession: the request is signed for STS, which gives out sessions and has nothing
// that could be changed. S3 takes no signature for another service.
func asksForSession(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/" && strings.Contains(r.Header.Get("Authorization"), "/sts/aws4_request,")
}
