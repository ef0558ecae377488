package demo

import (
	"errors"
	"net/http"

	"signet/share/policy"
)

// policySize is the longest policy of a bucket, in bytes.
const policySize = 20 << 10

// bucketPolicy reads, replaces and removes the policy of a bucket.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
func (f *front) bucketPolicy(w http.ResponseWriter, r *http.Request, t target, body []byte) *refusal {
	switch r.Method {
	case http.MethodGet:
		text := f.store.policy(t.bucket)
		if text == "" {
			return refuse(http.StatusNotFound, "NoSuchBucketPolicy", "The bucket policy does not exist").with("BucketName", t.bucket)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(text))
		return nil
	case http.MethodPut:
		if no := bucketRules(t.bucket, body); no != nil {
			return no
		}
		return answer(w, http.StatusNoContent, f.store.setPolicy(t.bucket, string(body)))
	case http.MethodDelete:
		return answer(w, http.StatusNoContent, f.store.setPolicy(t.bucket, ""))
	}
	return notAllowed(r.Method, "BUCKETPOLICY")
}

// bucketRules judges a policy before it is kept. What it says and this server cannot
// enforce is refused.
func bucketRules(bucket string, text []byte) *refusal {
	rules, err := policy.ReadRules(text, policy.OfBucket)
	switch {
	case errors.Is(err, policy.ErrUnknown):
		return unenforced(err)
	case err != nil:
		return malformed("MalformedPolicy", "%v", err)
	case len(text) > policySize:
		return malformed("MalformedPolicy", "Policies must be no larger than %d bytes", policySize)
	case !rules.Within(bucket):
		return malformed("MalformedPolicy", "Policy has invalid resource")
	case rules.Public():
		return denied("because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.")
	}
	return nil
}

// unenforced is a policy that S3 may take and this server does not know how to enforce.
func unenforced(err error) *refusal {
	no := notImplemented()
	no.Message = "This server enforces only a part of the language of policies: " + err.Error()
	return no
}

// rules are those of a bucket; none, if it has no policy. One that cannot be read, as a
// later version may have kept it, is an error: nothing is allowed past it.
func (s *store) rules(bucket string) (policy.Rules, error) {
	text := s.policy(bucket)
	if text == "" {
		return nil, nil
	}
	return policy.ReadRules([]byte(text), policy.OfBucket)
}

func (s *store) policy(bucket string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.buckets[bucket]; b != nil {
		return b.policy
	}
	return ""
}

func (s *store) setPolicy(name, text string) error {
	return s.within(name, func(*bucket) error {
		return s.commit(change{Op: opPolicy, Bucket: name, Policy: text})
	})
}
