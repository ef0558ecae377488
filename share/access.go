package share

import (
	"fmt"
	"slices"
	"strings"
)

// Grant is the operation of a record of temporary credentials: they do what their Access
// allows. No link is signed for it, so that it is not among those that are offered.
const Grant Operation = "grant"

// grantInfo is its row.
//
//nolint:gochecknoglobals // immutable
var grantInfo = OperationInfo{Op: Grant, Name: "credentials", Noun: "set of credentials", Does: "use credentials for %s"}

// ParseShared is ParseOperation for what the log has, where credentials stand too.
func ParseShared(text string) (Operation, error) {
	if strings.EqualFold(strings.TrimSpace(text), string(Grant)) {
		return Grant, nil
	}
	return ParseOperation(text)
}

// Access is one thing that temporary credentials allow below a prefix. The values are
// stable: they are the spelling of --allow, and stand in the share log.
type Access string

// The kinds of access.
const (
	AccessList   Access = "list"
	AccessGet    Access = "get"
	AccessPut    Access = "put"
	AccessDelete Access = "delete"
)

// AccessInfo is what differs by the kind of access.
type AccessInfo struct {
	Access  Access
	Does    string      // for a sentence: "list names"
	Actions []string    // of IAM, on what is below the prefix
	Bucket  []string    // of IAM, on the bucket, and of names that begin with the prefix alone
	Like    []Operation // rails that allow one of these allow it
	Writes  bool
}

// accesses has a row for each. Versions that are not current, tags and access lists are
// opened by other actions, and by none of these.
//
//nolint:gochecknoglobals // immutable table
var accesses = []AccessInfo{
	{Access: AccessList, Does: "list names", Bucket: []string{"s3:ListBucket"}, Like: []Operation{Metadata, Download}},
	{Access: AccessGet, Does: "download", Actions: []string{"s3:GetObject"}, Like: []Operation{Download}},
	{Access: AccessPut, Does: "upload and replace", Actions: []string{"s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"}, Like: []Operation{Upload}, Writes: true},
	{Access: AccessDelete, Does: "delete", Actions: []string{"s3:DeleteObject"}, Like: []Operation{Delete}, Writes: true},
}

// AccessNames are all kinds as --allow spells them.
func AccessNames() (names []string) {
	for _, i := range accesses {
		names = append(names, string(i.Access))
	}
	return names
}

// Info is what is known of the access; the zero AccessInfo if there is none such.
func (a Access) Info() AccessInfo {
	for _, i := range accesses {
		if i.Access == a {
			return i
		}
	}
	return AccessInfo{}
}

// ParseAccess reads kinds of access as they are typed, in any case and apart by commas. It
// gives each once, in the order of the table. Errors are of type *UsageError.
func ParseAccess(text string) (out []Access, err error) {
	for word := range strings.SplitSeq(text, ",") {
		a := Access(strings.ToLower(strings.TrimSpace(word)))
		if a.Info().Access == "" {
			return nil, &UsageError{Op: "--allow", Problem: fmt.Sprintf("there is no access %q", clip(strings.TrimSpace(word))), Hint: "write some of " + strings.Join(AccessNames(), ",")}
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Access) int {
		return slices.Index(AccessNames(), string(a)) - slices.Index(AccessNames(), string(b))
	})
	return slices.Compact(out), nil
}

// accessWords are kinds of access for a sentence: "list names, download".
func accessWords(list []Access) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = a.Info().Does
	}
	return strings.Join(words, ", ")
}

// accessList is as the log and the screens write it: "list, get".
func accessList(list []Access) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = string(a)
	}
	return strings.Join(words, ", ")
}

// OperationName is what a share allows, for a fact: "download", "credentials: list, get".
func (spec Spec) OperationName() string {
	if spec.Operation == Grant {
		return grantInfo.Name + ": " + accessList(spec.Mandate.Allow)
	}
	return spec.Operation.Info().Name
}
