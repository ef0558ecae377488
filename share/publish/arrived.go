package publish

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/say"
)

// Arrival is a file that has arrived.
type Arrival struct {
	Key  string
	Size int64
	At   time.Time
}

// Row is one thing that was asked for, and what has come of it.
type Row struct {
	Name    string // empty: whatever comes
	Types   []string
	Most    int64
	Folder  share.Target // in which it arrives
	Files   int          // that can be sent at all; 0: as many as one likes
	Arrived []Arrival    // the oldest first
	Size    int64        // of all that has arrived
	More    bool         // has arrived than was counted, and nobody knows which is the last
	Err     error        // why nobody knows

	takes []string // the keys that it has links for, in order; nil: whatever is in the folder
}

// Shared reports a folder that others may store in, too.
func (r Row) Shared() bool { return r.Name == "" && len(r.takes) == 0 }

// Missing reports a thing of which nothing has arrived.
func (r Row) Missing() bool { return len(r.Arrived) == 0 && r.Err == nil }

// Title is the name of the thing, for people.
func (r Row) Title() string { return cmp.Or(r.Name, "files") }

// Words says what has come of it: "missing", "2 files, 3.1 MB, the last today 17:00".
func (r Row) Words(now time.Time) string {
	switch {
	case r.Err != nil:
		return "not known: " + r.Err.Error()
	case r.Missing() && r.Shared():
		return "nothing is stored below " + r.Folder.URI() + " since then"
	case r.Missing():
		return "missing"
	}
	words := say.Things(len(r.Arrived), "file")
	if r.More {
		words = "more than " + words
	}
	if r.Files > 0 {
		words += " of at most " + say.Count(r.Files)
	}
	if r.Shared() {
		words += " stored below " + r.Folder.URI() + " since then, by whomever"
	}
	words += ", " + say.Bytes(r.Size)
	if last := r.Last(); !last.IsZero() {
		words += ", the last " + say.Moment(last.In(now.Location()), now)
	}
	return words
}

// Last is when the last of it arrived; zero: nothing has, or nobody knows. A server lists by
// key and not by time, so that of a part no file is the last.
func (r Row) Last() time.Time {
	if len(r.Arrived) == 0 || r.More {
		return time.Time{}
	}
	return r.Arrived[len(r.Arrived)-1].At
}

// Status is what has arrived of a page that asks for files.
type Status struct {
	Page ledger.Entry // of the page's own link
	Rows []Row
}

// Missing are the things of which nothing has arrived.
func (s Status) Missing() (rows []Row) {
	for _, r := range s.Rows {
		if r.Missing() {
			rows = append(rows, r)
		}
	}
	return rows
}

// Lister gives what is stored below a prefix, until yield returns false.
type Lister func(ctx context.Context, below share.Target, yield func(Arrival) bool) error

// MaxArrivals is how many files of one thing are counted.
const MaxArrivals = 1000

// ErrNoAsking is an entry that belongs to no page that asks for files.
var ErrNoAsking = errors.New("it is no page that asks for files")

// Await reads a page that asks for files out of the entries of its group, in any order.
// Nothing has been looked for yet.
func Await(group []ledger.Entry) (Status, error) {
	group = slices.Clone(group)
	slices.SortStableFunc(group, func(a, b ledger.Entry) int { return int(a.Seq - b.Seq) })
	var s Status
	for _, e := range group {
		switch {
		case e.Page == share.PageUpload || e.Page == share.PageRequest:
			s.Page = e
		case e.Page != "" || !e.Spec.Operation.Info().Stores || e.Failure != "":
		default:
			s.add(e)
		}
	}
	if s.Page.ID == "" || len(s.Rows) == 0 {
		return s, ErrNoAsking
	}
	return s, nil
}

// add adds what one link of the page is for.
func (s *Status) add(e ledger.Entry) {
	folder := e.Spec.Target
	if !e.Spec.Operation.Info().Policy {
		folder.Key = e.Spec.Folder()
	}
	i := slices.IndexFunc(s.Rows, func(r Row) bool { return r.Name == e.Item && r.Folder.Key == folder.Key })
	if i < 0 {
		i = len(s.Rows)
		s.Rows = append(s.Rows, Row{Name: e.Item, Folder: folder})
	}
	r, o := &s.Rows[i], e.Spec.Options
	if o.ContentType != "" {
		r.Types = append(r.Types, typed(o))
	}
	if e.Spec.Operation.Info().Policy {
		r.Most = cmp.Or(o.MaxSize, share.DefaultMaxSize)
	} else {
		r.Files++
		at, _ := slices.BinarySearch(r.takes, e.Spec.Target.Key)
		r.takes = slices.Insert(r.takes, at, e.Spec.Target.Key)
	}
}

// Look asks what has arrived. What could not be asked stands in its row.
func (s *Status) Look(ctx context.Context, list Lister) {
	page := s.Page.Spec.Target
	since := time.Time{}
	if slices.ContainsFunc(s.Rows, Row.Shared) {
		since = s.stored(ctx, list)
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		r.look(ctx, list, func(a Arrival) bool {
			switch {
			case strings.HasSuffix(a.Key, "/") && a.Size == 0: // a folder's own mark
				return false
			case len(r.takes) > 0:
				_, taken := slices.BinarySearch(r.takes, a.Key)
				return taken
			case r.Folder.Bucket == page.Bucket && isPage(a.Key, page.Key): // a page is nothing that was sent
				return false
			}
			return !r.Shared() || !a.At.Before(since)
		})
	}
}

// stored is when the page was stored, by the clock that dates what is sent to it: that of
// the server. Where the page is not seen it is what was known of that clock then.
func (s *Status) stored(ctx context.Context, list Lister) time.Time {
	page, at := s.Page.Spec.Target, cmp.Or(s.Page.Spec.SignedAt, s.Page.Created)
	_ = list(ctx, page, func(a Arrival) bool { // whoever may not look there goes by the other
		if a.Key == page.Key {
			at = a.At
		}
		return false
	})
	return at.Truncate(time.Second)
}

// isPage reports a key in the folder of a page, which is its own or that of another.
func isPage(key, page string) bool {
	folder := page[:strings.LastIndexByte(page, '/')+1]
	rest, in := strings.CutPrefix(key, folder)
	return key == page || folder != "" && in && !strings.Contains(rest, "/") && strings.HasSuffix(rest, ".html") && len(key) == len(page)
}

// look counts what of the folder is meant.
func (r *Row) look(ctx context.Context, list Lister, meant func(Arrival) bool) {
	r.Arrived, r.Size, r.More = nil, 0, false
	r.Err = list(ctx, r.Folder, func(a Arrival) bool {
		switch {
		case !meant(a):
		case len(r.Arrived) == MaxArrivals:
			r.More = true
			return false
		default:
			r.Arrived = append(r.Arrived, a)
			r.Size += a.Size
		}
		return true
	})
	slices.SortStableFunc(r.Arrived, func(a, b Arrival) int { return a.At.Compare(b.At) })
}

// Reminder is a text for whoever has not sent everything yet. The link is in it only if
// one is given.
func (s Status) Reminder(link share.Secret, now time.Time) share.Secret {
	var missing, there []handover.Expected
	for _, r := range s.Rows {
		e := handover.Expected{Name: r.Name, Types: r.Types, Most: r.Most, Files: len(r.Arrived), More: r.More, Last: r.Last(), Shared: r.Shared()}
		if r.Missing() {
			missing = append(missing, e)
		} else {
			there = append(there, e)
		}
	}
	state := s.Page.StateAt(now)
	return handover.Reminder(handover.Remind{
		To: s.Page.Recipient, Missing: missing, There: there, Ends: s.Page.Terms.Ends, Link: link, Gone: state != ledger.StateOpen && state != ledger.StateLater,
	}, now)
}
