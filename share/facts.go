package share

import (
	"cmp"
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
	var f facts
	f.add("page", cmp.Or(r.Page.Info().Name, string(r.Page))) // a later signet may know more kinds
	f.add("item", r.Item)
	f = append(f, r.Spec.Mandate.facts(r.Spec.Endpoint.Signer)...)
	f = append(f, r.Spec.Options.facts(r.Spec.Operation)...)
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

// facts are the signer that is no plain key, in words.
func (m Mandate) facts(signer string) (f facts) {
	if m.Kind == "" {
		return nil
	}
	info := m.Kind.Info()
	f.add("signer", strings.TrimPrefix(signer+", "+info.Name, ", "))
	f.add("its key", m.Key)
	if m.Below {
		f.add("opens", "all that is in its folder and below")
	}
	f.add("only from", m.Networks())
	f.add("taken back", "by "+m.takenBack())
	if len(m.Allow) > 0 {
		info.Fleeting = "never: credentials are kept nowhere"
		f.add("role", m.Role)
	}
	f.add("shown again", info.Fleeting)
	return f
}

type facts []Fact

// add adds a fact; an empty value says nothing.
func (f *facts) add(name, value string) {
	if value != "" {
		*f = append(*f, Fact{name, value})
	}
}

// facts are the options in words.
func (o Options) facts(op Operation) (f facts) {
	for _, x := range allOptions().told[op] {
		switch given := len(x.get(&o)) > 0; {
		case x.fact == "":
		case !given && x.unsaid != nil:
			f.add(x.fact, x.unsaid(&o))
		case !given:
		case x.says != nil:
			f.add(x.fact, x.says(&o))
		default:
			f.add(x.fact, x.Text(o))
		}
	}
	return f
}

func exactly(n *int64) string {
	if n == nil {
		return ""
	}
	return "exactly " + say.ToTheByte(*n)
}

// sizes are the bounds of a form. Ours always have an upper one, and an answer;
// of a form that was taken over from another tool's log nobody knows.
func (o *Options) sizes() string {
	if o.MinSize == 0 && o.MaxSize == 0 && o.SuccessStatus == 0 && o.SuccessRedirect == "" {
		return ""
	}
	if o.MinSize == 0 {
		return "at most " + say.ToTheByte(o.most())
	}
	return say.ToTheByte(o.MinSize) + " to " + say.ToTheByte(o.most())
}

// most is the largest file that a form takes, in bytes.
func (o *Options) most() int64 {
	if o.MaxSize == 0 {
		return DefaultMaxSize
	}
	return o.MaxSize
}

func (o *Options) afterwards() string {
	switch {
	case o.SuccessRedirect != "":
		return "the sender is taken to " + o.SuccessRedirect
	case o.SuccessStatus != 0:
		return fmt.Sprintf("S3 answers %d", o.SuccessStatus)
	}
	return ""
}
