package request

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/publish"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
)

// Looker says what has arrived of a page, by the id of any of its entries in the log.
type Looker func(ctx context.Context, id string) (publish.Status, error)

// Arrived is the screen that shows what has arrived.
type Arrived struct {
	env  kit.Env
	look Looker
	id   string
	keys arrivedKeys

	asked   int
	looking bool
	status  publish.Status
	err     error

	rows   []line // made when the answer comes: drawing costs what is in sight
	top    int
	height int
}

// line is a line with what it is.
type line struct {
	text string
	kind kind
}

type kind int

const (
	plain kind = iota
	soft
	good
	bad
)

type arrivedMsg struct {
	asked  int
	status publish.Status
	err    error
}

// NewArrived makes the screen.
func NewArrived(env kit.Env, look Looker, id string) *Arrived {
	return &Arrived{env: env, look: look, id: id, keys: newArrivedKeys(env.Keys)}
}

// Init looks.
func (s *Arrived) Init() tea.Cmd { return s.ask() }

// Title is the screen's part of the breadcrumb.
func (s *Arrived) Title() string { return "what has arrived" }

// Capturing is never true.
func (s *Arrived) Capturing() bool { return false }

// Busy says what is going on.
func (s *Arrived) Busy() string {
	if s.looking {
		return "looking for what has arrived"
	}
	return ""
}

func (s *Arrived) ask() tea.Cmd {
	s.asked++
	s.looking = true
	asked, look, id := s.asked, s.look, s.id
	return s.env.Do(func(ctx context.Context) tea.Msg {
		status, err := look(ctx, id)
		return arrivedMsg{asked, status, err}
	})
}

// Update handles keys and answers.
func (s *Arrived) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case arrivedMsg:
		if msg.asked == s.asked {
			s.looking, s.status, s.err = false, msg.status, msg.err
			s.rows, s.top = s.lines(), 0
		}
	}
	return nil, nil
}

func (s *Arrived) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	switch {
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.reload):
		return nil, s.ask()
	case key.Matches(msg, k.copy):
		return kit.Copy{Text: s.status.Reminder(share.Secret{}, s.env.Now()), What: "reminder, without the link"}, nil
	}
	last := max(len(s.rows)-s.height, 0)
	if to, ok := k.list.Target(msg, min(s.top, last), s.height, len(s.rows)); ok {
		s.top = max(min(to, last), 0)
	}
	return nil, nil
}

// lines are what the screen says.
func (s *Arrived) lines() (out []line) {
	if s.err != nil {
		return []line{{kit.CleanOnce(s.err.Error()), bad}}
	}
	now := s.env.Now()
	page := s.status.Page
	about := page.Page.Info().Name + " " + page.ID
	if page.Recipient != "" {
		about += " for " + kit.Clean(page.Recipient)
	}
	state := string(page.StateAt(now))
	if left := page.Left(now); left > 0 {
		state += " for " + say.Span(left)
	}
	out = append(out, line{about + ", " + state, plain}, line{"", plain})
	for _, r := range s.status.Rows {
		mark, k := "✓ ", good
		switch {
		case r.Err != nil:
			mark, k = "✗ ", bad
		case r.Missing():
			mark, k = "· ", plain
		}
		out = append(out, line{mark + kit.Clean(r.Title()) + ": " + kit.CleanOnce(r.Words(now)), k})
		for _, f := range r.Arrived {
			out = append(out, line{"    " + say.Moment(f.At.In(now.Location()), now) + "  " + say.Bytes(f.Size) + "  " + kit.Clean(strings.TrimPrefix(f.Key, r.Folder.Key)), soft})
		}
	}
	return out
}

// View draws what is in sight.
func (s *Arrived) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	th := s.env.Theme
	s.height = h
	if s.rows == nil {
		return kit.Cut(th.Muted.Render("looking into the bucket …"), w), nil
	}
	top := min(s.top, max(len(s.rows)-h, 0))
	out := make([]string, 0, h)
	for i := top; i < min(top+h, len(s.rows)); i++ {
		l := s.rows[i]
		switch {
		case i == top+h-1 && len(s.rows) > top+h:
			l = line{"↓ " + say.Things(len(s.rows)-top-h+1, "more line"), soft}
		case i == top && top > 0:
			l = line{"↑ " + say.Things(top+1, "more line"), soft}
		}
		render := map[kind]func(...string) string{plain: th.Text.Render, soft: th.Muted.Render, good: th.Good.Render, bad: th.Bad.Render}[l.kind]
		out = append(out, kit.Cut(render(l.text), w))
	}
	return strings.Join(out, "\n"), nil
}

type arrivedKeys struct {
	list               listing.KeyMap
	copy, reload, back key.Binding
}

func newArrivedKeys(own kit.Keys) arrivedKeys {
	k := arrivedKeys{
		list: listing.Keys(own), copy: own.Bind("copy", "copy a reminder"), reload: own.Bind("reload", "look again"), back: own.Bind("back", "back", "above"),
	}
	k.list.Mark.SetEnabled(false)
	return k
}

func (s *Arrived) bindings() arrivedKeys {
	k := s.keys
	k.copy.SetEnabled(s.rows != nil && s.err == nil && len(s.status.Missing()) > 0)
	k.reload.SetEnabled(!s.looking)
	over := s.height > 0 && len(s.rows) > s.height
	for _, b := range []*key.Binding{&k.list.Up, &k.list.Down, &k.list.PageUp, &k.list.PageDown, &k.list.HalfUp, &k.list.HalfDown, &k.list.Top, &k.list.Bottom} {
		b.SetEnabled(over)
	}
	return k
}

// ShortHelp is the footer.
func (k arrivedKeys) ShortHelp() []key.Binding { return []key.Binding{k.back, k.copy, k.reload} }

// FullHelp is the help page.
func (k arrivedKeys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.copy, k.reload, k.back}, k.list.Help()}
}

// Keys is what can be pressed now.
func (s *Arrived) Keys() help.KeyMap { return s.bindings() }
