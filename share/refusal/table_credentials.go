package refusal

import "signet/share/say"

// credentials holds what goes wrong with the signature, the key, the session,
// the clock and the region.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
//
//nolint:gochecknoglobals // immutable table
var credentials = []row{
	{
		codes: "SignatureDoesNotMatch", kind: BadSignature,
		sentence: "the signature does not match",
		cause:    "the link or form was altered (host, path, a parameter, the policy), was used with another method, size or header than it was signed for, or was signed with a wrong secret key",
		next:     "use the link exactly as it was made, with its method and its headers; if a fresh link fails too, check the secret key and any proxy that rewrites host or path",
	},
	{
		codes: "ExpiredToken ExpiredTokenException TokenRefreshRequired SecurityTokenExpired RequestTokenExpired", kind: SessionOver,
		sentence: "the session behind the signature has expired",
		cause:    "temporary credentials end by themselves, and every link signed with them ends at the same moment",
		next:     "renew the session (aws sso login) and sign anew",
	},
	{
		codes: "InvalidToken InvalidClientTokenId InvalidTokenId InvalidSecurityToken SecurityTokenNotSupported", kind: SessionOver,
		sentence: "the session token is not accepted",
		cause:    "it was cut off or lost, belongs to another key or server, or its session was revoked",
		next:     "renew the session and sign anew; check that the whole link was copied",
	},
	{
		codes: "InvalidAccessKeyId", says: "disabled", kind: BadKey,
		or:       []alike{{"InactiveAccessKey XMinioAccessKeyDisabled AccessKeyDisabled", ""}},
		sentence: "the access key is disabled",
		cause:    "whoever administers the account switched it off",
		next:     "have it enabled, or sign with another key",
	},
	{
		codes: "InvalidAccessKeyId", says: "malformed", kind: BadKey, // Backblaze B2
		sentence: "the server takes no such access key for S3",
		cause:    "it has not the form of a key for the S3 API: some accounts have other keys beside those, such as B2's master key",
		next:     "make a key for the S3 API in the console of the provider, and check that it was copied whole",
	},
	{
		codes: "InvalidArgument InvalidAccessKeyId", says: "access key has length", kind: BadKey, // Cloudflare R2
		sentence: "the access key is none of this store",
		cause:    "keys of this store have another length: it was cut off, or belongs to another provider, or is another kind of token",
		next:     "check that key and place belong together, and that it was copied whole",
	},
	{
		codes: "InvalidSecurity InvalidCredentials NotAuthenticated InvalidAuthenticationInfo CredentialInvalid", kind: BadKey,
		sentence: "the server does not accept the credentials",
		cause:    "the key is unknown or switched off there, its secret is wrong, or it belongs to another server or provider",
		next:     "check the keys of the place, and that key and endpoint belong together",
	},
	{
		codes: "InvalidAccessKeyId XAdminUserNotFound", kind: BadKey,
		sentence: "the server does not know the access key",
		cause:    "the key was deleted, its session has ended or was revoked, the link lost its session token, or the key belongs to another server or provider",
		next:     "renew the session or the key and sign anew; check that place and endpoint belong together",
	},
	{
		codes: "AuthorizationHeaderMalformed AuthorizationQueryParametersError AuthorizationParametersError InvalidArgument", says: "credential is mal", kind: BadRequest,
		sentence: "the credential in the request is not readable",
		cause:    "it must be key/date/region/service/aws4_request; an empty or cut-off access key is the usual reason",
		next:     "check the access key of the place, and that the whole link was copied",
	},
	{
		codes: "AuthorizationHeaderMalformed AuthorizationQueryParametersError", says: "region", kind: WrongRegion,
		or: []alike{
			{"InvalidArgument", "is wrong; expecting"},                                             // versitygw, of a form
			{"AuthorizationHeaderMalformed AuthorizationQueryParametersError", "unexpected scope"}, // Garage
		},
		sentence: "signed for the wrong region", detail: regionDetail,
		cause: "the bucket is in another region than the signature says",
		next:  "sign for the bucket's own region",
	},
	{
		codes: "AuthorizationQueryParametersError", says: "credential date", kind: BadRequest,
		sentence: "the link was signed for another day than it says",
		cause:    "X-Amz-Date or X-Amz-Credential was altered on the way",
		next:     "use the link exactly as it was made",
	},
	{
		codes: "AuthorizationQueryParametersError AuthorizationParametersError", says: "incorrect service", kind: BadRequest,
		sentence: "the link was signed for another service",
		cause:    "X-Amz-Credential was altered on the way, or the link belongs to another service than S3",
		next:     "use the link exactly as it was made, at the host it was made for",
	},
	{
		codes: "AuthorizationQueryParametersError InvalidArgument", says: "x-amz-date must be", kind: BadRequest,
		sentence: "the date of the signature is not readable",
		cause:    "X-Amz-Date was changed or lost",
		next:     "use the link or form exactly as it was made",
	},
	{
		codes: "AuthorizationQueryParametersError", says: "x-amz-date parameter", kind: BadRequest,
		sentence: "the date or the credential of the signature is not readable",
		cause:    "X-Amz-Date or X-Amz-Credential was changed or lost",
		next:     "use the link or form exactly as it was made",
	},
	{
		codes: "InvalidArgument", says: "x-amz-content-sha256", kind: BadRequest,
		sentence: "what the request names is not a hash of the content",
		cause:    "the header X-Amz-Content-Sha256 was altered",
		next:     "send exactly the headers listed with the link",
	},
	{
		codes: "AuthorizationQueryParametersError InvalidArgument", says: "aws4-hmac-sha256", kind: BadRequest,
		sentence: "the server does not know this kind of signature",
		cause:    "X-Amz-Algorithm was changed or lost, or the link is signed by version 4A, which AWS alone takes",
		next:     "use the link or form exactly as it was made, or sign by version 4, as signet does",
	},
	{
		codes: "AuthorizationHeaderMalformed", kind: BadRequest,
		sentence: "the authorization header is not readable",
		cause:    "the credential, the date or the service in it is wrong, often an empty or cut-off access key",
		next:     "check the access key and the region of the place",
	},
	{
		codes: "AuthorizationQueryParametersError", says: "authentication version 4 requires", kind: BadRequest,
		sentence: "parts of the signature are missing from the link",
		cause:    "the link was cut off, or its & were turned into &amp; on the way",
		next:     "copy the whole link again from where it was made",
	},
	{
		codes: "AuthorizationQueryParametersError", says: "x-amz-expires must be less", kind: BadRequest,
		sentence: "the link asks for more than " + say.Span(say.Longest),
		cause:    "a signed link lives for at most " + say.LongestSeconds(),
		next:     "sign a link of " + say.Span(say.Longest) + " or less",
	},
	{
		codes: "AuthorizationQueryParametersError", says: "x-amz-expires", kind: BadRequest,
		sentence: "the link's lifetime is not readable",
		cause:    "X-Amz-Expires was changed or lost",
		next:     "use the link exactly as it was made",
	},
	{
		codes: "AuthorizationQueryParametersError AuthorizationParametersError MissingAuthenticationToken MissingSecurityElement MissingFields", kind: BadRequest,
		sentence: "the signature in the link is not readable",
		cause:    "the link was cut off, or its & were turned into &amp; on the way",
		next:     "copy the whole link again from where it was made",
	},
	{
		codes: "PermanentRedirect TemporaryRedirect Redirect", kind: WrongRegion,
		sentence: "the bucket is in another region", detail: regionDetail,
		cause: "the request went to the wrong region's endpoint, or the bucket is too new to be known everywhere",
		next:  "sign for the bucket's own region; for a bucket made within the last hours, wait",
	},
	{
		codes: "IllegalLocationConstraintException IllegalLocationConstraint InvalidRegion InvalidLocationConstraint IncorrectEndpoint", kind: WrongRegion,
		sentence: "the region does not fit the bucket", detail: regionDetail,
		cause: "the request went to the endpoint of another region",
		next:  "use the bucket's own region",
	},
	{
		codes: "InvalidRequest", says: "aws4-hmac-sha256", kind: BadRequest,
		sentence: "the server wants a newer kind of signature",
		cause:    "the link is signed by the old version 2, or it was damaged on the way, as by & turned into &amp;",
		next:     "copy the whole link again from where it was made; one of version 2 must be signed anew by version 4, as signet does",
	},
	{
		codes: "SignatureVersionNotSupported InvalidSignatureVersion", kind: BadRequest,
		sentence: "the server does not know this kind of signature",
		cause:    "it supports another version of the signature",
		next:     "sign by version 4, as signet does",
	},
	{
		codes: "CredentialsNotSupported", kind: BadRequest,
		sentence: "the request does not take credentials",
		cause:    "it was signed although it must not be",
		next:     "use the link without any further sign-in",
	},
	{
		codes: "InvalidArgument", says: "authorization type", kind: BadRequest,
		sentence: "the server does not know this kind of sign-in",
		cause:    "an Authorization header of another kind was sent, such as Basic or Bearer",
		next:     "open the link without credentials of your own",
	},
	{
		codes: "InvalidArgument", says: "only one auth mechanism", kind: BadRequest,
		or:       []alike{{"InvalidRequest", "authentication types"}},
		sentence: "the request is signed twice",
		cause:    "an Authorization header was sent along with the link",
		next:     "open the link without credentials of your own",
	},
	{
		codes: "Unauthorized AuthenticationRequired XMinioInvalidIAMCredentials", kind: BadKey,
		sentence: "the server does not accept the credentials",
		cause:    "the key is unknown there, or the signature was cut off the link",
		next:     "check that key and endpoint belong together, and that the whole link was copied",
	},
}
