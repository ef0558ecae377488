package takeback

import (
	"context"
	"errors"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/policy"
)

// Way is one way to take a share back.
type Way struct {
	Name   string // as --how names it
	Does   string // what is done, for people
	Done   string // that it was: "the policy is written"
	Here   bool   // signet does it itself; the others it only describes
	ByName bool   // it destroys more than links: nobody is led to it

	fits     func(share.Record) error
	reaches  func(of, other share.Record) bool
	commands func(rec share.Record, store string, now time.Time) [][]string
	denies   func(rec share.Record, others []share.Record) policy.Statement // in the policy of the bucket; nil: it writes none
	prepare  func(*Taker, context.Context, Offer) ([]*Change, error)        // nil: it is only described
	knocks   bool                                                           // where the link cannot be tried, its key alone tells as much
	proves   func(Answer) bool                                              // a refusal that this way causes
	counts   func(share.Record) bool                                        // what is done there ends links, seen or not; nil: nowhere
	heeds    string                                                         // completes "whether this" of what is to count: "server heeds it"
	heedless string                                                         // what is said of a server at which it was seen not to count
	unheard  func(share.Record) bool                                        // its server was asked whether it heeds policies, and does not answer; nil: none was
	with     string                                                         // how it ended the others: "by the same statement in the policy of the bucket"

	oneObject  bool                                           // it ends links to the share's own object alone, or below the prefix of a form
	statements func(rec share.Record, now time.Time) []string // for the policy of the bucket, where signet does not write them
}

// bySameStatement is how links end, and open again, with another one.
const bySameStatement = "by the same statement in the policy of the bucket"

// pageWay is the way to take back the link to a page of our own making.
const pageWay = "page"

// Ways are all ways, finest first.
func Ways() []Way {
	return []Way{
		{
			Name: pageWay, Does: "remove the page that the link opens, its version where the bucket keeps versions; the links on it are others", Done: "the page is removed", Here: true,
			oneObject: true, fits: isPage, reaches: sameObject, prepare: (*Taker).withdrawing, proves: Answer.gone, counts: atStore,
			heeds: "front serves no copy of it", with: "whose page was removed",
		},
		{
			Name: "signer", Does: "delete the access key that was made for this link alone, or end its session", Done: "what signed it is ended", Here: true,
			fits: hasOwnKey, reaches: endsNone, commands: deleteKey, prepare: (*Taker).ending, knocks: true, proves: Answer.keyGone, counts: ofKeys,
			heeds: "server has ended it",
		},
		{
			Name: "session", Does: "deny the session that signed this link alone, by its name, in the policy of the bucket", Done: "the policy is written", Here: true,
			fits: hasName, reaches: endsNone, denies: DenySession, prepare: (*Taker).denying, proves: Answer.denied, counts: atAWS,
			heeds: "server heeds it", heedless: "this server takes the policy and lets the link through all the same; the link lives on",
		},
		{
			Name: "policy", Does: "deny links to this object in the policy of its bucket, new ones too; the owner's own programs go on", Done: "the policy is written", Here: true,
			oneObject: true, fits: denies, reaches: samePolicy, denies: Deny, prepare: (*Taker).denying, proves: Answer.denied, counts: atAWS,
			heeds: "server heeds it", heedless: "this server takes the policy and lets the link through all the same; the link lives on",
			with: bySameStatement,
		},
		{
			Name: "object", Does: "delete the object, or the version that the link names (renaming it does the same; replacing it changes what links give)", Done: "the object is deleted", Here: true, ByName: true,
			oneObject: true, fits: needsObject, reaches: sameObject, commands: deleteObject, prepare: (*Taker).removing, proves: Answer.gone, counts: atStore,
			heeds: "front serves no copy of it", with: "whose object was deleted",
		},
		{
			Name: "key-group", Does: "remove the key from the key group of the distribution (a group holds one key at least: add the next one first; it counts when the distribution is deployed)",
			ByName: true, fits: atFront, reaches: sameKeyPair, commands: leaveGroup,
		},
		{Name: "age", Does: "deny, in the policy of the bucket, every link to it that was signed as long ago as this one; new ones live that long at most", ByName: true, fits: ofAge, reaches: sameAge, statements: denyAge},
		{Name: "key", Does: "deactivate the access key that signed", ByName: true, fits: hasKey, reaches: sameKey, commands: deactivateKey},
		{Name: "role", Does: "revoke all sessions of the role that began before the link was signed, or, where the link has a session of its own, before now", ByName: true, fits: ofRole, reaches: sameRole, commands: denyRole},
	}
}

// Find is the way of that name.
func Find(name string) (Way, bool) {
	for _, w := range Ways() {
		if w.Name == name {
			return w, true
		}
	}
	return Way{}, false
}

// Fits reports why there is no such way for a share; nil: there is.
func (w Way) Fits(rec share.Record) error { return w.fits(rec) }

// Reaches reports whether a way that ends one share ends another one as well.
func (w Way) Reaches(of, other share.Record) bool {
	return of.ID != other.ID && w.reaches(of, other)
}

// Commands are what does it, for a shell, an argument each, where store is the endpoint of
// the server that has the object (empty: AWS); none: there is none that is the same
// everywhere.
func (w Way) Commands(rec share.Record, store string, now time.Time) [][]string {
	if w.commands == nil {
		return nil
	}
	return w.commands(rec, store, now)
}

// denies: the policy of a bucket can deny links to the object.
func denies(rec share.Record) error {
	if isGrant(rec) {
		return errors.New("credentials are no link: the policy denies what comes by a link")
	}
	return inBucket(rec)
}

// inBucket: the policy of a bucket can name what the share is about, and its server judges it.
func inBucket(rec share.Record) error {
	bucket := rec.Spec.Target.Bucket
	switch {
	case !byKey(rec):
		return notByKey(rec)
	case address.IsARN(bucket) || address.IsAlias(bucket):
		return errors.New("the link goes through an access point, and whose bucket that is it does not say")
	case address.IsDirectory(bucket):
		return errors.New("directory buckets are opened by sessions, which other rights are for")
	}
	return nil
}

// hasName: a session of AWS signed, which policies know by its name.
func hasName(rec share.Record) error {
	if rec.Spec.Mandate.Kind != share.KindAWSSession {
		return errors.New("no session of a role signed it alone")
	}
	return inBucket(rec)
}

// isGrant: temporary credentials were given, and no link.
func isGrant(rec share.Record) bool { return rec.Spec.Operation == share.Grant }

// needsObject: what is not there yet cannot be taken away.
func needsObject(rec share.Record) error {
	switch {
	case isGrant(rec):
		return errors.New("credentials open a whole folder, which no one object ends")
	case rec.Spec.Operation.Info().Writes:
		return errors.New("the link writes: it needs no object to be there")
	case rec.Spec.Mandate.Below:
		return errors.New("the link opens a whole folder, which no one object ends")
	}
	return nil
}

// atAWS: AWS says that policies count. A server of one's own may take them and heed none.
func atAWS(rec share.Record) bool { return !address.OwnServer(rec.Spec.Endpoint.URL) }

func hasKey(rec share.Record) error {
	switch {
	case !byKey(rec):
		return notByKey(rec)
	case rec.Temporary && rec.Spec.Mandate.Kind != share.KindR2Session: // that has its parent's key
		return errors.New("a session signed, whose key cannot be deactivated alone")
	}
	return nil
}

// byKey: an access key of the store signed, and the store judges each use of the link.
func byKey(rec share.Record) bool {
	return !rec.Spec.Mandate.Kind.Info().Bare
}

func notByKey(rec share.Record) error {
	info := rec.Spec.Mandate.Kind.Info()
	return errors.New(info.Name + " signed, whose links end by " + info.TakeBack)
}

// sameStore: both links are judged by one server.
func sameStore(of, other share.Record) bool {
	return byKey(other) && address.SameServer(of.Spec.Endpoint.URL, other.Spec.Endpoint.URL)
}

// samePolicy: a statement is about an object and what is done with it, by links or by
// forms, whoever signed them for the store.
func samePolicy(of, other share.Record) bool {
	return of.Spec.Target.Bucket == other.Spec.Target.Bucket && covers(of, other) && authType(of) == authType(other) &&
		of.Spec.Operation.Info().Action == other.Spec.Operation.Info().Action && atStore(other) && address.SameServer(of.Spec.Endpoint.URL, other.Spec.Endpoint.URL)
}

// covers: the key, or everything below the prefix of a form.
func covers(of, other share.Record) bool {
	if of.Spec.Options.KeyPrefix {
		return len(other.Spec.Target.Key) >= len(of.Spec.Target.Key) && other.Spec.Target.Key[:len(of.Spec.Target.Key)] == of.Spec.Target.Key
	}
	return of.Spec.Target.Key == other.Spec.Target.Key && !other.Spec.Options.KeyPrefix
}

// sameObject: a link to another version lives on, and what needs no object.
func sameObject(of, other share.Record) bool {
	a, b := of.Spec.Target, other.Spec.Target
	return a.Bucket == b.Bucket && a.Key == b.Key && a.VersionID == b.VersionID && needsObject(other) == nil && address.SameServer(storeOf(of), storeOf(other))
}

// storeOf is the endpoint of the server that has the object, which is not where the link
// of a front leads; empty: AWS.
func storeOf(rec share.Record) string {
	if atStore(rec) {
		return rec.Spec.Endpoint.URL
	}
	return rec.Spec.Mandate.Origin
}

func sameKey(of, other share.Record) bool {
	return of.Spec.AccessKeyID == other.Spec.AccessKeyID && sameStore(of, other) &&
		other.Spec.Mandate.Kind != share.KindAWSSession && other.Spec.Mandate.Kind != share.KindAccessGrants // judged by a role
}

// deleteObject also empties the front of its copy, which it would serve on.
func deleteObject(rec share.Record, store string, _ time.Time) [][]string {
	t := rec.Spec.Target
	args := []string{"aws", "s3api", "delete-object", "--bucket", t.Bucket, "--key", t.Key}
	if t.VersionID != "" {
		args = append(args, "--version-id", t.VersionID)
	}
	if store != "" {
		args = append(args, "--endpoint-url", store)
	}
	return append([][]string{args}, invalidate(rec)...)
}

func deactivateKey(rec share.Record, store string, _ time.Time) [][]string {
	if address.OwnServer(store) {
		return nil
	}
	return [][]string{{"aws", "iam", "update-access-key", "--access-key-id", rec.Spec.AccessKeyID, "--status", "Inactive"}}
}

// Alike are the links that nothing can tell from a share's own, made or not yet made.
func Alike(rec share.Record) string {
	t, info := rec.Spec.Target, rec.Spec.Operation.Info()
	switch {
	case rec.Spec.Options.KeyPrefix:
		return "upload forms for anything that begins with " + t.Key
	case info.Policy:
		return "upload forms for the key"
	case info.Writes:
		return info.Name + " links to the object"
	}
	return "links to the object"
}
