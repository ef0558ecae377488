package share

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"signet/share/address"
	"signet/share/say"
)

// ownerOptions say who pays for a bucket and whose it is. S3 reads both from the
// address, in small letters alone, so that what is signed still opens in a browser;
// a form has no room for them.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
func ownerOptions() []Option {
	requests := []Operation{Download, Upload, Delete, Metadata}
	return []Option{
		{
			ID: "requester-pays", Flag: "requester-pays", Help: "the account that signs pays for each use (a bucket with requester pays wants it)", Label: "we pay", Hint: "requester pays: each use is on the account that signs",
			Kind: Switch, Ops: requests, Form: 7, Rare: true, store: switchIn(func(o *Options) *bool { return &o.RequesterPays }),
			fact: "paid by", says: func(*Options) string { return "the account that signs, where the bucket has requester pays" },
			signs: func(_ *Options, s *Signs) { s.parameter("x-amz-request-payer", "requester") },
			warns: func(_ *Options, e Endpoint) say.Remark {
				return ofAWS(e, "requester-pays", "requester pays is an arrangement of AWS: another store may pass over it")
			},
		},
		{
			ID: "expected-bucket-owner", Flag: "expected-bucket-owner", Help: "refused unless the bucket belongs to this account of 12 digits", Label: "owner", Hint: "123456789012; refused if the bucket is another account's",
			Ops: requests, Form: 7, Rare: true, store: accountIn(func(o *Options) *string { return &o.ExpectedBucketOwner }),
			check: func(o *Options, _ OperationInfo) (problem, hint string) { return checkAccount(o.ExpectedBucketOwner) },
			fact:  "owner", says: func(o *Options) string { return "refused unless the bucket is of the account " + o.ExpectedBucketOwner },
			signs: func(o *Options, s *Signs) { s.parameter("x-amz-expected-bucket-owner", o.ExpectedBucketOwner) },
			warns: func(_ *Options, e Endpoint) say.Remark {
				return ofAWS(e, "owner", "only AWS is known to refuse a bucket of another owner: another store may pass over the condition")
			},
		},
	}
}

// ofAWS is a remark for a link that points to another store.
func ofAWS(e Endpoint, code, text string) say.Remark {
	if !address.OwnServer(e.URL) {
		return say.Remark{}
	}
	return say.Remark{Code: code, Level: say.Warning, Text: text, Next: "try the link against a bucket where it must be refused"}
}

// accountIn keeps the number of an account, which the console shows with dashes.
func accountIn(at func(*Options) *string) store {
	s := textIn(at)
	s.set = func(o *Options, value string) error {
		*at(o) = strings.NewReplacer("-", "", " ", "").Replace(value)
		return nil
	}
	return s
}

func checkAccount(id string) (problem, hint string) {
	if utf8.RuneCountInString(id) != 12 || strings.Trim(id, "0123456789") != "" {
		return fmt.Sprintf("%q is no account of AWS", clip(id)), "12 digits: 123456789012"
	}
	return "", ""
}
