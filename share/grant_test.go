package share

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// bank gives credentials, or what it is told.
type bank struct {
	err  error
	got  Record
	ends time.Duration // from the start; 0: as asked
}

func (b *bank) Credentials(_ context.Context, rec Record, _ time.Time) (Credentials, error) {
	b.got = rec
	c := Credentials{AccessKeyID: "ASIAGIVEN", SecretKey: NewSecret("hunter2"), Token: NewSecret("hunter3"), Expires: rec.Spec.Ends().Add(15 * time.Minute)}
	if b.ends > 0 {
		c.Expires = rec.Spec.SignedAt.Add(b.ends)
	}
	return c, b.err
}

func grantRequest(change func(*GrantRequest)) GrantRequest {
	g := GrantRequest{Target: Target{Place: "main", Bucket: "acme", Key: "2026/"}, Allow: []Access{AccessList, AccessGet}, Lifetime: For(time.Hour), Role: "arn:aws:iam::123456789012:role/share"}
	if change != nil {
		change(&g)
	}
	return g
}

// outcomes are what the log was told of intents.
type outcomes struct{ became []Record }

func (o *outcomes) Became(_ context.Context, r Record) error {
	o.became = append(o.became, r)
	return nil
}

func grantService(t *testing.T) (*Service, *book, *outcomes) {
	t.Helper()
	s, _, log := newService()
	o := &outcomes{}
	s.Diary = o
	return s, log, o
}

// TestGrant: the intent is recorded, then the outcome; neither has a secret.
func TestGrant(t *testing.T) {
	s, log, diary := grantService(t)
	b := &bank{}
	got, err := s.Grant(t.Context(), grantRequest(func(g *GrantRequest) { g.Recipient = "Ms Ito" }), b)
	if err != nil {
		t.Fatal(err)
	}
	if len(log.records) != 1 || log.records[0].Spec.Mandate.Key != "" || len(diary.became) != 1 || diary.became[0].Spec.Mandate.Key != "ASIAGIVEN" || b.got.ID != got.Record.ID {
		t.Errorf("recorded %+v, then %+v", log.records, diary.became)
	}
	spec := log.records[0].Spec
	if spec.Operation != Grant || spec.Mandate.Kind != KindAWSSession || !slices.Equal(spec.Mandate.Allow, []Access{AccessList, AccessGet}) || spec.Mandate.Role == "" || spec.Seconds != 3600 {
		t.Errorf("%+v", spec)
	}
	if !got.Expires.Equal(spec.Ends()) {
		t.Errorf("they end %v, by their policy %v", got.Expires, spec.Ends())
	}
	b.ends = 20 * time.Minute
	if got, err := s.Grant(t.Context(), grantRequest(nil), b); err == nil || !got.SecretKey.Empty() || !strings.Contains(diary.became[1].Failure, "ask for less time") {
		t.Errorf("the server gave less than the log says: %v, %v", got.Expires, err)
	}
	b.err = &AnswerError{Doing: "ask", Text: "no"}
	if _, err := s.Grant(t.Context(), grantRequest(nil), b); err == nil || diary.became[2].Failure == "" {
		t.Errorf("%v, %+v", err, diary.became[2])
	}
	s.Recorder = nil
	b.got = Record{}
	if _, err := s.Grant(t.Context(), grantRequest(nil), b); err == nil || b.got.ID != "" || !strings.Contains(err.Error(), "nothing was asked for") {
		t.Errorf("without a log: %v", err)
	}
	if _, err := s.Rebuild(t.Context(), log.records[0]); err == nil || !strings.Contains(err.Error(), "shown once") {
		t.Errorf("shown again: %v", err)
	}
}

// TestGrantIsBounded by who gives it, whose it is, and the rails of all below.
func TestGrantIsBounded(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	office := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	below := func(rule Rule) Rules {
		rule.Name, rule.Bucket, rule.Prefix = "deep", "acme", "2026/hr/"
		return Rules{rule}
	}
	for name, c := range map[string]struct {
		rules  Rules
		id     Identity
		change func(*GrantRequest)
		ends   time.Duration
		refuse string
	}{
		"as asked":             {nil, Identity{}, nil, time.Hour, ""},
		"a rail below":         {below(Rule{MaxLife: 10 * time.Minute}), Identity{}, nil, 10 * time.Minute, ""},
		"own session":          {nil, Identity{Temporary: true, Expires: now.Add(30 * time.Minute)}, nil, 30 * time.Minute, ""},
		"chained":              {nil, Identity{Temporary: true, Expires: now.Add(5 * time.Hour)}, func(g *GrantRequest) { g.Lifetime = For(2 * time.Hour) }, 0, "live 1 h at most"},
		"over a role":          {nil, Identity{}, func(g *GrantRequest) { g.Lifetime = For(13 * time.Hour) }, 0, "live 12 h at most"},
		"operations":           {below(Rule{Operations: []Operation{Metadata}}), Identity{}, nil, 0, "credentials to get are not allowed below here"},
		"listing alone":        {below(Rule{Operations: []Operation{Metadata}}), Identity{}, func(g *GrantRequest) { g.Allow = []Access{AccessList} }, time.Hour, ""},
		"a drop box lists not": {below(Rule{Operations: []Operation{Upload}}), Identity{}, func(g *GrantRequest) { g.Allow = []Access{AccessList, AccessPut} }, 0, "credentials to list are not allowed below here"},
		"a note":               {below(Rule{RequireNote: true}), Identity{}, nil, 0, "a note is required"},
		"versions":             {below(Rule{PinVersion: true}), Identity{}, nil, 0, "the version must be pinned"},
		"one by one":           {below(Rule{NoBatches: true}), Identity{}, nil, 0, "many objects at once"},
		"a network":            {below(Rule{From: office}), Identity{}, nil, 0, "192.0.2.0/24 alone"},
		"from there":           {below(Rule{From: office}), Identity{}, func(g *GrantRequest) { g.From = office }, time.Hour, ""},
		"taken back alone":     {below(Rule{Revocable: true}), Identity{}, nil, time.Hour, ""},
		"nothing":              {nil, Identity{}, func(g *GrantRequest) { g.Allow = nil }, 0, "--allow"},
		"no role":              {nil, Identity{}, func(g *GrantRequest) { g.Role = "" }, 0, "--role: is needed"},
		"an access point":      {nil, Identity{}, func(g *GrantRequest) { g.Target.Bucket = "arn:aws:s3:eu-west-1:123456789012:accesspoint/x" }, 0, "name the bucket"},
		"a version":            {nil, Identity{}, func(g *GrantRequest) { g.Target.VersionID = "v" }, 0, "a version is of one object"},
		"two who give":         {nil, Identity{}, func(g *GrantRequest) { g.Signer = "nobody" }, 0, "has no signer nobody"},
	} {
		s, _, _ := grantService(t)
		s.Rules = c.rules
		c.id.AccessKeyID = "AKIAEXAMPLE"
		s.Signer = &pen{id: c.id}
		p, err := s.planGrant(t.Context(), grantRequest(c.change))
		switch {
		case c.refuse != "" && (err == nil || !strings.Contains(err.Error(), c.refuse)):
			t.Errorf("%s: %v, want %q", name, err, c.refuse)
		case c.refuse == "" && (err != nil || p.Terms.Ends.Sub(p.Terms.Starts) != c.ends):
			t.Errorf("%s: %v, %v", name, p.Terms, err)
		}
	}
}

// TestGrantAtAServerOfOnesOwn is asked for as MinIO is, whose patterns cannot be escaped;
// R2 has two permissions and no more.
func TestGrantAtAServerOfOnesOwn(t *testing.T) {
	s, _, _ := grantService(t)
	s.Signer = &pen{id: Identity{AccessKeyID: "minio"}, endpoint: "https://minio.example.com"}
	own := func(change func(*GrantRequest)) (grantPlan, error) {
		return s.planGrant(t.Context(), grantRequest(func(g *GrantRequest) {
			g.Role = ""
			if change != nil {
				change(g)
			}
		}))
	}
	if p, err := own(nil); err != nil || p.Mandate.Kind != KindMinIOSession || p.Endpoint.Signer != "" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := own(func(g *GrantRequest) { g.Target.Key = "a*/" }); err == nil || !strings.Contains(err.Error(), "as patterns") {
		t.Error(err)
	}
	s.Signers = func(string) []SignerOffer { return []SignerOffer{{"front", KindCloudFront}, {"r2", KindR2Session}} }
	for allow, want := range map[string]bool{"list,get": true, "list,get,put,delete": true, "get": false, "put": false} {
		_, err := own(func(g *GrantRequest) { g.Allow, _ = ParseAccess(allow) })
		var usage *UsageError
		if (err == nil) != want || err != nil && !errors.As(err, &usage) {
			t.Errorf("%s at R2: %v", allow, err)
		}
	}
	if _, err := own(func(g *GrantRequest) { g.Target.Key = "" }); err == nil || !strings.Contains(err.Error(), "for a prefix") {
		t.Error(err)
	}
}

// TestParseAccess: in the order of the table, each once.
func TestParseAccess(t *testing.T) {
	got, err := ParseAccess(" PUT, list,put")
	if err != nil || !slices.Equal(got, []Access{AccessList, AccessPut}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "list,", "read", "grant"} {
		if _, err := ParseAccess(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if op, err := ParseShared("Grant"); err != nil || op != Grant {
		t.Error(op, err)
	}
	if _, err := ParseOperation("grant"); err == nil || slices.Contains(OperationNames(), "grant") {
		t.Error("it is offered for links")
	}
}
