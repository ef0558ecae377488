package share

import (
	"fmt"
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
)

// OperationInfo is everything the rest of the program needs to know about an
// operation, so that none of it is spelled out in switches elsewhere.
type OperationInfo struct {
	Op        Operation
	Name      string // "download": noun and verb in the interface
	Method    string // the HTTP method the holder must use
	May       string // completes "the holder may ..."; %s is the object
	Action    string // the IAM action the signer needs, and the holder inherits; see Request.Action
	Versioned bool   // a version id may be named
	Writes    bool   // changes what is stored
	Destroys  bool   // needs a typed confirmation
	Browser   bool   // works by opening the link in a browser
}

// Operations lists all operations in the order in which they are offered.
func Operations() []OperationInfo {
	return []OperationInfo{
		{Op: Download, Name: "download", Method: "GET", May: "download %s", Action: "s3:GetObject", Versioned: true, Browser: true},
		{Op: Upload, Name: "upload", Method: "PUT", May: "upload to %s, replacing what is there", Action: "s3:PutObject", Writes: true},
		{Op: Form, Name: "upload form", Method: "POST", May: "upload to %s, replacing what is there", Action: "s3:PutObject", Writes: true},
		{Op: Delete, Name: "delete", Method: "DELETE", May: "delete %s", Action: "s3:DeleteObject", Versioned: true, Writes: true, Destroys: true},
		{Op: Metadata, Name: "metadata", Method: "HEAD", May: "read the metadata of %s, not its content", Action: "s3:GetObject", Versioned: true},
	}
}

// Info returns what is known about the operation; the zero OperationInfo if
// there is no such operation.
func (o Operation) Info() OperationInfo {
	for _, i := range Operations() {
		if i.Op == o {
			return i
		}
	}
	return OperationInfo{}
}

// ParseOperation reads an operation as typed by a person: its --op spelling,
// its name, or its HTTP method, in any case.
func ParseOperation(text string) (Operation, error) {
	t := strings.ToLower(strings.TrimSpace(text))
	names := make([]string, 0, len(Operations()))
	for _, i := range Operations() {
		if t == string(i.Op) || t == i.Name {
			return i.Op, nil
		}
		names = append(names, string(i.Op))
	}
	if t == "form" {
		return Form, nil
	}
	return "", &UsageError{Op: "operation", Problem: fmt.Sprintf("there is no operation %q", text), Hint: "one of " + strings.Join(names, ", ")}
}
