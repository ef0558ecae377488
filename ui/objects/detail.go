package objects

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
)

// selectedFacts are the facts of the row under the cursor; none if there is none.
func (s *Screen) selectedFacts(v *level, w int) []string {
	r, ok := v.list.Selected()
	if !ok {
		return nil
	}
	return s.facts(v, &r, w)
}

// about is the row that the details are of.
func (s *Screen) about(v *level) string {
	r, _ := v.list.Selected()
	return r.key
}

// inDetails reports that the details have the keys: they are in sight.
func (s *Screen) inDetails(v *level) bool {
	return s.details.On && v.sought == "" && v.list.Len() > 0
}

// nameLines is the room for a name: those that are a little longer than their
// neighbours move nothing.
const nameLines = 3

// facts are the lines of the detail pane.
func (s *Screen) facts(v *level, r *row, w int) []string {
	p := pane{kit.Column{Theme: s.env.Theme, W: w}}
	for _, l := range kit.Wrap(kit.Clean(r.name(v.prefix)), w) {
		p.Lines = append(p.Lines, p.Theme.Title.Render(l))
	}
	p.Lines = append(p.Lines, "")
	for len(p.Lines) < nameLines {
		p.Lines = append(p.Lines, "")
	}
	if r.foreign {
		p.note(s.foreignWhy())
		return p.Lines
	}
	if r.folder {
		p.note("a folder: " + kit.Named(s.keys.enter) + " opens it, " + kit.Named(s.keys.below) + " shares everything below it")
		return p.Lines
	}
	s.object(&p, v, r)
	return p.Lines
}

// object adds what is known of an object: what the list says at once, and what the
// server has told since, or for a moment what it has told of the one before.
func (s *Screen) object(p *pane, v *level, r *row) {
	now := s.env.Now()
	h, known := v.heads[r.key]
	lingers := s.stay.level == v.id && s.stay.head.parts != nil
	p.fact("size", say.Exactly(r.size))
	p.fact("modified", say.Minute(r.time(), now))
	p.fact("class", r.class)
	p.fact("etag", cmp.Or(r.etag, h.facts.ETag)) // as listed, like what stands above
	switch {
	case !known && !lingers:
		p.note("looking…")
	case !known:
		h = s.stay.head
		fallthrough
	case h.err == nil:
		p.head(h.facts, now)
	default:
		p.refused(h.err)
	}
	if share.ArchivedClass(r.class) && (!known || h.err != nil || h.facts.Archived()) {
		p.note("archived: it must be restored before a link to it works")
	}
	for i, a := range s.aspects() {
		told := part{}
		switch {
		case i < len(h.parts) && h.parts[i].told:
			told = h.parts[i]
		case lingers:
			told = s.stay.head.parts[i]
		}
		p.aspect(a, told, s.env)
	}
	if h.err == nil {
		p.metadata(h.facts.Metadata)
	}
}

// pane collects the lines of the detail pane.
type pane struct{ kit.Column }

// label is the room for the names of facts.
const label = 11

func (p *pane) fact(name, value string) { p.Fact(label, name, value) }

func (p *pane) note(text string) {
	for _, l := range kit.Wrap(kit.Clean(text), p.W) {
		p.Lines = append(p.Lines, p.Theme.Muted.Render(l))
	}
}

// line adds one line, cut where it ends.
func (p *pane) line(text string, style lipgloss.Style) {
	p.Lines = append(p.Lines, style.Render(kit.Cut(kit.Clean(text), p.W)))
}

func (p *pane) refused(err error) {
	sentence, hint := failure.Explain(err)
	p.note(sentence)
	p.note(hint)
}

func (p *pane) head(h s3browser.Head, now time.Time) {
	p.fact("type", h.ContentType)
	p.fact("encryption", encryption(h))
	p.fact("version", h.VersionID)
	p.fact("removed", strings.TrimSpace(say.Minute(h.Expiration, now)+" "+h.ExpirationRule))
	p.fact("locked", lock(h, now))
	p.fact("restored", restored(h, now))
	p.fact("opens as", h.ContentDisposition)
	p.fact("encoding", h.ContentEncoding)
	p.fact("cache", h.CacheControl)
}

// metadata adds what whoever stored the object has written to it.
func (p *pane) metadata(all map[string]string) {
	if len(all) == 0 {
		return
	}
	p.heading("metadata")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		p.fact(name, all[name])
	}
}

func encryption(h s3browser.Head) string {
	if h.SSEC {
		return "with the customer's own key (SSE-C): no link can bring it"
	}
	return strings.TrimSpace(h.SSE + " " + h.KMSKeyID)
}

func lock(h s3browser.Head, now time.Time) string {
	var parts []string
	if h.LockMode != "" {
		parts = append(parts, strings.ToLower(h.LockMode)+" until "+say.Minute(h.LockUntil, now))
	}
	if h.LegalHold {
		parts = append(parts, "legal hold")
	}
	return strings.Join(parts, ", ")
}

func restored(h s3browser.Head, now time.Time) string {
	switch {
	case h.Restoring:
		return "under way"
	case !h.RestoredUntil.IsZero():
		return "until " + say.Minute(h.RestoredUntil, now)
	}
	return ""
}
