package share

import (
	"net/url"
	"slices"
)

// An upload link says where something is stored, and not from where: MinIO copies
// an object there for a header that nobody signed (x-amz-copy-source), from
// wherever its signer may read. AWS, versitygw and others refuse headers of that
// kind. Which server is behind an address of one's own is not known, and to sign
// the header without a value would break the link at every other one.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html

// copies reports an upload link that may be used so at the endpoint.
func copies(op Operation, at Endpoint) bool {
	u, err := url.Parse(at.URL)
	return op == Upload && at.URL != "" && (err != nil || !amazon(u.Hostname()))
}

// copied is the rule as it holds for a link that can be made to copy what the
// rule guards: that is a download of no certain version.
func (rule Rule) copied(at Endpoint) Rule {
	rule.copies = true
	if rule.SignPlace == at.Place {
		rule.SignPlace = ""
	}
	return rule
}

// forbidsCopy is forbids for a rule that is copied.
func (rule Rule) forbidsCopy(r Request) (problem, hint, flag string) {
	const (
		why  = ": at a server that is not of AWS, an upload link may be used to copy what its signer can read"
		form = "share an upload form, which copies nothing"
	)
	switch {
	case len(rule.Operations) > 0 && !slices.Contains(rule.Operations, Download):
		return Download.Info().Name + " links are not allowed there" + why, form, "--op post"
	case rule.PinVersion:
		return "the version must be pinned there" + why, form, "--op post"
	case rule.SignPlace != "":
		return "it must be signed with the place " + rule.SignPlace + " there" + why, form, "--op post"
	case rule.RequireNote && Blank(r.Note):
		return "a note is required" + why, form + ", or say what it is for", "--op post, --note"
	case rule.RequireRecipient && Blank(r.Recipient):
		return "a recipient is required" + why, form + ", or say who gets it", "--op post, --to"
	}
	return "", "", ""
}
