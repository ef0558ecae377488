package share

import (
	"slices"
	"time"

	"signet/share/address"
)

// KindAccessGrants are credentials that S3 Access Grants gives, for what somebody has
// granted to who asks. No place has a signer of it, and no link is signed by it.
const KindAccessGrants SignerKind = "access-grants"

// accessGrants is its row.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetDataAccess.html
//
//nolint:gochecknoglobals // immutable
var accessGrants = SignerInfo{
	Kind: KindAccessGrants, Name: "S3 Access Grants", Only: []Operation{}, Why: "it gives credentials alone",
	Longest: longestRole, Over: "the most that they live", Fleeting: shownOnce,
	TakeBack: "revoking all sessions of the role that the location was registered with; taking the grant away ends none that were given",
}

// shortestGrant is the shortest life of theirs.
const shortestGrant = 15 * time.Minute

// Permission is what S3 Access Grants calls kinds of access; empty: it has none such.
func Permission(allow []Access) string {
	switch {
	case slices.Equal(allow, []Access{AccessList, AccessGet}):
		return "READ"
	case slices.Equal(allow, []Access{AccessPut, AccessDelete}):
		return "WRITE"
	case len(allow) == len(accesses):
		return "READWRITE"
	}
	return ""
}

// checkAccessGrants refuses what S3 Access Grants has not.
func (g GrantRequest) checkAccessGrants(at Endpoint) error {
	refuse := func(problem, hint string) error {
		return &UsageError{Op: "--access-grants", Problem: problem, Hint: hint}
	}
	problem, hint := checkAccount(g.Instance)
	switch {
	case problem != "":
		return refuse(problem, hint)
	case address.OwnServer(at.URL):
		return refuse("is of AWS, and this place is at another server", "leave it out")
	case g.Role != "" || g.Signer != "":
		return refuse("cannot go together with --role or --signer", "take one")
	case Permission(g.Allow) == "":
		return &UsageError{Op: "--allow", Problem: "S3 Access Grants has list,get and put,delete and all four, and none between", Hint: "write one of these"}
	}
	return nil
}
