package share

import (
	"cmp"
	"fmt"
	"slices"

	"signet/share/address"
)

// An upload link says where something is stored, and not what else may be sent
// along. MinIO does more than store it for headers that nobody signed: it copies to
// there from wherever the signer may read (x-amz-copy-source), and unpacks an
// archive all over the bucket (x-amz-meta-snowball-auto-extract, sent twice). AWS,
// versitygw and others refuse such headers. Which server is behind an address of
// one's own is not known, and no signature keeps them out everywhere.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html

// open reports a link by which more may be sent along than it says: content, with
// headers that nobody signed. A policy takes no field that it does not name.
func (i OperationInfo) open() bool { return i.Stores && !i.Policy }

// lax reports an upload link to a server that may do so: the settings do not say
// that it refuses such headers.
func (g Rails) lax(op Operation, at Endpoint) bool {
	known := func(server string) bool { return address.SameServer(server, at.URL) }
	return op.Info().open() && address.OwnServer(at.URL) && !slices.ContainsFunc(g.RefusesUnsigned, known)
}

// laxAt is the server of an upload link that may do so, of those that may take it:
// the one that it names before others. Who signs last signs it, and the rest were
// only asked.
func (g Rails) laxAt(op Operation, at []Endpoint) (e Endpoint, ok bool) {
	if len(at) == 0 {
		return e, false
	}
	last := at[len(at)-1]
	for _, e := range slices.Backward(at) {
		if e.Place == last.Place && g.lax(op, e) {
			return e, true
		}
	}
	return e, false
}

// settleLax is the line that makes such a server known.
func (g Rails) settleLax(at Endpoint) string {
	if at.URL == unknownServer {
		return "the access key is not one of AWS: name its server as a place of " + cmp.Or(g.Settings, "the settings")
	}
	line := fmt.Sprintf("if it refuses headers that nobody signed (versitygw does, MinIO does not), say so at the top of %s: refuses_unsigned = [%q]", cmp.Or(g.Settings, "the settings"), address.Origin(at.URL))
	if len(g.RefusesUnsigned) > 0 {
		line = fmt.Sprintf("if it refuses headers that nobody signed (versitygw does, MinIO does not), add it to refuses_unsigned of %s: %q", cmp.Or(g.Settings, "the settings"), address.Origin(at.URL))
	}
	return line
}

// reached is the rule as it holds for a lax link that is not for what the rule
// guards: as for a download of it, of no certain version, and if it is in the same
// bucket, as for an upload too.
func (rule Rule) reached(at Endpoint, sameBucket bool) Rule {
	rule.lax, rule.unpacks = true, sameBucket
	if rule.SignPlace == at.Place {
		rule.SignPlace = ""
	}
	return rule
}

// forbidsLax is forbids for a rule that is reached.
func (rule Rule) forbidsLax(r Request) (problem, hint, flag string) {
	const (
		here   = ": at a server that is not of AWS, an upload link may be used to "
		copies = here + "copy what its signer can read"
		form   = "share an upload form, which stores what it names and no more"
	)
	allows := func(op Operation) bool { return len(rule.Operations) == 0 || slices.Contains(rule.Operations, op) }
	switch {
	case rule.unpacks && !allows(Upload):
		return "upload links are not allowed to a part of the bucket" + here + "unpack an archive all over it", form, "--op post"
	case !allows(Download):
		return "download links are not allowed there" + copies, form, "--op post"
	case rule.PinVersion:
		return "the version must be pinned there" + copies, form, "--op post"
	case rule.SignPlace != "":
		return "it must be signed with the place " + rule.SignPlace + " there" + copies, form, "--op post"
	case rule.Revocable, len(rule.From) > 0:
		return "a link must be one that is taken back alone, or that works from one network, there" + copies, form, "--op post"
	case rule.NoBatches && (r.Batch || r.Below):
		return "links are signed one by one there" + copies, form, "--op post"
	case rule.RequireNote && blank(r.Note):
		return "a note is required" + copies, form + ", or say what it is for", "--op post, --note"
	case rule.RequireRecipient && blank(r.Recipient):
		return "a recipient is required" + copies, form + ", or say who gets it", "--op post, --to"
	}
	return "", "", ""
}
