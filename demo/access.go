package demo

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"signet/share/policy"
)

// right is one thing that a request needs to be allowed.
type right struct {
	action, bucket, key string
	write               bool // it makes, changes or removes a bucket
}

func (n right) arn() string {
	switch {
	case n.bucket == "":
		return "arn:aws:s3:::*"
	case n.key == "":
		return "arn:aws:s3:::" + n.bucket
	}
	return "arn:aws:s3:::" + n.bucket + "/" + n.key
}

// action is a row of what requests are called in policies.
type action struct{ methods, sub, name string }

// bucketActions and objectActions are searched from above; without a sub-resource a row
// takes all that is left of its methods.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
func bucketActions() []action {
	return []action{
		{"GET", "policy", "GetBucketPolicy"},
		{"PUT", "policy", "PutBucketPolicy"},
		{"DELETE", "policy", "DeleteBucketPolicy"},
		{"GET", "versioning", "GetBucketVersioning"},
		{"PUT", "versioning", "PutBucketVersioning"},
		{"GET", "location", "GetBucketLocation"},
		{"GET", "versions", "ListBucketVersions"},
		{"GET", "uploads", "ListBucketMultipartUploads"},
		{"GET", "encryption", "GetEncryptionConfiguration"},
		{"GET", "publicAccessBlock", "GetBucketPublicAccessBlock"},
		{"GET", "lifecycle", "GetLifecycleConfiguration"},
		{"GET", "object-lock", "GetBucketObjectLockConfiguration"},
		{"GET HEAD", "", "ListBucket"},
		{"PUT", "", "CreateBucket"},
		{"DELETE", "", "DeleteBucket"},
	}
}

func objectActions() []action {
	return []action{
		{"GET", "tagging", "GetObjectTagging"},
		{"PUT", "tagging", "PutObjectTagging"},
		{"DELETE", "tagging", "DeleteObjectTagging"},
		{"GET", "uploadId", "ListMultipartUploadParts"},
		{"DELETE", "uploadId", "AbortMultipartUpload"},
		{"GET HEAD", "", "GetObject"},
		{"PUT POST", "", "PutObject"},
		{"DELETE", "", "DeleteObject"},
	}
}

// rights are all that a request needs, in the words of policies. What a list of keys to
// delete needs is known only when it is read.
func rights(r *http.Request, t target) []right {
	switch {
	case t.bucket == "":
		return []right{{action: "s3:ListAllMyBuckets"}}
	case t.key == "" && r.Method == http.MethodPost:
		return nil
	case t.key == "":
		write := r.Method == http.MethodPut || r.Method == http.MethodDelete
		return []right{{called(bucketActions(), r.Method, t.query), t.bucket, "", write}}
	}
	name := called(objectActions(), r.Method, t.query)
	if t.query.Get("versionId") != "" {
		name = ofVersion(name)
	}
	all := []right{{action: name, bucket: t.bucket, key: t.key}}
	if r.Header.Get(tagsHeader) != "" {
		all = append(all, right{action: "s3:PutObjectTagging", bucket: t.bucket, key: t.key})
	}
	if bucket, key, version := copySource(r); bucket != "" {
		from := right{action: "s3:GetObject", bucket: bucket, key: key}
		if version != "" {
			from.action = ofVersion(from.action)
		}
		all = append(all, from)
	}
	return all
}

// called is the name of what a method does with a sub-resource; what has none here is
// refused later, and is allowed by no policy but one that allows all.
func called(rows []action, method string, q url.Values) string {
	for _, row := range rows {
		if (row.sub == "" || q.Has(row.sub)) && strings.Contains(" "+row.methods+" ", " "+method+" ") {
			return "s3:" + row.name
		}
	}
	return ""
}

// ofVersion is the right on one version: another one than on the object.
func ofVersion(name string) string {
	for _, object := range []string{"ObjectTagging", "Object"} {
		if before, ok := strings.CutSuffix(name, object); ok {
			return before + strings.Replace(object, "Object", "ObjectVersion", 1)
		}
	}
	return name
}

// permit asks everybody who has a say: the policy of the bucket, that of the session or
// key, and what the user may do. A Deny counts whatever else is allowed.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
func (f *front) permit(c caller, r *http.Request, n right) *refusal {
	q := policy.Request{Principal: c.arn(), Action: n.action, Resource: n.arn(), Context: f.circumstances(c, r)}
	rules, err := f.store.rules(n.bucket)
	if err != nil {
		return asRefusal(err)
	}
	bucket := rules.Judge(q)
	switch {
	case bucket == policy.Denied && !c.cannotBeLockedOut(n):
		return forbidden(c, n, "with an explicit deny in a resource-based policy")
	case c.limits != nil && c.limits.Judge(q) == policy.Denied:
		return forbidden(c, n, "with an explicit deny in a session policy")
	case c.limits != nil && c.limits.Judge(q) != policy.Allowed:
		return forbidden(c, n, "because no session policy allows the "+n.action+" action")
	case c.Guest && bucket != policy.Allowed && (n.bucket == "" || n.write || f.denied(n.bucket)):
		return forbidden(c, n, "because no identity-based policy allows the "+n.action+" action")
	}
	return nil
}

// cannotBeLockedOut: who owns the account may always mend the policy of a bucket.
func (c caller) cannotBeLockedOut(n right) bool {
	return c.root() && strings.HasSuffix(n.action, "BucketPolicy")
}

func forbidden(c caller, n right, why string) *refusal {
	return denied("User: %s is not authorized to perform: %s on resource: %q %s", c.arn(), n.action, n.arn(), why)
}

// circumstances are what conditions may ask about a request. An address is the one that
// the connection comes from: no header is believed.
func (f *front) circumstances(c caller, r *http.Request) map[string]string {
	now := f.store.clock()
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	all := map[string]string{
		policy.SourceIP:     host,
		policy.CurrentTime:  now.UTC().Format(time.RFC3339Nano),
		policy.UserID:       c.userID(),
		policy.AuthType:     c.claim.authType(),
		policy.SignatureAge: strconv.FormatInt(max(0, now.Sub(c.claim.at)).Milliseconds(), 10),
	}
	for name, parameter := range map[string]string{policy.Prefix: "prefix", policy.Delimiter: "delimiter"} {
		if q := r.URL.Query(); q.Has(parameter) {
			all[name] = q.Get(parameter)
		}
	}
	return all
}
