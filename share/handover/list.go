package handover

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
)

// List writes many links, one after the other; memory does not grow with their
// number. Close ends the list and must be called; it does not close the writer
// below.
type List interface {
	Add(link share.Link) error
	Close() error
}

// Flusher is a list that gives out what it holds, before its end: a reader who waits for
// links sees those that there are.
type Flusher interface{ Flush() error }

// Format is how a list is written.
type Format string

// The formats of lists.
const (
	Lines         Format = "url"      // one URL in each line
	JSONLines     Format = "json"     // one JSON object in each line, see Line
	CSV           Format = "csv"      // safe to open in a spreadsheet
	MarkdownTable Format = "markdown" // a table
	HTMLPage      Format = "html"     // a page of links to download
)

// Formats lists all formats.
func Formats() []Format { return []Format{Lines, JSONLines, CSV, MarkdownTable, HTMLPage} }

// NewList begins a list on w.
func NewList(w io.Writer, f Format, o Options) (List, error) {
	b := bufio.NewWriterSize(w, 64<<10)
	switch f {
	case Lines:
		return &urlList{b}, nil
	case JSONLines:
		enc := json.NewEncoder(b)
		enc.SetEscapeHTML(false)
		return &jsonList{b, enc}, nil
	case CSV:
		return newCSV(b)
	case MarkdownTable:
		return newTable(b, o)
	case HTMLPage:
		return newPage(b, o)
	}
	names := make([]string, 0, len(Formats()))
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return nil, &share.UsageError{Op: "handover", Problem: "lists have no form " + string(f), Hint: "one of " + strings.Join(names, ", ")}
}

type urlList struct{ w *bufio.Writer }

func (l *urlList) Add(link share.Link) error {
	_, err := l.w.WriteString(link.URL.Reveal() + "\n")
	return err
}

func (l *urlList) Flush() error { return l.w.Flush() }
func (l *urlList) Close() error { return l.Flush() }

type jsonList struct {
	w   *bufio.Writer
	enc *json.Encoder
}

func (l *jsonList) Add(link share.Link) error { return l.enc.Encode(NewLine(link)) }
func (l *jsonList) Flush() error              { return l.w.Flush() }
func (l *jsonList) Close() error              { return l.Flush() }

// csvColumns is the first row. The names are stable; what the share log's CSV has
// too has the same name there, stands in the same order and is written alike.
func csvColumns() []string {
	return []string{
		"id", "operation", "method", "bucket", "key", "version_id", "signed_at", "expires_at", "limited_by",
		"url", "headers", "fields",
	}
}

// csvList writes RFC 4180 with line feeds.
type csvList struct {
	below *bufio.Writer
	w     *csv.Writer
}

func newCSV(b *bufio.Writer) (List, error) {
	l := &csvList{b, csv.NewWriter(b)}
	return l, l.w.Write(csvColumns())
}

func (l *csvList) Add(link share.Link) error {
	n := NewLine(link)
	headers := make([]string, len(n.Headers))
	for i, h := range n.Headers {
		headers[i] = h.Name + ": " + h.Value
	}
	fields := ""
	if len(n.Fields) > 0 {
		text, err := json.Marshal(n.Fields)
		if err != nil {
			return err
		}
		fields = string(text)
	}
	row := []string{
		n.ShareID, string(n.Operation), n.Method, n.Bucket, n.Key, n.VersionID,
		cellTime(n.SignedAt), cellTime(n.ExpiresAt), string(n.LimitedBy),
		n.URL, strings.Join(headers, "\n"), fields,
	}
	for i, cell := range row {
		row[i] = say.Cell(cell)
	}
	return l.w.Write(row)
}

// cellTime is empty for a time that is not known.
func cellTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func (l *csvList) Close() error {
	l.w.Flush()
	if err := l.w.Error(); err != nil {
		return err
	}
	return l.below.Flush()
}

// tableList is a Markdown table.
type tableList struct {
	w *bufio.Writer
	o Options
}

func newTable(b *bufio.Writer, o Options) (List, error) {
	_, err := b.WriteString("| document | operation | size | until |\n| --- | --- | ---: | --- |\n")
	return &tableList{b, o}, err
}

func (l *tableList) Add(link share.Link) error {
	h, err := newHanding(link, l.o)
	if err != nil {
		return err
	}
	_, err = l.w.WriteString("| [" + markdown(link.Request.Target.Key) + "](<" + h.url + ">) | " + h.info.Name +
		" | " + h.size() + " | " + markdown(h.until()) + " |\n")
	return err
}

func (l *tableList) Close() error { return l.w.Flush() }
