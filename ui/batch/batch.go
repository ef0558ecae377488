// Package batch is the screen that shares many objects at once. A few links stand in a
// list, each with its state; more of them are written into a file that it asks for. It
// shows how far it has come, and stops when told to.
package batch

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// Into is where links go: into a file, onto a page in the bucket, or, where neither is
// named, into the list.
type Into struct {
	Path      string
	Overwrite bool
	On        qr.Paper // where it is a sheet of codes; zero: A4
	Page      bool
	Title     string // of the page
}

// Run shares everything that was chosen, with the terms of the request.
type Run func(ctx context.Context, terms share.Request, into Into, p *many.Progress) (many.Result, error)

// Screen is the batch screen.
type Screen struct {
	env   kit.Env
	terms share.Request
	what  string // "3 objects and 1 folder"
	run   Run

	ask      *question
	to       prompt.Destination
	progress *many.Progress
	seen     sample             // how far it had come at the last tick
	stopping bool               // told to, and not at its end yet
	stop     context.CancelFunc // nil: not running
	finished bool
	result   many.Result
	err      error
	keys     keyMap

	total  int // how many links are to be signed; 0: nobody knows
	begun  time.Time
	few    bool // they are shown as a list, and no file is asked for
	signed bool // before, and again now for this screen
	list   *listing.List[row]
	exits  Exits

	paging *paging     // one link to a page of all is asked about; nil: it is not
	page   bool        // the links go onto a page
	title  string      // that heads it
	stored *share.Link // the page of those in the list
}

type finishedMsg struct {
	result many.Result
	err    error
}

// New makes the screen. Total is how many links they are, and 0 where that is not known.
func New(env kit.Env, terms share.Request, what string, total int, run Run, exits Exits) *Screen {
	s := &Screen{env: env, terms: terms, what: what, total: total, few: total > 0 && total <= many.Few, run: run, exits: exits, progress: &many.Progress{}, keys: newKeys(env.Keys)}
	if !s.few {
		s.ask = fileQuestion("sign all", "the ending chooses what is written")
	}
	return s
}

// Again makes the screen for links of the share log that were signed again.
func Again(env kit.Env, result many.Result, exits Exits) *Screen {
	s := &Screen{env: env, what: say.Things(result.Links+result.Failed, "link") + " of the share log", few: true, finished: true, signed: true, result: result, exits: exits, progress: &many.Progress{}, keys: newKeys(env.Keys)}
	if len(result.Kept)+len(result.Left) > 0 {
		s.fill()
	}
	return s
}

// Init signs a few links at once; with more it waits for the name of the file.
func (s *Screen) Init() tea.Cmd {
	if s.few && !s.signed {
		return s.start()
	}
	return nil
}

// Update handles keys, the clock and the end of the work.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch {
		case s.paging != nil:
			return s.pressPage(msg)
		case s.asking():
			return s.answer(msg)
		}
		return s.press(msg)
	case tea.PasteMsg:
		switch {
		case s.asking():
			s.ask.take(msg, s.env)
		case s.paging != nil && s.paging.ready():
			s.paging.title.Update(msg, s.env.Now())
		}
	case kit.Tick:
		s.seen = sample{msg.Now, s.progress.Done.Load(), s.progress.Failed.Load()}
	case finishedMsg:
		return s.finish(msg)
	case writtenMsg:
		return s.written(msg)
	case meansMsg:
		s.meant(msg)
	case storedMsg:
		return s.kept(msg)
	}
	return nil, nil
}

func (s *Screen) answer(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	if !s.shown() && s.offersPage() && key.Matches(msg, s.keys.instead) {
		return nil, s.askPage()
	}
	switch outcome, to := s.ask.take(msg, s.env); {
	case outcome == prompt.Cancelled && s.shown():
		s.ask = nil
	case outcome == prompt.Cancelled:
		return kit.Pop{}, nil
	case outcome == prompt.Accepted && s.shown():
		return nil, s.write(to)
	case outcome == prompt.Accepted:
		s.to = to
		return nil, s.start()
	}
	return nil, nil
}

func (s *Screen) start() tea.Cmd {
	if s.stop != nil {
		return nil
	}
	ctx, stop := context.WithCancel(s.env.Ctx)
	s.stop, s.stopping, s.begun, s.seen = stop, false, s.env.Now(), sample{}
	run, terms, p := s.run, s.terms, s.progress
	into := Into{Path: s.to.Path, Overwrite: s.to.Replace, Page: s.page, Title: s.title}
	if s.ask != nil {
		into.On = s.ask.form.Paper
	}
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		result, err := run(ctx, terms, into, p)
		return finishedMsg{result, err}
	})
}

// finish shows the outcome. A file that exists, or one that cannot be written,
// is asked for again.
func (s *Screen) finish(msg finishedMsg) (kit.Step, tea.Cmd) {
	s.stop()
	s.stop, s.err = nil, msg.err
	switch {
	case s.page:
		return s.finishPage(msg)
	case s.few:
		if s.finished, s.result = true, msg.result; len(msg.result.Kept)+len(msg.result.Left) > 0 {
			s.fill()
		}
	case errors.Is(msg.err, fs.ErrExist):
		s.ask.Refused(s.to.Path, msg.err)
		s.err = nil
	case msg.err != nil && !errors.Is(msg.err, context.Canceled) && msg.result.Links+msg.result.Failed == 0:
		s.ask.Problem = "nothing was signed; see above"
	default:
		s.ask, s.finished, s.result = nil, true, msg.result
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	switch {
	case s.stop != nil:
		switch {
		case !key.Matches(msg, s.keys.stop):
			return kit.Notify{Kind: kit.Info, Text: s.occupied()}, nil
		case s.stopping: // once is enough
			return nil, nil
		}
		s.stop()
		s.stopping = true
		return kit.Notify{Kind: kit.Info, Text: "stopping after the links under way"}, nil
	case s.shown():
		return s.pressFew(msg)
	case s.result.Page != nil && key.Matches(msg, s.keys.open):
		return s.showPage(*s.result.Page), nil
	case key.Matches(msg, s.keys.back):
		return kit.Pop{Then: kit.Done{}}, nil
	case key.Matches(msg, s.keys.copy) && !s.result.All.Empty():
		return kit.Copy{Text: s.result.All, What: say.Things(s.result.Links, "link")}, nil
	}
	return nil, nil
}

// Capturing reports whether the file's name, or the title of a page, is being typed.
func (s *Screen) Capturing() bool { return s.asking() || s.paging != nil && s.paging.ready() }

// asking reports that the question for the file is open, and not being answered.
func (s *Screen) asking() bool { return s.ask != nil && s.stop == nil && s.paging == nil }

// Title stands behind that of the form, which says what is shared.
func (s *Screen) Title() string { return "links" }

// Busy says that links are being signed.
func (s *Screen) Busy() string {
	switch {
	case s.stop != nil:
		return "signing"
	case s.paging != nil && s.paging.storing:
		return "storing a page"
	}
	return ""
}
