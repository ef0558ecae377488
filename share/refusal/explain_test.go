package refusal

import (
	"cmp"
	"net/http"
	"strings"
	"testing"
	"time"
)

func tables() map[string][]row {
	return map[string][]row{
		"front": front, "access": access, "credentials": credentials, "encryption": encryption, "objects": objects, "service": service, "bare": bare,
	}
}

// answers are those that a row is for, each of its codes with what it says.
func (r row) answers() (out []Answer) {
	for _, s := range append([]alike{{r.codes, r.says}}, r.or...) {
		for code := range strings.SplitSeq(s.codes, " ") {
			out = append(out, Answer{Status: cmp.Or(r.status, 403), Code: strings.Replace(code, "*", "SomethingNew", 1), Message: "So " + strings.ToUpper(s.says) + ".", Front: r.at})
		}
	}
	return out
}

// Every row can be reached: an earlier, wider row in its way would make it
// dead text.
func TestEveryRowIsReached(t *testing.T) {
	for table, rows := range tables() {
		for _, r := range rows {
			for _, a := range r.answers() {
				w := Explain(a)
				if w.Kind != r.kind || w.Cause != r.cause || w.Next != r.next || !strings.HasPrefix(w.Sentence, r.sentence) {
					t.Errorf("%s: code %q saying %q is explained by another row: %q", table, a.Code, a.Message, w.Sentence)
				}
			}
		}
	}
}

func TestVoice(t *testing.T) {
	for table, rows := range tables() {
		for _, r := range rows {
			for _, text := range []string{r.sentence, r.cause, r.next} {
				switch first := text; {
				case text == "":
					t.Errorf("%s: %q has an empty part", table, r.sentence)
				case strings.HasSuffix(text, "."), strings.ContainsAny(text, "\n\t"), strings.TrimSpace(text) != text:
					t.Errorf("%s: %q is not one clean line without a full stop", table, text)
				case first[0] >= 'A' && first[0] <= 'Z' && !strings.HasPrefix(first, "S3") && !strings.HasPrefix(first, "X-Amz") && !strings.HasPrefix(first, "CloudFront"):
					t.Errorf("%s: %q begins with a capital", table, text)
				}
			}
		}
	}
}

// The answers below are S3's, MinIO's and others' as they are documented and
// met, with made-up names.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		header http.Header
		body   string
		kind   Kind
		has    string // in the sentence
	}{
		{
			name: "expired link", status: 403,
			body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires><Expires>2026-01-02T10:00:00Z</Expires><ServerTime>2026-01-02T10:03:10Z</ServerTime><RequestId>R1</RequestId></Error>`,
			kind: Expired, has: "it ended 3 minutes ago, at 2026-01-02 10:00:00 UTC",
		},
		{name: "R2 expired", status: 400, body: `<Error><Code>ExpiredRequest</Code><Message>Request has expired</Message></Error>`, kind: Expired, has: "expired"},
		{name: "AWS early", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Request is not yet valid</Message></Error>`, kind: Early, has: "not valid yet"},
		{name: "MinIO early", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Request is not valid yet</Message></Error>`, kind: Early, has: "not valid yet"},
		{name: "CloudFront's own", status: 403, header: http.Header{"Server": {"CloudFront"}}, body: `<Error><Code>AccessDenied</Code><Message>Access denied</Message></Error>`, kind: Denied, has: "CloudFront refuses the link"},
		{name: "S3 behind CloudFront", status: 403, header: http.Header{"Server": {"AmazonS3"}, "Via": {"1.1 abc.cloudfront.net (CloudFront)"}}, body: `<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`, kind: Denied, has: "the store behind it refuses"},
		{name: "a deny behind CloudFront", status: 403, header: http.Header{"X-Amz-Cf-Id": {"a"}}, body: `<Error><Code>AccessDenied</Code><Message>User: x is not authorized with an explicit deny in a resource-based policy</Message></Error>`, kind: Denied, has: "explicit deny"},
		{name: "CloudFront's page", status: 403, header: http.Header{"Server": {"CloudFront"}}, body: `<!DOCTYPE HTML><HTML><TITLE>ERROR: The request could not be satisfied</TITLE>`, kind: Denied, has: "a page of its own"},
		{name: "plain", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>`, kind: Denied, has: "access denied"},
		{name: "B2's cap", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Cannot download file, download bandwidth or transaction (Class B) cap exceeded. See the Caps &amp; Alerts page to increase your cap.</Message></Error>`, kind: Limited, has: "the account's cap is reached"},
		{
			name: "explicit deny", status: 403, kind: Denied, has: "explicit deny",
			body: `<Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/ann is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" with an explicit deny in a resource-based policy</Message></Error>`,
		},
		{
			name: "no policy", status: 403, kind: Denied, has: "no policy allows it",
			body: `<Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/ann is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:GetObject action</Message></Error>`,
		},
		{
			name: "key of the object", status: 403, kind: Encrypted, has: "key that encrypts",
			body: `<Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/ann is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1 because no identity-based policy allows the kms:Decrypt action</Message></Error>`,
		},
		{
			name: "unsigned header", status: 403, kind: BadRequest, has: "x-amz-meta-a, x-amz-acl",
			body: `<Error><Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message><HeadersNotSigned>x-amz-meta-a, x-amz-acl</HeadersNotSigned></Error>`,
		},
		{
			name: "skew", status: 403, kind: Clock, has: "this one is 1 hour behind",
			body: `<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message><RequestTime>20260102T090000Z</RequestTime><ServerTime>2026-01-02T10:03:10Z</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds></Error>`,
		},
		{
			name: "wrong region in the header", status: 400, kind: WrongRegion, has: "expects eu-west-3",
			body: `<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-3'</Message><Region>eu-west-3</Region></Error>`,
		},
		{
			name: "wrong region in the query", status: 400, kind: WrongRegion, has: "expects eu-west-3",
			body: `<Error><Code>AuthorizationQueryParametersError</Code><Message>Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-3'</Message><Region>eu-west-3</Region></Error>`,
		},
		{
			name: "wrong region, of Garage", status: 400, kind: WrongRegion, has: "expects garage",
			body: `<Error><Code>AuthorizationHeaderMalformed</Code><Message>Authorization header malformed, unexpected scope: 20260519/us-east-1/s3/aws4_request</Message><Region>garage</Region></Error>`,
		},
		{
			name: "wrong region in capitals", status: 400, kind: WrongRegion, has: "expects NL",
			body: `<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'NL'</Message></Error>`,
		},
		{name: "7 days", status: 400, body: `<Error><Code>AuthorizationQueryParametersError</Code><Message>X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds</Message></Error>`, kind: BadRequest, has: "7 days"},
		{name: "redirect by endpoint", status: 301, body: `<Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to access must be addressed using the specified endpoint.</Message><Endpoint>acme.s3-eu-central-1.amazonaws.com</Endpoint></Error>`, kind: WrongRegion, has: "eu-central-1"},
		{name: "redirect of another kind", status: 307, header: http.Header{"Location": {"https://user:pass@evil.example:8443/login?X-Amz-Signature=0"}}, kind: NotS3, has: "on to https://evil.example:8443"},
		{name: "redirect with a page", status: 301, header: http.Header{"Location": {"https://s3.acme.example/b"}}, body: "<html>moved", kind: NotS3, has: "on to https://s3.acme.example"},
		{name: "redirect within the server", status: 302, header: http.Header{"Location": {"/login"}}, kind: Other, has: "302"},
		{name: "redirect that is no address", status: 302, header: http.Header{"Location": {"https://a\x1b[2J/"}}, kind: Other, has: "302"},
		{name: "redirect by header", status: 301, header: http.Header{"X-Amz-Bucket-Region": {"ap-south-1"}}, kind: WrongRegion, has: "ap-south-1"},
		{name: "session over", status: 400, body: `<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message><Token-0>SECRET</Token-0></Error>`, kind: SessionOver, has: "session"},
		{name: "key unknown", status: 403, body: `<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist in our records.</Message><AWSAccessKeyId>ASIAEXAMPLE</AWSAccessKeyId></Error>`, kind: BadKey, has: "access key"},
		{name: "too large", status: 400, body: `<Error><Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message><ProposedSize>3145728</ProposedSize><MaxSizeAllowed>2097152</MaxSizeAllowed></Error>`, kind: TooLarge, has: "3,145,728 bytes were sent, 2,097,152 are allowed"},
		{name: "too small", status: 400, body: `<Error><Code>EntityTooSmall</Code><ProposedSize>3</ProposedSize><MinSizeAllowed>10</MinSizeAllowed></Error>`, kind: TooSmall, has: "at least 10"},
		{name: "form over", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>`, kind: Expired, has: "form"},
		{name: "form condition", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "in/"]</Message></Error>`, kind: Unmet, has: "condition"},
		{name: "form field", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Extra input fields: acl</Message></Error>`, kind: Unmet, has: "field"},
		{name: "archived", status: 403, body: `<Error><Code>InvalidObjectState</Code><Message>The operation is not valid for the object's storage class</Message><StorageClass>DEEP_ARCHIVE</StorageClass></Error>`, kind: Archived, has: "DEEP_ARCHIVE"},
		{name: "SSE-C", status: 400, body: `<Error><Code>InvalidRequest</Code><Message>The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.</Message></Error>`, kind: Encrypted, has: "customer"},
		{name: "second upload", status: 412, body: `<Error><Code>PreconditionFailed</Code><Condition>If-None-Match</Condition></Error>`, kind: Unmet, has: "If-None-Match"},
		{name: "KMS", status: 400, body: `<Error><Code>KMS.DisabledException</Code><Message>arn:aws:kms:x is disabled.</Message></Error>`, kind: Encrypted, has: "not usable"},
		{name: "captive portal", status: 200 + 2, header: nil, body: `<!DOCTYPE html><html><title>Sign in</title>`, kind: Other, has: ""},
		{name: "web console", status: 403, body: "\ufeff\n<!doctype HTML><html><title>MinIO Console</title>", kind: NotS3, has: "not come from an S3 server"},
		{name: "MinIO's console", status: 400, body: `<Error><Code>InvalidArgument</Code><Message>S3 API Requests must be made to API port.</Message></Error>`, kind: NotS3, has: "MinIO's console"},
		{name: "MinIO HEAD", status: 404, header: http.Header{"X-Minio-Error-Code": {"NoSuchKey"}, "X-Minio-Error-Desc": {`"The specified key does not exist."`}}, kind: Missing, has: "no such object"},
		{name: "bare delete marker", status: 404, header: http.Header{"X-Amz-Delete-Marker": {"true"}}, kind: Missing, has: "delete marker"},
		{name: "http to https", status: 400, body: "Client sent an HTTP request to an HTTPS server.\n", kind: NotS3, has: "speaks https"},
		{name: "bare 412", status: 412, kind: Unmet, has: "condition"},
		{name: "bare 416", status: 416, kind: BadRange, has: "part"},
		{name: "bare 418", status: 418, kind: Other, has: "418"},
		{name: "STS shape", status: 403, body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>over</Message></Error><RequestId>r</RequestId></ErrorResponse>`, kind: SessionOver, has: "session"},
		{name: "MinIO form", status: 400, body: `<Error><Code>InvalidPolicyDocument</Code><Message>The content of the form does not meet the conditions specified in the policy document.</Message></Error>`, kind: Unmet, has: "policy"},
		{name: "MinIO key disabled", status: 403, body: `<Error><Code>InvalidAccessKeyId</Code><Message>Your account is disabled; please contact your administrator.</Message></Error>`, kind: BadKey, has: "disabled"},
		{name: "MinIO credential", status: 400, body: `<Error><Code>AuthorizationQueryParametersError</Code><Message>Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "&lt;YOUR-AKID&gt;/YYYYMMDD/REGION/SERVICE/aws4_request".</Message></Error>`, kind: BadRequest, has: "credential"},
		{name: "MinIO cut off", status: 400, body: `<Error><Code>AuthorizationQueryParametersError</Code><Message>Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.</Message></Error>`, kind: BadRequest, has: "missing from the link"},
		{name: "MinIO missing header", status: 400, body: `<Error><Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message></Error>`, kind: BadRequest, has: "headers do not fit"},
		{name: "locked", status: 403, body: `<Error><Code>AccessDenied</Code><Message>Access Denied because object protected by object lock.</Message></Error>`, kind: Denied, has: "locked"},
		{name: "CORS", status: 403, body: `<Error><Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.</Message></Error>`, kind: Denied, has: "web page"},
		{name: "too many keys is no form", status: 400, body: `<Error><Code>InvalidArgument</Code><Message>Argument maxKeys must be an integer between 0 and 2147483647</Message></Error>`, kind: BadRequest, has: "does not accept the request"},
		{name: "new code", status: 403, body: `<Error><Code>BrandNew</Code><Message>Something else.</Message></Error>`, kind: Denied, has: "BrandNew (403)"},
		{name: "cut off", status: 404, body: `<?xml version="1.0"?><Error><Code>NoSuchBucket</Code><Mess`, kind: NoBucket, has: "bucket"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := Explain(Parse(c.status, c.header, []byte(c.body)))
			if w.Kind != c.kind || !strings.Contains(w.Sentence, c.has) {
				t.Errorf("kind %d %q, want %d with %q", w.Kind, w.Sentence, c.kind, c.has)
			}
		})
	}
}

// The codes that the error list of S3 and its common relatives name for
// requests that a link, a form or a browser can make.
func TestNoKnownCodeIsUnknown(t *testing.T) {
	const codes = `AccessDenied AccessForbidden AccountProblem AllAccessDisabled AuthorizationHeaderMalformed AuthorizationQueryParametersError
BadDigest BadRequest ConditionalRequestConflict CredentialsNotSupported EntityTooLarge EntityTooSmall ExpiredToken IllegalLocationConstraintException
IncompleteBody IncorrectNumberOfFilesInPostRequest InternalError InvalidAccessKeyId InvalidArgument InvalidBucketName InvalidDigest
InvalidEncryptionAlgorithmError InvalidObjectState InvalidPart InvalidPartOrder InvalidPayer InvalidPolicyDocument InvalidRange InvalidRequest
InvalidSecurity InvalidStorageClass InvalidTag InvalidToken InvalidURI KeyTooLongError KMS.DisabledException KMS.InvalidKeyUsageException
KMS.KMSInvalidStateException KMS.NotFoundException KMS.AccessDeniedException MalformedPOSTRequest MalformedXML MaxMessageLengthExceeded
MaxPostPreDataLengthExceededError MetadataTooLarge MethodNotAllowed MissingAttachment MissingContentLength MissingRequestBodyError
MissingSecurityHeader NoSuchBucket NoSuchKey NoSuchUpload NoSuchVersion NotImplemented NotSignedUp OperationAborted PermanentRedirect
PreconditionFailed Redirect RequestHeaderSectionTooLarge RequestIsNotMultiPartContent RequestTimeout RequestTimeTooSkewed SignatureDoesNotMatch
ServiceUnavailable SlowDown TemporaryRedirect TokenRefreshRequired UnauthorizedAccess UserKeyMustBeSpecified XAmzContentChecksumMismatch
XAmzContentSHA256Mismatch ExpiredRequest TooManyRequests XMinioStorageFull XMinioInvalidObjectName`
	for _, code := range strings.Fields(codes) {
		if w := Explain(Answer{Status: 400, Code: code, Message: "x"}); strings.Contains(w.Sentence, code) {
			t.Errorf("%s is unknown: %+v", code, w)
		}
	}
}

// Dates that are centuries apart are said as that, and not as another number.
func TestStrangeDates(t *testing.T) {
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		a    Answer
		want string
	}{
		{Answer{Status: 403, Code: "RequestTimeTooSkewed", ServerTime: year(9999), RequestTime: year(2)}, "this one is more than 292 years behind"},
		{Answer{Status: 403, Code: "RequestTimeTooSkewed", ServerTime: year(2), RequestTime: year(2026)}, "this one is more than 292 years ahead"},
		{Answer{Status: 403, Code: "AccessDenied", Message: "Request has expired", ServerTime: year(9999), EndedAt: year(2026)}, "it ended more than 292 years ago"},
	} {
		if w := Explain(c.a); !strings.Contains(w.Sentence, c.want) {
			t.Errorf("%q, want %q", w.Sentence, c.want)
		}
	}
}

// An address that an answer names is what the server said. It is recommended only
// where it is the host that was asked, by https.
func TestNoAddressOfAnAnswerIsRecommended(t *testing.T) {
	for _, c := range []struct {
		asked, location string
		recommended     bool
	}{
		{"https://s3.acme.example", "https://evil.example/b", false},
		{"http://s3.acme.example", "https://evil.example/b", false},
		{"http://s3.acme.example", "https://s3.acme.example.evil.example/b", false},
		{"http://s3.acme.example", "https://evil@s3.acme.example/b", true}, // the user is left out
		{"http://s3.acme.example", "https://s3.acme.example@evil.example/b", false},
		{"http://s3.acme.example:9000", "https://S3.Acme.example:9443/b", true},
		{"https://s3.acme.example", "http://s3.acme.example/b", false},
		{"https://s3.acme.example", "https://s3.acme.example/b", false},
		{"", "https://evil.example", false},
	} {
		a := Parse(307, http.Header{"Location": {c.location}}, nil)
		a.Asked = c.asked
		w := Explain(a)
		if got := strings.Contains(w.Next, "endpoint"); got != c.recommended || strings.Contains(w.Next+w.Cause, "evil") {
			t.Errorf("%s to %s: %q", c.asked, c.location, w.Next)
		}
		if !strings.Contains(w.Sentence, a.Moved) {
			t.Errorf("%q does not repeat it", w.Sentence)
		}
	}
}

// What does not show in a server's message is written out, and still hides no key.
func TestMessagesAreWrittenOut(t *testing.T) {
	for text, want := range map[string]string{
		"a\u009b31mb":              `a\u009b31mb`,
		"a\x1b]0;x\x07b":           `a\x1b]0;x\x07b`,
		"\u202egnp.exe\u2028":      `\u202egnp.exe\u2028`,
		"a \n\t b":                 "a b",
		"a\u0085b\u00a0c":          `a\u0085b\u00a0c`,
		"\xff":                     `\xff`,
		"\U000e0041":               `\U000e0041`,
		"AKIAABCDEFGHIJKLMNOP x":   "[…] x",
		"AKIAABCD\u200bEFGHIJKLMN": "[…]",
	} {
		if got := line(text, 300); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAllHasEveryRow(t *testing.T) {
	want := 0
	for _, rows := range tables() {
		want += len(rows)
	}
	all := All()
	if len(all) != want {
		t.Errorf("%d rows of %d", len(all), want)
	}
	for _, r := range all {
		if r.Sentence == "" || r.Cause == "" || r.Next == "" || r.Said != "" {
			t.Errorf("%+v", r)
		}
	}
}
