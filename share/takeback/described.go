package takeback

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"signet/share"
	"signet/share/policy"
)

// What signet describes and does not do: it ends far more than one link.

// ofAge: a bucket's policy may deny links by how long ago they were signed. MinIO does not
// heed it, and what other servers make of it is not known.
func ofAge(rec share.Record) error {
	switch err := denies(rec); {
	case err != nil:
		return err
	case !atAWS(rec):
		return errors.New("only AWS is known to heed s3:signatureAge")
	case rec.Spec.Operation.Info().Policy:
		return errors.New("s3:signatureAge is about links, not about forms")
	}
	return nil
}

// sameAge: it was signed no later, to whatever object of the bucket.
func sameAge(of, other share.Record) bool {
	return of.Spec.Target.Bucket == other.Spec.Target.Bucket && !other.Spec.SignedAt.After(of.Spec.SignedAt) && !other.Spec.Operation.Info().Policy && sameStore(of, other)
}

// denyAge denies what is older than the link is now.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
func denyAge(rec share.Record, now time.Time) []string {
	age := max(now.Sub(rec.Spec.SignedAt).Truncate(time.Second)-time.Second, 0)
	bucket := rec
	bucket.Spec.Target.Key, bucket.Spec.Options.KeyPrefix = "", true
	name, _ := json.Marshal(resource(bucket)) // a text: it cannot fail
	return []string{policy.ASCII(fmt.Sprintf(`{"Sid":"signetAge","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":%s,"Condition":{"NumericGreaterThan":{"s3:signatureAge":"%d"}}}`, name, age.Milliseconds()))}
}

// ofRole: a session signed, and AWS judges its role at each use.
func ofRole(rec share.Record) error {
	switch {
	case !byKey(rec):
		return notByKey(rec)
	case !rec.Temporary:
		return errors.New("no session signed it")
	case !atAWS(rec):
		return errors.New("only AWS is known to judge sessions by when they began")
	}
	return nil
}

// sameRole: what says where the keys came from is all that the log knows of a role.
func sameRole(of, other share.Record) bool {
	return other.Temporary && sameStore(of, other) && (of.Spec.AccessKeyID == other.Spec.AccessKeyID || of.Source == other.Source && !other.Spec.SignedAt.After(of.Spec.SignedAt))
}

// denyRole denies everything to the sessions that began before the link was signed.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
func denyRole(rec share.Record, _ string) [][]string {
	document := `{"Version":"` + policy.Version + `","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"` + rec.Spec.SignedAt.UTC().Format(time.RFC3339) + `"}}}]}`
	return [][]string{{"aws", "iam", "put-role-policy", "--role-name", "ROLE", "--policy-name", "signet-older-sessions", "--policy-document", document}}
}
