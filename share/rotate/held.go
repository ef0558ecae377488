package rotate

import (
	"slices"
	"strings"
	"time"

	"signet/share"
)

// Held are the links that one recipient has.
type Held struct {
	Recipient string // empty: nobody is named, and these may be many
	Records   []share.Record
	Last      time.Time // the end of the last of them
}

// ByRecipient groups shares by who has them, by name; what names nobody comes last. The
// links of one are in the order in which they end.
func ByRecipient(records []share.Record) []Held {
	at := map[string]int{}
	var out []Held
	for i := range records {
		who := strings.TrimSpace(records[i].Recipient)
		n, ok := at[who]
		if !ok {
			n = len(out)
			at[who] = n
			out = append(out, Held{Recipient: who})
		}
		out[n].Records = append(out[n].Records, records[i])
		if end := records[i].Terms.Ends; end.After(out[n].Last) {
			out[n].Last = end
		}
	}
	for _, h := range out {
		slices.SortStableFunc(h.Records, func(a, b share.Record) int { return a.Terms.Ends.Compare(b.Terms.Ends) })
	}
	slices.SortFunc(out, func(a, b Held) int {
		switch {
		case a.Recipient == "":
			return 1
		case b.Recipient == "":
			return -1
		}
		return strings.Compare(a.Recipient, b.Recipient)
	})
	return out
}

// SharedBy reports a share of that person: as the system calls them, or with their host
// as ana@desk.
func SharedBy(rec share.Record, who string) bool {
	return rec.Who.User != "" && (rec.Who.User == who || rec.Who.User+"@"+rec.Who.Host == who)
}

// KeyOf are the links of one access key.
type KeyOf struct {
	AccessKeyID string
	Links       int          // of those asked about
	Others      int          // that it carries besides
	Example     share.Record // one of the links; of those by the key itself, if there is one
}

// LivesOn reports a share that does not end with the key that asked for it: of a role of
// AWS, whose sessions are judged by the role alone.
func LivesOn(rec share.Record) bool {
	return rec.Spec.Mandate.Kind == share.KindAWSSession || rec.Spec.Mandate.Kind == share.KindAccessGrants
}

// Keys are the access keys that the chosen of all links that work are signed by, in the
// order of their ids. fits reports a link by which the end of its key can be described.
func Keys(all []share.Record, chosen, fits func(share.Record) bool) []KeyOf {
	by, fit := map[string]*KeyOf{}, map[string]bool{}
	for i := range all {
		k := all[i].Spec.AccessKeyID
		if !chosen(all[i]) || fit[k] {
			continue
		}
		if fit[k] = fits(all[i]); by[k] == nil || fit[k] {
			by[k] = &KeyOf{AccessKeyID: k, Example: all[i]}
		}
	}
	for i := range all {
		switch k := by[all[i].Spec.AccessKeyID]; {
		case k == nil:
		case chosen(all[i]):
			k.Links++
		default:
			k.Others++
		}
	}
	out := make([]KeyOf, 0, len(by))
	for _, k := range by {
		out = append(out, *k)
	}
	slices.SortFunc(out, func(a, b KeyOf) int { return strings.Compare(a.AccessKeyID, b.AccessKeyID) })
	return out
}
