package ledger

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"signet/share/say"
)

// Usage is what access logs told about the shares.
type Usage struct {
	Requests int            `json:"requests"` // read
	Signed   int            `json:"signed"`   // of them, those that carry a mark of a pre-signed URL
	Matched  int            `json:"matched"`  // of them, those of a share in this log
	Added    int            `json:"added"`    // newly marked as used
	Again    int            `json:"again"`    // read before
	Refused  int            `json:"refused"`  // matched, but the server refused: not a use
	Unread   int            `json:"unread"`   // lines that are no access log
	Bytes    int64          `json:"bytes"`    // read, once unpacked
	Shares   map[string]int `json:"shares"`   // uses added, by entry
}

// Add adds what another log told.
func (u *Usage) Add(more Usage) {
	u.Requests += more.Requests
	u.Signed += more.Signed
	u.Matched += more.Matched
	u.Added += more.Added
	u.Again += more.Again
	u.Refused += more.Refused
	u.Unread += more.Unread
	u.Bytes += more.Bytes
	for id, n := range more.Shares {
		u.Shares[id] += n
	}
}

// request is one line of an access log, whatever its format.
type request struct {
	at     time.Time
	from   string
	agent  string
	status int
	id     string
	marks  marks
}

// signed reports whether the request can be one of a shared link.
func (r request) signed() bool {
	return len(r.marks.ids) > 0 || len(r.marks.sums) > 0 || !r.marks.terms.date.IsZero()
}

// marks are the clues of one request.
type marks struct {
	sums  [][sha256.Size]byte
	ids   []string
	terms terms // of the first date
}

// maxMarks bounds the clues of one kind that are taken from a request, which has
// one: each is looked for in the log.
const maxMarks = 32

// readMarks reads what a server wrote, which breaks and packs nothing.
func readMarks(text string) marks {
	var m marks
	sum := func(of []byte) {
		if len(m.sums) < maxMarks {
			m.sums = append(m.sums, sha256.Sum256(of))
		}
	}
	c := &clues{
		sum:   sum,
		sumOf: func([]byte) {},
		other: func(text string) { sum([]byte(text)) },
		id: func(text []byte) {
			if len(m.ids) < maxMarks {
				m.ids = append(m.ids, string(text))
			}
		},
		dated: func(time.Time) bool { return m.terms.date.IsZero() },
		terms: func(t terms) { m.terms = t },
	}
	c.readView(view{text: []byte(text)}, 0, len(text))
	return m
}

// maxAgent bounds what a stranger can write into our log.
const maxAgent = 200

func (r request) event() Event {
	return Event{Kind: Used, At: r.at, From: clip(r.from, 100), Agent: clip(r.agent, maxAgent), Status: r.status, Request: clip(r.id, 100)}
}

func clip(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}

// usageRows is how many uses go in one transaction.
const usageRows = 500

// ReadUsage reads an S3 server access log, CloudTrail JSON or a MinIO audit log,
// gzipped or not, and marks the shares in it as used: when and from where. It
// knows them by x-signet-id, by the signature where the log has it, or by the
// object, key and second of signing. Reading the same log twice adds nothing.
// Nothing of a line is kept but time, address, client, status and request id.
//
// At most most bytes are read, once unpacked; 0: all. Where not all was read, for
// whatever is wrong with the log, the error is an *UnreadError, and what was read
// counts.
func (l *Ledger) ReadUsage(ctx context.Context, r io.Reader, most int64) (Usage, error) {
	u := Usage{Shares: map[string]int{}}
	if most <= 0 {
		most = math.MaxInt64
	}
	var packed int64 // what unpacks to nothing may be of any length, too
	in, err := plain(&limited{ctx: ctx, in: r, left: most, read: &packed})
	if err != nil {
		return u, &UnreadError{Cause: err}
	}
	in = bufio.NewReaderSize(&limited{ctx: ctx, in: in, left: most, read: &u.Bytes}, maxLine)
	m := newMarker(ctx, l, &u)
	yield := func(r request) error {
		u.Requests++
		if !r.signed() {
			return ctx.Err()
		}
		u.Signed++
		return m.add(ctx, r)
	}
	unread := func() { u.Unread++ }
	read := readLineLog
	if first, err := firstByte(in); err == nil && (first == '{' || first == '[') {
		read = readJSONLog
	}
	err = read(in, yield, unread)
	return u, cmp.Or(m.flush(ctx), err)
}

// limited is an input of at most so many bytes, which ends with a context.
type limited struct {
	ctx  context.Context
	in   io.Reader
	left int64
	read *int64
}

// Read reads, and fails where more follows than may be read.
func (l *limited) Read(p []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	if l.left <= 0 {
		if n, err := io.ReadFull(l.in, p[:min(1, len(p))]); n == 0 {
			return 0, err // which may be its end
		}
		return 0, errors.New("it is longer than " + say.Bytes(*l.read))
	}
	n, err := l.in.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	*l.read += int64(n)
	return n, err
}

// firstByte is the first byte that is not space.
func firstByte(in *bufio.Reader) (byte, error) {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != ' ' && b != '\n' && b != '\r' && b != '\t' {
			return b, in.UnreadByte()
		}
	}
}

// marker matches requests to shares and writes the uses in batches.
type marker struct {
	ledger  *Ledger
	finder  *finder
	found   []Entry
	usage   *Usage
	pending []pendingUse
}

type pendingUse struct {
	id  string
	row row
}

func newMarker(ctx context.Context, l *Ledger, u *Usage) *marker {
	m := &marker{ledger: l, usage: u}
	m.finder = newFinder(ctx, l, func(match Match) error {
		m.found = append(m.found, match.Entry)
		return nil
	})
	return m
}

// match finds the shares of a request: by signature or id, or else by its terms.
func (m *marker) match(r marks) error {
	f := m.finder
	f.forget()
	m.found = m.found[:0]
	for _, sum := range r.sums {
		f.bySum(sum)
	}
	for _, id := range r.ids {
		f.id([]byte(id))
	}
	if at := r.terms.date; len(m.found) == 0 && !at.IsZero() && f.dated(at) {
		f.byTerms(r.terms)
	}
	return f.err
}

func (m *marker) add(ctx context.Context, r request) error {
	if err := m.match(r.marks); err != nil || len(m.found) == 0 {
		return err
	}
	m.usage.Matched++
	if r.status >= 400 {
		m.usage.Refused++
		return nil
	}
	id := m.found[0].ID
	n, _ := parseID(id)
	e, err := r.event().row(n)
	if err != nil {
		return err
	}
	m.pending = append(m.pending, pendingUse{id, e})
	if len(m.pending) < usageRows {
		return nil
	}
	return m.flush(ctx)
}

// useSum tells a use from all others, so that a log that is read twice adds
// nothing.
func useSum(r row) []byte {
	sum := sha256.Sum256([]byte(strconv.FormatInt(r.entry, 10) + " " + strconv.FormatInt(r.at, 10) + " " + string(unsalted(r.body))))
	return sum[:16]
}

// uniqueness is what makes a row one of its kind; nil: it may come again.
func uniqueness(r row) []byte {
	if r.kind != Used {
		return nil
	}
	return useSum(r)
}

func (m *marker) flush(ctx context.Context) error {
	if len(m.pending) == 0 {
		return nil
	}
	err := m.ledger.write(ctx, "mark uses in", func(ctx context.Context, tx *sql.Tx) error {
		return appending(ctx, tx, func(a *appender) error {
			for _, p := range m.pending {
				added, err := a.add(ctx, p.row, useSum(p.row))
				if err != nil {
					return err
				}
				if added {
					m.usage.Added++
					m.usage.Shares[p.id]++
				} else {
					m.usage.Again++
				}
			}
			return nil
		})
	})
	m.pending = m.pending[:0]
	return err
}
