package refusal

// objects holds what the stored object, the upload and the form can refuse.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
//
//nolint:gochecknoglobals // immutable table
var objects = []row{
	{
		codes: "NoSuchKey NoSuchObject", kind: Missing,
		sentence: "there is no such object", detail: markerDetail,
		cause: "it was deleted, renamed or never uploaded, or the link's path was altered",
		next:  "check the key, letter by letter; keys know upper and lower case",
	},
	{
		codes: "NoSuchVersion", kind: Missing,
		sentence: "there is no such version of the object",
		cause:    "that version was deleted, or a lifecycle rule removed it",
		next:     "sign a link for a version that exists, or for the current one",
	},
	{
		codes: "NoSuchUpload", kind: Missing,
		sentence: "there is no such multipart upload",
		cause:    "it was completed, aborted or cleaned up",
		next:     "start the upload again",
	},
	{
		codes: "NoSuchBucket NoSuchAccessPoint NoSuchOutpost", kind: NoBucket,
		sentence: "there is no such bucket",
		cause:    "it was deleted or misspelt, or it lies at another endpoint or with another provider",
		next:     "check the bucket's name and the place",
	},
	{
		codes: "InvalidBucketName", kind: NoBucket,
		sentence: "this cannot be the name of a bucket",
		cause:    "names have 3 to 63 characters of a-z, 0-9, dot and dash",
		next:     "check the bucket's name",
	},
	{
		codes: "InvalidObjectState", kind: Archived,
		sentence: "the object is archived and cannot be read now", detail: classDetail,
		cause: "an object in the archive must be restored before anyone can download it",
		next:  "restore it (aws s3api restore-object, minutes to 48 hours), then the link works",
	},
	{
		codes: "ObjectNotInActiveTierError RestoreAlreadyInProgress", kind: Archived,
		sentence: "the object is not restored from the archive yet",
		cause:    "a restore takes from minutes to 48 hours",
		next:     "wait until the restore is done",
	},
	{
		codes: "PreconditionFailed", kind: Unmet,
		sentence: "a condition of the request does not hold", detail: conditionDetail,
		cause: "for an upload that must not overwrite: something is stored there already; otherwise the object changed since",
		next:  "use another key, or sign a link that may overwrite",
	},
	{
		codes: "ConditionalRequestConflict OperationAborted", kind: Unmet,
		sentence: "another request was changing the same object",
		cause:    "two uploads met",
		next:     "try again, and check what is stored first",
	},
	{
		codes: "NotModified", kind: Unmet,
		sentence: "the object has not changed",
		cause:    "the request asked for it only if it had",
		next:     "nothing to do: the copy at hand is current",
	},
	{
		codes: "EntityTooLarge MaxMessageLengthExceeded", kind: TooLarge,
		sentence: "the upload is too large", detail: sizeDetail,
		cause: "it exceeds the limit of the form, or the 5 GB of a single upload",
		next:  "send a smaller file, or make a form or link with a higher limit",
	},
	{
		codes: "EntityTooSmall", kind: TooSmall,
		sentence: "the upload is too small", detail: sizeDetail,
		cause: "the form demands a larger file; an empty one is the usual reason",
		next:  "check that the right file was chosen",
	},
	{
		codes: "MaxPostPreDataLengthExceeded MaxPostPreDataLengthExceededError MetadataTooLarge RequestHeaderSectionTooLarge", kind: TooLarge,
		sentence: "the fields of the upload are too large",
		cause:    "S3 takes 2 kB of metadata and 20 kB of form fields before the file",
		next:     "shorten the metadata, and send the file as the last field",
	},
	{
		codes: "KeyTooLongError KeyTooLong XMinioInvalidObjectName XMinioInvalidResourceName", kind: BadRequest,
		sentence: "the server does not accept this key",
		cause:    "it is longer than 1,024 bytes, or has parts such as .. or // that this server does not store",
		next:     "choose another key",
	},
	{
		codes: "XMinioParentIsObject XMinioObjectExistsAsDirectory", kind: BadRequest,
		sentence: "an object is in the way of this key",
		cause:    "on this server a name cannot be an object and a folder at once",
		next:     "choose another key",
	},
	{
		codes: "InvalidURI ParseError", kind: BadRequest,
		sentence: "the server cannot read the address",
		cause:    "the link was damaged on the way, or a key is escaped wrongly",
		next:     "copy the whole link again from where it was made",
	},
	{
		codes: "InvalidPolicyDocument MalformedPolicy", kind: BadRequest,
		sentence: "the form's policy is not valid",
		cause:    "the form was damaged, or it holds a condition the server does not know",
		next:     "make the form anew",
	},
	{
		codes: "MalformedPOSTRequest RequestIsNotMultiPartContent", kind: BadRequest,
		sentence: "the upload is not a readable form",
		cause:    "it must be sent as multipart/form-data, with the file as its last field",
		next:     "use the page or the command that belongs to the form",
	},
	{
		codes: "IncorrectNumberOfFilesInPostRequest POSTFileRequired MissingAttachment", kind: BadRequest,
		sentence: "the form was sent without exactly one file",
		cause:    "no file was chosen, several were, or a field came after the file",
		next:     "send one file, as the last field",
	},
	{
		codes: "InvalidArgument", says: "exactly one file", kind: BadRequest,
		sentence: "the form was sent without exactly one file",
		cause:    "no file was chosen, several were, or a field came after the file",
		next:     "send one file, as the last field",
	},
	{
		codes: "InvalidArgument UserKeyMustBeSpecified", says: "key", kind: BadRequest,
		sentence: "the form was sent without the object's key, or with an unusable one",
		cause:    "the field key is missing, or comes after the file",
		next:     "send all fields of the form, and the file last",
	},
	{
		codes: "InvalidArgument", says: "iso-8859-1", kind: BadRequest,
		sentence: "the file name in the link has letters that the server does not accept",
		cause:    "a response header may hold only Latin letters; others need the filename* form",
		next:     "sign the link anew with signet, which writes both forms",
	},
	{
		codes: "InvalidArgument", says: "version id", kind: Missing,
		sentence: "this is not a version id",
		cause:    "the version in the link was altered, or comes from another server",
		next:     "sign a link for a version that exists",
	},
	{
		codes: "InvalidRequest", says: "response headers", kind: BadRequest,
		sentence: "the link is not signed but asks for response headers",
		cause:    "the signature was cut off the link",
		next:     "copy the whole link again from where it was made",
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
		codes: "InvalidArgument InvalidRequest", says: "signature version 4", kind: BadRequest,
		sentence: "an encrypted object needs a link signed by version 4",
		cause:    "the link is signed by the old version 2",
		next:     "sign it anew by version 4, as signet does",
	},
	{
		codes: "InvalidEncryptionAlgorithmError InvalidEncryptionAlgorithm ServerSideEncryptionConfigurationNotFoundError", kind: Encrypted,
		sentence: "the server does not offer this encryption",
		cause:    "only AES256 and aws:kms are usual, and some servers have neither",
		next:     "sign the upload without an encryption option",
	},
	{
		codes: "XAmzContentChecksumMismatch BadDigest InvalidDigest XAmzContentSHA256Mismatch ContentSHA256Mismatch InvalidChecksum", kind: Corrupt,
		sentence: "the file is not the one that was signed for",
		cause:    "its checksum differs: another file, or one damaged on the way",
		next:     "send the right file again",
	},
	{
		codes: "MissingContentLength MissingRequestBodyError MissingRequestBody", kind: BadRequest,
		sentence: "the upload did not say how long it is",
		cause:    "the program sent it in chunks, or with no body; S3 wants a Content-Length",
		next:     "send a file instead of a stream",
	},
	{
		codes: "IncompleteBody RequestTimeout UnexpectedEOF", kind: Corrupt,
		sentence: "the upload stopped half way",
		cause:    "the connection was too slow or broke off",
		next:     "send it again",
	},
	{
		codes: "InvalidRange", kind: BadRange,
		sentence: "that part of the object does not exist",
		cause:    "the range lies beyond the end; of an empty object every range does",
		next:     "ask for the whole object",
	},
	{
		codes: "InvalidPart InvalidPartOrder InvalidPartNumber", kind: BadRequest,
		sentence: "a part of the upload is missing or out of order",
		cause:    "the multipart upload was not completed as it was begun",
		next:     "start the upload again",
	},
	{
		codes: "MethodNotAllowed", kind: NotAllowed,
		sentence: "this method is not allowed here", detail: markerDetail,
		cause: "the link is for another method, or the version named is a delete marker",
		next:  "use the method the link was signed for",
	},
	{
		codes: "ObjectLocked InvalidWriteOffset AccessDeniedByObjectLock", kind: Denied,
		sentence: "the object is locked",
		cause:    "retention or a legal hold protects it",
		next:     "wait until the retention ends, or have the hold lifted",
	},
	{
		codes: "InvalidStorageClass InvalidTag InvalidRequest", says: "object lock", kind: Denied,
		sentence: "the object lock of the bucket forbids this",
		cause:    "retention or a legal hold protects the object, or the bucket has no object lock",
		next:     "check the object lock of the bucket",
	},
	{
		codes: "InvalidStorageClass InvalidTag InvalidTargetBucketForLogging UnresolvableGrantByEmailAddress", kind: BadRequest,
		sentence: "the server does not accept an option of the upload",
		cause:    "a storage class, tag or grant is not valid there",
		next:     "sign the upload without it",
	},
	{
		codes: "MissingSecurityHeader", kind: BadRequest,
		sentence: "a header that the request needs is missing",
		cause:    "the link demands headers, and the request came without one of them",
		next:     "send exactly the headers listed with the link",
	},
}
