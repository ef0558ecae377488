package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser/fetch"
	"signet/share"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui/buckets"
	"signet/ui/compose"
	"signet/ui/handoff"
	"signet/ui/history"
	"signet/ui/inspect"
	"signet/ui/objects"
	"signet/ui/places"
	"signet/ui/preview"
	"signet/ui/revoke"
	"signet/ui/versions"
)

// Browser reads one place; *s3browser.Client is one.
type Browser interface {
	buckets.Source
	objects.Source
	versions.Source
	preview.Source
}

// Place is one thing that can be browsed.
type Place struct {
	Name     string // empty: the standard credential chain
	Label    string // shown instead of the name
	Flags    string // name the place on a command line, quoted for a shell; empty: none does
	Kind     string // "SSO", "role", "keys", "endpoint", ...
	Where    string // region or address
	Bucket   string // where browsing starts; empty: the list of buckets
	Prefix   string
	ReadOnly bool   // offer downloads and metadata only
	NoMany   string // why several objects cannot be shared at once; empty: they can
	Demo     bool   // a server inside this program
	Own      bool   // of the settings, where it can be changed and removed
	// Facts are what is known of the place, for the card beside the list of places. It
	// may read files. nil: nothing is.
	Facts   func() []places.Fact
	Browser Browser
	// Servers are where the place is browsed and its links point, as
	// share.Endpoint.URL. nil: at AWS.
	Servers func() []string
	// Region is the region of a bucket as far as it is known: no IO. nil: nobody knows.
	Region func(bucket string) string
	// Renew is the command line that renews the place's session; nil: none.
	Renew func() []string
}

// Setup says how to add a first place.
type Setup = places.Setup

// Fact is one thing that is known of a place; its names are those of the card.
type Fact = places.Fact

// The names of facts.
const (
	FactAddress = places.Address
	FactRegion  = places.Region
	FactStyle   = places.Style
	FactKeys    = places.Keys
	FactLinks   = places.Links
	FactBegins  = places.Begins
	FactForbids = places.Forbids
	FactTried   = places.Tried
	FactWritten = places.Written
)

// Table is how the rows of a list of objects are shown.
type Table = objects.Table

// Entry is a share of the log that a pasted link belongs to.
type Entry = inspect.Entry

// ErrDemo says that the user asked for the demo.
var ErrDemo = errors.New("open the demo")

// ErrInterrupted says that the user left by ctrl+c, as from any other program.
var ErrInterrupted = errors.New("interrupted")

// Parts is everything that the interface needs of the rest of the program.
type Parts struct {
	// Places finds what can be browsed; it reads files.
	Places func(ctx context.Context) ([]Place, error)
	// All finds every place that can be switched to, where Places are fewer; nil:
	// Places are all. It reads files.
	All func(ctx context.Context) ([]Place, error)
	// Anew reads the settings anew, for All; nil: they stay as they were read. It reads
	// files.
	Anew func(ctx context.Context) error
	// Makes adds places; nil: none can be added.
	Makes Makes
	// Exists says whether there is a place or profile of that name, as found at
	// the start: no IO. nil: nobody knows.
	Exists  func(place string) bool
	Setup   Setup
	At      share.Target // where to begin, if a place and bucket are named
	Service interface {
		compose.Service
		Rebuild(ctx context.Context, r share.Record) (share.Link, error)
		Draft(ctx context.Context, p share.Plan) (share.Link, error)
	}
	// Signers are those of the place that signs for a target, its own key first; nil:
	// nobody knows. No IO.
	Signers func(t share.Target) []share.SignerOffer
	Rails   share.Rails
	Expiry  string // default
	Many    int    // more links at once than so many are signed only when their number was typed
	// DownloadDir is where objects are offered to be saved, which may begin with ~/;
	// empty: the current folder.
	DownloadDir string
	Soon        time.Duration // what counts as ending soon; 0: as state.Usual
	// Look asks for one object with the user's credentials; Unasked says that it
	// is done without being asked for.
	Unasked bool
	Look    func(ctx context.Context, t share.Target) (many.Look, error)
	// Check uses a link once as the recipient would.
	Check func(ctx context.Context, l share.Link) []say.Remark
	// Below lists everything below a prefix, with the user's credentials.
	Below many.Walk
	// Batch signs many links, and Listed writes those that are signed into a file that
	// only the user can read.
	Batch  many.Sign
	Listed func(links []share.Link, path string, on qr.Paper, overwrite bool) error
	// PageMeans says what storing a page of links means, of such as are signed or else of
	// terms, and StorePage stores one of links that are signed; see batch.Exits.
	PageMeans func(ctx context.Context, terms share.Request, links []share.Link) ([]string, error)
	StorePage func(ctx context.Context, links []share.Link, title string) (share.Link, error)
	Event     func(ctx context.Context, id, kind, detail string) error
	// RenewSigner is the command line that renews the session that signs for a
	// target; nil: none. Renewed is called after any renewal.
	RenewSigner func(t share.Target) []string
	Renewed     func()
	// Kept are bookmarks and where the user has been; nil: nothing is kept.
	Kept Kept

	// Log is the share log, and Still looks whether a recorded share still works.
	Log   history.Log
	Still func(ctx context.Context, e ledger.Entry) (kind, detail string, err error)
	// Begun asks the servers what they have of the shares that were begun and never signed,
	// by their ids; nil: nobody asks.
	Begun func(context.Context) (map[string]string, error)
	// TakeBack takes shares back before their end; nil: they cannot be.
	TakeBack revoke.Taker
	// HandOff begins to hand objects to whoever is in the room; nil: it cannot be done.
	HandOff handoff.Opener
	// Receipt writes what the log knows of a share or a group into a file, and Evidence the
	// signed document of a share; see history.Exits. nil: neither can be had.
	Receipt  func(ctx context.Context, id, path string, replace bool) error
	Evidence func(ctx context.Context, id, path string, replace bool, says io.Writer) error
	// Requests ask for files.
	Requests Requests
	// Inspector finds the share that a link belongs to, and tries it.
	Inspector inspect.Source
	Save      func(path string, data []byte, overwrite bool) error
	Cost      func(share.Link) string
	CostAll   func([]many.Planned) string
	// Open shows a page of the web in the browser of this machine; nil: there is none.
	Open func(ctx context.Context, page string) error
	// Fetch saves an object into a file; nil: fetch.ToFile.
	Fetch func(ctx context.Context, from fetch.Getter, j fetch.Job, p *fetch.Progress) error
	Copy  func(ctx context.Context, text share.Secret, what, instead string) (sequence, said string, err error)

	// Warning is what the user must know before anything else, cleaned; empty:
	// nothing. It stays on screen until a key is pressed.
	Warning string

	Environ  []string
	CellSize func() (w, h int)
	QR       qr.Style // preferred for codes
	// Tmux says what the tmux around the program and its terminals are.
	Tmux  func() qr.Tmux
	Clock func() time.Time
	Theme string // auto, dark, light or 16
	// Mouse takes the mouse where it is of use.
	Mouse bool
	// Keys are keys of one's own by the name of their action; see Actions.
	Keys  map[string][]string
	Table Table
	Debug func(line string)
	In    io.Reader
	Out   io.Writer
	// Interrupts has typed called for what ctrl+c sends while another program has
	// the terminal, until back is called: it must not end this one. nil: it does.
	Interrupts func(typed func()) (back func())
	// Torn has put called when the process is ended before Run has put the terminal back,
	// until done is called. nil: it never is.
	Torn    func(put func()) (done func())
	Options []tea.ProgramOption // for tests
}

// Run shows the interface until the user leaves it or ctx ends. The terminal is
// restored whatever happens; a panic comes back as an error without the values
// that were in play.
func Run(ctx context.Context, p Parts) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var open unfinished
	defer func() { cancel(); open.end() }()
	p = open.guard(p)
	w := newWiring(p)
	app, err := w.app(ctx)
	if err != nil {
		return err
	}
	err = w.show(ctx, app)
	if left := w.caps.Erase(); left != "" { // ended by a signal: a code that stays there opens the document
		time.Sleep(settle)
		_, _ = io.WriteString(p.Out, left)
	}
	switch {
	case err == nil && ctx.Err() != nil:
		return context.Canceled
	case err == nil && app.killed:
		return ErrInterrupted
	case err == nil && w.demo:
		return ErrDemo
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the interface broke; this is a bug in signet, please report it: %w", tea.ErrProgramPanic)
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled), errors.Is(err, tea.ErrProgramKilled):
		return context.Canceled
	}
	return err
}

// garbage is how much of it may pile up before it is collected, in percent of what is
// in use; by itself Go takes 100. What the interface has in use is small, and the rows
// of a listing are a few thousand pieces without pointers, so that a collection costs a
// millisecond or two of one core. At the start it would be a collection for every few
// hundred kilobytes, a sixth of all the work there is before the first rows are seen: it
// counts from the first key on, or the first second.
const garbage = 25

// rate is how many frames are drawn in a second at most: the wait for the next one is most
// of what passes between a key and what is seen of it. Nothing is sent for a frame in
// which nothing has changed.
const rate = 120

// show runs the program in the terminal. When ctx ends it quits in good order:
// Bubble Tea's own way to be killed leaves the keyboard set for a program that is
// gone, if nothing has been drawn since the terminal was taken.
func (w *wiring) show(ctx context.Context, app *App) error {
	asBefore := func() {}
	defer func() { asBefore() }()
	w.started = func() {
		usual := debug.SetGCPercent(garbage)
		asBefore = func() { debug.SetGCPercent(usual) }
	}
	program := tea.NewProgram(app, append([]tea.ProgramOption{
		tea.WithFPS(rate), tea.WithInput(w.p.In), tea.WithOutput(wired(w.p.Out)), tea.WithEnvironment(w.p.Environ), tea.WithoutSignalHandler(), tea.WithFilter(w.term.filter),
	}, w.p.Options...)...)
	w.term.take()
	defer w.term.give()
	if w.p.Torn != nil {
		defer w.p.Torn(w.term.tear)()
	}
	defer w.term.watch(program.Send)()
	defer context.AfterFunc(ctx, program.Quit)()
	_, err := program.Run()
	return err
}
