package objects

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
)

// rest is how long the cursor must stay on a row before the server is asked
// about it, and typing must pause before it is asked to search.
const rest = 150 * time.Millisecond

// remembered is how many answers about single objects a folder keeps.
const remembered = 256

// head is what the server said about one object.
type head struct {
	facts s3browser.Head
	err   error
}

// looking is the one question about an object that is under way.
type looking struct {
	seq    int
	key    string
	cancel context.CancelFunc
}

// looked is its answer.
type looked struct {
	level, seq int
	key        string
	head       head
}

// look asks about the object under the cursor when the detail pane is in sight,
// and gives up the question about the one that the cursor has left.
func (s *Screen) look() tea.Cmd {
	v := s.top()
	r, ok := v.list.Selected()
	wanted := ok && !r.folder && !r.foreign && (s.wide || s.details) && s.dialog == nil && s.chosen == nil && v.sought == ""
	if wanted && s.looking.key == r.key && s.looking.cancel != nil {
		return nil
	}
	s.unlook()
	if _, known := v.heads[r.key]; known || !wanted {
		return nil
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.looking.key, s.looking.cancel = r.key, cancel
	source, bucket, id, seq, key, rest := s.source, s.at.Bucket, v.id, s.looking.seq, r.key, s.rest
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		if !pause(ctx, rest) {
			return nil
		}
		facts, err := source.Head(ctx, bucket, key, "")
		return looked{id, seq, key, head{facts, err}}
	})
}

func (s *Screen) unlook() {
	s.looking.seq++
	s.looking.key = ""
	if s.looking.cancel != nil {
		s.looking.cancel()
		s.looking.cancel = nil
	}
}

func (s *Screen) looked(msg looked) {
	v := s.level(msg.level)
	if v == nil || msg.seq != s.looking.seq {
		return
	}
	s.unlook()
	if len(v.heads) >= remembered {
		clear(v.heads)
	}
	v.heads[msg.key] = msg.head
}

// detail draws what is known of the row under the cursor in place of the list.
func (s *Screen) detail(v *level, w, h int) string {
	lines := s.selectedFacts(v, max(w-3, 1))
	out := make([]string, h)
	for i := range out {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		out[i] = kit.Pad("   "+text, w)
	}
	return strings.Join(out, "\n")
}

// selectedFacts are the facts of the row under the cursor; none if there is none.
func (s *Screen) selectedFacts(v *level, w int) []string {
	r, ok := v.list.Selected()
	if !ok {
		return nil
	}
	return s.facts(v, &r, w)
}

// facts are the lines of the detail pane.
func (s *Screen) facts(v *level, r *row, w int) []string {
	p := pane{kit.Column{Theme: s.env.Theme, W: w}}
	for _, l := range kit.Wrap(kit.Clean(r.name(v.prefix)), w) {
		p.Lines = append(p.Lines, p.Theme.Title.Render(l))
	}
	p.Lines = append(p.Lines, "")
	if r.foreign {
		p.note(s.foreignWhy())
		return p.Lines
	}
	if r.folder {
		p.note("a folder: enter opens it, S shares everything below it")
		return p.Lines
	}
	now := s.env.Now()
	p.fact("size", say.Exactly(r.size))
	p.fact("modified", say.Minute(r.time(), now))
	p.fact("class", r.class)
	h, known := v.heads[r.key]
	switch {
	case !known:
		p.fact("etag", r.etag)
		p.note("looking…")
	case h.err != nil:
		p.fact("etag", r.etag)
		sentence, hint := failure.Explain(h.err)
		p.note(sentence)
		p.note(hint)
	default:
		p.head(h.facts, now)
	}
	if archived(r.class) && (!known || h.err != nil || h.facts.Archived()) {
		p.note("archived: it must be restored before a link to it works")
	}
	p.shared(s, r)
	return p.Lines
}

func (p *pane) shared(s *Screen, r *row) {
	if s.exits.Shared == nil {
		return
	}
	lines := s.exits.Shared(s.target(r.key))
	if len(lines) == 0 {
		return
	}
	p.Lines = append(p.Lines, "", p.Theme.Title.Render("shared before"))
	for _, l := range lines {
		p.Lines = append(p.Lines, p.Theme.Text.Render(kit.Cut(kit.Clean(l), p.W)))
	}
}

// pane collects the lines of the detail pane.
type pane struct{ kit.Column }

// label is the room for the names of facts.
const label = 12

func (p *pane) fact(name, value string) { p.Fact(label, name, value) }

func (p *pane) note(text string) {
	for _, l := range kit.Wrap(kit.Clean(text), p.W) {
		p.Lines = append(p.Lines, p.Theme.Muted.Render(l))
	}
}

func (p *pane) head(h s3browser.Head, now time.Time) {
	p.fact("type", h.ContentType)
	p.fact("etag", h.ETag)
	p.fact("version", h.VersionID)
	p.fact("encryption", encryption(h))
	p.fact("removed", strings.TrimSpace(say.Minute(h.Expiration, now)+" "+h.ExpirationRule))
	p.fact("locked", lock(h, now))
	p.fact("restored", restored(h, now))
	p.fact("disposition", h.ContentDisposition)
	p.fact("encoding", h.ContentEncoding)
	p.fact("cache", h.CacheControl)
	for _, name := range slices.Sorted(maps.Keys(h.Metadata)) {
		p.fact(name, h.Metadata[name])
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
