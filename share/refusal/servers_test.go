package refusal

import (
	"net/http"
	"strings"
	"testing"
)

// answerOf is the body of a refusal.
func answerOf(code, message, more string) []byte {
	esc := strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(message)
	return []byte("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + esc + "</Message>" + more + "</Error>")
}

// What real servers answer to a listing: the kind, a part of our words, and never a
// right or a link where the cause is another.
func TestWhatServersSayToAListing(t *testing.T) {
	for name, c := range map[string]struct {
		status              int
		code, message, more string
		kind                Kind
		has, region         string
	}{
		"MinIO's console":          {400, "InvalidArgument", "S3 API Requests must be made to API port.", "", NotS3, "this port belongs to MinIO's console", ""},
		"R2, a short key":          {400, "InvalidArgument", "Credential access key has length 25, should be 32", "", BadKey, "none of this store", ""},
		"R2, a token as key":       {400, "InvalidArgument", "Credential access key has length 40, should be 32", "", BadKey, "none of this store", ""},
		"B2, its cap":              {403, "AccessDenied", "Cannot download file, download bandwidth or transaction (Class B) cap exceeded.", "", Limited, "cap is reached", ""},
		"B2, another cap":          {403, "AccessDenied", "Transaction cap exceeded. See the Caps & Alerts page.", "", Limited, "cap is reached", ""},
		"B2, storage":              {403, "AccessDenied", "Storage cap exceeded", "", Limited, "cap is reached", ""},
		"B2, a key of another API": {403, "InvalidAccessKeyId", "Malformed Access Key Id", "", BadKey, "no such access key for S3", ""},
		"Garage, the region":       {400, "AuthorizationHeaderMalformed", "Authorization header malformed, unexpected scope: 20260519/us-east-1/s3/aws4_request", "<Region>garage</Region>", WrongRegion, "another region", "garage"},
		"versitygw, the region":    {400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'NL'", "", WrongRegion, "NL", "NL"},
		"AWS, plain":               {403, "AccessDenied", "Access Denied", "", Denied, "access denied", ""},
		"AWS, bucket policy":       {403, "AccessDenied", "User: arn:aws:iam::123456789012:user/a is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::b\" with an explicit deny in a resource-based policy", "", Denied, "explicit deny", ""},
		"AWS, service control":     {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket on resource: y with an explicit deny in a service control policy", "", Denied, "policy of the organisation", ""},
		"AWS, no service control":  {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket on resource: y because no service control policy allows the s3:ListBucket action", "", Denied, "policy of the organisation", ""},
		"AWS, resource control":    {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket on resource: y with an explicit deny in a resource control policy", "", Denied, "policy of the organisation", ""},
		"AWS, VPC endpoint":        {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket on resource: y because no VPC endpoint policy allows the s3:ListBucket action", "", Denied, "VPC endpoint", ""},
		"AWS, VPC endpoint denies": {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket with an explicit deny in a VPC endpoint policy", "", Denied, "VPC endpoint", ""},
		"AWS, boundary":            {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket because no permissions boundary allows the s3:ListBucket action", "", Denied, "permissions boundary", ""},
		"AWS, session policy":      {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket because no session policy allows the s3:ListBucket action", "", Denied, "session", ""},
		"AWS, no policy":           {403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket on resource: y because no identity-based policy allows the s3:ListBucket action", "", Denied, "no policy allows", ""},
		"AWS, KMS":                 {403, "AccessDenied", "User: x is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action", "", Encrypted, "key that encrypts", ""},
		"AWS, KMS disabled":        {400, "KMS.DisabledException", "arn:aws:kms:eu-west-1:1:key/k is disabled.", "", Encrypted, "not usable", ""},
		"AWS, account":             {403, "AccountProblem", "There is a problem with your AWS account that prevents the operation from completing successfully.", "", Limited, "may not use this service", ""},
		"AWS, not signed up":       {403, "NotSignedUp", "Your account is not signed up for the Amazon S3 service.", "", Limited, "may not use this service", ""},
		"AWS, all disabled":        {403, "AllAccessDisabled", "All access to this object has been disabled", "", Limited, "disabled", ""},
		"AWS, payer":               {403, "InvalidPayer", "All access to this object has been disabled.", "", Limited, "disabled", ""},
		"AWS, subscription":        {403, "OptInRequired", "The AWS Access Key Id needs a subscription for the service", "", Limited, "may not use this service", ""},
		"AWS, expired":             {400, "ExpiredToken", "The provided token has expired.", "", SessionOver, "session", ""},
		"AWS, token":               {400, "InvalidToken", "The provided token is malformed or otherwise invalid.", "", SessionOver, "session", ""},
		"AWS, clock":               {403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", "", Clock, "clocks", ""},
		"AWS, secret":              {403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", "", BadSignature, "signature", ""},
		"AWS, redirect":            {301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint.", "<Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>", WrongRegion, "another region", "eu-west-1"},
		"AWS, location":            {400, "IllegalLocationConstraintException", "The eu-south-1 location constraint is incompatible for the region specific endpoint this request was sent to.", "", WrongRegion, "region", ""},
		"AWS, slow down":           {503, "SlowDown", "Please reduce your request rate.", "", Busy, "slow down", ""},
		"AWS, security":            {403, "InvalidSecurity", "The provided security credentials are not valid.", "", BadKey, "credentials", ""},
		"MinIO, disabled key":      {403, "XMinioAccessKeyDisabled", "The access key is disabled", "", BadKey, "disabled", ""},
		"MinIO, quota":             {400, "XMinioAdminBucketQuotaExceeded", "Bucket quota exceeded", "", Limited, "full", ""},
		"Ceph, suspended":          {403, "UserSuspended", "", "", Limited, "suspended", ""},
		"Ceph, quota":              {403, "QuotaExceeded", "", "", Limited, "full", ""},
		"Ceph, silent":             {403, "AccessDenied", "", "", Denied, "access denied", ""},
		"Google, who may not":      {403, "AccessDenied", "Access denied.", "<Details>a@b.iam.example does not have storage.objects.list access to the Google Cloud Storage bucket.</Details>", Denied, "access denied", ""},
		"Google, billing":          {403, "AccessDenied", "Access denied.", "<Details>The project to be billed is associated with an absent billing account.</Details>", Limited, "payment", ""},
		"Google, closed":           {403, "UserProjectAccountProblem", "The project exists, but there is a problem with it.", "", Limited, "payment", ""},
		"Wasabi, public":           {403, "AccessDenied", "Public use of objects is not allowed by default. Contact Support", "", Denied, "public access", ""},
		"Wasabi, suspended":        {403, "AccessDenied", "The account has been suspended.", "", Limited, "suspended", ""},
		"Alibaba, overdue":         {403, "UserDisable", "UserDisable", "", Limited, "suspended", ""},
		"Alibaba, endpoint":        {403, "AccessDenied", "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.", "", WrongRegion, "another endpoint", ""},
		"Alibaba, token":           {403, "SecurityTokenExpired", "The security token you provided has expired.", "", SessionOver, "session", ""},
		"Oracle, no key":           {401, "NotAuthenticated", "The required information to complete authentication was not provided.", "", BadKey, "credentials", ""},
		"Storj, limit":             {403, "AccessDenied", "Bandwidth limit exceeded", "", Limited, "quota", ""},
		"nobody knows":             {403, "TeapotForbidden", "the teapot is closed", "", Denied, "TeapotForbidden", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := Parse(c.status, http.Header{}, answerOf(c.code, c.message, c.more))
			w := ExplainOwn(a)
			if w.Kind != c.kind || !strings.Contains(w.Sentence, c.has) && !strings.Contains(a.Region, c.has) || a.Region != c.region {
				t.Errorf("kind %d, region %q: %+v", w.Kind, a.Region, w)
			}
			for _, text := range []string{w.Sentence, w.Cause, w.Next} {
				if ofLinks(text) {
					t.Errorf("%q speaks of links", text)
				}
				if c.kind != Denied && c.kind != Encrypted && (strings.Contains(text, "permission") || strings.Contains(text, "s3:")) {
					t.Errorf("%q speaks of rights", text)
				}
			}
			if whole := strings.TrimRight(c.message, ". "); letters(whole) != letters(c.code) && !strings.Contains(w.Said, whole[:min(len(whole), 20)]) {
				t.Errorf("the server's own words are missing: %q", w.Said)
			}
		})
	}
}

// Servers that write no XML have a reason as well: it is shown, and a quota is no right.
func TestWhatIsSaidWithoutXML(t *testing.T) {
	for body, c := range map[string]struct {
		kind Kind
		said string
	}{
		`{"error":{"code":403,"message":"Quota exceeded for bucket"}}`: {Limited, "Quota exceeded for bucket"},
		`{"errors":[{"message":"Storage quota exceeded"}]}`:            {Limited, "Storage quota exceeded"},
		`{"code":"x","error":"The account is suspended"}`:              {Limited, "The account is suspended"},
		`{"Message":"User is not authorized"}`:                         {Denied, "User is not authorized"},
		"RBAC: access denied":                                          {Denied, "RBAC: access denied"},
		"error code: 1020\n":                                           {Denied, "error code: 1020"},
		"unpaid invoice":                                               {Limited, "unpaid invoice"},
		"no \x1b[2J\u202e for AKIAIOSFODNN7EXAMPLE":                    {Denied, "no [2J for […]"},
		`{"message":"a\u001b]0;x\u0007"}`:                              {Denied, `a\x1b]0;x\x07`},
		strings.Repeat(`{"error":`, 9000):                              {Denied, ""},
		`{"code":403}`:                                                 {Denied, ""}, "{": {Denied, ""}, "403": {Denied, ""}, "\x00\x01": {Denied, ""}, "": {Denied, ""},
	} {
		w := ExplainOwn(Parse(403, http.Header{}, []byte(body)))
		want := c.said
		if want != "" {
			want = "the server says: " + want
		}
		if w.Kind != c.kind || w.Said != want || c.kind == Limited && ofLinks(w.Next) {
			t.Errorf("%.60q: %+v", body, w)
		}
	}
}

// The server's own words are there for every answer that has some, cleaned, and
// never as ours.
func TestSaid(t *testing.T) {
	for name, c := range map[string]struct {
		a    Answer
		want string
	}{
		"a sentence":      {Answer{Status: 403, Code: "AccessDenied", Message: "The cap is reached."}, "the server says: The cap is reached (AccessDenied)"},
		"the code alone":  {Answer{Status: 403, Code: "AccessDenied"}, "the server says: AccessDenied"},
		"the code twice":  {Answer{Status: 403, Code: "AccessDenied", Message: "Access Denied."}, "the server says: Access Denied"},
		"an unknown code": {Answer{Status: 400, Code: "Teapot", Message: "I am one"}, "the server says: I am one"},
		"nothing":         {Answer{Status: 403}, ""},
		"a page":          {Parse(403, http.Header{}, []byte("<!doctype html><html><head><title>Sign in to Hotel</title>")), `the page is called "Sign in to Hotel"`},
		"what would harm": {Parse(403, http.Header{}, answerOf("AccessDenied", "no \x1b[2J for AKIAIOSFODNN7EXAMPLE", "")), ""},
	} {
		if got := Explain(c.a).Said; c.want != "" && got != c.want || c.want == "" && name == "nothing" && got != "" {
			t.Errorf("%s: %q", name, got)
		}
		if got := Explain(c.a).Said; strings.ContainsAny(got, "\x1b\n") || strings.Contains(got, "AKIA") {
			t.Errorf("%s: %q", name, got)
		}
	}
}
