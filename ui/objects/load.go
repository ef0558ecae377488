package objects

import (
	"context"
	"runtime"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/listing"
)

// pageSize is how many entries are asked for at a time; S3 gives no more.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
const pageSize = 1_000

// enough is how many rows are loaded without being asked again, about 50 MB, and
// enoughText how many bytes of names, which are longer than usual then.
const (
	enough     = 1_000_000
	enoughText = 256 << 20
)

// awaitedMost is how many rows are loaded where their end is waited for, to share what
// matches: five times as many, about 450 MB.
const awaitedMost = 5

// level is one folder that is open, with its rows and the load that brings them.
type level struct {
	id     int
	prefix string
	list   *listing.List[row]
	sought string // key of an object that was named and has not been listed yet; empty: none
	load   load
	server server
	heads  map[string]head
	left   bool // while it was loading: coming back goes on
}

// load is how far the reading of a folder has come.
type load struct {
	seq     int // of the last page asked for; answers to others are stale
	out     int // of the gathering whose answer has not come yet; 0: none
	ctx     context.Context
	cancel  context.CancelFunc
	running bool
	paused  bool   // stopped by the user, by leaving, or at enough
	done    bool   // everything is here
	token   string // where the next page begins; empty: at the beginning
	last    string // the greatest key that has been loaded
	until   int    // rows at which it pauses
	text    int    // bytes of names since it was last asked to go on
	folders int
	objects int
	foreign int // rows that do not belong here
	trail   s3browser.Trail
	shelf   *listing.Shelf // where what it brings is kept
	lost    bool           // the server leads nowhere: only a new beginning helps
	err     error
}

// listed is one page, or why there is none.
type listed struct {
	level, seq int
	page       s3browser.Page
	rows       []row // of the page
	packed     listing.Block[row]
	err        error
	panicked   any // what the reading panicked with, if it did
}

// begin reads the folder from its beginning, and ends a reading under way.
func (s *Screen) begin(v *level) tea.Cmd {
	v.stop()
	v.load = load{seq: v.load.seq, shelf: &listing.Shelf{}}
	v.heads = map[string]head{}
	if v.sought != "" { // no rows are in sight that could be kept
		v.list = s.newList(v.prefix)
		v.list.Aim(names(v.sought)...)
	}
	v.list.Reload()
	s.unask(v)
	return s.proceed(v)
}

// proceed reads on from where the reading stopped.
func (s *Screen) proceed(v *level) tea.Cmd {
	v.stop()
	v.load.ctx, v.load.cancel = context.WithCancel(s.env.Ctx)
	v.load.running, v.load.paused, v.load.err = true, false, nil
	v.load.until, v.load.text = v.list.Loaded()+s.enough, 0
	if v.load.out != 0 { // what was read before it was stopped comes first
		return nil
	}
	return s.page(v, nil)
}

// stop ends the reading under way, if any; proceed takes it up again.
func (v *level) stop() {
	v.load.seq++
	if v.load.cancel != nil {
		v.load.cancel()
		v.load.cancel = nil
	}
	if v.load.running {
		v.load.running, v.load.paused = false, true
	}
}

func (s *Screen) request(v *level) s3browser.ListRequest {
	return s3browser.ListRequest{Bucket: s.at.Bucket, Prefix: v.prefix, Token: v.load.token, Max: pageSize}
}

// listed takes a page. Of a reading that was stopped meanwhile it takes what was read.
func (s *Screen) listed(msg listed) tea.Cmd {
	v := s.level(msg.level)
	switch {
	case v == nil || v.load.done || v.load.lost || v.load.err != nil:
		return nil
	case msg.err != nil && msg.seq != v.load.seq: // it was stopped
		return nil
	case msg.err != nil:
		v.stop()
		v.load.paused, v.load.err = false, msg.err
		return nil
	}
	astray := v.load.trail.Follow(s.request(v), msg.page)
	v.load.took(msg)
	reloading := v.list.Reloading()
	v.seek(msg.rows)
	work := s.work(v, v.list.AppendPacked(msg.rows, msg.packed))
	switch {
	case msg.page.Done:
		return tea.Batch(work, s.complete(v))
	case astray != nil:
		return tea.Batch(work, s.lose(v, astray))
	case s.full(v):
		v.stop()
		return tea.Batch(work, s.giveBack(v))
	case reloading && !v.list.Reloading():
		return tea.Batch(work, s.ask(v))
	}
	return work
}

// full reports that as many rows are loaded as are without being asked again. Where the
// end of the listing is waited for, that has been asked.
func (s *Screen) full(v *level) bool {
	if n := v.list.Loaded(); n >= v.load.until && s.awaits == v && n < awaitedMost*s.enough {
		v.load.until = n + s.enough
	}
	return v.list.Loaded() >= v.load.until || v.load.text >= enoughText
}

// lose: the server leads nowhere. What it has listed is shown, with the error.
func (s *Screen) lose(v *level, err error) tea.Cmd {
	v.stop()
	v.load.paused, v.load.lost, v.load.err = false, true, err
	s.unask(v)
	return s.work(v, v.list.Done())
}

// complete: everything is here, and nothing is left to ask the server for.
func (s *Screen) complete(v *level) tea.Cmd {
	v.stop()
	v.load.paused, v.load.done = false, true
	s.unask(v)
	v.list.SetAhead(nil)
	return tea.Batch(s.work(v, v.list.Done()), s.giveBack(v))
}

// large is how many rows a load must have brought for it to be worth a collection of
// its garbage.
const large = 20_000

// giveBack returns the memory that reading the pages took, once. What the listing
// keeps is little beside it, and the system would wait for the rest for minutes.
func (s *Screen) giveBack(v *level) tea.Cmd {
	if v.list.Loaded() < large {
		return nil
	}
	return s.env.Do(func(context.Context) tea.Msg {
		runtime.GC() // what pools hold goes with the second collection
		debug.FreeOSMemory()
		return nil
	})
}

func (l *load) took(msg listed) {
	l.token = msg.page.Next
	for i := range msg.rows {
		r := &msg.rows[i]
		l.text += len(r.key) + len(r.etag) + len(r.class)
		switch {
		case r.foreign:
			l.foreign++
			continue
		case r.folder:
			l.folders++
		default:
			l.objects++
		}
		l.last = max(l.last, r.key)
	}
}

// partial reports that there is more to load and nothing is loading it.
func (l *load) partial() bool { return !l.done && !l.running && !l.lost }

// again is what r does, in the words of the footer and of the body.
func (v *level) again() string {
	switch {
	case v.load.err != nil && v.list.Total() == 0:
		return "try again"
	case v.load.partial():
		return "load on"
	case v.load.done && v.list.Total() == 0:
		return "look again"
	}
	return "reload"
}

// foundMsg is the answer of a filter's job.
type foundMsg struct {
	level int
	found listing.Found
}

// work runs a job of the list off the loop.
func (s *Screen) work(v *level, job listing.Job) tea.Cmd {
	if job == nil {
		return nil
	}
	id := v.id
	return s.env.Do(func(ctx context.Context) tea.Msg { return foundMsg{id, job(ctx)} })
}
