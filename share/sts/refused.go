package sts

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"

	"signet/share/refusal"
	"signet/share/say"
)

// RefusedError is an answer that gives no session, in plain words.
type RefusedError struct {
	Code    string // as the server names it; empty: it does not, or nobody was asked
	Problem string
	Cause   string
	Hint    string // what to do about it
	Said    string // the server's own words, cleaned; empty: they say no more
	NoSTS   bool   // the server gives out no sessions at all
}

func (e *RefusedError) Error() string {
	return say.Line(doing+": "+e.Problem, e.Cause, e.Hint, e.Said)
}

// cause is a row of what is refused of sessions; the first that fits explains it.
type cause struct {
	codes, says string // codes apart by blanks; a part of the message in lower case
	problem     string
	why, next   string
}

// causes are those that STS has beside S3's.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors
func causes() []cause {
	return []cause{
		{
			"ValidationError InvalidParameterValue", "role chaining", "a session that is got with a session lasts an hour at most",
			"the place's own credentials are a session", "ask for an hour or less, or use the key of a user",
		},
		{
			"ValidationError InvalidParameterValue", "durationseconds", "the server gives no session of this length",
			"it is longer than the role allows, an hour unless its owner raised that, or shorter than a session can be", "ask for less time, or have the longest session of the role raised",
		},
		{
			"InvalidParameterValue ValidationError", "expiry", "the server gives no session of this length",
			"it is shorter or longer than its sessions can be", "ask for another time",
		},
		{
			"ValidationError", "rolearn", "that is no name of a role", "", "write it as IAM shows it: role_arn = \"arn:aws:iam::ACCOUNT:role/NAME\"",
		},
		{
			"MalformedPolicyDocument MalformedPolicyDocumentException MalformedPolicy", "", "the server does not understand the policy of the session",
			"it knows less of policies than signet wrote", "leave out what limits the link beside its object, or have it signed by another signer",
		},
		{
			"PackedPolicyTooLarge PackedPolicyTooLargeException", "", "the policy is too large for a session",
			"the key and the networks stand in it, beside the tags of the session", "name fewer networks, or have the link signed by another signer",
		},
		{
			"RegionDisabledException RegionDisabled", "", "AWS gives no sessions in this region to this account",
			"it was switched off for the account", "have it switched on in the account's settings of IAM, or write another region for the place",
		},
		{
			"ExpiredToken ExpiredTokenException ExpiredTokenException", "", "the session that asks has expired itself",
			"temporary credentials end by themselves", "renew it (aws sso login)",
		},
		{
			"AccessDenied AccessDeniedException", "", "these credentials may not have such a session",
			"the role does not trust them, nothing allows them sts:AssumeRole, or they are no user's own: where a session or a key made for one purpose asks, MinIO refuses",
			"have the role's trust policy name them, and sts:AssumeRole allowed; or use the key of a user",
		},
	}
}

// refused is the refusal in plain words.
func (c Client) refused(answer *http.Response, body []byte) *RefusedError {
	a := refusal.Parse(answer.StatusCode, answer.Header, body)
	e := &RefusedError{Code: a.Code}
	if noSTS(a, body) {
		e.NoSTS, e.Problem = true, "the server gives out no sessions"
		e.Cause, e.Hint = "it answers as one that knows no AssumeRole", "share with another signer of the place"
		return e
	}
	w := refusal.ExplainOwn(a)
	e.Problem, e.Cause, e.Hint = w.Sentence, w.Cause, w.Next
	message := strings.ToLower(a.Message)
	for _, row := range causes() {
		if slices.Contains(strings.Fields(row.codes), a.Code) && strings.Contains(message, row.says) {
			e.Problem, e.Cause, e.Hint = row.problem, row.why, row.next
			break
		}
	}
	if !c.quotes(string(body)) {
		e.Said = w.Said
	}
	return e
}

// noSTS: the answer is of S3 or of nobody, and none of STS, whose errors have another
// root. What S3 says of keys, times and rights it says of its caller.
func noSTS(a refusal.Answer, body []byte) bool {
	var root struct{ XMLName xml.Name }
	_ = xml.Unmarshal(body, &root)
	switch {
	case a.Redirects(), root.XMLName.Local == "ErrorResponse" && a.Code != "InvalidAction":
		return false
	case a.Code == "InvalidAction", a.Foreign:
		return true
	}
	return slices.Contains([]int{http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}, a.Status) &&
		!slices.Contains([]refusal.Kind{refusal.BadKey, refusal.BadSignature, refusal.SessionOver, refusal.Clock, refusal.WrongRegion}, refusal.Explain(a).Kind)
}

// quotes: an answer to a wrong signature repeats what was signed, the token of the caller
// with it.
func (c Client) quotes(body string) bool {
	return strings.Contains(strings.ToLower(body), "x-amz-security-token") || slices.ContainsFunc([]string{c.Credentials.SecretAccessKey, c.Credentials.SessionToken}, func(secret string) bool {
		return secret != "" && strings.Contains(body, secret[:min(len(secret), 12)])
	})
}

func longPolicy(n int) *RefusedError {
	return &RefusedError{
		Problem: "the policy would have " + say.Things(n, "character") + ", and that of a session may have " + say.Count(MaxPolicy),
		Cause:   "the key and the networks stand in it", Hint: "name fewer networks, or have the link signed by another signer",
	}
}
