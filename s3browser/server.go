package s3browser

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// IsMinIO asks a server, without any credentials, and reports one that says of itself that
// it is MinIO: by its name, or, where a proxy puts its own in that place, by the headers
// in which MinIO says why a HEAD was refused. An error: it does not answer.
func (c *Client) IsMinIO(ctx context.Context, endpoint, bucket string) (bool, error) {
	l, err := c.load(ctx)
	if err != nil {
		return false, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, strings.TrimSuffix(endpoint, "/")+"/"+url.PathEscape(bucket), nil)
	if err != nil {
		return false, err
	}
	answer, err := l.config.HTTPClient.Do(r)
	if err != nil {
		return false, err
	}
	_ = answer.Body.Close()
	name := strings.ToLower(answer.Header.Get("Server"))
	return strings.HasPrefix(name, "minio") || answer.Header.Get("X-Minio-Error-Code") != "", nil
}
