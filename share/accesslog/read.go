package accesslog

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// maxLine bounds a line of an access log; S3's own are under 10 kB. What is
// longer is passed over and counted as not read.
const maxLine = 128 << 10

// Read reads a log to its end, and calls yield with each request and unread with the
// number and the reason of each line that is none (of JSON, the line that a record
// begins in). The error is yield's, or an *UnreadError where not all was read.
func Read(in io.Reader, yield func(Request) error, unread func(line int64, why string)) error {
	s := sink{yield, unread}
	lines := bufio.NewReaderSize(in, maxLine)
	if packing := packed(lines); packing != "" {
		return &UnreadError{Cause: errors.New("it is " + packing + ", which signet does not unpack here")}
	}
	if first := firstByte(lines); first == '{' || first == '[' && !bracketed(lines) {
		return readJSON(lines, s)
	}
	return readLines(lines, s)
}

// packed names what a log is packed in; empty: it is not.
func packed(in *bufio.Reader) string {
	begin, _ := in.Peek(8) // an error comes again with the next read
	for _, p := range []struct{ magic, name string }{
		{"PK\x03\x04", "a zip file"},
		{"\x28\xb5\x2f\xfd", "packed by zstd"},
		{"\xfd7zXZ\x00", "packed by xz"},
		{"BZh", "packed by bzip2"},
		{"PAR1", "a Parquet file"},
		{"Obj\x01", "an Avro file"},
	} {
		if bytes.HasPrefix(begin, []byte(p.magic)) {
			return p.name
		}
	}
	return ""
}

// firstByte is the first byte that is not space.
func firstByte(in *bufio.Reader) byte {
	for n := 64; ; n *= 2 {
		begin, err := in.Peek(min(n, in.Size()))
		if rest := bytes.TrimLeft(begin, " \r\n\t"); len(rest) > 0 {
			return rest[0]
		}
		if err != nil || n >= in.Size() {
			return 0
		}
	}
}

// bracketed reports lines that begin with a time in brackets, as Envoy's do.
func bracketed(in *bufio.Reader) bool {
	begin, _ := in.Peek(64)
	text := strings.TrimLeft(string(begin), " \r\n\t")
	inside, _, ok := strings.Cut(strings.TrimPrefix(text, "["), "]")
	if !ok {
		return false
	}
	_, timed := when(inside)
	return timed
}

// lineLog reads lines, of which some say what those behind them are.
type lineLog struct {
	sink
	n     int64 // of the line
	table *table
	trace trace
}

func readLines(lines *bufio.Reader, s sink) error {
	l := &lineLog{sink: s}
	for {
		line, err := lines.ReadSlice('\n')
		l.n++
		long := false
		for errors.Is(err, bufio.ErrBufferFull) { // no request is as long
			long = true
			_, err = lines.ReadSlice('\n')
		}
		text := strings.TrimSpace(strings.ToValidUTF8(string(line), "\ufffd"))
		switch {
		case long:
			l.unread(l.n, whyLong)
		default:
			if err := l.line(text); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return l.trace.end(l)
		}
		if err != nil {
			return &UnreadError{Cause: err}
		}
	}
}

func (l *lineLog) line(text string) error {
	if done, err := l.trace.line(l, text); done || err != nil {
		return err
	}
	if text == "" {
		return nil
	}
	if t, header := newTable(text, l.n == 1); header {
		l.table = cmpTable(t, l.table)
		return nil
	}
	if l.table != nil {
		return l.take(l.table.row(text))
	}
	r, why := parseLine(text)
	if r.Format == "" && why == "" {
		if at := strings.IndexByte(text, '{'); at >= 0 { // behind a time, as CloudWatch exports it, or syslog's
			return l.record([]byte(text[at:]), l.n)
		}
		if isRemark(text) {
			return nil
		}
		why = unknown(text)
	}
	return l.take(r, why)
}

func (l *lineLog) take(r Request, why string) error {
	if why != "" {
		l.unread(l.n, why)
		return nil
	}
	return l.yield(r)
}

// isRemark reports lines that servers write in between and that are no requests.
func isRemark(text string) bool {
	return strings.HasPrefix(text, "log starts ") || // versitygw
		strings.Contains(text, "garage_api") || strings.Contains(text, "garage_net")
}
