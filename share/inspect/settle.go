package inspect

import (
	"slices"

	"signet/share"
	"signet/share/say"
)

// Settle puts what the share log knows in place of what the text alone leaves
// open: what the link allows, and on which object. compared is how the link
// stands against the log; one that differs from what was signed stays as it reads,
// and is never open.
func (r Report) Settle(spec share.Spec, compared []say.Remark) Report {
	switch {
	case !compares(r.Kind):
		return r
	case say.Worst(compared) == say.Bad:
		if r.State != Broken {
			r.State = Altered
		}
		r.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f say.Remark) bool { return f.Code == "unchecked" })
		return r
	}
	if r.State == Unchecked {
		r.State = Open
	}
	r.settled = true
	info := spec.Operation.Info()
	r.Method, r.Allows = info.Method, info.Name+", as the share log says"
	r.Target.Bucket, r.Target.Key, r.Target.Guessed = spec.Target.Bucket, spec.Target.Key, false
	r.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f say.Remark) bool { return f.Code == "host" || f.Code == "unchecked" })
	return r
}
