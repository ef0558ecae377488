package ledger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"signet/internal/lazyregexp"
	"signet/share/accesslog"
	"signet/share/address"
	"signet/share/say"
)

// Usage is what access logs told about the shares.
type Usage struct {
	Requests int            `json:"requests"`   // read
	Signed   int            `json:"signed"`     // of them, those that carry a mark of a pre-signed URL
	Matched  int            `json:"matched"`    // of them, those of a share in this log
	Added    int            `json:"added"`      // newly marked as used
	Parts    int            `json:"parts"`      // of them, those that fetched a part (206): one download may be many
	Heads    int            `json:"heads"`      // of them, those that asked for the headers alone
	Again    int            `json:"again"`      // read before, in this log or another
	Refused  int            `json:"refused"`    // matched, but the server did not do it: not a use
	Unread   int            `json:"unread"`     // lines that are no access log
	Reasons  []Reason       `json:"reasons"`    // of those lines, the first reasons first
	Formats  map[string]int `json:"formats"`    // requests, by what the log is
	Queries  int            `json:"queries"`    // requests with a query, where a signature can be
	Nameless int            `json:"without_id"` // uses from logs that give a request no id
	Bytes    int64          `json:"bytes"`      // read, once unpacked
	Shares   map[string]int `json:"shares"`     // uses added, by entry
}

// Reason is why lines of a log were not read.
type Reason struct {
	Why   string `json:"why"`
	Lines int    `json:"lines"`
	First int64  `json:"first"`        // the number of the first of them
	In    string `json:"in,omitempty"` // the log that it is in
}

// NewUsage is that of no log.
func NewUsage() Usage {
	return Usage{Shares: map[string]int{}, Formats: map[string]int{}, Reasons: []Reason{}}
}

// Add adds what another log told.
func (u *Usage) Add(more Usage) {
	for _, n := range []struct {
		sum  *int
		more int
	}{
		{&u.Requests, more.Requests},
		{&u.Signed, more.Signed},
		{&u.Matched, more.Matched},
		{&u.Added, more.Added},
		{&u.Parts, more.Parts},
		{&u.Heads, more.Heads},
		{&u.Again, more.Again},
		{&u.Refused, more.Refused},
		{&u.Unread, more.Unread},
		{&u.Queries, more.Queries},
		{&u.Nameless, more.Nameless},
	} {
		*n.sum += n.more
	}
	u.Bytes += more.Bytes
	for id, n := range more.Shares {
		u.Shares[id] += n
	}
	for format, n := range more.Formats {
		u.Formats[format] += n
	}
	for _, r := range more.Reasons {
		u.because(r)
	}
}

// because counts lines that were not read.
func (u *Usage) because(r Reason) {
	for i := range u.Reasons {
		if u.Reasons[i].Why == r.Why {
			u.Reasons[i].Lines += r.Lines
			return
		}
	}
	u.Reasons = append(u.Reasons, r)
}

// request is one request of an access log, and what in it can tell a share.
type request struct {
	accesslog.Request
	marks marks
	same  int // how many requests of the same words are before it in this log
}

// requestOf looks for the marks of a request.
func requestOf(r accesslog.Request) request {
	q := request{Request: r, marks: readMarks(r.Text)}
	t := &q.marks.terms
	t.bucket, t.key, t.paths = r.Bucket, r.Key, nil
	t.akid = cmp.Or(t.akid, r.AccessKey)
	if r.Path != "" {
		t.paths = []string{address.UnescapeEach(r.Path)}
	}
	return q
}

// signed reports whether the request can be one of a shared link.
func (r request) signed() bool {
	return len(r.marks.ids) > 0 || len(r.marks.sums) > 0 || !r.marks.terms.date.IsZero()
}

// marks are the clues of one request.
type marks struct {
	sums   [][sha256.Size]byte
	ids    []string
	terms  terms // of the first date
	signed bool  // a signature stands there: what it does not tell, terms do not either
}

var signature = lazyregexp.New(`(?i)x-amz-signature["=:\\s]{1,8}[0-9a-f]{64}`)

// maxMarks bounds the clues of one kind that are taken from a request, which has
// one: each is looked for in the log.
const maxMarks = 32

// readMarks reads what a server wrote, which breaks and packs nothing.
func readMarks(text string) marks {
	m := marks{signed: signature.MatchString(text)}
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
	id := r.ID
	if id == "" && r.same > 0 {
		id = sameAgain + strconv.Itoa(r.same+1)
	}
	return Event{Kind: Used, At: r.At, From: clip(r.From, 100), Agent: clip(r.Agent, maxAgent), Status: r.Status, Request: clip(id, 100)}
}

// sameAgain begins what stands for the id of a request where the log gives none, and
// has more of the same words: "#2" is the second of them.
const sameAgain = "#"

func clip(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}

// usageRows is how many uses go in one transaction.
const usageRows = 500

// ReadUsage reads an access log of any format that package accesslog knows, gzipped
// or not, and marks the shares in it as used: when and from where. It knows them by
// x-signet-id, by the signature where the log has it, or by the object, key and
// second of signing where it has none. A request is counted once, in however many
// logs it stands: by the id that the server gave it, or else by all that is kept of
// it. Nothing of a line is kept but time, address, client, status and request id.
//
// At most most bytes are read, once unpacked; 0: all. Where not all was read, for
// whatever is wrong with the log, the error is an *accesslog.UnreadError, and what
// was read counts.
func (l *Ledger) ReadUsage(ctx context.Context, r io.Reader, most int64) (Usage, error) {
	u := NewUsage()
	if most <= 0 {
		most = math.MaxInt64
	}
	var packed int64 // what unpacks to nothing may be of any length, too
	in, err := plain(&limited{ctx: ctx, in: r, left: most, read: &packed})
	if err != nil {
		return u, &accesslog.UnreadError{Cause: err}
	}
	m := newMarker(ctx, l, &u)
	yield := func(r accesslog.Request) error {
		u.Requests++
		u.Formats[r.Format]++
		if r.Query {
			u.Queries++
		}
		q := requestOf(r)
		if !q.signed() {
			return ctx.Err()
		}
		u.Signed++
		return m.add(ctx, q)
	}
	unread := func(line int64, why string) {
		u.Unread++
		u.because(Reason{Why: why, Lines: 1, First: line})
	}
	err = accesslog.Read(&limited{ctx: ctx, in: in, left: most, read: &u.Bytes}, yield, unread)
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
