package refusal

// service holds what the server says of itself, and what it says about
// requests that no link should lead to.
//
//nolint:gochecknoglobals // immutable table
var service = []row{
	{
		codes: "SlowDown SlowDownRead SlowDownWrite Throttling ThrottlingException TooManyRequests RequestLimitExceeded BandwidthLimitExceeded RequestThrottled TooManyRequestsException", kind: Busy,
		sentence: "the server asks to slow down",
		cause:    "too many requests at once",
		next:     "try again in a moment",
	},
	{
		codes: "ServiceUnavailable Busy XMinioServerNotInitialized XMinioIAMNotInitialized XMinioBucketMetadataNotInitialized TemporarilyUnavailable ServerBusy", kind: Busy,
		sentence: "the server is not available for the moment",
		cause:    "it is overloaded, starting or being maintained",
		next:     "try again in a moment",
	},
	{
		codes: "InternalError InternalServerError XMinioBackendDown XMinioReadQuorum XMinioWriteQuorum", kind: Broken,
		sentence: "the server failed",
		cause:    "an error inside the server; some fail so over a damaged form as well",
		next:     "try again; if it stays, tell whoever runs the server",
	},
	{
		codes: "XMinioStorageFull XMinioAdminBucketQuotaExceeded QuotaExceeded StorageFull TooManyBuckets InsufficientStorage StorageLimitExceeded SegmentLimitExceeded StorageQuotaExceeded", kind: Limited,
		sentence: "the storage is full",
		cause:    "a quota or the disk of the server is used up",
		next:     "make room, or have the quota raised",
	},
	{
		codes: "XMinioInsecureClientRequest InsecureClientRequest", kind: BadRequest,
		sentence: "the server wants https",
		cause:    "the request came by plain http",
		next:     "write https:// in the endpoint, and sign anew",
	},
	{
		codes: "NotImplemented NotSupported UnsupportedOperation", kind: NotAllowed,
		sentence: "the server does not know how to do this",
		cause:    "it offers only a part of S3",
		next:     "use another option, or another server",
	},
	{
		codes: "MalformedXML InvalidXML MalformedACLError", kind: BadRequest,
		sentence: "the server cannot read the request",
		cause:    "its body was damaged, or this server expects another format",
		next:     "try again; if it stays, this server is not compatible here",
	},
	{
		codes: "InvalidArgument", says: "must be made to api port", kind: NotS3,
		sentence: "this port belongs to MinIO's console, not to its S3 API",
		cause:    "the two listen on different ports, by default 9001 and 9000",
		next:     "use the address of the S3 API in the endpoint",
	},
	{
		codes: "InvalidArgument InvalidRequest BadRequest MissingHeader InvalidHeader MalformedDate UnexpectedContent XMinioInvalidUTF", kind: BadRequest,
		sentence: "the server does not accept the request",
		cause:    "a parameter or header was altered, or this server does not know it",
		next:     "use the link exactly as it was made, with its method and its headers",
	},
}

// bare holds the meaning of a status that came without S3's words, as after a
// HEAD request, whose answer has no body.
//
//nolint:gochecknoglobals // immutable table
var bare = []row{
	{
		status: 400, says: "http request to an https server", kind: NotS3,
		sentence: "the server speaks https at this port, and was asked by http",
		cause:    "the endpoint begins with http:// where https:// is meant",
		next:     "write https:// in the endpoint, or use the server's port for http",
	},
	{
		status: 301, kind: WrongRegion,
		sentence: "the bucket is in another region", detail: regionDetail,
		cause: "the request went to the wrong region's endpoint",
		next:  "sign for the bucket's own region",
	},
	{
		status: 307, kind: WrongRegion,
		sentence: "the bucket answers at another address for now", detail: regionDetail,
		cause: "it is too new to be known everywhere",
		next:  "wait, or sign for the bucket's own region",
	},
	{
		status: 304, kind: Unmet,
		sentence: "the object has not changed",
		cause:    "the request asked for it only if it had",
		next:     "nothing to do: the copy at hand is current",
	},
	{
		status: 400, kind: BadRequest,
		sentence: "the server does not accept the request", detail: placeDetail,
		cause: "without further words this is a link that was cut off or damaged, a wrong region, a session that has expired, or an object encrypted with the customer's own key (SSE-C)",
		next:  "copy the whole link again; check the region and the session; an SSE-C object needs its key in headers",
	},
	{
		status: 401, kind: BadKey,
		sentence: "the server does not accept the credentials",
		cause:    "the key is unknown there, or a proxy wants a sign-in",
		next:     "check that key and endpoint belong together",
	},
	{
		status: 403, kind: Denied,
		sentence: "access denied",
		cause:    "the signer lacks the permission, the link is over, not open yet or altered, its key or session has ended, or, without s3:ListBucket, the object is missing",
		next:     "check that the object exists, that the signer may do this, and that a new link is refused too",
	},
	{
		status: 404, kind: Missing,
		sentence: "there is no such object", detail: markerDetail,
		cause: "it or its bucket was deleted, renamed or never made; some servers say so of an unknown access key",
		next:  "check bucket and key, letter by letter",
	},
	{
		status: 405, kind: NotAllowed,
		sentence: "this method is not allowed here", detail: markerDetail,
		cause: "the version named is a delete marker, or the link is for another method",
		next:  "choose another version, or use the method the link was signed for",
	},
	{
		status: 407, kind: NotS3,
		sentence: "a proxy wants a sign-in",
		cause:    "the request did not get past the network's proxy",
		next:     "set HTTPS_PROXY with the proxy's user and password, or NO_PROXY for the endpoint",
	},
	{
		status: 409, kind: Unmet,
		sentence: "another request was changing the same object",
		cause:    "two requests met, or the object is locked",
		next:     "try again",
	},
	{
		status: 411, kind: BadRequest,
		sentence: "the upload did not say how long it is",
		cause:    "the program sent it in chunks; S3 wants a Content-Length",
		next:     "send a file instead of a stream",
	},
	{
		status: 412, kind: Unmet,
		sentence: "a condition of the request does not hold",
		cause:    "for an upload that must not overwrite: something is stored there already; otherwise the object changed since",
		next:     "use another key, or sign a link that may overwrite",
	},
	{
		status: 413, kind: TooLarge,
		sentence: "the upload is too large",
		cause:    "a proxy or the server limits the size",
		next:     "send a smaller file, or have the limit raised",
	},
	{
		status: 414, kind: TooLarge,
		sentence: "the link is too long for the server",
		cause:    "a proxy or the server limits the length of an address",
		next:     "sign with credentials without a session token, which makes the link much shorter",
	},
	{
		status: 416, kind: BadRange,
		sentence: "that part of the object does not exist",
		cause:    "the range lies beyond the end; of an empty object every range does",
		next:     "ask for the whole object",
	},
	{
		status: 429, kind: Busy,
		sentence: "the server asks to slow down",
		cause:    "too many requests at once",
		next:     "try again in a moment",
	},
	{
		status: 431, kind: TooLarge,
		sentence: "the request's headers are too large for the server",
		cause:    "a long session token, or much metadata",
		next:     "sign with credentials without a session token",
	},
	{
		status: 500, kind: Broken,
		sentence: "the server failed",
		cause:    "an error inside the server, not in the request",
		next:     "try again; if it stays, tell whoever runs the server",
	},
	{
		status: 501, kind: NotAllowed,
		sentence: "the server does not know how to do this",
		cause:    "it offers only a part of S3",
		next:     "use another option, or another server",
	},
	{
		status: 502, kind: Broken,
		sentence: "a proxy reached no S3 server behind it",
		cause:    "the server is down or the proxy is set up wrongly",
		next:     "try again; if it stays, tell whoever runs the server",
	},
	{
		status: 503, kind: Busy,
		sentence: "the server is not available for the moment",
		cause:    "it is overloaded, starting or being maintained",
		next:     "try again in a moment",
	},
	{
		status: 504, kind: Busy,
		sentence: "the server behind the proxy did not answer in time",
		cause:    "it is overloaded or down",
		next:     "try again in a moment",
	},
}
