package share

import (
	"fmt"
	"slices"
	"strings"
)

// Operation is the one thing that the holder of a link may do.
type Operation string

// The operations that can be shared. The values are stable: they are the
// spelling of --op, of the JSON output and of the share log.
const (
	Download Operation = "get"
	Upload   Operation = "put"
	Form     Operation = "post"
	Delete   Operation = "delete"
	Metadata Operation = "head"
	InParts  Operation = "multipart"
)

// OperationInfo is everything the rest of the program needs to know about an
// operation, so that none of it is spelled out in switches elsewhere.
type OperationInfo struct {
	Op        Operation
	Name      string // "download": noun and verb in the interface
	Method    string // the HTTP method the holder must use
	Also      string // another word that people type for it; empty: none
	Noun      string // what the holder has: "link" or "form"
	Does      string // completes "the holder may ..."; %s is the object
	Rest      string // what follows Does where nothing limits it
	Action    string // the IAM action the signer needs, and the holder inherits; see Request.Action
	Versioned bool   // a version id may be named
	Reads     bool   // hands out the content of the object
	Writes    bool   // changes what is stored
	Stores    bool   // takes content in
	Destroys  bool   // needs a typed confirmation
	Browser   bool   // works by opening the link in a browser
	// Policy: signed is a POST policy and no request. It has an end and no
	// beginning, and its address is of no use without the fields.
	Policy bool
	// Parts: signed is an upload in parts, which is started at the server before: a
	// link for each part, and for listing, aborting and completing it; see Spec.Calls.
	Parts bool
}

// Holder is what whoever has the link is called: the sender of what is stored.
func (i OperationInfo) Holder() string {
	if i.Stores {
		return "sender"
	}
	return "holder"
}

// Bare reports that the address is all that the holder needs.
func (i OperationInfo) Bare() bool { return !i.Policy && !i.Parts }

// operations are made once: each link asks for its own row a dozen times.
//
//nolint:gochecknoglobals // immutable table
var operations = []OperationInfo{
	{Op: Download, Name: "download", Also: "read", Method: "GET", Noun: "link", Does: "download %s", Action: "s3:GetObject", Versioned: true, Reads: true, Browser: true},
	{Op: Upload, Name: "upload", Also: "write", Method: "PUT", Noun: "link", Does: "upload to %s", Rest: ", replacing what is there", Action: "s3:PutObject", Writes: true, Stores: true},
	{Op: Form, Name: "upload form", Also: "form", Method: "POST", Noun: "form", Does: "upload to %s", Rest: ", replacing what is there", Action: "s3:PutObject", Writes: true, Stores: true, Policy: true},
	{Op: Delete, Name: "delete", Also: "remove", Method: "DELETE", Noun: "link", Does: "delete %s", Action: "s3:DeleteObject", Versioned: true, Writes: true, Destroys: true},
	{Op: Metadata, Name: "metadata", Method: "HEAD", Noun: "link", Does: "read the metadata of %s", Rest: ", not its content", Action: "s3:GetObject", Versioned: true},
	{Op: InParts, Name: "multipart upload", Method: "POST", Noun: "set of links", Does: "upload to %s", Rest: ", replacing what is there", Action: "s3:PutObject", Writes: true, Stores: true, Parts: true},
}

// Operations lists all operations in the order in which they are offered.
func Operations() []OperationInfo { return slices.Clone(operations) }

// Info returns what is known about the operation; the zero OperationInfo if
// there is no such operation.
func (o Operation) Info() OperationInfo {
	for i := range operations {
		if operations[i].Op == o {
			return operations[i]
		}
	}
	if o == Grant {
		return grantInfo
	}
	return OperationInfo{}
}

// OperationsThat are the names of all operations of which something holds.
func OperationsThat(holds func(OperationInfo) bool) (names []string) {
	for _, i := range Operations() {
		if holds(i) {
			names = append(names, string(i.Op))
		}
	}
	return names
}

// OperationNames are all operations as --op spells them.
func OperationNames() []string {
	return OperationsThat(func(OperationInfo) bool { return true })
}

// ParseOperation reads an operation as typed by a person, in any case: its --op
// spelling, which is its HTTP method, its name, or the other word for it.
func ParseOperation(text string) (Operation, error) {
	t := strings.ToLower(strings.TrimSpace(text))
	for _, i := range Operations() {
		if t == string(i.Op) || t == i.Name || t == i.Also && t != "" {
			return i.Op, nil
		}
	}
	return "", &UsageError{Op: "operation", Problem: fmt.Sprintf("there is no operation %q", text), Hint: "one of " + strings.Join(OperationNames(), ", ")}
}
