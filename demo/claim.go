package demo

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// claim is what a request says about its signature, before anything is believed.
type claim struct {
	scope         scope
	at            time.Time
	signedHeaders []string
	signature     string
	token         string
	payload       string        // declared hash of the body
	lifetime      time.Duration // of a link
	link          bool          // signed in the query
	form          bool          // signed in the fields of a form
}

// authType is how policies call the place of a signature.
func (c claim) authType() string {
	switch {
	case c.form:
		return "POST"
	case c.link:
		return "REST-QUERY-STRING"
	}
	return "REST-HEADER"
}

// readClaim finds the one signature of a request.
func readClaim(r *http.Request, q url.Values) (claim, *refusal) {
	inQuery := q.Has("X-Amz-Algorithm") || q.Has("X-Amz-Signature") || q.Has("X-Amz-Credential")
	inHeader := r.Header.Get("Authorization") != ""
	v2 := q.Has("Signature") && q.Has("AWSAccessKeyId")
	switch {
	case inHeader && (inQuery || v2):
		return claim{}, malformed("InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified").
			with("ArgumentName", "Authorization")
	case v2:
		return claim{}, malformed("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.")
	case inQuery:
		return claimFromQuery(r, q)
	case inHeader:
		return claimFromHeader(r)
	}
	return claim{}, denied("Access Denied")
}

// claimFromQuery reads a pre-signed URL.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func claimFromQuery(r *http.Request, q url.Values) (claim, *refusal) {
	bad := func(format string, args ...any) (claim, *refusal) {
		return claim{}, malformed("AuthorizationQueryParametersError", format, args...)
	}
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"} {
		if len(q[name]) != 1 || q.Get(name) == "" {
			return bad("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")
		}
	}
	if q.Get("X-Amz-Algorithm") != algorithm {
		return bad("X-Amz-Algorithm only supports %q", algorithm)
	}
	s, ok := parseScope(q.Get("X-Amz-Credential"))
	if !ok {
		return bad(`Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`)
	}
	at, err := time.Parse(longFormat, q.Get("X-Amz-Date"))
	if err != nil {
		return bad(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)
	}
	seconds, err := strconv.ParseInt(q.Get("X-Amz-Expires"), 10, 64)
	switch {
	case err != nil:
		return bad("X-Amz-Expires should be a number")
	case seconds < 0:
		return bad("X-Amz-Expires must be non-negative")
	case seconds > 604800:
		return bad("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")
	}
	payload := unsigned
	for _, declared := range []string{q.Get("X-Amz-Content-Sha256"), r.Header.Get("X-Amz-Content-Sha256")} {
		if declared != "" {
			payload = declared
		}
	}
	return claim{
		scope: s, at: at, lifetime: time.Duration(seconds) * time.Second, link: true, payload: payload,
		signedHeaders: strings.Split(q.Get("X-Amz-SignedHeaders"), ";"),
		signature:     q.Get("X-Amz-Signature"), token: q.Get("X-Amz-Security-Token"),
	}, nil
}

// claimFromHeader reads an Authorization header.
func claimFromHeader(r *http.Request) (claim, *refusal) {
	text := r.Header.Get("Authorization")
	kind, rest, _ := strings.Cut(text, " ")
	switch {
	case kind == "AWS":
		return claim{}, malformed("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.")
	case kind != algorithm:
		return claim{}, malformed("InvalidArgument", "Unsupported Authorization Type").with("ArgumentName", "Authorization")
	}
	fields := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if _, twice := fields[name]; !ok || twice {
			return claim{}, badHeader("the authorization component %q is malformed.", name)
		}
		fields[name] = value
	}
	for _, name := range []string{"Credential", "SignedHeaders", "Signature"} {
		if fields[name] == "" {
			return claim{}, badHeader("the authorization header requires three components: Credential, SignedHeaders, and Signature.")
		}
	}
	s, ok := parseScope(fields["Credential"])
	if !ok {
		return claim{}, badHeader(`the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`)
	}
	at, err := time.Parse(longFormat, r.Header.Get("X-Amz-Date"))
	if err != nil {
		return claim{}, denied("AWS authentication requires a valid Date or x-amz-date header")
	}
	return claim{
		scope: s, at: at, signedHeaders: strings.Split(fields["SignedHeaders"], ";"),
		signature: fields["Signature"], token: r.Header.Get("X-Amz-Security-Token"),
		payload: r.Header.Get("X-Amz-Content-Sha256"),
	}, nil
}

func badHeader(format string, args ...any) *refusal {
	return malformed("AuthorizationHeaderMalformed", "The authorization header is malformed; "+format, args...)
}

// checkHeaders demands that the host and every x-amz-* header sent is signed,
// so that a holder of a link cannot add an ACL or metadata of his own.
func (c claim) checkHeaders(r *http.Request) *refusal {
	if !slices.Contains(c.signedHeaders, "host") {
		return malformed("MissingSecurityHeader", "Your request is missing a required header: host must be signed").with("MissingHeaderName", "host")
	}
	var loose []string
	for name := range r.Header {
		lower := strings.ToLower(name)
		if strings.HasPrefix(lower, "x-amz-") && !slices.Contains(c.signedHeaders, lower) {
			loose = append(loose, lower)
		}
	}
	if len(loose) > 0 {
		slices.Sort(loose)
		return denied("There were headers present in the request which were not signed").with("HeadersNotSigned", strings.Join(loose, ", "))
	}
	return nil
}

// checkTime holds the claim against the clock. A link is dead at the very
// second its time is over; a clock may be off by 15 minutes.
func (c claim) checkTime(now time.Time) *refusal {
	const skew = 15 * time.Minute
	if !c.link {
		if d := now.Sub(c.at); d > skew || d < -skew {
			return refuse(http.StatusForbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.").
				with("RequestTime", c.at.Format(longFormat)).with("ServerTime", stamp(now)).
				with("MaxAllowedSkewMilliseconds", strconv.FormatInt(skew.Milliseconds(), 10))
		}
		return nil
	}
	if c.at.Sub(now) > skew {
		return denied("Request is not valid yet").with("ServerTime", stamp(now))
	}
	if end := c.at.Add(c.lifetime); !now.Before(end) {
		return denied("Request has expired").with("X-Amz-Expires", strconv.Itoa(int(c.lifetime/time.Second))).
			with("Expires", end.UTC().Format(time.RFC3339)).with("ServerTime", now.UTC().Format(time.RFC3339))
	}
	return nil
}

// checkScope holds the scope against where the request arrived.
func (c claim) checkScope(region, service string) *refusal {
	fail := func(format string, args ...any) *refusal {
		if c.link {
			return malformed("AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter; "+format, args...)
		}
		return badHeader(format, args...)
	}
	switch {
	case c.scope.Date != c.at.Format(dateFormat):
		return fail("Invalid credential date %q. This date is not the same as X-Amz-Date: %q.", c.scope.Date, c.at.Format(dateFormat))
	case c.scope.Service != service:
		return fail("incorrect service %q. This endpoint belongs to %q.", c.scope.Service, service)
	case c.scope.Terminal != terminal:
		return fail("incorrect terminal %q. This endpoint uses %q.", c.scope.Terminal, terminal)
	case c.scope.Region != region:
		return fail("the region '%s' is wrong; expecting '%s'", c.scope.Region, region).with("Region", region)
	}
	return nil
}
