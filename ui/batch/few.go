package batch

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/handover"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/say"
	"signet/share/state"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// Few links need no file: they stand in a list, with what became of each.

// Exits are the ways out of the list. What is nil is not offered.
type Exits struct {
	Link  func(share.Link) kit.Maker               // shows one link
	Codes func(all []share.Link, at int) kit.Maker // shows their codes, one after the other
	// Write puts the links into a file that only the user can read; see Run.
	Write func(links []share.Link, path string, on qr.Paper, overwrite bool) error
	// Means says what storing a page of all would mean, a sentence each without full stop: of
	// links that are signed, or else of terms. An error: why there can be none. Store stores
	// a page of links that are signed. nil: pages are not offered.
	Means func(ctx context.Context, terms share.Request, links []share.Link) ([]string, error)
	Store func(ctx context.Context, links []share.Link, title string) (share.Link, error)
	// Folder is the name of the folder that all are of, for the title of a page; empty: they
	// are of none that was chosen.
	Folder string
	// Event notes in the share log what was done with a link.
	Event func(ctx context.Context, id, kind, detail string) error
}

// row is one link, or why there is none.
type row struct {
	at   int // in the result, for the row's key
	link share.Link
	left many.Left
}

func (r *row) name() string {
	if r.left.Err != nil {
		return r.left.Target.Key
	}
	return r.link.Request.Target.Key
}

// fill lists the outcome.
func (s *Screen) fill() {
	s.list = listing.New(listing.Spec[row]{
		Columns: []listing.Column{{Title: "name"}, {Title: "size", Width: 8, From: 40, Right: true}, {Title: "state", Width: 32, From: 60}},
		Key:     func(r *row) string { return say.Count(r.at) },
		Text:    func(r *row) string { return r.name() },
		Row:     s.draw,
	})
	s.list.Keys = listing.Keys(s.env.Keys)
	s.list.Keys.Mark.SetEnabled(false)
	var rows []row
	for _, l := range s.result.Kept {
		rows = append(rows, row{at: len(rows), link: l})
	}
	for _, l := range s.result.Left {
		rows = append(rows, row{at: len(rows), left: l})
	}
	s.list.Append(rows)
	s.list.Done()
}

func (s *Screen) draw(r *row) listing.Row {
	if r.left.Err != nil {
		return listing.Row{Cells: []string{r.name(), "", "not signed: " + r.left.Err.Error()}, Tone: listing.Bad}
	}
	l, size := r.link, ""
	if l.Request.Object.Known {
		size = say.Bytes(l.Request.Object.Size)
	}
	tone, words := listing.Plain, "until "+say.Moment(l.Terms.Ends, s.env.Now())
	switch s.env.Link(l.Terms.Starts, l.Terms.Ends) {
	case state.Over:
		tone, words = listing.Quiet, "ended"
	case state.Soon:
		tone, words = listing.Warn, words+", soon"
	case state.Later:
		words = "from " + say.Moment(l.Terms.Starts, s.env.Now())
	case state.Open:
	}
	if l.Terms.Shortened() && tone == listing.Plain {
		tone = listing.Warn
	}
	return listing.Row{Cells: []string{r.name(), size, words}, Tone: tone}
}

// shown reports that the links stand in a list.
func (s *Screen) shown() bool { return s.finished && s.list != nil }

// pressFew handles the keys of the list.
func (s *Screen) pressFew(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.keysNow()
	r, _ := s.list.Selected()
	switch {
	case s.list.Press(msg):
	case key.Matches(msg, k.back):
		return kit.Pop{Then: kit.Done{}}, nil
	case key.Matches(msg, k.copy):
		return kit.Copy{Text: s.urls(), What: say.Things(len(s.result.Kept), "link")}, s.note("copied", "link, with others")
	case key.Matches(msg, k.open):
		return kit.Push{Make: s.exits.Link(r.link)}, nil
	case key.Matches(msg, k.codes):
		all, at := s.coded(r)
		return kit.Push{Make: s.exits.Codes(all, at)}, nil
	case key.Matches(msg, k.hand):
		text, err := handover.MailMany(s.result.Kept, handover.Options{Now: s.env.Now()})
		if err != nil {
			return kit.Notify{Kind: kit.Problem, Text: kit.Clean(failure.Line(err))}, nil
		}
		return kit.Copy{Text: text, What: "mail text for " + say.Things(len(s.result.Kept), "document")}, s.note("copied", "mail text")
	case key.Matches(msg, k.page):
		if s.stored != nil {
			return s.showPage(*s.stored), nil
		}
		return nil, s.askPage()
	case key.Matches(msg, k.write):
		s.ask = fileQuestion("write", "the ending chooses what is written: .csv .jsonl .txt .md .html .pdf .qr.html")
	}
	return nil, nil
}

// coded are the links that have a code, and which of them is that of a row, or the next
// one after it.
func (s *Screen) coded(r row) (all []share.Link, at int) {
	for i, l := range s.result.Kept {
		if handover.Codes(l) != nil {
			continue
		}
		if all = append(all, l); i < r.at {
			at++
		}
	}
	return all, max(min(at, len(all)-1), 0)
}

// urls are all links, one to a line.
func (s *Screen) urls() share.Secret {
	var b strings.Builder
	for _, l := range s.result.Kept {
		b.WriteString(l.URL.Reveal() + "\n")
	}
	return share.NewSecret(b.String())
}

// note adds an event to each of the links; a log that cannot be written was
// complained about already.
func (s *Screen) note(kind, detail string) tea.Cmd {
	if s.exits.Event == nil {
		return nil
	}
	run, links := s.exits.Event, s.result.Kept
	return s.env.Do(func(ctx context.Context) tea.Msg {
		for _, l := range links {
			if l.ID != "" {
				_ = run(context.WithoutCancel(ctx), l.ID, kind, detail)
			}
		}
		return nil
	})
}

// writtenMsg is how writing the links into a file went.
type writtenMsg struct {
	path string
	err  error
}

func (s *Screen) write(to prompt.Destination) tea.Cmd {
	run, links, on := s.exits.Write, s.result.Kept, s.ask.form.Paper
	return s.env.Do(func(context.Context) tea.Msg { return writtenMsg{to.Path, run(links, to.Path, on, to.Replace)} })
}

func (s *Screen) written(msg writtenMsg) (kit.Step, tea.Cmd) {
	switch {
	case msg.err != nil && s.ask == nil: // the question was left meanwhile
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(failure.Line(msg.err))}, nil
	case msg.err != nil:
		s.ask.Refused(msg.path, msg.err)
		return nil, nil
	}
	s.ask = nil
	return kit.Notify{Kind: kit.Good, Text: say.Things(len(s.result.Kept), "link") + " written to " + kit.Clean(msg.path) + ", readable by you alone"}, s.note("exported", "list")
}

// roomyFrom is the height that has a line to spare between what is said and the list.
const roomyFrom = 16

// viewFew draws the list below what is to be said of all.
func (s *Screen) viewFew(w, h int) (string, *tea.Cursor) {
	c := &column{w: w}
	c.add("share "+s.what, s.env.Theme.Title.Render)
	s.outcome(c)
	if h >= roomyFrom {
		c.add("", nil)
	}
	head := c.lines[:min(len(c.lines), max(h-4, 0))]
	body := strings.Join(append(head, s.list.View(w, h-len(head), s.env.Theme)), "\n")
	if s.asking() {
		return s.ask.Over(body, w, h, s.env.Theme)
	}
	return body, nil
}
