package ledger

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

// UnreadError says that a log was not read to its end, or not all of it. What was
// read counts.
type UnreadError struct {
	Damages int   // places that were passed over; 0: the reading ended early
	Cause   error // of the first, or of the end
}

func (e *UnreadError) Error() string {
	switch e.Damages {
	case 0:
		return "it was not read to its end: " + e.Cause.Error()
	case 1:
		return "a damaged place was passed over: " + e.Cause.Error()
	}
	return fmt.Sprintf("%d damaged places were passed over, the first: %v", e.Damages, e.Cause)
}

// Unwrap gives the cause.
func (e *UnreadError) Unwrap() error { return e.Cause }

var errLongRecord = errors.New("a record is longer than " + say.Bytes(maxRecord))

// readJSONLog reads CloudTrail files ({"Records": [...]}) and MinIO audit logs
// (one object after the other, or an array), one record at a time. Behind what is
// damaged it goes on with the line after the one in which that began: the records
// of an audit log are lines. The error is yield's, or an *UnreadError.
func readJSONLog(in io.Reader, yield func(request) error, unread func()) error {
	var stopped error
	r := &records{in: in}
	take := func(raw json.RawMessage) error {
		r.renew()
		q, ok := parseJSONRecord(raw)
		if !ok {
			unread()
			return nil
		}
		stopped = yield(q)
		return stopped
	}
	var damage *UnreadError
	for {
		err := r.values(take, unread)
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
		unread()
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
}

// renew begins a new record.
func (r *records) renew() {
	r.left = maxRecord
	at := r.d.InputOffset()
	r.kept, r.from = r.kept[at-r.from:], at
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
	rest := bytes.TrimLeft(append(r.kept, r.pending...), " \t\r\n") // of the record's own line
	for {
		if at := bytes.IndexByte(rest, '\n'); at >= 0 {
			r.pending = rest[at+1:]
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
func (r *records) values(take func(json.RawMessage) error, unread func()) error {
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
			err = readJSONObject(d, take)
		default:
			unread()
			r.renew()
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

// readJSONObject reads one object whose brace was read: a file of Records, or a
// record by itself.
func readJSONObject(d *json.Decoder, take func(json.RawMessage) error) error {
	raw, err := readObject(d, "Records", func() error {
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			return errors.Join(errors.New("the field Records is no list"), err)
		}
		return eachElement(d, take)
	})
	if err != nil || string(raw) == "{}" {
		return err
	}
	return take(raw)
}

// readObject reads an object whose brace was read, but for one field, whose value
// may be of any length: inner reads that.
func readObject(d *json.Decoder, but string, inner func() error) (raw []byte, err error) {
	fields := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		if name == but {
			if err := inner(); err != nil {
				return nil, err
			}
			continue
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, err
		}
		fields[fmt.Sprint(name)] = raw
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	return json.Marshal(fields)
}
