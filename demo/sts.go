package demo

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// sessionToken answers AssumeRole and GetSessionToken, the two calls of STS
// that clients need to sign with temporary credentials. There are no roles and
// no session policies here: a session may do what its user may.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
func (f *front) sessionToken(w http.ResponseWriter, r *http.Request, t target) {
	action, form, s, no := f.issue(r, t)
	var b strings.Builder
	b.WriteString(xml.Header)
	w.Header().Set("Content-Type", "text/xml")
	if no != nil {
		b.WriteString(`<ErrorResponse xmlns="` + stsNamespace + `"><Error>`)
		element(&b, "Code", no.Code)
		element(&b, "Message", no.Message)
		b.WriteString("</Error></ErrorResponse>")
		w.WriteHeader(no.Status)
	} else {
		sessionDocument(&b, action, form, s)
	}
	_, _ = w.Write([]byte(b.String()))
}

const stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

// issue proves who asks, and makes the session.
func (f *front) issue(r *http.Request, t target) (string, url.Values, Credentials, *refusal) {
	fail := func(no *refusal) (string, url.Values, Credentials, *refusal) { return "", nil, Credentials{}, no }
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	if err != nil {
		return fail(incomplete())
	}
	hash := hexSHA256(body) // STS clients sign it without naming it in a header
	c, no := verify(f.keys, r, t.query, place{f.region, "sts"}, f.store.clock(), hash)
	if no != nil {
		return fail(no)
	}
	form, err := url.ParseQuery(string(body))
	action := form.Get("Action")
	switch {
	case c.claim.payload != hash:
		return fail(malformed("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed."))
	case c.claim.token != "":
		return fail(denied("Cannot call %s with session credentials", action))
	case err != nil || action != "AssumeRole" && action != "GetSessionToken":
		return fail(malformed("InvalidAction", "Could not find operation %s", action))
	}
	d, no := sessionLength(form.Get("DurationSeconds"))
	if no != nil {
		return fail(no)
	}
	parent := f.keys.owner
	if c.Guest {
		parent = f.keys.guest
	}
	s, err := f.keys.session(parent, f.random, f.store.clock().Add(d))
	if err != nil {
		return fail(asRefusal(err))
	}
	return action, form, s, nil
}

func sessionLength(text string) (time.Duration, *refusal) {
	if text == "" {
		return time.Hour, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 900 || n > 129600 {
		return 0, malformed("ValidationError", "The requested DurationSeconds must be between 900 and 129600.")
	}
	return time.Duration(n) * time.Second, nil
}

func sessionDocument(b *strings.Builder, action string, form url.Values, s Credentials) {
	b.WriteString(`<` + action + `Response xmlns="` + stsNamespace + `"><` + action + `Result><Credentials>`)
	element(b, "AccessKeyId", s.AccessKeyID)
	element(b, "SecretAccessKey", s.SecretKey)
	element(b, "SessionToken", s.SessionToken)
	element(b, "Expiration", s.Expires.Format(time.RFC3339))
	b.WriteString("</Credentials>")
	if action == "AssumeRole" {
		b.WriteString("<AssumedRoleUser>")
		element(b, "Arn", form.Get("RoleArn")+"/"+form.Get("RoleSessionName"))
		element(b, "AssumedRoleId", "AROADEMO:"+form.Get("RoleSessionName"))
		b.WriteString("</AssumedRoleUser>")
	}
	b.WriteString(`</` + action + `Result></` + action + `Response>`)
}
