package takeback_test

import (
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/policy"
	"signet/share/takeback"
)

func some(all ...policy.Statement) []policy.Statement { return all }

func comes(e takeback.Edit) string { return strings.Join(e.Comes, "\n") }

func at(hour int) time.Time { return time.Date(2026, 5, 4, hour, 0, 0, 0, time.UTC) }

// record is a download of b/k by the key AK at an own server, until noon.
func record(id string, change func(*share.Record)) share.Record {
	r := share.Record{ID: id, Spec: share.Spec{
		Target: share.Target{Bucket: "b", Key: "k"}, Operation: share.Download, AccessKeyID: "AK",
		Endpoint: share.Endpoint{URL: "http://127.0.0.1:9000", Region: "eu-central-1"},
	}, Terms: share.Terms{Ends: at(12)}}
	if change != nil {
		change(&r)
	}
	return r
}

func TestWhatElseAWayEnds(t *testing.T) {
	op := func(o share.Operation) func(*share.Record) { return func(r *share.Record) { r.Spec.Operation = o } }
	key := func(k string) func(*share.Record) { return func(r *share.Record) { r.Spec.Target.Key = k } }
	below := func(k string) func(*share.Record) {
		return func(r *share.Record) {
			r.Spec.Operation, r.Spec.Target.Key, r.Spec.Options.KeyPrefix = share.Form, k, true
		}
	}
	form := func(k string) func(*share.Record) {
		return func(r *share.Record) { r.Spec.Operation, r.Spec.Target.Key = share.Form, k }
	}
	for _, c := range []struct {
		what      string
		of, other func(*share.Record)
		ends      string
	}{
		{"the same object", nil, nil, "policy object key"},
		{"its metadata, by the same right", nil, op(share.Metadata), "policy object key"},
		{"an upload to it", nil, op(share.Upload), "key"},
		{"another object", nil, key("k2"), "key"},
		{"a version of it", nil, func(r *share.Record) { r.Spec.Target.VersionID = "v" }, "policy key"},
		{"by another key", nil, func(r *share.Record) { r.Spec.AccessKeyID = "BK" }, "policy object"},
		{"at another server", nil, func(r *share.Record) { r.Spec.Endpoint.URL = "http://127.0.0.1:9001" }, ""},
		{"of CloudFront, before the same bucket", nil, func(r *share.Record) {
			r.Spec.Endpoint.URL, r.Spec.Mandate.Kind, r.Spec.Mandate.Origin = "https://d1.cloudfront.net", share.KindCloudFront, "http://127.0.0.1:9000"
		}, "object"},
		{"of CloudFront, before a bucket of that name at AWS", nil, func(r *share.Record) {
			r.Spec.Endpoint.URL, r.Spec.Mandate.Kind = "https://d1.cloudfront.net", share.KindCloudFront
		}, ""},
		{"credentials for what is below", nil, op(share.Grant), "key"},
		{"in another bucket", nil, func(r *share.Record) { r.Spec.Target.Bucket = "c" }, "key"},
		{"the share itself", nil, func(r *share.Record) { r.ID = "one" }, ""},
		{"an upload, by a link and not a form", form("k"), op(share.Upload), "key"},
		{"a form below the prefix", below("in/"), form("in/a"), "policy key"},
		{"a form beside the prefix", below("in/"), form("other"), "key"},
		{"a prefix, of one key", form("in/a"), below("in/"), "key"},
	} {
		var ends []string
		of, other := record("one", c.of), record("two", c.other)
		for _, w := range takeback.Ways() {
			if w.Fits(of) == nil && w.Reaches(of, other) {
				ends = append(ends, w.Name)
			}
		}
		if got := strings.Join(ends, " "); got != c.ends {
			t.Errorf("%s is ended by %q, want %q", c.what, got, c.ends)
		}
	}
}

func TestWaysThatThereAreNot(t *testing.T) {
	for what, c := range map[string]struct {
		change func(*share.Record)
		way    string
	}{
		"an access point":    {func(r *share.Record) { r.Spec.Target.Bucket = "arn:aws:s3:eu-west-1:123456789012:accesspoint/p" }, "policy"},
		"an alias":           {func(r *share.Record) { r.Spec.Target.Bucket = "p-abcdefghijklmnopqrstuvwxyz0123456789-s3alias" }, "policy"},
		"a directory bucket": {func(r *share.Record) { r.Spec.Target.Bucket = "b--euw1-az1--x-s3" }, "policy"},
		"CloudFront":         {func(r *share.Record) { r.Spec.Mandate.Kind = share.KindCloudFront }, "policy"},
		"its key":            {func(r *share.Record) { r.Spec.Mandate.Kind = share.KindCloudFront }, "key"},
		"a folder":           {func(r *share.Record) { r.Spec.Mandate.Kind, r.Spec.Mandate.Below = share.KindCloudFront, true }, "object"},
		"an upload":          {func(r *share.Record) { r.Spec.Operation = share.Upload }, "object"},
		"a session":          {func(r *share.Record) { r.Temporary = true }, "key"},
	} {
		w, ok := takeback.Find(c.way)
		if !ok || w.Fits(record("one", c.change)) == nil || w.Fits(record("one", nil)) != nil {
			t.Errorf("%s: the way %q is offered, or never", what, c.way)
		}
	}
}

func TestStatementOfAShare(t *testing.T) {
	for what, c := range map[string]struct {
		change func(*share.Record)
		want   string
	}{
		"an own server":     {nil, `"Resource":"arn:aws:s3:::b/k"`},
		"AWS in China":      {func(r *share.Record) { r.Spec.Endpoint = share.Endpoint{Region: "cn-north-1"} }, `"Resource":"arn:aws-cn:s3:::b/k"`},
		"a delete link":     {func(r *share.Record) { r.Spec.Operation = share.Delete }, `"Action":["s3:DeleteObject","s3:DeleteObjectVersion"]`},
		"a wildcard's key":  {func(r *share.Record) { r.Spec.Target.Key = "a*" }, `b/a${*}"`},
		"as long as others": {nil, `"aws:CurrentTime":"2026-05-04T14:01:00Z"`},
	} {
		s := takeback.Deny(record("one", c.change), []share.Record{record("two", func(r *share.Record) { r.Terms.Ends = at(14) })})
		if !strings.Contains(s.String(), c.want) {
			t.Errorf("%s: %s lacks %s", what, s, c.want)
		}
	}
}

func TestPlan(t *testing.T) {
	one, two := takeback.Deny(record("0samzyhyqbkf1", nil), nil), takeback.Deny(record("0samzyhyqbkf2", func(r *share.Record) { r.Terms.Ends = at(14) }), nil)
	const own = `{"Version":"2012-10-17","Statement":[{"Sid":"signetIsMine","Effect":"Allow"}]}`
	first, err := takeback.Plan(own, some(one), at(11))
	if err != nil || comes(first) != one.String() || len(first.Goes) != 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := takeback.Plan(first.To.String(), some(one), at(11))
	if err != nil || comes(again) != "" || again.To.String() != again.From.String() {
		t.Errorf("what stands there is written once more: %+v, %v", again, err)
	}
	if next, err := takeback.Plan(first.To.String(), some(two), at(12)); err != nil || len(next.Goes) != 0 {
		t.Errorf("a statement goes while it may deny something: %+v, %v", next, err)
	}
	next, err := takeback.Plan(first.To.String(), some(two), at(13))
	if err != nil || len(next.Goes) != 1 || next.Goes[0] != one.String() || takeback.Written(next.To.String(), two) != nil {
		t.Errorf("%+v, %v", next, err)
	}
	if takeback.Written(own, two) == nil {
		t.Error("a policy without the statement counts as written")
	}
	if !strings.Contains(next.To.String(), "signetIsMine") {
		t.Errorf("a statement that somebody named like signet's is gone: %s", next.To)
	}
	long := strings.Replace(own, "IsMine", strings.Repeat("x", policy.MaxBucketPolicy-len(own)), 1)
	if _, err := takeback.Plan(long, some(one), at(11)); err == nil || !strings.Contains(err.Error(), "and may have 20,480") {
		t.Errorf("a policy that S3 does not take: %v", err)
	}
}

// What stands there under the name of the share counts only if it says what is wanted.
func TestAnotherStatementOfTheShareIsReplaced(t *testing.T) {
	wanted := takeback.Deny(record("0samzyhyqbkf1", nil), nil)
	policyOf := func(line string) string { return `{"Version":"2012-10-17","Statement":[` + line + `]}` }
	for what, change := range map[string][2]string{
		"it ends earlier": {"12:01", "11:30"},
		"it has ended":    {"12:01", "09:30"},
	} {
		line := strings.Replace(wanted.String(), change[0], change[1], 1)
		c, err := takeback.Plan(policyOf(line), some(wanted), at(11))
		if err != nil || comes(c) != wanted.String() || strings.Join(c.Instead, "") != line || len(c.Goes) != 0 || c.To.String() != policyOf(wanted.String()) {
			t.Errorf("%s: %+v, %v", what, c, err)
		}
		if takeback.Written(policyOf(line), wanted) == nil {
			t.Errorf("%s: it counts as written", what)
		}
	}
	for what, change := range map[string][2]string{ // by a colleague, who wants it so
		"it allows":                 {`"Deny"`, `"Allow"`},
		"it is about other actions": {`"s3:GetObject",`, ""},
		"it denies one person more": {`"Principal":"*"`, `"Principal":{"AWS":"arn:aws:iam::123456789012:user/x"}`},
		"it denies for ever":        {`"DateLessThan"`, `"DateGreaterThan"`},
	} {
		line := strings.Replace(wanted.String(), change[0], change[1], 1)
		if _, err := takeback.Plan(policyOf(line), some(wanted), at(11)); err == nil || !strings.Contains(err.Error(), "somebody has changed the statement "+wanted.Sid) {
			t.Errorf("%s, and it is replaced: %v", what, err)
		}
	}
	line := strings.Replace(wanted.String(), "b/k", "b/other", 1) // of a share that was revoked with it
	if e, err := takeback.Plan(policyOf(line), some(wanted), at(11)); err != nil || !strings.Contains(comes(e), `"Resource":["arn:aws:s3:::b/other","arn:aws:s3:::b/k"]`) || takeback.Written(policyOf(line), wanted) == nil {
		t.Errorf("what the statement denies besides is denied no more: %+v, %v", e, err)
	}
	longer := wanted
	longer.Until = at(15)
	c, err := takeback.Plan(policyOf(longer.String()), some(wanted), at(11))
	if err != nil || comes(c) != "" || c.To.String() != c.From.String() || takeback.Written(c.To.String(), c.Denies[0]) != nil {
		t.Errorf("one that lasts longer is made shorter: %+v, %v", c, err)
	}
}

// What somebody else has written since is never put back.
func TestBackTakesNothingFromOthers(t *testing.T) {
	const before = `{"Statement":[{"Sid":"theirs"}],"Version":"2012-10-17"}`
	deny := takeback.Deny(record("0samzyhyqbkf1", nil), nil)
	c, err := takeback.Plan(before, some(deny), at(11))
	if err != nil {
		t.Fatal(err)
	}
	spaced := strings.ReplaceAll(c.To.String(), ",", " , ") // as another server writes it
	if to, whole, err := c.Back(spaced); err != nil || !whole || to.String() != before {
		t.Errorf("%s, whole %t, %v", to, whole, err)
	}
	changed := strings.Replace(c.To.String(), `{"Sid":"theirs"}`, `{"Sid":"theirs"},{"Sid":"new"}`, 1)
	if to, whole, err := c.Back(changed); err != nil || whole || strings.Join(to.Sids(), " ") != "theirs new" {
		t.Errorf("%s, whole %t, %v", to, whole, err)
	}
	if to, whole, err := c.Back(""); err != nil || whole || to.String() != "" {
		t.Errorf("the policy was deleted, and becomes %s, whole %t, %v", to, whole, err)
	}
}

func TestOnlyLinksThatReadAreTried(t *testing.T) {
	for _, info := range share.Operations() {
		got := takeback.Provable(record("one", func(r *share.Record) { r.Spec.Operation = info.Op }))
		if got != !info.Writes {
			t.Errorf("%s is tried: %t", info.Name, got)
		}
	}
}

// A front serves its copy on when the object is gone, and the object is deleted where it
// is stored, not where the link leads.
func TestCommandsForAFront(t *testing.T) {
	way, _ := takeback.Find("object")
	front := record("one", func(r *share.Record) {
		r.Spec.Endpoint.URL, r.Spec.Mandate.Kind = "https://d1.cloudfront.net", share.KindCloudFront
	})
	for store, want := range map[string]string{
		"":                       "aws s3api delete-object --bucket b --key k|aws cloudfront create-invalidation --distribution-id DISTRIBUTION --paths /k*",
		"http://store.test:9000": "aws s3api delete-object --bucket b --key k --endpoint-url http://store.test:9000|aws cloudfront create-invalidation --distribution-id DISTRIBUTION --paths /k*",
	} {
		var all []string
		for _, c := range way.Commands(front, store, at(9)) {
			all = append(all, strings.Join(c, " "))
		}
		if got := strings.Join(all, "|"); got != want {
			t.Errorf("stored at %q: %s", store, got)
		}
	}
	if key, _ := takeback.Find("key"); key.Commands(record("one", nil), "http://127.0.0.1:9000", at(9)) != nil {
		t.Error("a command of AWS for a server of one's own")
	}
}

func TestAlike(t *testing.T) {
	for want, change := range map[string]func(*share.Record){
		"links to the object":                          nil,
		"upload links to the object":                   func(r *share.Record) { r.Spec.Operation = share.Upload },
		"upload forms for the key":                     func(r *share.Record) { r.Spec.Operation = share.Form },
		"upload forms for anything that begins with k": func(r *share.Record) { r.Spec.Operation, r.Spec.Options.KeyPrefix = share.Form, true },
	} {
		if got := takeback.Alike(record("one", change)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
