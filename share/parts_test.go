package share

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestPartSizes(t *testing.T) {
	for _, c := range []struct{ total, part, parts int64 }{
		{1, 64 << 20, 1},
		{64 << 20, 64 << 20, 1},
		{20e9, 64 << 20, 299},
		{64 << 30, 66 << 20, 993},
		{64000<<20 + 1, 65 << 20, 985},
		{5 << 40, 5243 << 20, 1000},
		{MostParts * MostPart, MostPart, MostParts},
	} {
		part := partSizeFor(c.total)
		o := Options{TotalSize: c.total, PartSize: part}
		if c.part == 5243<<20 { // more than a part may have: more parts then
			c.part, c.parts = MostPart, 1024
		}
		if part != c.part || int64(o.Parts()) != c.parts {
			t.Errorf("%d bytes: %d parts of %d, want %d of %d", c.total, o.Parts(), part, c.parts, c.part)
		}
	}
}

func TestPartOptionsAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		o    Options
		want string // empty: fine
	}{
		"no size":             {Options{}, "is needed"},
		"a part size alone":   {Options{PartSize: 8 << 20}, "is needed"},
		"smallest parts":      {Options{TotalSize: 20e9, PartSize: 5 << 20}, ""},
		"too small parts":     {Options{TotalSize: 20e9, PartSize: 5<<20 - 1}, "5 MiB to 5 GiB"},
		"5 MB is no 5 MiB":    {Options{TotalSize: 20e9, PartSize: 5e6}, "5 MiB to 5 GiB"},
		"largest parts":       {Options{TotalSize: 20e9, PartSize: 5 << 30}, ""},
		"too large parts":     {Options{TotalSize: 20e9, PartSize: 5<<30 + 1}, "5 MiB to 5 GiB"},
		"10,000 parts":        {Options{TotalSize: 10_000 * 8 << 20, PartSize: 8 << 20}, ""},
		"10,001 parts":        {Options{TotalSize: 10_000*8<<20 + 1, PartSize: 8 << 20}, "10,000 parts"},
		"the largest object":  {Options{TotalSize: MostParts * MostPart}, ""},
		"more than an object": {Options{TotalSize: MostParts*MostPart + 1}, "5 GiB"},
		"a form's option":     {Options{TotalSize: 20e9, MaxSize: 7}, "has no meaning"},
		"a single upload's":   {Options{TotalSize: 20e9, IfNoneMatch: true}, "has no meaning"},
		"what is stored":      {Options{TotalSize: 20e9, ContentType: "video/mp4", SSE: "AES256", Metadata: map[string]string{"a": "b"}}, ""},
	} {
		err := Request{Target: request().Target, Operation: InParts, Options: c.o}.check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := (Options{TotalSize: 7}).Check(Upload); err == nil {
		t.Error("a size of an upload in parts was taken for a single one")
	}
}

// The order is for ever: the log holds the hashes in it.
func TestCallsOfAnUploadInParts(t *testing.T) {
	spec := Spec{Operation: InParts, Options: Options{TotalSize: 2500*8<<20 + 1, PartSize: 8 << 20, UploadID: "up id", TrackID: "t1"}}
	calls := spec.Calls()
	want := map[int]string{
		0: "PUT part 1 of 2501", 2500: "PUT part 2501 of 2501", 2501: "GET the list of its parts", 2502: "GET the list of its parts after 1000",
		2503: "GET the list of its parts after 2000", 2504: "DELETE aborting it", 2505: "POST completing it",
	}
	if len(calls) != 2506 {
		t.Fatalf("%d calls", len(calls))
	}
	for i, text := range want {
		if got := calls[i].Method + " " + calls[i].Name; got != text {
			t.Errorf("call %d is %q, want %q", i, got, text)
		}
	}
	for _, c := range calls {
		text := ""
		for _, p := range c.Query {
			text += p.Name + "=" + p.Value + ";"
		}
		if !strings.Contains(text, "uploadId=up id;") || !strings.Contains(text, "x-signet-id=t1;") || (c.Part > 0) != strings.Contains(text, "partNumber=") {
			t.Errorf("%s: %s", c.Name, text)
		}
	}
	spec.Options.UploadID = ""
	if spec.Calls() != nil {
		t.Error("links of an upload that was not started")
	}
}

// yard is the server and the log of an upload in parts, and notes what came when.
type yard struct {
	did   []string
	has   []Unfinished
	start error
	*book
}

func (s *yard) Start(context.Context, Spec) (string, error) {
	s.did = append(s.did, "start")
	return "up1", s.start
}

func (s *yard) Listed(context.Context, Spec) ([]Part, error) {
	return []Part{{1, `"a"`, 8 << 20}}, nil
}
func (s *yard) Unfinished(context.Context, Spec) ([]Unfinished, error) { return s.has, nil }
func (s *yard) Complete(context.Context, Spec, []Part) error {
	s.did = append(s.did, "complete")
	return nil
}

func (s *yard) Abort(_ context.Context, spec Spec) error {
	s.did = append(s.did, "abort "+spec.Options.UploadID)
	return nil
}

func (s *yard) RecordAll(ctx context.Context, r []Record) error {
	s.did = append(s.did, "intent")
	return s.book.RecordAll(ctx, r)
}

func (s *yard) Became(_ context.Context, r Record) error {
	s.did = append(s.did, "became "+r.Spec.Options.UploadID+r.Failure)
	return nil
}

func TestAnUploadInPartsIsRecordedBeforeAndAfter(t *testing.T) {
	for _, c := range []struct {
		name            string
		start, log, pen error
		did, err        string
	}{
		{name: "it works", did: "intent, start, became up1"},
		{name: "refused", start: &AnswerError{Doing: "starting it", Text: "may not"}, did: "intent, start, became may not", err: "starting it: may not"},
		{name: "no answer", start: errors.New("no answer"), did: "intent, start", err: "signet log uploads"},
		{name: "a log that fails", log: errors.New("disk full"), did: "intent", err: "disk full"},
		{
			name: "links that cannot be signed", pen: &KeyGoneError{AccessKeyID: "AKIA1"}, did: "intent, start, abort up1, became up1it was begun, could not be signed, and was ended again: access key AKIA1 is not at hand; share anew with the same terms",
			err: "could not be signed",
		},
	} {
		s, p, b := newService()
		st := &yard{start: c.start, book: b}
		b.err, p.refuses = c.log, c.pen
		s.Recorder, s.Diary, s.Uploads = st, st, st
		r := request()
		r.Operation, r.Options = InParts, Options{TotalSize: 20e9}
		link, err := s.Share(context.Background(), r)
		if got := strings.Join(st.did, ", "); got != c.did {
			t.Errorf("%s: did %s, want %s", c.name, got, c.did)
		}
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %v, want %q", c.name, err, c.err)
		}
		if c.err == "" && (link.ID != b.records[0].ID || link.Request.Options.PartSize != 64<<20 || link.Request.Options.UploadID != "up1") {
			t.Errorf("%s: %+v", c.name, link.Request.Options)
		}
		if c.err != "" && !link.URL.Empty() {
			t.Errorf("%s: a link all the same", c.name)
		}
	}
}

// Shared anew, an upload is another one: what was to be stored is sent with its start.
func TestAnUploadSharedAnewIsAnother(t *testing.T) {
	r := Renewal(Record{Spec: Spec{Operation: InParts, Seconds: 60, Options: Options{TotalSize: 7, PartSize: LeastPart, UploadID: "old"}}})
	if r.Options.UploadID != "" || r.Options.TotalSize != 7 {
		t.Errorf("%+v", r.Options)
	}
}

func TestOnlyAWholeUploadIsCompleted(t *testing.T) {
	s, _, b := newService()
	st := &yard{book: b}
	s.Uploads = st
	rec := Record{ID: "x", Spec: Spec{Target: request().Target, Operation: InParts, AccessKeyID: "AKIA1", SignedAt: s.clock(), Seconds: 60, Options: Options{TotalSize: 8<<20 + 1, PartSize: 8 << 20, UploadID: "up1"}}}
	rec.Terms.Ends = s.clock().Add(time.Minute)
	if err := s.Complete(context.Background(), rec); err == nil || !strings.Contains(err.Error(), "1 of 2 parts") || len(st.did) > 0 {
		t.Errorf("err %v, did %v", err, st.did)
	}
	rec.Spec.Options.TotalSize--
	if err := s.Complete(context.Background(), rec); err != nil || strings.Join(st.did, "") != "complete" {
		t.Errorf("err %v, did %v", err, st.did)
	}
}

// An intent's own upload is none that the log knows to be another's.
func TestStrayUploads(t *testing.T) {
	s, _, b := newService()
	now := s.clock()
	s.Uploads = &yard{book: b, has: []Unfinished{{"other", now}, {"own", now.Add(time.Minute)}, {"older", now.Add(-time.Hour)}}}
	rec := Record{ID: "x", Created: now, Spec: Spec{Target: request().Target, Operation: InParts, AccessKeyID: "AKIA1"}}
	got, err := s.Stray(t.Context(), rec, []string{"", "other"})
	if err != nil || len(got) != 1 || got[0].ID != "own" {
		t.Errorf("%v, %v", got, err)
	}
}

// No key of a place signs for a server that it is not of, whatever key a log says was used there.
func TestAnUploadIsAskedForAtItsPlaceAlone(t *testing.T) {
	for _, c := range []struct {
		key, at string
		asks    bool
	}{
		{"AKIA1", "", true},
		{"AKIA1", "https://minio.example.com", false}, // one's own key id, in a log of somebody else
		{"AKIA0", "", true},                           // a new key, or a new session
		{"AKIA0", "https://s3.eu-west-1.amazonaws.com", true},
		{"AKIA0", "https://minio.example.com", false},
	} {
		s, _, b := newService()
		at := &yard{book: b}
		s.Uploads = at
		rec := Record{ID: "x", Spec: Spec{Target: request().Target, Operation: InParts, AccessKeyID: c.key, Endpoint: Endpoint{Place: "acme", URL: c.at}, SignedAt: s.clock(), Seconds: 60, Options: Options{UploadID: "up1"}}}
		rec.Terms.Ends = s.clock().Add(time.Minute)
		_, err := s.Upload(t.Context(), rec)
		_, stray := s.Stray(t.Context(), rec, nil)
		for what, err := range map[string]error{"look": err, "abort": s.Abort(t.Context(), rec), "complete": s.Complete(t.Context(), rec), "stray": stray} {
			const want = "look into x: its place leads to another server than the link, to which nothing goes that its key signs; restore the place in the settings, or "
			if refused := err != nil && strings.HasPrefix(err.Error(), want); refused == c.asks {
				t.Errorf("%s at %q, %s: %v", c.key, c.at, what, err)
			}
		}
		if asked := len(at.did) > 0; asked != c.asks {
			t.Errorf("%s at %q: the server is asked: %q", c.key, c.at, at.did)
		}
	}
}
