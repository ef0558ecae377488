package s3browser

import (
	"errors"
	"net/http"

	"signet/share/say"
)

// Send sends one request in the name of whoever has the credentials, once, as all others
// go. An error says in plain words why there is no answer; what is behind it is found by
// errors.Is and errors.As.
func (c *Client) Send(r *http.Request) (*http.Response, error) {
	l, err := c.load(r.Context())
	if err != nil {
		return nil, err
	}
	answer, err := l.config.HTTPClient.Do(r)
	if err != nil {
		return nil, &unansweredError{c.spoken(err), err}
	}
	return answer, nil
}

// unansweredError has no Unwrap: whoever looks for the innermost error, as the outer ones
// quote what was asked, finds the words.
type unansweredError struct {
	words string
	cause error
}

func (e *unansweredError) Error() string        { return e.words }
func (e *unansweredError) Is(target error) bool { return errors.Is(e.cause, target) }
func (e *unansweredError) As(target any) bool   { return errors.As(e.cause, target) }

// spoken says in a line why there is no answer.
func (c *Client) spoken(err error) string {
	_, what, hint := c.unheard(err)
	return say.Line(what, hint)
}
