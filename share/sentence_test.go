package share

import (
	"context"
	"strings"
	"testing"
	"time"
)

func said(t *testing.T, s *Service, r Request) string {
	t.Helper()
	p, err := s.Plan(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return Sentence(p, s.Clock(), func(s string) string { return strings.ReplaceAll(s, "\u202e", "?") })
}

// A server whose clock is ahead signs no link that opens later: it opens now.
func TestSentenceByTheServersClock(t *testing.T) {
	s, _, _ := newService()
	r := request()
	r.Skew = 10 * time.Minute
	if got := said(t, s, r); strings.Contains(got, " from ") || !strings.Contains(got, "13:10") {
		t.Errorf("%s", got)
	}
	r.Starts = s.Clock().Add(time.Hour)
	if got := said(t, s, r); !strings.Contains(got, " from today 13:00") {
		t.Errorf("%s", got)
	}
}

func TestSentenceOfAnUpload(t *testing.T) {
	s, _, _ := newService()
	r := request()
	r.Operation = Upload
	if got := said(t, s, r); !strings.Contains(got, "replacing what is there") {
		t.Errorf("%s", got)
	}
	r.Options.IfNoneMatch = true
	if got := said(t, s, r); strings.Contains(got, "replacing") || strings.Contains(got, "as often") || !strings.Contains(got, ", once and only if nothing is there yet, until today ") {
		t.Errorf("%s", got)
	}
	r.Operation, r.Options, r.Target.Key = Form, Options{ContentType: "text/plain", MaxSize: 2_000_000}, "in/\u202e.txt"
	if got := said(t, s, r); strings.Contains(got, "\u202e") || !strings.Contains(got, "with this form can upload to ") || !strings.Contains(got, "replacing what is there, at most 2 MB, of type text/plain, as often") {
		t.Errorf("%q", got)
	}
}
