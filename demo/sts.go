package demo

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"signet/share/policy"
)

// sessionToken answers AssumeRole and GetSessionToken, the two calls of STS
// that clients need to sign with temporary credentials. Each user may assume the one role
// that is here, and do with it what he may, narrowed by the policy that he gives.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
func (f *front) sessionToken(w http.ResponseWriter, r *http.Request, t target) {
	i, no := f.issue(r, t)
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
		i.document(&b)
	}
	_, _ = w.Write([]byte(b.String()))
}

const stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

// issued is a session, and by which call.
type issued struct {
	Credentials
	action, name string
}

// issue proves who asks, and makes the session.
func (f *front) issue(r *http.Request, t target) (issued, *refusal) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	if err != nil {
		return issued{}, incomplete()
	}
	hash := hexSHA256(body) // STS clients sign it without naming it in a header
	c, no := verify(f.keys, r, t.query, place{f.region, "sts"}, f.store.clock(), hash)
	if no != nil {
		return issued{}, no
	}
	form, err := url.ParseQuery(string(body))
	action := form.Get("Action")
	switch {
	case c.claim.payload != hash:
		return issued{}, malformed("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.")
	case c.derived:
		return issued{}, denied("Cannot call %s with session credentials", action)
	case err != nil || action != "AssumeRole" && action != "GetSessionToken":
		return issued{}, malformed("InvalidAction", "Could not find operation %s", action)
	}
	o, no := f.orderOf(action, form)
	if no != nil {
		return issued{}, no
	}
	s, err := f.keys.session(f.keys.of(c.principal), f.random, o)
	if err != nil {
		return issued{}, asRefusal(err)
	}
	return issued{s, action, o.name}, nil
}

// orderOf reads what is asked of a session.
func (f *front) orderOf(action string, form url.Values) (order, *refusal) {
	d, no := sessionLength(form.Get("DurationSeconds"))
	o := order{end: f.store.clock().Add(d)}
	if no != nil || action != "AssumeRole" {
		return o, no
	}
	o.policy, o.kind, o.name = form.Get("Policy"), form.Get("TokenRevokeType"), cmp.Or(form.Get("RoleSessionName"), "session")
	switch role := form.Get("RoleArn"); {
	case strings.HasPrefix(role, "arn:aws:iam:") && !strings.HasSuffix(role, ":role/"+roleName): // MinIO reads none
		return o, denied("User is not authorized to perform: sts:AssumeRole on resource: %s", role)
	case len(o.name) < 2 || len(o.name) > 64 || strings.Trim(o.name, sessionNameLetters) != "":
		return o, malformed("ValidationError", "The RoleSessionName must be 2 to 64 letters, digits or characters of =,.@-")
	case len(o.policy) > 2048:
		return o, malformed("ValidationError", "The Policy must have length less than or equal to 2048")
	case o.policy != "":
		return o, sessionRules([]byte(o.policy))
	}
	return o, nil
}

// longestToken is how long a token of AWS may be, in bytes.
const longestToken = 4096

const sessionNameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-"

// sessionRules judges the policy of a session or a key before it is issued.
func sessionRules(text []byte) *refusal {
	_, err := policy.ReadRules(text, policy.OfSession)
	switch {
	case errors.Is(err, policy.ErrUnknown):
		return unenforced(err)
	case err != nil:
		return malformed("MalformedPolicyDocument", "%v", err)
	}
	return nil
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

func (i issued) document(b *strings.Builder) {
	b.WriteString(`<` + i.action + `Response xmlns="` + stsNamespace + `"><` + i.action + `Result><Credentials>`)
	element(b, "AccessKeyId", i.AccessKeyID)
	element(b, "SecretAccessKey", i.SecretKey)
	element(b, "SessionToken", i.SessionToken)
	element(b, "Expiration", i.Expires.Format(time.RFC3339))
	b.WriteString("</Credentials>")
	if i.action == "AssumeRole" {
		who := principal{role: i.name}
		b.WriteString("<AssumedRoleUser>")
		element(b, "Arn", who.arn())
		element(b, "AssumedRoleId", who.userID())
		b.WriteString("</AssumedRoleUser>")
		element(b, "SessionTokenSize", strconv.Itoa(len(i.SessionToken)))
		element(b, "SessionTokenUtilization", strconv.Itoa(len(i.SessionToken)*100/longestToken))
	}
	b.WriteString(`</` + i.action + `Result></` + i.action + `Response>`)
}
