package accesslog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"signet/share/say"
)

// maxRecord bounds a record of a JSON log, in bytes. CloudTrail's own are at most
// 256 kB.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
const maxRecord = 1 << 20

// maxDamages is how many damaged places of a JSON log are passed over before the
// rest of it is left alone.
const maxDamages = 100

var errLongRecord = errors.New("a record is longer than " + say.Bytes(maxRecord))

// readJSON reads one value after the other, and the lists of files such as
// CloudTrail's ({"Records": [...]}) one record at a time. Behind what is damaged it
// goes on with the line after the one in which that began: the records of an audit
// log are lines. The error is yield's, or an *UnreadError.
func readJSON(in io.Reader, s sink) error {
	var stopped error
	r := &records{in: in}
	take := func(raw json.RawMessage) error {
		line := r.renew()
		stopped = s.record(raw, line)
		return stopped
	}
	var damage *UnreadError
	for {
		err := r.values(take)
		switch {
		case stopped != nil:
			return stopped
		case err == nil && damage == nil:
			return nil
		case err == nil:
			return damage
		case r.err != nil && !errors.Is(r.err, io.EOF):
			return &UnreadError{Cause: r.err}
		}
		s.unread(r.here(), whyDamaged)
		if damage == nil {
			damage = &UnreadError{Cause: err}
		}
		if damage.Damages++; damage.Damages > maxDamages {
			return &UnreadError{Cause: fmt.Errorf("it is damaged in more than %d places, the first: %w", maxDamages, damage.Cause)}
		}
		if !r.nextLine() {
			return damage
		}
	}
}

// records is the input of one decoder after the other.
type records struct {
	in      io.Reader
	pending []byte // to be read before in
	err     error  // of in

	d    *json.Decoder
	kept []byte // what d was given from the end of the last record on
	from int64  // where that begins, as d counts
	left int    // bytes that may follow before a record is complete
	line int64  // line feeds before kept
}

// between is what stands between two records.
const between = " \t\r\n,"

// renew begins a new record, and returns the line that the last began in.
func (r *records) renew() (line int64) {
	line = r.here()
	r.left = maxRecord
	at := r.d.InputOffset()
	r.line += int64(bytes.Count(r.kept[:at-r.from], []byte{'\n'}))
	r.kept, r.from = r.kept[at-r.from:], at
	return line
}

// here is the line that the record begins in which is read now.
func (r *records) here() int64 {
	space := len(r.kept) - len(bytes.TrimLeft(r.kept, between))
	return r.line + 1 + int64(bytes.Count(r.kept[:space], []byte{'\n'}))
}

// Read reads, and fails where a record is too long to be one.
func (r *records) Read(p []byte) (n int, err error) {
	if r.left <= 0 {
		return 0, errLongRecord
	}
	p = p[:min(len(p), r.left)]
	if len(r.pending) > 0 {
		n = copy(p, r.pending)
		r.pending = r.pending[n:]
	} else {
		n, err = r.in.Read(p)
		r.err = err
	}
	r.left -= n
	r.kept = append(r.kept, p[:n]...)
	return n, err
}

// nextLine goes behind the next line feed after the last record. It reports false
// at the end.
func (r *records) nextLine() bool {
	rest := append(r.kept, r.pending...)
	trimmed := bytes.TrimLeft(rest, " \t\r\n") // of the record's own line
	r.line += int64(bytes.Count(rest[:len(rest)-len(trimmed)], []byte{'\n'}))
	for rest = trimmed; ; {
		if at := bytes.IndexByte(rest, '\n'); at >= 0 {
			r.pending = rest[at+1:]
			r.line++
			return true
		}
		rest = make([]byte, 4096)
		n, err := r.in.Read(rest)
		if rest = rest[:n]; err != nil && n == 0 {
			return false
		}
	}
}

// values reads one value after the other; nil at the end of the input.
func (r *records) values(take func(json.RawMessage) error) error {
	d := json.NewDecoder(r)
	r.d, r.kept, r.from = d, nil, 0
	r.renew()
	for {
		t, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case t == json.Delim('['):
			err = eachElement(d, take)
		case t == json.Delim('{'):
			err = readTop(d, take)
		default:
			err = take([]byte("null"))
		}
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF // within a value
		}
		if err != nil {
			return err
		}
	}
}

func eachElement(d *json.Decoder, take func(json.RawMessage) error) error {
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if err := take(raw); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// readTop reads one object whose brace was read: a file of records, or a record by
// itself. What stands beside a list is about the file.
func readTop(d *json.Decoder, take func(json.RawMessage) error) error {
	fields, listed := map[string]json.RawMessage{}, false
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if text, _ := name.(string); isList(text) {
			listed = true
			if err := readList(d, text, take); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		fields[fmt.Sprint(name)] = raw
	}
	if _, err := d.Token(); err != nil || listed || len(fields) == 0 {
		return err
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	return take(raw)
}

// readList reads the value of a field that is a list in the logs that have it;
// Elasticsearch has one within an object of the same name.
func readList(d *json.Decoder, name string, take func(json.RawMessage) error) error {
	switch t, err := d.Token(); {
	case err != nil:
		return err
	case t == json.Delim('['):
		return eachElement(d, take)
	case t == json.Delim('{') && name != "Records":
		return readTop(d, take)
	case name == "Records":
		return errors.New("the field Records is no list")
	}
	return nil
}
