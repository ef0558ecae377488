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
	return of.Spec.Target.Bucket == other.Spec.Target.Bucket && !other.Spec.SignedAt.After(of.Spec.SignedAt) && !other.Spec.Operation.Info().Policy && !isGrant(other) && sameStore(of, other)
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

// sameRole: what says where the keys came from is all that the log knows of a role. One that
// is taken for each link ends with all its sessions, each of which began before now.
func sameRole(of, other share.Record) bool {
	switch one, two := ownSession(of), ownSession(other); {
	case one != two:
		return false
	case one:
		a, b := of.Spec.Mandate.Role, other.Spec.Mandate.Role
		return a == b && of.Spec.Endpoint.Place == other.Spec.Endpoint.Place && of.Spec.Endpoint.Signer == other.Spec.Endpoint.Signer && sameStore(of, other)
	}
	return other.Temporary && sameStore(of, other) && (of.Spec.AccessKeyID == other.Spec.AccessKeyID || of.Source == other.Source && !other.Spec.SignedAt.After(of.Spec.SignedAt))
}

// ownSession: the session began for the share alone, and after what it signs.
func ownSession(rec share.Record) bool { return rec.Spec.Mandate.Kind == share.KindAWSSession }

// denyRole denies everything to the sessions that began before the link was signed; of one
// that began for the link, or of a link that opens later, to those that began before now.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
func denyRole(rec share.Record, _ string, now time.Time) [][]string {
	before := rec.Spec.SignedAt
	if ownSession(rec) || before.After(now) {
		before = now.Add(time.Second) // IAM knows whole seconds, and it may have begun in this one
	}
	document := `{"Version":"` + policy.Version + `","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"` + before.UTC().Format(time.RFC3339) + `"}}}]}`
	return [][]string{{"aws", "iam", "put-role-policy", "--role-name", "ROLE", "--policy-name", "signet-older-sessions", "--policy-document", document}}
}
