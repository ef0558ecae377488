// Package download is the screen that saves an object into a file: it asks for the
// name, shows how far it is, and says what became of it.
package download

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/s3browser/fetch"
	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// Save saves an object, as fetch.ToFile does.
type Save func(ctx context.Context, j fetch.Job, p *fetch.Progress) error

// Screen saves one object.
type Screen struct {
	env    kit.Env
	target share.Target
	listed share.Object // what is known of it before
	save   Save
	keys   keys

	ask      *prompt.File
	to       prompt.Destination
	progress *fetch.Progress
	stop     context.CancelFunc // nil: nothing is under way
	begun    time.Time
	seen     []sample // what the clock has shown, oldest first
	finished bool
	err      error
}

// sample is how much was there at a moment.
type sample struct {
	at     time.Time
	bytes  int64
	size   int64
	broken int64
}

// samples is how many moments the rate is made of: seconds, mostly.
const samples = 6

type savedMsg struct{ err error }

// New makes the screen of an object. It offers to save it in a folder, which may begin
// with ~/; empty: the current one.
func New(env kit.Env, t share.Target, o share.Object, folder string, save Save) *Screen {
	name := say.FileName(say.LastPart(strings.ReplaceAll(t.Key, `\`, "/")), "object")
	hint := "in the current folder, or a path; readable by you alone"
	if folder != "" {
		name, hint = filepath.Join(folder, name), "in this folder, or another path; readable by you alone"
	}
	if o.Known {
		hint = say.Bytes(o.Size) + ", " + hint
	}
	return &Screen{env: env, target: t, listed: o, save: save, keys: newKeys(env.Keys), progress: &fetch.Progress{}, ask: prompt.AskFile(prompt.Spec{
		Title: "download " + t.URI() + say.OfVersion(t.VersionID), Label: "file › ", Value: name, Does: "download", Hint: hint,
	})}
}

// Init waits for the name of the file.
func (s *Screen) Init() tea.Cmd { return nil }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "download of " + kit.Clean(say.LastPart(s.target.Key)) }

// At is the object.
func (s *Screen) At() share.Target { return s.target }

// Capturing reports that the name of the file is being typed.
func (s *Screen) Capturing() bool { return s.asking() }

func (s *Screen) asking() bool { return s.stop == nil && !s.finished }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.stop != nil {
		return "downloading"
	}
	return ""
}

// Update takes keys, the clock and the end of the work.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if s.asking() {
			return s.answer(msg)
		}
		if press, ok := msg.(tea.KeyPressMsg); ok {
			return s.press(press), nil
		}
	case kit.Tick:
		if s.stop != nil {
			s.look(msg.Now)
		}
	case savedMsg:
		s.saved(msg)
	}
	return nil, nil
}

func (s *Screen) answer(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch outcome, to := s.ask.Answer(msg, s.env.Now()); outcome {
	case prompt.Cancelled:
		return kit.Pop{}, nil
	case prompt.Accepted:
		s.to = to
		return nil, s.start()
	}
	return nil, nil
}

func (s *Screen) start() tea.Cmd {
	ctx, stop := context.WithCancel(s.env.Ctx)
	s.stop, s.begun, s.seen = stop, s.env.Now(), nil
	s.progress = &fetch.Progress{}
	s.progress.Size.Store(-1)
	s.look(s.begun)
	t := s.target
	job := fetch.Job{Bucket: t.Bucket, Key: t.Key, VersionID: t.VersionID, Path: s.to.Path, Overwrite: s.to.Replace}
	save, p := s.save, s.progress
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg { return savedMsg{save(ctx, job, p)} })
}

// look keeps what the work has done by now.
func (s *Screen) look(now time.Time) {
	s.seen = append(s.seen, sample{now, s.progress.Done.Load(), s.progress.Size.Load(), s.progress.Broken.Load()})
	if len(s.seen) > samples {
		s.seen = s.seen[1:]
	}
}

// saved shows the outcome. A file that exists is asked about.
func (s *Screen) saved(msg savedMsg) {
	s.look(s.env.Now())
	s.stop()
	s.stop, s.err = nil, msg.err
	if errors.Is(msg.err, fs.ErrExist) {
		s.ask.Refused(s.to.Path, msg.err)
		s.err = nil
		return
	}
	s.finished = true
}

func (s *Screen) press(msg tea.KeyPressMsg) kit.Step {
	k := s.bindings()
	switch {
	case key.Matches(msg, k.stop):
		s.stop()
		return kit.Notify{Kind: kit.Info, Text: "stopping"}
	case key.Matches(msg, k.again):
		s.finished, s.err = false, nil
	case key.Matches(msg, k.back):
		return kit.Pop{}
	case s.stop != nil:
		return kit.Notify{Kind: kit.Info, Text: "downloading; " + kit.Named(k.stop) + " stops"}
	}
	return nil
}

// keys is the one source of what can be pressed, and whether it does anything now.
type keys struct{ stop, again, back key.Binding }

func newKeys(own kit.Keys) keys {
	return keys{
		stop:  own.Bind("stop", "stop", "back"),
		again: own.Bind("reload", "try again"),
		back:  own.Bind("back", "back", "open", "above"),
	}
}

func (s *Screen) bindings() keys {
	k := s.keys
	k.stop.SetEnabled(s.stop != nil)
	k.again.SetEnabled(s.finished && s.err != nil)
	k.back.SetEnabled(s.finished)
	return k
}

// ShortHelp makes keys a help.KeyMap.
func (k keys) ShortHelp() []key.Binding { return []key.Binding{k.stop, k.again, k.back} }

// FullHelp makes keys a help.KeyMap.
func (k keys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	if s.asking() {
		return s.ask.Keys()
	}
	return s.bindings()
}
