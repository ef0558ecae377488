package objects

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
)

// Screen browses one bucket. The folders above stay open beneath the one that is
// shown, so that going back finds them as they were left.
type Screen struct {
	env        kit.Env
	source     Source
	at         Location
	exits      Exits
	keys       keys
	rest       time.Duration
	enough     int                     // rows that are loaded without being asked again
	gatherFrom int                     // rows from which on pages are gathered
	span       func() <-chan time.Time // how long pages are gathered

	levels   []*level          // outermost first; the last one is shown
	kept     map[string]*level // folders that were left with something chosen in them, by prefix
	chosen   *chosen           // the list of what is chosen; nil: closed
	awaits   *level            // all that match here is shared as soon as the listing is complete
	rangeToo bool              // a range is shared as soon as its rows are chosen
	warned   string            // what the next key does all the same, once it was said
	ids      int
	looking  looking
	stay     stay
	away     bool         // another screen stands above
	dialog   *dialog      // an open question; nil: none
	find     listing.Find // the filter while it is being typed
	by       sorting
	sorts    bool            // the keys answer "sort by ..."
	wide     bool            // list and details stood side by side when last drawn
	details  listing.Details // where they do not: they are shown instead while the keys are theirs
}

// New makes the screen for a location. Nothing is read before Init.
func New(env kit.Env, src Source, at Location, exits Exits) *Screen {
	s := &Screen{env: env, source: src, at: at, exits: exits, keys: newKeys(env.Keys), rest: rest, enough: enough, gatherFrom: gatherFrom, span: span, by: sorting(at.Table.sorting()), kept: map[string]*level{}}
	s.open(at.Prefix).sought = at.Select
	return s
}

// Init reads the first page.
func (s *Screen) Init() tea.Cmd { return tea.Batch(s.begin(s.top()), s.readTwo()) }

// Title is the bucket and the folder.
func (s *Screen) Title() string { return kit.Clean(s.at.Bucket + "/" + s.top().prefix) }

// Sight is which of its views is shown: what was said of one is not true of another.
func (s *Screen) Sight() string {
	if s.chosen != nil {
		return "chosen"
	}
	return ""
}

// At is the folder that is shown.
func (s *Screen) At() share.Target {
	return share.Target{Place: s.at.Place, Region: s.at.Region, Bucket: s.at.Bucket, Key: s.top().prefix}
}

// Keeps is the object whose details stand in the list's stead, else the folder.
func (s *Screen) Keeps() (share.Target, bool) {
	r, ok := s.top().selected()
	if !ok || !s.details.On || s.wide || r.folder || r.foreign {
		return s.At(), true
	}
	return s.target(r.key), true
}

// Arrived reports a folder that could be listed.
func (s *Screen) Arrived() bool {
	v := s.top()
	return v.load.err == nil && (v.list.Total() > 0 || v.load.done)
}

// Place is where the folders are.
func (s *Screen) Place() string { return s.at.Place }

// Capturing reports that a question or the filter takes the keys.
func (s *Screen) Capturing() bool { return s.dialog != nil || s.find.On() || s.sorts }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	v := s.top()
	switch {
	case v.load.running:
		return "listing"
	case v.server.asking:
		return "searching"
	case v.list.Filtering():
		return "filtering"
	}
	return ""
}

// open adds a folder to the ones that are open.
func (s *Screen) open(prefix string) *level {
	s.ids++
	v := &level{id: s.ids, prefix: prefix, list: s.newList(prefix), heads: map[string]head{}}
	s.levels = append(s.levels, v)
	return v
}

// newList is an empty list of a folder, sorted as the others are.
func (s *Screen) newList(prefix string) *listing.List[row] {
	list := newList(prefix, s.at.Table, s.env.Now)
	list.Sort(s.by.Sorting()) // no rows: there is nothing to run
	return list
}

func (s *Screen) top() *level { return s.levels[len(s.levels)-1] }

// level is the open folder with that id; nil: it has been left.
func (s *Screen) level(id int) *level {
	for _, v := range s.levels {
		if v.id == id {
			return v
		}
	}
	return nil
}

// Update takes a key, a paste, a tick or an answer.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	s.returned(msg)
	shown := s.top()
	ranging := shown.list.Ranging()
	var step kit.Step
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		step, cmd = s.input(msg)
	case kit.Click:
		if s.clicked(msg) && msg.Double {
			step, cmd = s.input(s.env.Keys.Press("open"))
		}
	case gathered:
		cmd = s.gathered(msg)
	case foundMsg:
		cmd = s.found(msg)
		step = s.sharesRange()
	case pickedMsg:
		step = s.picked(msg)
	case answered:
		s.answered(msg)
	case readMsg:
		step, cmd = s.read(msg)
	case looked:
		cmd = s.looked(msg)
	case toldMsg:
		s.told(msg)
	case pageMsg:
		step = s.opened(msg)
	case copiedMsg:
		step = msg.form.copied()
	case slowMsg:
		if msg.seq == s.looking.seq {
			s.stay = stay{}
		}
	case kit.Renewed:
		cmd = s.again(s.top())
	case kit.Show:
		cmd = s.show(msg.Key)
	case kit.Changed: // above, and nothing that is listed here
		step = kit.Notify(msg)
	}
	if _, pressed := msg.(tea.KeyPressMsg); step == nil && !pressed && ranging && !shown.list.Ranging() {
		step = kit.Notify{Kind: kit.Info, Text: "the range was given up: what arrived has moved its ends"}
	}
	if step = s.overtaken(step); step == nil {
		step = s.awaited()
	}
	s.leave(step)
	return step, tea.Batch(cmd, s.look(), s.work(shown, shown.list.Choice()))
}

func (s *Screen) found(msg foundMsg) tea.Cmd {
	if v := s.level(msg.level); v != nil {
		return s.work(v, v.list.Found(msg.found))
	}
	return nil
}

// input goes to the dialog, else to the filter being typed, else to the list.
func (s *Screen) input(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch {
	case s.dialog != nil:
		return s.answer(msg)
	case s.find.On():
		v := s.top()
		return nil, s.narrow(v, s.find.Update(msg, s.env.Now(), v.list.Press))
	case s.sorts:
		return s.sortBy(msg)
	}
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
		return nil, nil
	case s.chosen != nil:
		return s.pressChosen(press)
	}
	return s.press(press)
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k, v := s.bindings(), s.top()
	v.list.Keys, v.list.Leap = k.list, s.wide
	warned := s.warned
	s.warned = ""
	switch {
	case v.list.Choosing() && !v.list.Moves(msg):
		return kit.Notify{Kind: kit.Info, Text: "a long range is being chosen; the key does something in a moment"}, nil
	case s.rangeWaits(msg, k, v):
		return kit.Notify{Kind: kit.Info, Text: rereads}, nil
	case s.strange(msg, v):
		return kit.Notify{Kind: kit.Problem, Text: s.foreignWhy()}, nil
	case s.inDetails(v) && s.details.Press(msg, k.list):
	case s.inDetails(v) && key.Matches(msg, k.back):
		s.details.On = false
	case v.list.Press(msg):
		v.forget()
	case key.Matches(msg, k.enter, k.in) && v.onFolder():
		return s.enter(v)
	case key.Matches(msg, k.enter, k.in, k.share) && s.count() > 0:
		return s.shareChosen(), nil
	case key.Matches(msg, k.enter, k.in):
		return s.enter(v)
	case key.Matches(msg, k.share):
		return s.shareRow(v), nil
	case key.Matches(msg, k.below):
		return s.shareMany(v)
	case key.Matches(msg, k.back):
		return s.back(v, warned)
	case key.Matches(msg, k.up):
		return s.up(v, warned)
	case key.Matches(msg, k.retry, k.reload) && s.forgets(v, msg, warned):
		return s.warn(reloads, "reloading forgets which "+say.Things(v.list.MarkCount(), "row")+" are chosen here; the same key again reloads all the same"), nil
	case key.Matches(msg, k.uri):
		return s.copyURI(v), nil
	default:
		if step, ok := s.choose(msg, k, v); ok {
			return step, nil
		}
		if step := s.onward(msg, k.onward, v); step != nil {
			return step, nil
		}
		if step, cmd, ok := s.outward(msg, k.outward, v); ok {
			return step, cmd
		}
		return nil, s.act(msg, k, v)
	}
	return nil, nil
}

// act handles the keys that leave the screen where it is.
func (s *Screen) act(msg tea.KeyPressMsg, k keys, v *level) tea.Cmd {
	switch {
	case key.Matches(msg, k.filter):
		v.forget()
		s.find.Open(v.list.FilterText())
	case key.Matches(msg, k.sort):
		v.forget()
		s.sorts = true
	case key.Matches(msg, k.upload):
		s.dialog = s.uploadDialog(v)
	case key.Matches(msg, k.details):
		s.details.On = !s.details.On
	case key.Matches(msg, k.stop):
		v.stop()
	case key.Matches(msg, k.renew):
		return s.exits.Renew(s.at.Place)
	case key.Matches(msg, k.retry) && v.load.partial():
		return tea.Batch(s.proceed(v), s.ask(v))
	case key.Matches(msg, k.retry, k.reload):
		return tea.Batch(s.begin(v), s.ask(v))
	}
	return nil
}

// again goes on where a load failed, now that the session is renewed.
func (s *Screen) again(v *level) tea.Cmd {
	switch {
	case v.load.err == nil:
		return nil
	case v.load.partial():
		return tea.Batch(s.proceed(v), s.ask(v))
	}
	return tea.Batch(s.begin(v), s.ask(v))
}

// narrow filters the rows by text, and asks the server for those not loaded yet.
func (s *Screen) narrow(v *level, text string) tea.Cmd {
	if v.list.FilterText() == text {
		return nil
	}
	s.awaits = nil
	return tea.Batch(s.work(v, v.list.Filter(text)), s.ask(v))
}

func (s *Screen) target(key string) share.Target {
	t := share.Target{Place: s.at.Place, Region: s.at.Region, Bucket: s.at.Bucket, Key: key}
	if key == s.at.named() {
		t.Other = s.at.Other
	}
	return t
}

func (s *Screen) copyURI(v *level) kit.Step {
	r, ok := v.selected()
	if !ok {
		return nil
	}
	return kit.Copy{Text: share.NewSecret(s.target(r.key).URI()), What: "s3:// address"}
}

// object is all that is known of a row: what the listing says, and what the
// server said if it was asked.
func (v *level) object(r *row) share.Object {
	if r.key == v.sought {
		return share.Object{}
	}
	return r.known(v.heads)
}

// known is what the listing says of a row, and what the server said if it was asked.
func (r *row) known(heads map[string]head) share.Object {
	if r.folder {
		return share.Object{}
	}
	o := r.object()
	if h, ok := heads[r.key]; ok && h.err == nil {
		o.ContentType, o.VersionID, o.Expires = h.facts.ContentType, h.facts.VersionID, h.facts.Expiration
		o.Versioned, o.VersionOf = h.facts.VersionID != "", h.facts.Server // that the bucket keeps none, this does not tell
	}
	return o
}

// busyText is how far the listing has come, in words.
func (l *load) busyText(loaded int) string {
	if loaded == 0 {
		return "listing…"
	}
	return say.Count(loaded) + " so far…"
}
