package refusal

// encryption holds what keys can be refused for: those of the customer (SSE-C)
// and those of a KMS.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryption.html
//
//nolint:gochecknoglobals // immutable table
var encryption = []row{
	{
		codes: "InvalidArgument InvalidRequest", says: "encryption parameters are not applicable", kind: Encrypted,
		sentence: "the request brings a key, but the object is not encrypted by one",
		cause:    "headers of the customer's own key (SSE-C) were sent along",
		next:     "open the link without these headers",
	},
	{
		codes: "InvalidArgument InvalidRequest", says: "secure connection", kind: BadRequest,
		sentence: "the server takes a key of the customer's by https alone",
		cause:    "the request came by plain http",
		next:     "write https:// in the endpoint, and sign anew",
	},
	{
		codes: "InvalidArgument InvalidRequest", says: "encryption parameters", kind: Encrypted,
		or:       []alike{{"InvalidArgument", "hash of the key"}, {"InvalidArgument", "secret key was invalid"}},
		sentence: "the key of the encryption does not fit",
		cause:    "the object was stored under another key of the customer's, or its headers do not belong together",
		next:     "send the key that the object was stored with, and its checksum",
	},
	{
		codes: "InvalidArgument", says: "server side encryption", kind: Encrypted,
		sentence: "the encryption that the request asks for does not fit",
		cause:    "a header of the encryption is missing, or two kinds were mixed",
		next:     "send exactly the headers listed with the link",
	},
	{
		codes: "InvalidRequest", says: "server side encryption", kind: Encrypted,
		sentence: "the object is encrypted with a key that the customer holds",
		cause:    "it was stored with SSE-C: every download must bring the key in headers, which a browser cannot do",
		next:     "hand the recipient a command with the key, or store a copy under S3's own encryption",
	},
	{
		codes: "SSECustomerKeyRequired InvalidEncryptionMethod ServerSideEncryptionCustomerKeyRequired MissingSSECustomerKey " +
			"MissingSSECustomerKeyMD5 SSECustomerKeyMD5Mismatch InvalidSSECustomerParameters InvalidSSECustomerKey InvalidSSECustomerAlgorithm " +
			"SSEEncryptedObject InsecureSSECustomerRequest", kind: Encrypted,
		sentence: "the object is encrypted with a key that the customer holds",
		cause:    "it was stored with SSE-C: every download must bring the right key in headers, which a browser cannot do",
		next:     "hand the recipient a command with the key, or store a copy under S3's own encryption",
	},
	{
		codes: "KMS.DisabledException KMS.KMSInvalidStateException KMS.InvalidStateException KMS.NotFoundException", kind: Encrypted,
		sentence: "the key that encrypts the object is not usable",
		cause:    "the KMS key is disabled, scheduled for deletion, or gone",
		next:     "have the owner of the key enable it again; nobody can read the object until then",
	},
	{
		codes: "KMS.ThrottlingException KMS.LimitExceededException", kind: Busy,
		sentence: "the key service is busy",
		cause:    "too many requests for the KMS key at once",
		next:     "try again in a moment",
	},
	{
		codes: "KMS.* KMSAccessDenied", kind: Encrypted,
		sentence: "the key that encrypts the object cannot be used",
		cause:    "whoever signed may use the object but not its KMS key, or the key does not fit",
		next:     "have the key's policy allow kms:Decrypt (download) or kms:GenerateDataKey (upload) for the signer",
	},
	{
		codes: "NotImplemented", says: "kms is not configured", kind: Encrypted,
		sentence: "the server has no key to encrypt with",
		cause:    "the upload asks for encryption, and no key service (KMS) is set up there",
		next:     "sign the upload without an encryption option, or have the key service set up",
	},
	{
		codes: "InvalidArgument", says: "encryption method", kind: Encrypted,
		or:       []alike{{"InvalidEncryptionAlgorithmError InvalidEncryptionAlgorithm ServerSideEncryptionConfigurationNotFoundError", ""}},
		sentence: "the server does not offer this encryption",
		cause:    "only AES256 and aws:kms are usual, and some servers have neither",
		next:     "sign the upload without an encryption option",
	},
}
