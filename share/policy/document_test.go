package policy_test

import (
	"strings"
	"testing"
	"time"

	"signet/share/policy"
)

func read(t *testing.T, text string) policy.Document {
	t.Helper()
	d, err := policy.ReadDocument(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return d
}

var deny = policy.Statement{Sid: "signet1", Actions: []string{"s3:GetObject", "s3:GetObjectVersion"}, Resources: []string{"arn:aws:s3:::b/k"}, AuthType: "REST-QUERY-STRING", Until: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}

// What the owner wrote stays to the byte, also what is not known here; and a statement
// that came goes without a trace.
func TestEverythingElseStays(t *testing.T) {
	line := deny.String()
	for text, want := range map[string]string{
		"": `{"Version":"2012-10-17","Statement":[` + line + `]}`,
		`{"Statement":[],"Version":"2008-10-17"}`:                                           `{"Statement":[` + line + `],"Version":"2008-10-17"}`,
		`{"Statement":{"Sid":"a","NotAction":"x"}}`:                                         `{"Statement":[{"Sid":"a","NotAction":"x"},` + line + `]}`,
		`{"Statement": [{"Sid": "a"}, {"Sid":"ü<&>"}] , "Id":"\u00fc"}`:                     `{"Statement": [{"Sid": "a"}, {"Sid":"ü<&>"}, ` + line + `] , "Id":"\u00fc"}`,
		"{\r\n\t\"Statement\": [\r\n\t\t{\"Sid\": 5, \"Effect\":\"Allow\"}\r\n\t]\r\n}\r\n": "{\r\n\t\"Statement\": [\r\n\t\t{\"Sid\": 5, \"Effect\":\"Allow\"},\r\n\t\t" + line + "\r\n\t]\r\n}\r\n",
	} {
		d := read(t, text)
		with, err := d.With(deny)
		if err != nil || with.String() != want {
			t.Errorf("%s became\n%s, want\n%s (%v)", text, with, want, err)
		}
		if with.Statement("signet1") != line {
			t.Errorf("%s: the statement is not found again", text)
		}
		without, err := with.Without("signet1", "signet2")
		switch {
		case err != nil:
			t.Error(err)
		case len(d.Sids()) == 0 && !strings.Contains(text, "Effect"):
			if without.String() != "" {
				t.Errorf("none is left, and yet: %s", without)
			}
		case strings.HasPrefix(text, `{"Statement":{`):
			if without.String() != `{"Statement":[{"Sid":"a","NotAction":"x"}]}` {
				t.Errorf("one that stood alone: %s", without)
			}
		case without.String() != text:
			t.Errorf("%s came back as\n%s", text, without)
		}
	}
}

func TestTheFirstAndManyGo(t *testing.T) {
	d := read(t, `{"Statement":[ {"Sid":"x"} , {"Sid":"a"},{"Sid":"y"}, {"Sid":"b"} ]}`)
	got, err := d.Without("x", "y", "")
	if want := `{"Statement":[ {"Sid":"a"}, {"Sid":"b"} ]}`; err != nil || got.String() != want {
		t.Errorf("%s, want %s (%v)", got, want, err)
	}
	if sids := strings.Join(got.Sids(), " "); sids != "a b" {
		t.Errorf("left: %s", sids)
	}
}

// A key is denied whatever its letters mean in policies, and its neighbours are not.
func TestStatementsDenyWhatTheyName(t *testing.T) {
	links := map[string]string{"s3:authtype": "REST-QUERY-STRING", "aws:currenttime": "2026-05-04T11:59:59Z"}
	for _, key := range []string{"k", "a*b", "what?", "${aws:username}", "$", "a${*}b", "quote\"\\", "ü<&>\u2028", "new\nline"} {
		s := deny
		s.Resources = []string{"arn:aws:s3:::b/more", "arn:aws:s3:::b/" + policy.Literal(key)}
		d, err := read(t, "").With(s)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := policy.ReadRules([]byte(d.String()), policy.OfBucket)
		if err != nil {
			t.Errorf("%q: %v", key, err)
			continue
		}
		ask := func(key, action string, context map[string]string) policy.Verdict {
			return rules.Judge(policy.Request{Principal: "arn:x:user/a", Action: action, Resource: "arn:aws:s3:::b/" + key, Context: context})
		}
		if ask(key, "s3:GetObject", links) != policy.Denied || ask(key, "s3:GetObjectVersion", links) != policy.Denied {
			t.Errorf("%q is not denied by %s", key, s)
		}
		for _, other := range []string{key + "x", strings.Replace(key, "*", "x", 1) + "y", "other"} {
			if ask(other, "s3:GetObject", links) != policy.Silent {
				t.Errorf("%q is denied by the statement for %q", other, key)
			}
		}
		if ask(key, "s3:GetObject", map[string]string{"s3:authtype": "REST-HEADER", "aws:currenttime": "2026-05-04T11:59:59Z"}) != policy.Silent || ask(key, "s3:PutObject", links) != policy.Silent {
			t.Errorf("%q: the owner's own programs are denied too", key)
		}
		if ask(key, "s3:GetObject", map[string]string{"s3:authtype": "REST-QUERY-STRING", "aws:currenttime": "2026-05-04T12:00:00Z"}) != policy.Silent || !d.Until("signet1").Equal(deny.Until) {
			t.Errorf("%q: the statement goes on after %s", key, deny.Until)
		}
	}
}

// A statement is known again however a server has written it, and only if it says no more.
func TestOwnStatements(t *testing.T) {
	s := deny
	s.Resources = []string{"arn:aws:s3:::b/k", "arn:aws:s3:::b/l"}
	for _, line := range []string{s.String(), deny.String(), strings.Replace(s.String(), `"*"`, `{"AWS":["*"]}`, 1)} {
		d := read(t, `{"Statement":[`+line+`]}`)
		if own, ok := d.Own("signet1"); !ok || !policy.Equal(own.String(), line) || !own.Until.Equal(s.Until) {
			t.Errorf("%s is not known again: %+v", line, own)
		}
	}
	for _, change := range [][2]string{{"Deny", "Allow"}, {`"Principal":"*"`, `"Principal":{"AWS":"x"}`}, {"DateLessThan", "DateGreaterThan"}, {`"StringEquals":{`, `"StringEquals":{"aws:userid":"x",`}, {`"REST-QUERY-STRING"`, `["x","REST-QUERY-STRING"]`}, {"2026-05-04T12", "noon"}} {
		line := strings.Replace(deny.String(), change[0], change[1], 1)
		if own, ok := read(t, `{"Statement":[`+line+`]}`).Own("signet1"); ok && own.AuthType == deny.AuthType {
			t.Errorf("%s is signet's own", line)
		}
	}
}

func TestDocumentsThatAreRefused(t *testing.T) {
	for _, text := range []string{"<html>", "[]", `{"Version":"2012-10-17"}`, `{"Statement":[{"Sid":"a"}],"Statement":[]}`, `{"Statement":["a"]}`, `{"Statement":[{"Sid":"a","Sid":"b"}]}`, `{"Statement":[]} x`, `{"Statement":5}`} {
		if _, err := policy.ReadDocument(text); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
	s := deny
	s.Resources = []string{"arn:aws:s3:::b/" + policy.Literal("a*")}
	if d, err := read(t, `{"Version":"2008-10-17","Statement":[]}`).With(s); err == nil {
		t.Errorf("a variable in the older language, which denies nothing: %s", d)
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(`{"Statement":[{"Sid":"a"}, {"Sid":"b"}]}`)
	f.Add(` {"Statement" : {"Sid":"a"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := policy.ReadDocument(text)
		if err != nil {
			return
		}
		with, err := d.With(deny)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if len(with.Sids()) != len(d.Sids())+1 {
			t.Errorf("%q became %q", text, with)
		}
	})
}
