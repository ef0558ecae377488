package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"signet/share"
	"signet/share/ledger"
)

// Report is what a document holds, and what of it is proved by itself.
type Report struct {
	ID     string
	Record share.Record // what was recorded when the link was signed
	Events []ledger.Event
	Made   time.Time
	Head   ledger.Head
	Own    []ledger.Head // the head after each of the share's own rows
	Rows   int64         // of the chain
	// Asserted are rows of the log's first form: the document says their hashes, and
	// nothing can be computed. What is before them is tied to the head by the signature alone.
	Asserted int64
	Kept     int           // heads kept elsewhere that the chain leads through
	Outside  []ledger.Head // heads kept elsewhere of rows that the document does not have
}

// Proved reports whether the share is tied to the head by what can be computed, and every
// head that was kept elsewhere is in the chain.
func (r Report) Proved() bool { return r.Asserted == 0 && len(r.Outside) == 0 }

// TamperedError says what in a document does not fit the rest of it.
type TamperedError struct{ What string }

func (e *TamperedError) Error() string { return "evidence: " + e.What }

func tampered(text string, args ...any) error { return &TamperedError{fmt.Sprintf(text, args...)} }

// Verify reads a document and computes its chain: from the row before the share to the head,
// with every head that was kept elsewhere on the way. It asks nothing but the document: who
// signed it is what ssh-keygen says. A *TamperedError says what does not fit. Memory grows
// with what happened to the share, not with the chain.
func Verify(document io.Reader, kept ...ledger.Head) (Report, error) {
	read := sha256.New()
	in := &bounded{from: io.TeeReader(document, read)}
	v := &verifier{read: json.NewDecoder(in), again: sha256.New(), kept: kept}
	in.decoder = v.read
	v.read.UseNumber()
	if err := v.all(); err != nil {
		return v.report, err
	}
	rest, err := io.ReadAll(io.LimitReader(io.MultiReader(v.read.Buffered(), in), 2))
	switch {
	case err != nil:
		return v.report, err
	case string(rest) != "\n":
		return v.report, tampered("something stands behind its end, or its last line is cut off")
	case [sha256.Size]byte(read.Sum(nil)) != [sha256.Size]byte(v.again.Sum(nil)):
		return v.report, tampered("it is not spelled as signet spells it (RFC 8785): a name stands twice, or something is written in another way")
	}
	return v.report, nil
}

// mostAtOnce is more than a row, or all that happened to a share, has in bytes.
const mostAtOnce = 128 << 20

// bounded ends a document that has something larger in one piece.
type bounded struct {
	from    io.Reader
	decoder *json.Decoder
	read    int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.read-b.decoder.InputOffset() > mostAtOnce {
		return 0, tampered("it has something larger than any that signet writes")
	}
	n, err := b.from.Read(p)
	b.read += int64(n)
	return n, err
}

type verifier struct {
	told
	read   *json.Decoder
	again  hash.Hash // of the document as signet would write it
	head   ledger.Head
	buf    []byte
	kept   []ledger.Head
	report Report
	begun  bool
	form2  bool // a row of the second form was read
}

func (v *verifier) all() error {
	before, err := v.text("{", "before")
	if err != nil {
		return err
	}
	raw, err := hex.DecodeString(before)
	if err != nil || len(raw) != sha256.Size {
		return tampered("the hash that its chain begins with is none")
	}
	copy(v.head.Hash[:], raw)
	v.put(`{"before":`)
	v.put(string(appendString(nil, before)))
	if err := v.chain(); err != nil {
		return err
	}
	return v.rest()
}

// put adds to the document as signet would write it.
func (v *verifier) put(text string) { _, _ = io.WriteString(v.again, text) }

// token reads the next token, which must be this one.
func (v *verifier) token(want json.Token) error {
	got, err := v.read.Token()
	switch {
	case err != nil && !isJSON(err):
		return err
	case err != nil || got != want:
		return tampered("it is not a document of the form %q, or is cut off", format)
	}
	return nil
}

// isJSON tells what is no JSON, or ends too early, from what cannot be read.
func isJSON(err error) bool {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return errors.As(err, &syntax) || errors.As(err, &kind) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// text reads a field that is a string; open is what stands before it, if anything.
func (v *verifier) text(open, name string) (string, error) {
	if open != "" {
		if err := v.token(json.Delim(open[0])); err != nil {
			return "", err
		}
	}
	var out string
	return out, v.field(name, &out)
}

func (v *verifier) field(name string, into any) error {
	if err := v.token(name); err != nil {
		return err
	}
	if err := v.read.Decode(into); err != nil {
		if !isJSON(err) {
			return err
		}
		return tampered("its field %q is not what it should be, or is cut off", name)
	}
	return nil
}

// chain computes it.
func (v *verifier) chain() error {
	for _, want := range []json.Token{"chain", json.Delim('[')} {
		if err := v.token(want); err != nil {
			return err
		}
	}
	v.put(`,"chain":[`)
	for v.read.More() {
		var r row
		if err := v.read.Decode(&r); err != nil {
			if !isJSON(err) {
				return err
			}
			return tampered("what stands behind row %d is no row, or is cut off", v.head.Seq)
		}
		v.buf = v.buf[:0]
		if v.begun {
			v.buf = append(v.buf, ',')
		}
		v.buf = r.append(v.buf)
		_, _ = v.again.Write(v.buf)
		if err := v.follow(r); err != nil {
			return err
		}
	}
	v.put("],")
	return v.token(json.Delim(']'))
}

func (v *verifier) follow(r row) error {
	x, err := r.link()
	if err != nil {
		return tampered("%s", err)
	}
	if !v.begun {
		if x.Seq < 1 || x.Entry == "" || x.Body == nil || x.Seq == 1 && v.head.Hash != [sha256.Size]byte{} {
			return tampered("its chain does not begin with the share")
		}
		v.id, v.head.Seq, v.begun = x.Entry, x.Seq-1, true
		v.hold()
	}
	switch {
	case r.Form != 0 && r.Form != 1, x.First && v.form2:
		return tampered("row %d has a form that it cannot have", x.Seq)
	case (x.Entry == v.id) != (x.Body != nil):
		return tampered("row %d: the body of the share's own rows stands here, and no other", x.Seq)
	}
	v.form2 = v.form2 || !x.First
	if v.head, err = v.head.Follow(x); err != nil {
		return tampered("%s", err)
	}
	v.report.Rows += x.Last() - x.Seq + 1
	if !x.Computed() {
		v.report.Asserted += x.Last() - x.Seq + 1
		for _, k := range v.kept {
			if x.Seq <= k.Seq && k.Seq < x.Last() {
				v.report.Outside = append(v.report.Outside, k)
			}
		}
	}
	v.hold()
	if x.Body == nil {
		return nil
	}
	v.report.Own = append(v.report.Own, v.head)
	if x.Kind != ledger.Created {
		v.report.Events = append(v.report.Events, ledger.EventOf(x))
	}
	if err := v.take(x); err != nil {
		return tampered("%s", err)
	}
	return nil
}

// hold counts the heads kept elsewhere that are met. One of the same row with another hash
// is left for the end: what does not fit may be the document.
func (v *verifier) hold() {
	for _, k := range v.kept {
		if k == v.head {
			v.report.Kept++
		}
	}
}

// rest reads what stands behind the chain, and holds it against the rows.
func (v *verifier) rest() error {
	var entry map[string]any
	var events []any
	if err := v.field("entry", &entry); err != nil {
		return err
	}
	if err := v.field("events", &events); err != nil {
		return err
	}
	var texts [5]string
	for i, name := range []string{"format", "head", "id", "made", "says"} {
		var err error
		if texts[i], err = v.text("", name); err != nil {
			return err
		}
	}
	if err := v.token(json.Delim('}')); err != nil {
		return err
	}
	if v.entry == nil {
		return tampered("its chain does not begin with the share")
	}
	read := appendValue([]byte(`"entry":`), entry)
	read = appendValue(append(read, `,"events":`...), anyOf(events))
	want := v.append(nil)
	_, _ = v.again.Write(want)
	head, err := ledger.ParseHead(texts[1])
	made, merr := time.Parse(time.RFC3339, texts[3])
	switch {
	case string(read) != string(want):
		return tampered("what it says of the share is not what the rows of the chain say")
	case texts[0] != format:
		return tampered("its format is not %q", format)
	case err != nil || texts[1] != head.String() || head != v.head:
		return tampered("its chain does not lead to its head: a row was changed, added or left out")
	case texts[2] != v.id:
		return tampered("its id is not the share's")
	case merr != nil || texts[3] != made.UTC().Format(time.RFC3339):
		return tampered("the time when it was made is none")
	case texts[4] != says:
		return tampered("it says something else of itself than signet does")
	}
	_, _ = v.again.Write(v.tail(nil, head, texts[3]))
	return v.conclude(head, made)
}

func anyOf(list []any) []any {
	if list == nil {
		return []any{}
	}
	return list
}

func (v *verifier) conclude(head ledger.Head, made time.Time) error {
	record, err := ledger.ReadBody(v.created)
	switch {
	case err != nil:
		return tampered("what was recorded of the share cannot be read")
	case record.ID != v.id:
		return tampered("what was recorded is of another share")
	}
	v.report.ID, v.report.Record, v.report.Head, v.report.Made = v.id, record, head, made
	low := v.report.Own[0].Seq - 1
	for _, k := range v.kept {
		if k.Seq < low || k.Seq > head.Seq {
			v.report.Outside = append(v.report.Outside, k)
		}
	}
	if met := v.report.Kept + len(v.report.Outside); met < len(v.kept) {
		return tampered("the head kept elsewhere is not in its chain: the log was written anew, or the document was")
	}
	return nil
}
