package versions

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// Screen lists the versions of one object, or of all below a folder.
type Screen struct {
	env    kit.Env
	source Source
	at     share.Target
	folder bool
	exits  Exits
	keys   keys
	enough int

	list    *listing.List[row]
	load    load
	find    listing.Find
	asking  int             // sequence of the question for the version that a marker hides
	wide    bool            // list and details stood side by side when last drawn
	details listing.Details // where they do not: they are shown instead while the keys are theirs
}

// New makes the screen for an object, or for a folder, whose key ends in "/" or is
// empty. Nothing is read before Init.
func New(env kit.Env, src Source, at share.Target, folder bool, exits Exits) *Screen {
	s := &Screen{env: env, source: src, at: at, folder: folder, exits: exits, keys: newKeys(env.Keys), enough: enough}
	s.list = s.newList()
	return s
}

// Init reads the first page.
func (s *Screen) Init() tea.Cmd { return s.begin() }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string {
	name := s.at.Key[strings.LastIndexByte(strings.TrimSuffix(s.at.Key, "/"), '/')+1:]
	if name == "" {
		name = s.at.Bucket
	}
	return "versions of " + kit.Clean(name)
}

// Capturing reports that the filter takes the keys.
func (s *Screen) Capturing() bool { return s.find.On() }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	switch {
	case s.load.running:
		return "listing versions"
	case s.list.Filtering():
		return "filtering"
	}
	return ""
}

// Update takes a key, a paste or an answer.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		return s.input(msg)
	case listed:
		return nil, s.listed(msg)
	case foundMsg:
		return nil, s.work(s.list.Found(msg.found))
	case hiddenMsg:
		return s.hidden(msg), nil
	case kit.Renewed:
		if s.load.err != nil {
			return nil, s.proceed()
		}
	}
	return nil, nil
}

func (s *Screen) input(msg tea.Msg) (kit.Step, tea.Cmd) {
	if s.find.On() {
		return nil, s.work(s.list.Filter(s.find.Update(msg, s.env.Now(), s.list.Press)))
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		return s.press(press)
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	s.list.Keys, s.list.Leap = k.list, s.wide
	switch {
	case s.inDetails() && s.details.Press(msg, k.list):
	case s.inDetails() && key.Matches(msg, k.back):
		s.details.On = false
	case s.list.Press(msg):
	case key.Matches(msg, k.share):
		return s.share()
	case key.Matches(msg, k.preview):
		return s.open(s.exits.Preview), nil
	case key.Matches(msg, k.download):
		return s.open(s.exits.Download), nil
	case key.Matches(msg, k.back) && s.list.FilterText() != "":
		return nil, s.work(s.list.Filter(""))
	case key.Matches(msg, k.back, k.above):
		return kit.Pop{}, nil
	case key.Matches(msg, k.id):
		r, _ := s.list.Selected()
		return kit.Copy{Text: share.NewSecret(r.id), What: "version's id"}, nil
	default:
		return nil, s.act(msg, k)
	}
	return nil, nil
}

// act handles the keys that leave the screen where it is.
func (s *Screen) act(msg tea.KeyPressMsg, k keys) tea.Cmd {
	switch {
	case key.Matches(msg, k.filter):
		s.find.Open(s.list.FilterText())
	case key.Matches(msg, k.details):
		s.details.On = !s.details.On
	case key.Matches(msg, k.stop):
		s.stop()
	case key.Matches(msg, k.renew):
		return s.exits.Renew(s.at.Place)
	case key.Matches(msg, k.retry) && s.load.partial():
		return s.proceed()
	case key.Matches(msg, k.retry, k.reload):
		return s.begin()
	}
	return nil
}

// share shares the version under the cursor; of a delete marker it says why not, and
// asks what it hides.
func (s *Screen) share() (kit.Step, tea.Cmd) {
	r, _ := s.list.Selected()
	if r.deleted {
		return nil, s.askHidden(&r)
	}
	return s.open(s.exits.Compose), nil
}

// open leads on with the version under the cursor.
func (s *Screen) open(to func(share.Target, share.Object) kit.Maker) kit.Step {
	r, _ := s.list.Selected()
	return kit.Push{Make: to(s.target(&r), r.object())}
}

// target is a version with itself pinned.
func (s *Screen) target(r *row) share.Target {
	t := s.at
	t.Key, t.VersionID, t.Other = r.key, r.id, ""
	return t
}

// hiddenMsg is the newest version that a delete marker hides.
type hiddenMsg struct {
	seq  int
	row  row
	some bool
	err  error
}

// askHidden asks for the version before a delete marker: it may not be loaded yet.
func (s *Screen) askHidden(r *row) tea.Cmd {
	s.asking++
	source, seq, key := s.source, s.asking, r.key
	ask := s3browser.VersionRequest{Bucket: s.at.Bucket, Prefix: key, From: s3browser.VersionMark{Key: key, ID: r.id}}
	return s.env.Do(func(ctx context.Context) tea.Msg {
		page, err := source.VersionPage(ctx, ask)
		for _, v := range page.Versions {
			if v.Key == key && !v.Deleted {
				return hiddenMsg{seq: seq, row: row{key: key, id: v.ID, size: v.Size, modified: v.Modified.Unix()}, some: true}
			}
		}
		return hiddenMsg{seq: seq, err: err}
	})
}

func (s *Screen) hidden(msg hiddenMsg) kit.Step {
	if msg.seq != s.asking {
		return nil
	}
	why := "a delete marker holds nothing that could be downloaded; "
	switch {
	case msg.some:
		why += "the version before it, of " + say.Minute(msg.row.time(), s.env.Now()) + " (" + say.Bytes(msg.row.size) + "), can be shared: " + short(msg.row.id)
	case msg.err != nil:
		sentence, hint := failure.Explain(msg.err)
		why += "what it hides is not known: " + say.Line(sentence, hint)
	default:
		why += "no version before it is left"
	}
	return kit.Notify{Kind: kit.Problem, Text: kit.Clean(why)}
}

// short is the beginning of an id, as the list shows it.
func short(id string) string { return "version " + kit.Cut(kit.Clean(id), 13) }
