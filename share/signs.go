package share

import (
	"maps"
	"slices"
)

// Signs is what a request signs beside its address, its key and its times. Signers
// sign all of it and nothing else.
type Signs struct {
	Query       []Header // parameters of the address; no name twice
	Sent        []Sent   // what the holder must send: headers, or the fields of a policy
	Least, Most int64    // bytes; of a policy
	AnyName     bool     // of a policy: the key begins with the target's

	policy bool // it is one
}

// Sent is a header or a field.
type Sent struct {
	Name, Value string
	Prefix      bool // of a policy: Value is what the value begins with
	Secret      bool // it is told to nobody: the holder has it
}

// TrackParameter is the query parameter that carries a share's id. S3 ignores
// parameters that begin with x- but writes them to its access log.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
const TrackParameter = "x-signet-id"

// Signs lists what the spec signs.
func (spec Spec) Signs() Signs {
	o := spec.Options
	s := Signs{Most: DefaultMaxSize, policy: spec.Operation.Info().Policy} // a form without an upper bound takes 5 GiB
	rows := allOptions().of[spec.Operation]
	for i := range rows { // a row is large to copy, and links are signed by the thousand
		if x := &rows[i]; x.signs != nil && len(x.get(&o)) > 0 {
			x.signs(&o, &s)
		}
	}
	s.parameter("versionId", spec.Target.VersionID)
	return s
}

func (s *Signs) parameter(name, value string) {
	if value == "" || slices.ContainsFunc(s.Query, func(p Header) bool { return p.Name == name }) {
		return
	}
	s.Query = append(s.Query, Header{name, value})
}

func (s *Signs) send(name, value string) { s.Sent = append(s.Sent, Sent{Name: name, Value: value}) }

func sendMetadata(o *Options, s *Signs) {
	for _, k := range slices.Sorted(maps.Keys(o.Metadata)) {
		s.send(metaPrefix+k, o.Metadata[k])
	}
}
