package demo

import (
	"net/http"
	"strings"
)

// setups are the answers about how a bucket is set up, by the sub-resource that is
// asked for. They are those of a new bucket of S3, save where a sample shows more.
func setups() map[string]func(http.ResponseWriter, target) *refusal {
	return map[string]func(http.ResponseWriter, target) *refusal{
		"encryption": encryptionOf, "publicAccessBlock": publicAccessOf, "lifecycle": lifecycleOf, "object-lock": objectLockOf,
	}
}

// setup answers a question about how a bucket is set up; false: it is none.
func setup(w http.ResponseWriter, t target) (no *refusal, ok bool) {
	for name, answer := range setups() {
		if t.query.Has(name) {
			return answer(w, t), true
		}
	}
	return nil, false
}

// encryptionOf: S3 encrypts every object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
func encryptionOf(w http.ResponseWriter, _ target) *refusal {
	sendXML(w, "ServerSideEncryptionConfiguration", func(b *strings.Builder) {
		group(b, "Rule", func() {
			group(b, "ApplyServerSideEncryptionByDefault", func() { element(b, "SSEAlgorithm", "AES256") })
			element(b, "BucketKeyEnabled", "false")
		})
	})
	return nil
}

// publicAccessOf: a new bucket blocks all of it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
func publicAccessOf(w http.ResponseWriter, _ target) *refusal {
	sendXML(w, "PublicAccessBlockConfiguration", func(b *strings.Builder) {
		for _, name := range []string{"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"} {
			element(b, name, "true")
		}
	})
	return nil
}

// lifecycleOf: the sample of what is to be picked up has a rule, which is where the
// ends of its documents come from.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
func lifecycleOf(w http.ResponseWriter, t target) *refusal {
	if t.bucket != reportsBucket {
		return refuse(http.StatusNotFound, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist").with("BucketName", t.bucket)
	}
	sendXML(w, "LifecycleConfiguration", func(b *strings.Builder) {
		group(b, "Rule", func() {
			element(b, "ID", "outbox after 4 days")
			group(b, "Filter", func() { element(b, "Prefix", "outbox/") })
			element(b, "Status", "Enabled")
			group(b, "Expiration", func() { element(b, "Days", "4") })
		})
		group(b, "Rule", func() {
			element(b, "ID", "unfinished uploads")
			group(b, "Filter", func() { element(b, "Prefix", "") })
			element(b, "Status", "Enabled")
			group(b, "AbortIncompleteMultipartUpload", func() { element(b, "DaysAfterInitiation", "7") })
		})
	})
	return nil
}

// objectLockOf: the minutes of the board are locked one by one.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html
func objectLockOf(w http.ResponseWriter, t target) *refusal {
	if t.bucket != deniedBucket {
		return refuse(http.StatusNotFound, "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket").with("BucketName", t.bucket)
	}
	sendXML(w, "ObjectLockConfiguration", func(b *strings.Builder) { element(b, "ObjectLockEnabled", "Enabled") })
	return nil
}

// reportsBucket is the one among the samples with a rule of lifecycle.
const reportsBucket = "field-reports"
