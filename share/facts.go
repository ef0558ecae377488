package share

import (
	"fmt"
	"strings"

	"signet/share/say"
)

// Fact is one term of a share in words: a short name and what it says. Neither
// is cleaned for a terminal.
type Fact struct{ Name, Value string }

// Facts are what the holder of a recorded link is held to, beside its object,
// its operation and its times, and what was known of the object then.
func (r Record) Facts() []Fact {
	f := r.Spec.Options.facts(r.Spec.Operation)
	for _, h := range r.Headers {
		f.add("must send", h.Name+": "+h.Value)
	}
	if o := r.Object; o.Known {
		f.add("size then", say.ToTheByte(o.Size))
		f.add("etag then", o.ETag)
		f.add("type then", o.ContentType)
		f.add("class then", o.StorageClass)
	}
	return f
}

type facts []Fact

// add adds a fact; an empty value says nothing.
func (f *facts) add(name, value string) {
	if value != "" {
		*f = append(*f, Fact{name, value})
	}
}

// facts are the options in the order in which they are asked for.
func (o Options) facts(op Operation) (f facts) {
	f.add("saved as", o.Filename)
	if o.Inline {
		f.add("shown", "in the browser, instead of saved")
	}
	name, text := "type", o.ContentType
	if op == Download {
		name = "served as"
	}
	if o.ContentTypePrefix {
		text += "*"
	}
	f.add(name, text)
	if o.ExactSize != nil {
		f.add("size", "exactly "+say.ToTheByte(*o.ExactSize))
	}
	if op == Form {
		f.add("size", o.sizes())
	}
	if o.IfNoneMatch {
		f.add("replaces", "nothing: refused where there is an object")
	}
	if o.KeyPrefix {
		f.add("file name", "the sender's, after the key")
	}
	f.add("metadata", JoinMetadata(o.Metadata))
	f.add("encryption", strings.TrimSpace(o.SSE+" "+o.KMSKeyID))
	f.add("afterwards", o.afterwards())
	if o.TrackID != "" {
		f.add("tracked", "by the id in the link, in the server's access log")
	}
	return f
}

// sizes are the bounds of a form. Ours always have an upper one, and an answer;
// of a form that was taken over from another tool's log nobody knows.
func (o Options) sizes() string {
	if o.MinSize == 0 && o.MaxSize == 0 && o.SuccessStatus == 0 && o.SuccessRedirect == "" {
		return ""
	}
	most := o.MaxSize
	if most == 0 {
		most = DefaultMaxSize
	}
	if o.MinSize == 0 {
		return "at most " + say.ToTheByte(most)
	}
	return say.ToTheByte(o.MinSize) + " to " + say.ToTheByte(most)
}

func (o Options) afterwards() string {
	switch {
	case o.SuccessRedirect != "":
		return "the sender is taken to " + o.SuccessRedirect
	case o.SuccessStatus != 0:
		return fmt.Sprintf("S3 answers %d", o.SuccessStatus)
	}
	return ""
}
