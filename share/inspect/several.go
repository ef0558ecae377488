package inspect

import (
	"strings"
	"time"

	"signet/share/say"
)

// A text with more links than people send is read up to here.
const (
	maxLinks  = 32
	maxStarts = 1000
)

// candidate is a link as it stands in a text, put together again.
type candidate struct {
	link  string
	notes notes
}

// readAll reads every signed link of a text, in its order. Without one it reads what
// is most like a link.
func readAll(text string, now time.Time, n notes) []Report {
	var out []Report
	var rest *Report
	seen := map[string]bool{}
	for _, b := range bodies(text) {
		for _, r := range readBody(b, now, n) {
			switch key := r.URL.Reveal(); {
			case !r.Kind.Signed():
				if rest == nil || rank(r) > rank(*rest) {
					rest = &r
				}
			case key != "" && seen[key]:
			case len(out) < maxLinks:
				seen[key] = true
				out = append(out, r)
			}
		}
	}
	out = withoutStumps(out)
	if len(out) == 0 && rest != nil {
		return []Report{*rest}
	}
	return out
}

// rank orders what is no signed link by what it tells.
func rank(r Report) int {
	switch r.Kind {
	case NotURL:
		return 0
	case OtherURL:
		return 1
	case Opaque:
		return 3
	}
	return 2
}

// readBody reads one text.
func readBody(b body, now time.Time, n notes) []Report {
	own := append(notes(nil), n...)
	if b.note != "" {
		own.mended(b.note, "the link stood in a raw mail, encoded as "+b.note)
	}
	if r, ok := readPolicy(strings.TrimSpace(b.text), now, &own); ok {
		return []Report{finish(r, own)}
	}
	if r, ok := readCookies(b.text, now, &own); ok {
		return []Report{finish(r, own)}
	}
	found := candidates(b.text)
	if len(found) == 0 {
		own = append(notes(nil), n...) // what no link stood in says nothing
		return []Report{finish(unlinked(strings.TrimSpace(b.text), &own), own)}
	}
	var out []Report
	for _, c := range found {
		out = append(out, readCandidate(c, now, own))
	}
	return out
}

func readCandidate(c candidate, now time.Time, before notes) Report {
	n := append(notes(nil), before...)
	n.join(c.notes)
	link, hides := restore(c.link, &n)
	switch {
	case link == "":
		return finish(unlinked(c.link, &n), n)
	case hides != "":
		return finish(hidden(link, hides, &n), n)
	}
	return finish(readURL(link, now, &n), n)
}

// finish completes a report with what was noted on the way.
func finish(r Report, n notes) Report {
	r.Name = r.nameOf()
	r.Findings = n
	if r.Findings == nil {
		r.Findings = []say.Remark{}
	}
	r.Repairable = !r.Repaired.Empty()
	r.redact()
	return r
}

// withoutStumps drops links that are only the beginning of another one in the text: a
// page shows them shortened, and a mail has the text and the page.
func withoutStumps(all []Report) []Report {
	var out []Report
	for i, r := range all {
		stump := false
		for j, other := range all {
			a, b := strings.TrimRight(r.URL.Reveal(), ".…"), other.URL.Reveal()
			stump = stump || i != j && a != "" && len(a) < len(b) && !r.Usable() && strings.HasPrefix(b, a)
		}
		if !stump {
			out = append(out, r)
		}
	}
	return out
}
