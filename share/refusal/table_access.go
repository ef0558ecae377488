package refusal

// access holds the causes of AccessDenied and of its relatives. S3 uses this
// one code for a link that is over, one that has not begun, a form that breaks
// its policy and a plain lack of permission; the message tells them apart.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
//
//nolint:gochecknoglobals // immutable table
var access = []row{
	{
		codes: "AccessDenied ExpiredRequest RequestExpired", says: "policy expired", kind: Expired,
		sentence: "the upload form has expired",
		cause:    "the form is over, or the clock of whoever made it was wrong",
		next:     "make a new form",
	},
	{
		codes: "AccessDenied", says: "has expired", kind: Expired,
		or:       []alike{{"ExpiredRequest RequestExpired ExpiredPresignRequest", ""}},
		sentence: "the link has expired", detail: endedDetail,
		cause: "its time is over; nothing can prolong a signed link",
		next:  "sign a new link",
	},
	{
		codes: "AccessDenied", says: "not yet valid", kind: Early,
		or:       []alike{{"AccessDenied", "not valid yet"}, {"RequestNotReadyYet", ""}},
		sentence: "the link is not valid yet",
		cause:    "its start lies in the future, or the clock of whoever signed it is ahead",
		next:     "wait for its start; if it should be open already, check the signer's clock",
	},
	{
		codes: "AccessDenied", says: "multiple values", kind: Unmet,
		sentence: "a field of the form was sent twice",
		cause:    "each field may come once",
		next:     "send exactly the fields of the form, and the file last",
	},
	{
		codes: "AccessDenied PostPolicyInvalidKeyName", says: "condition failed", kind: Unmet,
		sentence: "the upload breaks a condition of the form",
		cause:    "a field such as the key, the content type or a metadata value differs from what was signed",
		next:     "send exactly the fields of the form, and the file last",
	},
	{
		codes: "AccessDenied", says: "extra input fields", kind: Unmet,
		or:       []alike{{"AccessDenied", "must appear in the list of policy conditions"}}, // MinIO's words for the same
		sentence: "the upload sends a field that the form does not allow",
		cause:    "every field but the file and the signature must be covered by the signed policy",
		next:     "leave the extra field away, or make a form that allows it",
	},
	{
		codes: "AccessDenied", says: "according to policy", kind: Unmet,
		or:       []alike{{"InvalidPolicyDocument", "does not meet the conditions"}},
		sentence: "the upload does not fit the form's policy",
		cause:    "a field differs from what was signed",
		next:     "send exactly the fields of the form, and the file last",
	},
	{
		codes: "AccessDenied", says: "valid date", kind: BadRequest,
		sentence: "the request carries no valid date",
		cause:    "X-Amz-Date was lost or changed",
		next:     "use the link exactly as it was made",
	},
	{
		codes: "AccessDenied", says: "header", status: 400, kind: BadRequest,
		sentence: "the headers do not fit the link", detail: unsignedDetail,
		cause: "a header that the link was signed with is missing, or one was added",
		next:  "send exactly the headers listed with the link",
	},
	{
		codes: "AccessDenied", says: "date is too old", kind: Clock,
		or:       []alike{{"RequestTimeTooSkewed", ""}},
		sentence: "the clocks differ too much", detail: skewDetail,
		cause: "S3 accepts a difference of 15 minutes between the signer's clock and its own",
		next:  "set this computer's clock by a time server and try again",
	},
	{
		codes: "AccessDenied", says: "not signed", kind: BadRequest,
		sentence: "a header was sent that is not signed", detail: unsignedDetail,
		cause: "whoever used the link added a header, or its list of signed headers was altered",
		next:  "leave the header away, or sign a link that includes it",
	},
	{
		codes: "AccessDenied UnsignedHeaders", says: "signed header", kind: BadRequest,
		sentence: "a header that the link was signed with is missing",
		cause:    "the link demands headers, and the request came without one of them",
		next:     "send exactly the headers listed with the link",
	},
	{
		codes: "AccessDenied AccessForbidden Forbidden", says: "cap exceeded", kind: Limited, // Backblaze B2
		or:       []alike{{"CapExceeded StorageCapExceeded TransactionCapExceeded DownloadCapExceeded", ""}},
		sentence: "the account's cap is reached",
		cause:    "its owner has bounded what traffic, requests or storage may cost, and that is used up",
		next:     "wait, as caps on traffic and requests are often of a day, or have the owner of the account raise it",
	},
	{
		codes: "AccessDenied AccessForbidden Forbidden AccountProblem", says: "suspended", kind: Limited,
		or: []alike{
			{"UserSuspended AccountSuspended UserDisable AccountDisabled UserDisabled AccountFrozen AccountLocked BucketSuspended Suspended", ""},
			{"AccessDenied Forbidden", "arrears"},
		},
		sentence: "the account is suspended",
		cause:    "its provider or administrator has stopped it, often over a bill, an ended trial or its terms",
		next:     "ask the owner of the account, or the provider",
	},
	{
		codes: "AccessDenied Forbidden UserProjectAccountProblem AccountProblem", says: "billing", kind: Limited, // Google
		or: []alike{
			{"PaymentRequired BillingDisabled InArrears UserProjectAccountProblem", ""},
			{"AccessDenied Forbidden", "payment"},
			{"AccessDenied Forbidden", "trial"},
			{"AccessDenied Forbidden", "unpaid"},
			{"AccessDenied Forbidden", "overdue"},
			{"AccessDenied Forbidden", "invoice"},
		},
		sentence: "the account's payment is not in order",
		cause:    "the provider asks for a payment, a card or the end of a trial first",
		next:     "ask the owner of the account",
	},
	{
		codes: "AccessDenied Forbidden", says: "quota", kind: Limited,
		or:       []alike{{"AccessDenied Forbidden", "limit exceeded"}, {"AccessDenied Forbidden", "limit reached"}},
		sentence: "a quota is used up",
		cause:    "what the account, the bucket or the user may store or transfer is bounded",
		next:     "make room, wait, or have the quota raised",
	},
	{
		codes: "AccessDenied", says: "must be addressed using the specified endpoint", kind: WrongRegion, // Alibaba
		sentence: "the bucket answers at another endpoint", detail: regionDetail,
		cause: "the request went to the endpoint of another region",
		next:  "use the endpoint of the bucket's own region",
	},
	{
		codes: "AccessDenied", says: "explicit deny in a service control policy", kind: Denied,
		or:       []alike{{"AccessDenied", "explicit deny in a resource control policy"}, {"AccessDenied", "no service control policy allows"}, {"AccessDenied", "no resource control policy allows"}},
		sentence: "access denied by a policy of the organisation",
		cause:    "the organisation's policies forbid this for the account, whatever the account itself allows",
		next:     "ask whoever administers the organisation; region, network and encryption are usual conditions",
	},
	{
		codes: "AccessDenied", says: "vpc endpoint policy", kind: Denied,
		sentence: "access denied by the policy of a VPC endpoint",
		cause:    "the request goes through an endpoint of a private network whose policy does not allow this",
		next:     "ask whoever administers the network, or try from another one",
	},
	{
		codes: "AccessDenied", says: "explicit deny", kind: Denied,
		sentence: "access denied by an explicit deny",
		cause:    "a policy of the bucket, the user, the organisation or the session forbids this, whatever else allows it",
		next:     "ask whoever owns the policy; conditions such as source address, VPC, age of the signature or encryption are usual",
	},
	{
		codes: "AccessDenied", says: "kms:", kind: Encrypted,
		sentence: "access denied to the key that encrypts the object",
		cause:    "whoever signed may use the object but not its KMS key",
		next:     "have the key's policy allow kms:Decrypt (download) or kms:GenerateDataKey (upload) for the signer",
	},
	{
		codes: "AccessDenied", says: "permissions boundary", kind: Denied,
		sentence: "access denied by a permissions boundary",
		cause:    "the signer's user or role is limited by a boundary that leaves this action out",
		next:     "ask an administrator to widen the boundary, or sign with another profile",
	},
	{
		codes: "AccessDenied", says: "session policy", kind: Denied,
		sentence: "access denied by the session's policy",
		cause:    "the credentials were issued for less than this",
		next:     "sign with credentials that cover this action and object",
	},
	{
		codes: "AccessDenied", says: "not authorized to perform", kind: Denied,
		sentence: "access denied: no policy allows it",
		cause:    "the signer lacks the permission for this action on this object",
		next:     "ask for the permission, or sign with another profile",
	},
	{
		codes: "AccessDenied", says: "object lock", kind: Denied,
		or:       []alike{{"ObjectLocked InvalidWriteOffset AccessDeniedByObjectLock", ""}},
		sentence: "the object is locked",
		cause:    "retention or a legal hold protects it",
		next:     "wait until the retention ends, or have the hold lifted",
	},
	{
		codes: "AccessForbidden AccessDenied", says: "cors", kind: Denied,
		sentence: "the bucket takes no requests from this web page",
		cause:    "a script of a page asked, and the bucket's CORS rules do not allow its origin",
		next:     "open the link itself, use a command or a plain form, or have the origin allowed",
	},
	{
		codes: "AccessDenied", says: "no awsaccesskey", kind: BadRequest,
		or:       []alike{{"AccessDenied", "anonymous"}},
		sentence: "access denied: the request was not signed",
		cause:    "the signature was cut off the link",
		next:     "copy the whole link, from https to the end of the signature",
	},
	{
		codes: "AccessDenied", says: "mfa", kind: Denied,
		sentence: "access denied without a second factor",
		cause:    "a policy demands multi-factor authentication for this",
		next:     "sign with a session that was opened with MFA",
	},
	{
		codes: "AccessDenied", says: "block public", kind: Denied,
		or:       []alike{{"AccessDenied", "public use of objects is not allowed"}, {"AccessDenied", "public access"}}, // Wasabi
		sentence: "access denied: public access is blocked",
		cause:    "the bucket or account blocks public access",
		next:     "share by a signed link instead",
	},
	{
		codes: "AccessDenied Forbidden AccountProblem UnauthorizedAccess AllAccessDisabled InvalidPayer", says: "disabled", kind: Limited,
		or:       []alike{{"AllAccessDisabled", ""}},
		sentence: "all access to this is disabled",
		cause:    "the account or the object was blocked by the provider or its owner",
		next:     "ask the owner of the bucket",
	},
	{
		codes: "AccessDenied AccessForbidden Forbidden", kind: Denied,
		sentence: "access denied",
		cause:    "the signer lacks the permission, or a policy of the bucket forbids it; a missing object looks the same without s3:ListBucket, and so does a link or form without its signature",
		next:     "check that the object exists, that the signer may do this, and that the whole link was copied",
	},
	{
		codes: "AccountProblem NotSignedUp OptInRequired SubscriptionRequired UnauthorizedAccess UnauthorizedAccessError", kind: Limited,
		sentence: "the account may not use this service",
		cause:    "the provider has limited or not yet opened the account",
		next:     "ask the provider",
	},
	{
		codes: "CrossLocationLoggingProhibited InvalidPayer", kind: Limited,
		sentence: "the account may not do this",
		cause:    "its payment or its place is not in order",
		next:     "ask the owner of the account",
	},
}
