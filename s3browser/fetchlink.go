package s3browser

import "net/http"

// Fetch sends a request to a link as it is, without any credentials, and gives the
// answer's body as it comes, however large. The certificates that are trusted and the
// waits are those of the connection, no redirect is followed, and errors name the host
// alone.
func (c *Client) Fetch(r *http.Request) (*http.Response, error) {
	l, err := c.load(r.Context())
	if err != nil {
		return nil, err
	}
	return l.config.HTTPClient.Do(r.WithContext(streamed(r.Context())))
}
