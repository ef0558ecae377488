package sign_test

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"signet/demo"
	"signet/share"
)

// anyLinkRefused is what every link can meet, whatever it is for.
func anyLinkRefused() []refused {
	var all []refused
	for _, c := range []struct {
		refused
		op func(*rig, share.Operation) answer
	}{
		{refused{"over", nil, 403, "AccessDenied", words{"the link has expired: it ended 3 minutes ago", "its time is over", "sign a new link"}}, func(r *rig, op share.Operation) answer {
			l := r.opened(op)
			r.set(l.Terms.Ends.Add(3 * time.Minute))
			return r.use(l, asMade)
		}},
		{refused{"early", nil, 403, "AccessDenied", words{"the link is not valid yet", "its start lies in the future", "wait for its start"}}, func(r *rig, op share.Operation) answer {
			l := r.opened(op)
			r.set(l.SignedAt.Add(-16 * time.Minute))
			return r.use(l, asMade)
		}},
		{refused{"a tracking tail", nil, 403, "SignatureDoesNotMatch", words{"the signature does not match", "was altered (host, path, a parameter", "exactly as it was made"}}, func(r *rig, op share.Operation) answer { return r.use(r.opened(op), plus("&utm_source=mail")) }},
		{refused{"another object", nil, 403, "SignatureDoesNotMatch", words{"the signature does not match", "was altered (host, path, a parameter", "exactly as it was made"}}, func(r *rig, op share.Operation) answer { return r.use(r.opened(op), replace("there", "elsewhere")) }},
		{refused{"another method", nil, 403, "SignatureDoesNotMatch", words{"the signature does not match", "used with another method", "with its method and its headers"}}, func(r *rig, op share.Operation) answer {
			l := r.opened(op)
			l.Method = map[string]string{"GET": "DELETE", "HEAD": "GET", "PUT": "GET", "DELETE": "PUT"}[l.Method]
			return r.use(l, asMade)
		}},
		{refused{"cut off before its signature", nil, 400, "AuthorizationQueryParametersError", words{"parts of the signature are missing", "the link was cut off, or its & were turned into &amp;", "copy the whole link again"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("&X-Amz-Signature=.*", ""))
		}},
		{refused{"cut off before its query", nil, 403, "AccessDenied", words{"access denied", "so does a link or form without its signature", "that the whole link was copied"}}, func(r *rig, op share.Operation) answer { return r.use(r.opened(op), replace(`\?.*`, "")) }},
		{refused{"escaped for HTML", nil, 400, "AuthorizationQueryParametersError", words{"parts of the signature are missing", "the link was cut off, or its & were turned into &amp;", "copy the whole link again"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), func(l string) string { return strings.ReplaceAll(l, "&", "&amp;") })
		}},
		{refused{"damaged escapes", nil, 400, "InvalidURI", words{"cannot read the address", "damaged on the way", "copy the whole link again"}}, func(r *rig, op share.Operation) answer { return r.use(r.opened(op), plus("&note=100%")) }},
		{refused{"the date lost", nil, 400, "AuthorizationQueryParametersError", words{"the date of the signature is not readable", "X-Amz-Date was changed or lost", "exactly as it was made"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("X-Amz-Date=[0-9TZ]+", "X-Amz-Date=today"))
		}},
		{refused{"another day", nil, 400, "AuthorizationQueryParametersError", words{"signed for another day than it says", "X-Amz-Date or X-Amz-Credential was altered", "exactly as it was made"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("X-Amz-Date=2026", "X-Amz-Date=2025"))
		}},
		{refused{"eight days", nil, 400, "AuthorizationQueryParametersError", words{"asks for more than 7 days", "at most 604,800 seconds", "sign a link of 7 days or less"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("X-Amz-Expires=600", "X-Amz-Expires=691200"))
		}},
		{refused{"no number of seconds", nil, 400, "AuthorizationQueryParametersError", words{"lifetime is not readable", "X-Amz-Expires was changed or lost", "exactly as it was made"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("X-Amz-Expires=600", "X-Amz-Expires=10m"))
		}},
		{refused{"the credential cut", nil, 400, "AuthorizationQueryParametersError", words{"the credential in the request is not readable", "key/date/region/service/aws4_request", "that the whole link was copied"}}, func(r *rig, op share.Operation) answer { return r.use(r.opened(op), replace("%2Faws4_request", "")) }},
		{refused{"another service", nil, 400, "AuthorizationQueryParametersError", words{"signed for another service", "X-Amz-Credential was altered", "at the host it was made for"}}, func(r *rig, op share.Operation) answer { return r.use(r.opened(op), replace("%2Fs3%2F", "%2Fec2%2F")) }},
		{refused{"another kind of signature", nil, 400, "AuthorizationQueryParametersError", words{"does not know this kind of signature", "X-Amz-Algorithm was changed or lost", "sign by version 4"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"))
		}},
		{refused{"the host not signed", nil, 400, "MissingSecurityHeader", words{"a header that the request needs is missing", "list of its signed headers was altered", "exactly the headers listed"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("SignedHeaders=[^&]+", "SignedHeaders=range"))
		}},
		{refused{"signed by version 2", nil, 400, "InvalidRequest", words{"wants a newer kind of signature", "the old version 2", "signed anew by version 4"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace(`\?.*`, "?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1789000000&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D"))
		}},
		{refused{"signed twice", nil, 400, "InvalidArgument", words{"signed twice", "an Authorization header was sent along", "without credentials of your own"}}, func(r *rig, op share.Operation) answer {
			l := r.opened(op)
			l.Headers = append(l.Headers, share.Header{Name: "Authorization", Value: "Bearer x"})
			return r.use(l, asMade)
		}},
		{refused{"a header of one's own", nil, 403, "AccessDenied", words{"a header was sent that is not signed: x-amz-meta-mine", "added a header", "leave the header away"}}, func(r *rig, op share.Operation) answer {
			l := r.opened(op)
			l.Headers = append(l.Headers, share.Header{Name: "X-Amz-Meta-Mine", Value: "1"})
			return r.use(l, asMade)
		}},
		{refused{"unknown key", nil, 403, "InvalidAccessKeyId", words{"does not know the access key", "the key was deleted", "renew the session or the key"}}, func(r *rig, op share.Operation) answer {
			r.who = demo.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretKey: "x"}
			return r.use(r.opened(op), asMade)
		}},
		{refused{"wrong secret", nil, 403, "SignatureDoesNotMatch", words{"the signature does not match", "signed with a wrong secret key", "check the secret key"}}, func(r *rig, op share.Operation) answer {
			r.who.SecretKey = "wrong"
			return r.use(r.opened(op), asMade)
		}},
		{refused{"wrong token", nil, 400, "InvalidToken", words{"the session token is not accepted", "was cut off or lost, belongs to another key", "renew the session and sign anew"}}, func(r *rig, op share.Operation) answer {
			r.who = r.server.IssueSession(time.Hour)
			r.who.SessionToken = "x" + r.who.SessionToken
			return r.use(r.opened(op), asMade)
		}},
		{refused{"without its token", nil, 403, "InvalidAccessKeyId", words{"does not know the access key", "the link lost its session token", "sign anew"}}, func(r *rig, op share.Operation) answer {
			r.who = r.server.IssueSession(time.Hour)
			return r.use(r.opened(op), replace("&X-Amz-Security-Token=[^&]+", ""))
		}},
		{refused{"after its session", nil, 400, "ExpiredToken", words{"the session behind the signature has expired", "every link signed with them ends at the same moment", "renew the session"}}, func(r *rig, op share.Operation) answer {
			r.who = r.server.IssueSession(5 * time.Minute)
			end := r.who.Expires
			r.who.Expires = time.Time{} // as for a session whose end nobody knows
			l := r.opened(op)
			r.set(end)
			return r.use(l, asMade)
		}},
		{refused{"another region", nil, 400, "AuthorizationQueryParametersError", words{"signed for the wrong region: the server expects eu-central-1", "the bucket is in another region", "for the bucket's own region"}}, func(r *rig, op share.Operation) answer {
			r.region = "ap-south-1"
			return r.use(r.opened(op), asMade)
		}},
		{refused{"no such bucket", nil, 404, "NoSuchBucket", words{"there is no such bucket", "deleted or misspelt", "check the bucket's name and the place"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.sign(share.Request{Target: share.Target{Bucket: "nowhere", Key: "a"}, Operation: op}), asMade)
		}},
		{refused{"no permission", nil, 403, "AccessDenied", words{"access denied: no policy allows it", "the signer lacks the permission", "ask for the permission"}}, func(r *rig, op share.Operation) answer {
			r.who = r.server.Guest()
			return r.use(r.sign(share.Request{Target: share.Target{Bucket: "closed", Key: "a"}, Operation: op}), asMade)
		}},
		{refused{"a bucket of somebody else", nil, 403, "AccessDenied", words{"access denied", "a policy of the bucket forbids it", "that the signer may do this"}}, func(r *rig, op share.Operation) answer {
			return r.custom(op.Info().Method, "/plain/there?x-amz-expected-bucket-owner=210987654321", bodyOf(op.Info().Method))
		}},
		{refused{"asked by a script of a web page", nil, 403, "AccessForbidden", words{"takes no requests from this web page", "CORS rules do not allow its origin", "have the origin allowed"}}, func(r *rig, op share.Operation) answer {
			l := r.opened(op)
			return r.send(http.MethodOptions, l.URL.Reveal(), []share.Header{{Name: "Origin", Value: "https://acme.example"}}, "")
		}},
		{refused{"a key that is too long", nil, 400, "KeyTooLongError", words{"does not accept this key", "longer than 1,024 bytes", "choose another key"}}, func(r *rig, op share.Operation) answer {
			return r.use(r.opened(op), replace("there", strings.Repeat("a", 1025)))
		}},
		{refused{"a part of S3 that is missing", nil, 501, "NotImplemented", words{"does not know how to do this", "only a part of S3", "use another option"}}, func(r *rig, op share.Operation) answer {
			return r.custom(op.Info().Method, "/plain/there?retention=", bodyOf(op.Info().Method))
		}},
		{refused{"an empty version", nil, 400, "InvalidArgument", words{"not a version id", "the version in the link was altered", "for a version that exists"}}, func(r *rig, op share.Operation) answer {
			return r.custom(op.Info().Method, "/plain/there?versionId=", bodyOf(op.Info().Method))
		}},
	} {
		for _, op := range []share.Operation{share.Download, share.Metadata, share.Upload, share.Delete} {
			one := c.refused
			one.name = op.Info().Name + ", " + one.name
			one.do = func(r *rig) answer { return c.op(r, op) }
			if op == share.Metadata && c.name != "another method" && c.code != "AccessForbidden" { // those are no HEAD
				one.code, one.words = "", bare(one.status)
			}
			all = append(all, one)
		}
	}
	return all
}

// bare is what can be said of an answer to HEAD, which has no body: all that
// its status can mean.
func bare(status int) words {
	switch status {
	case http.StatusBadRequest:
		return words{"the server does not accept the request", "a link that was cut off or damaged, a wrong region, a session that has expired", "copy the whole link again"}
	case http.StatusForbidden:
		return words{"access denied", "the link is over, not open yet or altered, its key or session has ended", "that a new link is refused too"}
	case http.StatusNotFound:
		return words{"there is no such object", "it or its bucket was deleted", "check bucket and key"}
	}
	return words{"the server does not know how to do this", "only a part of S3", "use another option"}
}

// downloadsRefused is what only GET and HEAD can meet.
func downloadsRefused() []refused {
	get := func(target string, headers ...string) func(*rig) answer {
		return func(r *rig) answer { return r.custom(http.MethodGet, target, "", headers...) }
	}
	download := func(bucket, key string) func(*rig) answer {
		return func(r *rig) answer {
			return r.use(r.sign(share.Request{Target: share.Target{Bucket: bucket, Key: key}, Operation: share.Download}), asMade)
		}
	}
	deleted := func(method string, version bool) func(*rig) answer {
		return func(r *rig) answer {
			r.put("versions", "gone", "x")
			gone := r.custom(http.MethodDelete, "/versions/gone", "")
			target := "/versions/gone"
			if version {
				target += "?versionId=" + url.QueryEscape(gone.header.Get("X-Amz-Version-Id"))
			}
			return r.custom(method, target, "")
		}
	}
	return []refused{
		{"no such object", download("plain", "missing"), 404, "NoSuchKey", words{"there is no such object", "deleted, renamed or never uploaded", "check the key, letter by letter"}},
		{"deleted object", deleted("GET", false), 404, "NoSuchKey", words{"there is no such object: a delete marker hides it", "deleted", "check the key"}},
		{"metadata of a deleted object", deleted("HEAD", false), 404, "", words{"there is no such object: a delete marker hides it", "deleted", "check bucket and key"}},
		{"deletion itself", deleted("GET", true), 405, "MethodNotAllowed", words{"not allowed here: a delete marker hides it", "the version named is a delete marker", "choose another version"}},
		{"metadata of the deletion itself", deleted("HEAD", true), 405, "", words{"not allowed here: a delete marker hides it", "the version named is a delete marker", "choose another version"}},
		{"no such version", get("/versions/gone?versionId=3sL4kqtJlcpXroDTDmJrmSpXd3dIbrHY"), 404, "NoSuchVersion", words{"no such version of the object", "that version was deleted", "or for the current one"}},
		{"archived", download("plain", "cold"), 403, "InvalidObjectState", words{"archived and cannot be read now: its storage class is DEEP_ARCHIVE", "must be restored before", "aws s3api restore-object"}},
		{"encrypted with the customer's key", download("plain", "sealed"), 400, "InvalidRequest", words{"encrypted with a key that the customer holds", "stored with SSE-C", "a command with the key"}},
		{"metadata, encrypted with the customer's key", func(r *rig) answer { return r.custom("HEAD", "/plain/sealed", "") }, 400, "", words{"does not accept the request: the bucket is in eu-central-1", "the customer's own key (SSE-C)", "needs its key in headers"}},
		{"a key for what is not encrypted", get("/plain/there", "X-Amz-Server-Side-Encryption-Customer-Algorithm", "AES256"), 400, "InvalidRequest", words{"brings a key, but the object is not encrypted", "SSE-C) were sent along", "without these headers"}},
		{"beyond the end", get("/plain/there", "Range", "bytes=100-"), 416, "InvalidRange", words{"that part of the object does not exist", "beyond the end", "ask for the whole object"}},
		{"changed since", get("/plain/there", "If-Match", `"0"`), 412, "PreconditionFailed", words{"a condition of the request does not hold: If-Match", "the object has changed since", "what is stored now"}},
		{"not changed since", get("/plain/there", "If-None-Match", "*"), 304, "", words{"the object has not changed", "only if it had", "the copy at hand is current"}},
		{"a file name that no header can carry", get("/plain/there?response-content-disposition=" + url.QueryEscape(`attachment; filename="日本.pdf"`)), 400, "InvalidArgument", words{"the file name in the link has letters", "only Latin letters", "which writes both forms"}},
		{"a POST to an object", func(r *rig) answer { return r.custom("POST", "/plain/there", "") }, 405, "MethodNotAllowed", words{"this method is not allowed here", "the link is for another method", "the method the link was signed for"}},
		{"metadata of a bucket elsewhere", func(r *rig) answer { return r.custom("HEAD", "/paris", "") }, 301, "", words{"in another region: the server expects eu-west-3", "the wrong region's endpoint", "for the bucket's own region"}},
		{"bucket elsewhere", get("/paris/a"), 400, "AuthorizationQueryParametersError", words{"signed for the wrong region: the server expects eu-west-3", "in another region", "for the bucket's own region"}},
	}
}

// headersRefused is what requests meet that are signed in their headers, as
// signet's own are when it browses.
func headersRefused() []refused {
	signed := func(change func(*rig, *http.Request)) func(*rig) answer {
		return func(r *rig) answer {
			req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.server.Endpoint()+"/plain/there", nil)
			if err != nil {
				r.t.Fatal(err)
			}
			req.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
			at, region := r.now(), r.server.Region()
			if r.region != "" {
				region = r.region
			}
			if err := v4.NewSigner().SignHTTP(r.t.Context(), r.key(), req, "UNSIGNED-PAYLOAD", "s3", region, at); err != nil {
				r.t.Fatal(err)
			}
			change(r, req)
			var headers []share.Header
			for name := range req.Header {
				headers = append(headers, share.Header{Name: name, Value: req.Header.Get(name)})
			}
			return r.send(req.Method, req.URL.String(), headers, "")
		}
	}
	header := func(name, value string) func(*rig) answer {
		return signed(func(_ *rig, req *http.Request) {
			if req.Header.Set(name, value); value == "" {
				req.Header.Del(name)
			}
		})
	}
	return []refused{
		{"signed in the header, clock behind", signed(func(r *rig, _ *http.Request) { r.set(r.now().Add(time.Hour)) }), 403, "RequestTimeTooSkewed", words{"differ too much: this one is 1 hour behind", "15 minutes", "by a time server"}},
		{"signed in the header, clock ahead", signed(func(r *rig, _ *http.Request) { r.set(r.now().Add(-20 * time.Minute)) }), 403, "RequestTimeTooSkewed", words{"differ too much: this one is 20 minutes ahead", "15 minutes", "by a time server"}},
		{"signed in the header, without a date", header("X-Amz-Date", ""), 403, "AccessDenied", words{"carries no valid date", "X-Amz-Date was lost", "exactly as it was made"}},
		{"signed in the header, without the hash", header("X-Amz-Content-Sha256", ""), 400, "InvalidRequest", words{"a header that the request needs is missing", "belong to its signature", "exactly the headers"}},
		{"signed in the header, cut off", header("Authorization", "AWS4-HMAC-SHA256 Credential=x"), 400, "AuthorizationHeaderMalformed", words{"the authorization header is not readable", "the credential, the date or the service", "check the access key and the region"}},
		{"signed in the header, credential cut", header("Authorization", "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x"), 400, "AuthorizationHeaderMalformed", words{"the credential in the request is not readable", "cut-off access key", "check the access key of the place"}},
		{"a sign-in of another kind", header("Authorization", "Bearer x"), 400, "InvalidArgument", words{"does not know this kind of sign-in", "such as Basic or Bearer", "without credentials of your own"}},
		{"signed in the header by version 2", header("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:x"), 400, "InvalidRequest", words{"wants a newer kind of signature", "the old version 2", "signed anew by version 4"}},
		{"signed in the header, another region", func(r *rig) answer {
			r.region = "ap-south-1"
			return signed(func(*rig, *http.Request) {})(r)
		}, 400, "AuthorizationHeaderMalformed", words{"signed for the wrong region: the server expects eu-central-1", "the bucket is in another region", "for the bucket's own region"}},
	}
}
