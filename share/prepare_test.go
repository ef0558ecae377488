package share

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share/say"
)

// maker is a server that makes keys, and the log, and notes what came when.
type maker struct {
	became []Record
	*yard
	*pen
	make, end error
	there     bool
	stop      context.CancelFunc // called while a key is made
}

func (m *maker) Identity(ctx context.Context, t Target, signer string) (Identity, Endpoint, error) {
	id, at, err := m.pen.Identity(ctx, t, signer)
	if at.Place = t.Place; signer != DefaultSigner {
		id.Mandate, at.Signer = Mandate{Kind: KindMinIOKey}, signer
	}
	return id, at, err
}

func (m *maker) Prepare(ctx context.Context, rec Record, _ time.Time) (Made, error) {
	m.did = append(m.did, "make")
	if m.stop != nil {
		m.stop()
	}
	if err := ctx.Err(); err != nil {
		return Made{}, err
	}
	return Made{Key: "SIGNET" + rec.ID}, m.make
}

func (m *maker) There(context.Context, Record, time.Time) (bool, error) { return m.there, nil }

func (m *maker) End(context.Context, Record, time.Time) error {
	m.did = append(m.did, "end")
	return m.end
}

func (m *maker) Became(ctx context.Context, r Record) error {
	if r.Spec.Mandate.Key != "" && r.Failure == "" {
		m.did = append(m.did, "key")
	}
	m.became = append(m.became, r)
	return m.yard.Became(ctx, r)
}

func making() (*Service, *maker) {
	s, p, b := newService()
	m := &maker{yard: &yard{book: b}, pen: p}
	s.Signer, s.Recorder, s.Diary, s.Uploads, s.Keys = m, m, m, m, m
	s.Signers = func(string) []SignerOffer {
		return []SignerOffer{{"front", KindCloudFront}, {"revocable", KindMinIOKey}}
	}
	return s, m
}

// What is made for a link is in the log before it is made, and after; and what comes to
// nothing leaves nothing behind, or says what it leaves.
func TestAKeyIsRecordedBeforeAndAfter(t *testing.T) {
	for _, c := range []struct {
		name           string
		op             Operation
		make, end, pen error
		log, start     error
		did, err       string
	}{
		{name: "it works", did: "intent, make, key, became "},
		{name: "refused", make: &AnswerError{Doing: "make the key", Text: "may not"}, did: "intent, make, became may not", err: "make the key: may not"},
		{name: "no answer", make: errors.New("no answer"), did: "intent, make", err: "signet revoke "},
		{name: "a log that fails", log: errors.New("disk full"), did: "intent", err: "nothing was asked of the server"},
		{name: "it cannot be signed", pen: errors.New("no pen"), did: "intent, make, end, became it was begun, could not be signed, and was ended again: no pen", err: "could not be signed"},
		{name: "nor ended", pen: errors.New("no pen"), end: errors.New("gone away"), did: "intent, make, end, became it was begun, its access key is SIGNET", err: "and not be ended"},
		{name: "in parts", op: InParts, did: "intent, make, start, key, became up1"},
		{name: "parts that are refused", op: InParts, start: &AnswerError{Doing: "starting it", Text: "may not"}, did: "intent, make, start, end, became may not", err: "may not"},
	} {
		s, m := making()
		m.make, m.end, m.start, m.refuses, m.book.err = c.make, c.end, c.start, c.pen, c.log
		r := request()
		r.Revocable = true
		if c.op != "" {
			r.Operation, r.Options = c.op, Options{TotalSize: 20e9}
		}
		link, err := s.Share(t.Context(), r)
		if got := strings.Join(m.did, ", "); !strings.HasPrefix(got, c.did) || c.err == "" && got != c.did {
			t.Errorf("%s: did %s, want %s", c.name, got, c.did)
		}
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %v, want %q", c.name, err, c.err)
		}
		if c.err != "" && !link.URL.Empty() {
			t.Errorf("%s: a link all the same", c.name)
		}
		if c.err == "" && (link.ID == "" || link.Mandate.Key != "SIGNET"+link.ID || m.records[0].Spec.Mandate.Key != "") {
			t.Errorf("%s: link %s by %q, the intent by %q", c.name, link.ID, link.Mandate.Key, m.records[0].Spec.Mandate.Key)
		}
	}
}

// Without a log nothing is made that nobody would know of.
func TestNoKeyWithoutALog(t *testing.T) {
	s, m := making()
	s.Diary = nil
	r := request()
	r.Revocable = true
	if _, err := s.Share(t.Context(), r); err == nil || !strings.Contains(err.Error(), "no share log") || len(m.did) > 0 {
		t.Errorf("%v, did %v", err, m.did)
	}
}

// Whoever stops a batch has the key that is being made finished and recorded, and no other
// begun: the log says how far it came.
func TestAStoppedBatchHasATrueAccount(t *testing.T) {
	s, m := making()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var links []Link
	requests := func(yield func(Request) bool) {
		for i := range 5 {
			r := request()
			r.Revocable, r.Target.Key = true, string(rune('a'+i))
			if i == 2 {
				m.stop = cancel
			}
			if !yield(r) {
				return
			}
		}
	}
	err := s.ShareAll(ctx, requests, func(o Outcome) error {
		if o.Err != nil {
			t.Errorf("%s: %v", o.Request.Target.Key, o.Err)
		}
		links = append(links, o.Link)
		return nil
	})
	if !errors.Is(err, context.Canceled) || len(links) != 3 || len(m.records) != 3 || len(m.became) != 3 {
		t.Errorf("%v: %d links, %d intents, %d outcomes", err, len(links), len(m.records), len(m.became))
	}
}

// --revocable is the shortest signer that can do it, whichever stands first.
func TestRevocableIsTheShortest(t *testing.T) {
	s, _ := making()
	six := []netip.Prefix{netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("203.0.113.0/24")}
	r := request()
	r.Revocable, r.From = true, six
	link, err := s.Share(t.Context(), r)
	if err != nil || link.Endpoint.Signer != "revocable" || link.Mandate.Networks() != "2001:db8::/32, 203.0.113.0/24" {
		t.Errorf("%v: by %q from %s", err, link.Endpoint.Signer, link.Mandate.Networks())
	}
	if !slices.ContainsFunc(link.Warnings, func(m say.Remark) bool { return m.Code == "from" && strings.Contains(m.Text, "X-Forwarded-For") }) {
		t.Errorf("not said that the limit can be got around: %v", link.Warnings)
	}
	r.Revocable, r.Signer, r.From = false, "front", six[:1]
	if _, err := s.Share(t.Context(), r); err == nil || !strings.Contains(err.Error(), "the policies of CloudFront know IPv4 alone") {
		t.Error(err)
	}
}

// A signer that was named is not another one: what it cannot do is refused.
func TestRevocableByASignerThatIsNot(t *testing.T) {
	for _, named := range []string{DefaultSigner, "front"} {
		s, m := making()
		r := request()
		r.Revocable, r.Signer = true, named
		if _, err := s.Share(t.Context(), r); err == nil || !strings.Contains(err.Error(), "is not taken back alone") || !strings.HasSuffix(err.Error(), "--signer revocable") || slices.Contains(m.did, "make") {
			t.Errorf("%s: %v, did %v", named, err, m.did)
		}
	}
	s, _ := making()
	r := request()
	r.Revocable, r.Lifetime = true, For(400*24*time.Hour)
	if _, err := s.Share(t.Context(), r); err == nil || !strings.HasSuffix(err.Error(), "--signer front") {
		t.Errorf("a year: %v", err)
	}
}

// An intent shows no link, and a rail that wants links taken back one by one is met.
func TestRailsAndIntentsOfMadeKeys(t *testing.T) {
	s, m := making()
	s.Rails.Rules = Rules{{Name: "legal", Revocable: true}}
	if _, err := s.Share(t.Context(), request()); err == nil || !strings.Contains(err.Error(), "(--revocable --signer revocable)") {
		t.Errorf("the way is not said: %v", err)
	}
	r := request()
	r.Signer = "revocable"
	if _, err := s.Share(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Rebuild(t.Context(), m.records[0]); err == nil || !strings.Contains(err.Error(), "nobody has a link") {
		t.Errorf("an intent is shown: %v", err)
	}
	if _, err := s.Rebuild(t.Context(), m.became[0]); err != nil {
		t.Error(err)
	}
	m.became[0].Spec.Mandate = Mandate{}
	if _, err := s.Rebuild(t.Context(), m.became[0]); err == nil {
		t.Error("a link of before the rail is shown")
	}
}

// The rights of a link are those of its one request.
func TestRightsOfALink(t *testing.T) {
	for want, spec := range map[string]Spec{
		"s3:GetObject":                     {Operation: Metadata},
		"s3:GetObject s3:GetObjectVersion": {Operation: Download, Target: Target{VersionID: "v"}},
		"s3:PutObject s3:PutObjectTagging": {Operation: Upload, Options: Options{Tags: map[string]string{"a": "b"}}},
		"s3:PutObject s3:AbortMultipartUpload s3:ListMultipartUploadParts": {Operation: InParts},
		"s3:DeleteObject s3:DeleteObjectVersion":                           {Operation: Delete, Target: Target{VersionID: "v"}},
	} {
		if got := strings.Join(spec.Actions(), " "); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// What was begun is noted as never signed, once the key is deleted, was found not to be
// there, or is a session whose secret went with the program.
func TestIntentsAreUndone(t *testing.T) {
	for what, c := range map[string]struct {
		kind SignerKind
		end  error
		did  string
	}{
		"deleted":        {KindMinIOKey, nil, "end, became signet was stopped while it made the key, which is deleted"},
		"not there":      {KindMinIOKey, &AnswerError{Gone: true}, "end, became signet was stopped before it made the key"},
		"not answered":   {KindMinIOKey, errors.New("no answer"), "end"},
		"refused":        {KindMinIOKey, &AnswerError{Text: "may not"}, "end"},
		"a lost session": {KindAWSSession, nil, "became signet was stopped while it asked for the session"},
	} {
		s, m := making()
		m.end = c.end
		rec := Record{ID: "x", Spec: Spec{Operation: Download, Mandate: Mandate{Kind: c.kind}}}
		_, err := s.Undo(t.Context(), rec)
		if got := strings.Join(m.did, ", "); !strings.HasPrefix(got, c.did) || (err == nil) != strings.Contains(got, "became") {
			t.Errorf("%s: did %s: %v", what, got, err)
		}
	}
}
