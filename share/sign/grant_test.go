package sign_test

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/demo"
	"signet/share"
	"signet/share/session"
	"signet/share/sign"
)

func wanted(signer string, allow ...share.Access) share.GrantRequest {
	return share.GrantRequest{
		Target: share.Target{Place: "demo", Bucket: "plain", Key: "in/"}, Allow: allow, Lifetime: share.For(10 * time.Minute), Signer: signer,
		From: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	}
}

// by signs and sends one request with credentials that were given.
func (r *rig) by(c share.Credentials, op share.Operation, key string) answer {
	r.t.Helper()
	own := r.who
	defer func() { r.who = own }()
	r.who = demo.Credentials{AccessKeyID: c.AccessKeyID, SecretKey: c.SecretKey.Reveal(), SessionToken: c.Token.Reveal()}
	l := r.sign(share.Request{Target: share.Target{Place: "demo", Bucket: "plain", Key: key}, Operation: op, Lifetime: share.For(time.Hour)})
	return r.send(l.Method, l.URL.Reveal(), nil, "x")
}

// TestGrant: by each kind of session, what was allowed below the prefix and nothing else,
// until the end; nothing of it is in the log.
func TestGrant(t *testing.T) {
	for _, kind := range []share.SignerKind{share.KindAWSSession, share.KindMinIOSession} {
		t.Run(string(kind), func(t *testing.T) {
			r, s := sessions(t)
			r.put("plain", "in/a.txt", "inside")
			got, err := r.Grant(t.Context(), wanted(string(kind), share.AccessGet, share.AccessPut), s)
			if err != nil {
				t.Fatal(err)
			}
			link := func(op share.Operation, key string) answer { return r.by(got.Credentials, op, key) }
			r.works("below", link(share.Download, "in/a.txt"), http.StatusOK)
			r.works("an upload", link(share.Upload, "in/b.txt"), http.StatusOK)
			r.refused("outside", link(share.Download, "doc.pdf"))
			r.refused("deleting", link(share.Delete, "in/a.txt"))
			e, err := r.log.Get(t.Context(), got.Record.ID)
			if err != nil || e.Spec.Operation != share.Grant || e.Spec.Mandate.Key != got.AccessKeyID || len(e.Spec.Mandate.Allow) != 2 {
				t.Errorf("the log has %+v, %v", e.Record, err)
			}
			token := got.Token.Reveal()
			r.nothingOf(got.SecretKey.Reveal(), token, url.QueryEscape(token), token[len(token)-20:])
			r.set(r.now().Add(10*time.Minute + time.Second)) // the server's session goes on
			r.refused("after their end", link(share.Download, "in/a.txt"))
		})
	}
}

// TestGrantOfR2 is made here, for a prefix, by one of two permissions.
func TestGrantOfR2(t *testing.T) {
	r, s := sessions(t)
	r.set(time.Now()) // its end is read by the wall's clock
	g := wanted(string(share.KindR2Session), share.AccessList, share.AccessGet)
	if _, err := r.Grant(t.Context(), g, s); err == nil || !strings.Contains(err.Error(), "nothing would enforce the network") {
		t.Errorf("of a network: %v", err)
	}
	g.From = nil
	for permission, allow := range map[string][]share.Access{
		"object-read-only":  {share.AccessList, share.AccessGet},
		"object-read-write": {share.AccessList, share.AccessGet, share.AccessPut, share.AccessDelete},
	} {
		g.Allow = allow
		got, err := r.Grant(t.Context(), g, s)
		if err != nil {
			t.Fatal(err)
		}
		said, ok := session.Read(got.Token.Reveal())
		if !ok || said.Scope == nil || said.Scope.Permission != permission || !slices.Equal(said.Scope.Prefixes, []string{"in/"}) || len(said.Scope.Objects)+len(said.Scope.Actions) > 0 || !said.Expires.Equal(got.Expires) {
			t.Errorf("%s: %+v %+v", permission, said, said.Scope)
		}
		r.nothingOf(got.SecretKey.Reveal(), got.Token.Reveal())
	}
}

// TestGrantThatNobodyGives, or that could not be taken back.
func TestGrantThatNobodyGives(t *testing.T) {
	for name, c := range map[string]struct {
		status     int
		body, says string
	}{
		"no sessions": {501, `<Error><Code>NotImplemented</Code><Message>no</Message></Error>`, "share links instead"},
		"another's": {200, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>hunter2</SecretAccessKey><SessionToken>` +
			`eyJhIjoxfQ.` + base64.RawURLEncoding.EncodeToString([]byte(`{"exp":1}`)) + `.x</SessionToken><Expiration>2038-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, "could not be taken back alone"},
	} {
		r, s := sessions(t)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		r.asked = server.URL
		_, err := r.Grant(t.Context(), wanted("", share.AccessGet), s)
		server.Close()
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// instance is an account of AWS whose server answers what it is told.
type instance struct {
	send func(*http.Request) (*http.Response, error)
}

func (i instance) Account(context.Context, string) (sign.Account, string, error) {
	who := aws.Credentials{AccessKeyID: "AKIAEXAMPLE", SecretAccessKey: "secret"}
	return sign.Account{
		Credentials: credentials.StaticCredentialsProvider{Value: who}, Region: "eu-central-1", Send: i.send,
		Identity: func(context.Context) (share.Identity, error) {
			return share.Identity{AccessKeyID: who.AccessKeyID, Source: "test"}, nil
		},
	}, "demo", nil
}

// TestGrantOfAccessGrants asks the account's own host for what is below the prefix alone,
// and hands out nothing that lives longer than was asked for.
func TestGrantOfAccessGrants(t *testing.T) {
	r := newRig(t)
	var asked *http.Request
	life := time.Hour
	s := sign.New(instance{func(q *http.Request) (*http.Response, error) {
		asked = q
		body := `<GetDataAccessResult><Credentials><AccessKeyId>ASIAG</AccessKeyId><SecretAccessKey>hunter2</SecretAccessKey><SessionToken>hunter3</SessionToken><Expiration>` + r.now().Add(life).Format(time.RFC3339) + `</Expiration></Credentials></GetDataAccessResult>`
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{}}, nil
	}})
	r.Signer, r.Diary = s, r.log
	g := wanted("", share.AccessList, share.AccessGet)
	g.From, g.Lifetime, g.Instance = nil, share.For(time.Hour), "123456789012"
	got, err := r.Grant(t.Context(), g, s)
	if err != nil || got.AccessKeyID != "ASIAG" || asked.URL.Host != "123456789012.s3-control.eu-central-1.amazonaws.com" || asked.URL.Query().Get("target") != "s3://plain/in/*" || asked.URL.Query().Get("permission") != "READ" {
		t.Fatalf("%+v, %v", got.Record, err)
	}
	e, err := r.log.Get(t.Context(), got.Record.ID)
	if err != nil || e.Spec.Mandate.Kind != share.KindAccessGrants || e.Spec.Mandate.Key != "ASIAG" || e.State != "open" {
		t.Errorf("%+v, %v", e.Record, err)
	}
	r.nothingOf("hunter2", "hunter3")
	life = 2 * time.Hour
	if _, err := r.Grant(t.Context(), g, s); err == nil || !strings.Contains(err.Error(), "later than was asked for") {
		t.Errorf("%v", err)
	}
	for says, change := range map[string]func(*share.GrantRequest){
		"none between":       func(g *share.GrantRequest) { g.Allow = []share.Access{share.AccessGet} },
		"less than":          func(g *share.GrantRequest) { g.Lifetime = share.For(10 * time.Minute) },
		"would enforce":      func(g *share.GrantRequest) { g.From = wanted("").From },
		"no account of AWS":  func(g *share.GrantRequest) { g.Instance = "123" },
		"cannot go together": func(g *share.GrantRequest) { g.Role = "arn:aws:iam::123456789012:role/x" },
		"live 12 h at most":  func(g *share.GrantRequest) { g.Lifetime = share.For(13 * time.Hour) },
	} {
		bad := g
		change(&bad)
		if _, err := r.Grant(t.Context(), bad, s); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
}

// TestGrantOfAWholeRole: whoever bears the name, and does not show that it heeds the policy,
// might have given all of the role; what ends before it was to is not handed out either.
func TestGrantOfAWholeRole(t *testing.T) {
	for name, c := range map[string]struct{ claims, expires, says string }{
		"no policy": {`{"exp":1}`, "2038-01-01T00:00:00Z", "nothing in the server's answer shows that it heeds their policy"},
		"too short": {`{"exp":1,"sessionPolicy":"e30"}`, "2001-01-01T00:00:00Z", "ask for less time"},
	} {
		r, s := sessions(t)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			_, _ = io.WriteString(w, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>hunter2</SecretAccessKey><SessionToken>`+
				"eyJhIjoxfQ."+base64.RawURLEncoding.EncodeToString([]byte(c.claims))+".x</SessionToken><Expiration>"+c.expires+"</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>A:"+
				q.FormValue("RoleSessionName")+"</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>")
		}))
		r.asked = server.URL
		_, err := r.Grant(t.Context(), wanted(string(share.KindAWSSession), share.AccessGet), s)
		server.Close()
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestGrantOfNoServer: nothing was asked of a server that takes no connections.
func TestGrantOfNoServer(t *testing.T) {
	r, s := sessions(t)
	server := httptest.NewServer(http.NotFoundHandler())
	r.asked = server.URL
	server.Close()
	_, err := r.Grant(t.Context(), wanted("", share.AccessGet), s)
	if err == nil || !strings.Contains(err.Error(), "nothing was given") || strings.Contains(err.Error(), "nobody has") {
		t.Error(err)
	}
}
