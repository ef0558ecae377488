package policy_test

import (
	"errors"
	"strings"
	"testing"

	"signet/share/policy"
)

const plain = `"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`

// doc is a policy of the newer language, with one statement.
func doc(statement string) string {
	return `{"Version":"2012-10-17","Statement":{` + statement + `}}`
}

func TestJudge(t *testing.T) {
	on := func(resource string) string {
		return doc(`"Effect":"Allow","Action":["s3:Get*","S3:PUTOBJECT"],"Resource":"arn:aws:s3:::` + resource + `"`)
	}
	when := func(condition string) string { return doc(plain + `,"Condition":{` + condition + `}`) }
	for _, c := range []struct {
		name, text, action, key string
		context                 map[string]string
		want                    policy.Verdict
	}{
		{"as it stands", on("b/k"), "s3:GetObject", "k", nil, policy.Allowed},
		{"actions have no case", on("b/k"), "s3:PutObject", "k", nil, policy.Allowed},
		{"another action", on("b/k"), "s3:DeleteObject", "k", nil, policy.Silent},
		{"keys have", on("b/K"), "s3:GetObject", "k", nil, policy.Silent},
		{"a star is anything", on("b/a*z"), "s3:GetObject", "a/b/z", nil, policy.Allowed},
		{"to the end", on("b/a*z"), "s3:GetObject", "a/b/zz/", nil, policy.Silent},
		{"a question mark is one character", on("b/gr?n"), "s3:GetObject", "grün", nil, policy.Allowed},
		{"and not two", on("b/gr?n"), "s3:GetObject", "gruen", nil, policy.Silent},
		{"an escaped star is a star", on("b/a${*}"), "s3:GetObject", "a*", nil, policy.Allowed},
		{"and nothing else", on("b/a${*}"), "s3:GetObject", "ab", nil, policy.Silent},
		{"an escaped question mark", on("b/a${?}"), "s3:GetObject", "ab", nil, policy.Silent},
		{"an escaped dollar", on("b/${$}{*}"), "s3:GetObject", "${anything}", nil, policy.Allowed},
		{"a deny wins", `{"Statement":[{` + plain + `},{"Effect":"Deny","Action":"*","Resource":"*"}]}`, "s3:GetObject", "k", nil, policy.Denied},
		{"from the network", when(`"IpAddress":{"aws:SourceIp":["198.51.100.1","192.0.2.0/24"]}`), "s3:GetObject", "k", map[string]string{"aws:sourceip": "192.0.2.9"}, policy.Allowed},
		{"the names of keys have no case", when(`"IpAddress":{"AWS:sourceIP":"192.0.2.0/24"}`), "s3:GetObject", "k", map[string]string{"aws:sourceip": "192.0.2.9"}, policy.Allowed},
		{"from another", when(`"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}`), "s3:GetObject", "k", map[string]string{"aws:sourceip": "192.0.3.9"}, policy.Silent},
		{"mapped into IPv6", when(`"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}`), "s3:GetObject", "k", map[string]string{"aws:sourceip": "::ffff:192.0.2.9"}, policy.Allowed},
		{"from nowhere", when(`"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}`), "s3:GetObject", "k", nil, policy.Silent},
		{"not from nowhere", when(`"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}`), "s3:GetObject", "k", nil, policy.Allowed},
		{"not from there", when(`"NotIpAddress":{"aws:SourceIp":["192.0.2.0/24","192.0.3.0/24"]}`), "s3:GetObject", "k", map[string]string{"aws:sourceip": "192.0.3.9"}, policy.Silent},
		{"both conditions", when(`"StringEquals":{"s3:authType":"POST"},"NumericGreaterThan":{"s3:signatureAge":"5"}`), "s3:GetObject", "k", map[string]string{"s3:authtype": "POST", "s3:signatureage": "5"}, policy.Silent},
		{"a bare number", when(`"NumericGreaterThan":{"s3:signatureAge":5}`), "s3:GetObject", "k", map[string]string{"s3:signatureage": "6"}, policy.Allowed},
		{"before", when(`"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}`), "s3:GetObject", "k", map[string]string{"aws:currenttime": "2025-12-31T23:59:59.999Z"}, policy.Allowed},
		{"at the moment", when(`"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}`), "s3:GetObject", "k", map[string]string{"aws:currenttime": "2026-01-01T00:00:00Z"}, policy.Silent},
		{"text is like", when(`"StringLike":{"aws:userid":"AROA*:share-?"}`), "s3:GetObject", "k", map[string]string{"aws:userid": "AROAX:share-1"}, policy.Allowed},
		{"equal is not like", when(`"StringEquals":{"aws:userid":"AROA*"}`), "s3:GetObject", "k", map[string]string{"aws:userid": "AROAX"}, policy.Silent},
	} {
		rules, err := policy.ReadRules([]byte(c.text), policy.OfSession)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := rules.Judge(policy.Request{Action: c.action, Resource: "arn:aws:s3:::b/" + c.key, Context: c.context})
		if got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestPrincipals(t *testing.T) {
	const guest = "arn:aws:iam::123456789012:user/guest"
	for principal, want := range map[string]policy.Verdict{
		`"*"`:         policy.Denied,
		`{"AWS":"*"}`: policy.Denied,
		`{"AWS":["x:user/other","` + guest + `"]}`: policy.Denied,
		`{"AWS":"x:user/other"}`:                   policy.Silent,
	} {
		rules, err := policy.ReadRules([]byte(doc(`"Effect":"Deny","Principal":`+principal+`,"Action":"s3:*","Resource":"arn:aws:s3:::b/*"`)), policy.OfBucket)
		if err != nil {
			t.Fatal(err)
		}
		if got := rules.Judge(policy.Request{Principal: guest, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"}); got != want {
			t.Errorf("%s: %d, want %d", principal, got, want)
		}
	}
}

// What is not understood to the last element is refused: known to be more than is known
// here, or wrong.
func TestWhatIsRefused(t *testing.T) {
	for text, isUnknown := range map[string]bool{
		doc(plain + `,"NotAction":"s3:PutObject"`):                                                  true,
		doc(`"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::b/k"`):            true,
		doc(`"Effect":"Allow","Action":"*:GetObject","Resource":"arn:aws:s3:::b/k"`):                true,
		doc(`"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:sqs:::q"`):                true,
		doc(`"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:userid}"`):   true,
		doc(`"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${*"`):             true,
		`{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${*}"}}`: true,
		doc(plain + `,"Condition":{"IpAddressIfExists":{"aws:SourceIp":"192.0.2.0/24"}}`):           true,
		doc(plain + `,"Condition":{"ForAnyValue:StringEquals":{"aws:userid":"a"}}`):                 true,
		doc(plain + `,"Condition":{"IpAddress":{"aws:VpcSourceIp":"192.0.2.0/24"}}`):                true,
		doc(plain + `,"Condition":{"StringEquals":{"aws:SourceIp":"192.0.2.1"}}`):                   true,
		doc(plain + `,"Condition":{"StringEquals":{"aws:userid":"${aws:username}"}}`):               true,
		doc(plain + `,"Condition":{"IpAddress":{"aws:SourceIp":"192.0.2"}}`):                        true,
		doc(plain + `,"Condition":{"DateLessThan":{"aws:CurrentTime":"tomorrow"}}`):                 true,
		doc(plain + `,"Condition":{"NumericLessThan":{"s3:signatureAge":"1.5"}}`):                   true,
		`{"Version":"2012-10-17","Statement":{` + plain + `},"Extra":1}`:                            true,
		`{"Version":"2030-01-01","Statement":{` + plain + `}}`:                                      false,
		doc(plain + `,"Effect":"Deny"`):                                                             false,
		doc(plain + `,"Principal":"*"`):                                                             false,
		doc(`"Effect":"Allow","Action":"s3:GetObject"`):                                             false,
		doc(`"Effect":"Allow","Action":5,"Resource":"*"`):                                           false,
		doc(plain) + `{}`:                         false,
		`{"Version":"2012-10-17","Statement":[]}`: false,
		`[]`:            false,
		`{"Statement":`: false,
		``:              false,
	} {
		_, err := policy.ReadRules([]byte(text), policy.OfSession)
		if err == nil || errors.Is(err, policy.ErrUnknown) != isUnknown {
			t.Errorf("%s\n%v; of what is not known: want %v", text, err, isUnknown)
		}
	}
}

// A pattern made to be slow is not.
func TestManyStars(t *testing.T) {
	rules, err := policy.ReadRules([]byte(doc(`"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/`+strings.Repeat("a*", 500)+`b"`)), policy.OfSession)
	if err != nil {
		t.Fatal(err)
	}
	q := policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/" + strings.Repeat("a", 1000)}
	if rules.Judge(q) != policy.Silent {
		t.Error("it matches")
	}
}

func FuzzReadRules(f *testing.F) {
	f.Add(doc(plain), "k")
	f.Add(doc(plain+`,"Condition":{"StringLike":{"aws:userid":["a*",""]}}`), "")
	f.Fuzz(func(_ *testing.T, text, key string) {
		for _, kind := range []policy.Kind{policy.OfBucket, policy.OfSession} {
			if rules, err := policy.ReadRules([]byte(text), kind); err == nil {
				rules.Judge(policy.Request{Action: "s3:GetObject", Resource: key})
				rules.Within(key)
				rules.Public()
			}
		}
	})
}
