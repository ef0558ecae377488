package batch

import (
	"context"
	"errors"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// paging asks whether a page of all links is to be stored, and says what that means.
type paging struct {
	title   *prompt.Prompt
	means   []string
	known   bool
	err     error
	deaf    time.Time // keys before it store nothing: they were typed ahead
	storing bool
}

// ready reports that the page can be stored.
func (p *paging) ready() bool { return p.known && p.err == nil && !p.storing }

// meansMsg is what storing a page would mean.
type meansMsg struct {
	means []string
	err   error
}

// storedMsg is how storing it went.
type storedMsg struct {
	link share.Link
	err  error
}

func (s *Screen) offersPage() bool { return s.exits.Means != nil && s.exits.Store != nil }

// askPage finds out what a page would mean.
func (s *Screen) askPage() tea.Cmd {
	s.paging = &paging{title: prompt.New(prompt.Spec{
		Title: "title of the page", Label: "title: ", Empty: "Documents for you", Value: s.heading(), Does: "store the page",
	})}
	means, terms, links := s.exits.Means, s.terms, s.result.Kept
	return s.env.Do(func(ctx context.Context) tea.Msg {
		text, err := means(ctx, terms, links)
		return meansMsg{text, err}
	})
}

// heading is the title that a page begins with: the folder's name, or whom it is for.
func (s *Screen) heading() string {
	if s.exits.Folder != "" {
		return kit.Clean(s.exits.Folder)
	}
	r := s.terms
	if len(s.result.Kept) > 0 {
		r = s.result.Kept[0].Request
	}
	if r.Recipient != "" {
		return "Documents for " + kit.Clean(r.Recipient)
	}
	return ""
}

func (s *Screen) meant(msg meansMsg) {
	if p := s.paging; p != nil { // else it was left meanwhile
		p.means, p.err, p.known, p.deaf = msg.means, msg.err, true, s.env.Now().Add(prompt.Grace)
	}
}

// pressPage answers the question.
func (s *Screen) pressPage(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.pageKeys()
	switch {
	case s.paging.storing:
		return kit.Notify{Kind: kit.Info, Text: "the page is being stored"}, nil
	case key.Matches(msg, k.back):
		s.paging = nil
	case !s.paging.ready() || s.env.Now().Before(s.paging.deaf):
	case s.paging.title.Update(msg, s.env.Now()) != prompt.Accepted:
	case s.shown():
		s.paging.storing = true
		store, links, title := s.exits.Store, s.result.Kept, strings.TrimSpace(s.paging.title.Value())
		return nil, s.env.Do(func(ctx context.Context) tea.Msg {
			link, err := store(ctx, links, title)
			return storedMsg{link, err}
		})
	default:
		s.title = strings.TrimSpace(s.paging.title.Value())
		s.paging, s.page, s.err = nil, true, nil
		return nil, s.start()
	}
	return nil, nil
}

// kept shows the link to the page of those in the list.
func (s *Screen) kept(msg storedMsg) (kit.Step, tea.Cmd) {
	if msg.err != nil {
		if s.paging != nil {
			s.paging.storing, s.paging.err = false, msg.err
			return nil, nil
		}
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(failure.Line(msg.err))}, nil
	}
	s.paging, s.stored = nil, &msg.link
	return s.showPage(msg.link), nil
}

func (s *Screen) showPage(link share.Link) kit.Step {
	if s.exits.Link == nil {
		return nil
	}
	return kit.Push{Make: s.exits.Link(link)}
}

var errNotHanded = errors.New("stopped: nothing was handed over, and the share log says so of what was signed")

// finishPage shows the link to the page of those that are too many for the list, or goes
// back to the question.
func (s *Screen) finishPage(msg finishedMsg) (kit.Step, tea.Cmd) {
	if msg.result.Page == nil {
		s.page = false
		switch s.result.Failed, s.err = 0, msg.err; {
		case errors.Is(msg.err, context.Canceled):
			s.err = errNotHanded
		case msg.err == nil && msg.result.FirstErr != nil:
			s.err = msg.result.FirstErr
		case msg.err == nil:
			s.err = errors.New("there was nothing to share: no object found")
		}
		s.ask.Problem = "no page was stored; see above"
		return nil, nil
	}
	s.ask, s.finished, s.result, s.err = nil, true, msg.result, msg.err
	return s.showPage(*msg.result.Page), nil
}

// viewPage says what the page would be.
func (s *Screen) viewPage(c *column) {
	th, p := s.env.Theme, s.paging
	c.add("One link, and one code, to a page with a link to each: names, sizes and the end in words, in any browser.", th.Text.Render)
	c.add("", nil)
	switch {
	case !p.known:
		c.add("looking where it would be stored ...", th.Muted.Render)
	case p.err != nil:
		c.add("✗ "+kit.Clean(failure.Line(p.err)), th.Bad.Render)
	}
	for _, text := range p.means {
		c.add("! "+kit.Clean(upper(text))+".", th.Warn.Render)
	}
	if p.storing {
		c.add("", nil)
		c.add("storing the page of "+say.Things(len(s.result.Kept), "link")+" ...", th.Muted.Render)
	}
}

// upper begins a sentence.
func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:] // our own words, in ASCII
}
