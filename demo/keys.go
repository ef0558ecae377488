package demo

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"signet/share/policy"
)

// Credentials is an access key of the demo server.
type Credentials struct {
	AccessKeyID  string
	SecretKey    string
	SessionToken string    // empty: a long-term key
	Expires      time.Time // end of a session, zero: never
}

// String keeps the secret and the token out of logs and error texts.
func (c Credentials) String() string { return c.AccessKeyID + " (secret hidden)" }

// GoString is String, for %#v.
func (c Credentials) GoString() string { return c.String() }

// principal is who makes a request.
type principal struct {
	Name  string
	Guest bool

	service string       // of AWS, that asks in its own name; empty: a user
	role    string       // name of the session that a role was assumed for; empty: the user himself
	derived bool         // by a key or a session that a user made
	kind    string       // of the session, by which it is ended
	limits  policy.Rules // of the session or key; nil: all that the user may
}

// account is the number of the account that owns everything here.
const account = "123456789012"

func (p principal) arn() string {
	if p.service != "" {
		return p.service
	}
	if p.role != "" {
		return "arn:aws:sts::" + account + ":assumed-role/" + roleName + "/" + p.role
	}
	return "arn:aws:iam::" + account + ":user/" + p.Name
}

// roleName and roleID are those of the one role that is here, which each user may assume.
const (
	roleName = "demo"
	roleID   = "AROADEMO"
)

// Role is the ARN of the one role that is here.
func (*Server) Role() string { return "arn:aws:iam::" + account + ":role/" + roleName }

// userID is aws:userid: of a session by its name, so that a policy can end it alone.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
func (p principal) userID() string {
	if p.role != "" {
		return roleID + ":" + p.role
	}
	return "AIDADEMO" + strings.ToUpper(p.Name)
}

// root: the owner by his own key, as the account itself.
func (p principal) root() bool {
	return !p.Guest && !p.derived && p.role == "" && p.service == "" && p.limits == nil
}

// keyring knows the two users of the demo and, without keeping a list, every
// session it has issued: a session's secret is derived from its parent's, and
// its end is signed into its token. So sessions survive a restart as well.
type keyring struct {
	owner, guest Credentials
	made         *madeKeys
}

// of is the key of a user, whichever session or key he comes with.
func (k keyring) of(p principal) Credentials {
	if p.Guest {
		return k.guest
	}
	return k.owner
}

// newKey makes a key id and a secret of the shape that Amazon uses.
func newKey(random io.Reader) (Credentials, error) {
	b := make([]byte, 10+30)
	if _, err := io.ReadFull(random, b); err != nil {
		return Credentials{}, fmt.Errorf("make access key: %w", err)
	}
	return Credentials{
		AccessKeyID: "AKIA" + base32.StdEncoding.EncodeToString(b[:10]),
		SecretKey:   base64.StdEncoding.EncodeToString(b[10:]),
	}, nil
}

// sessionClaims is what a session token says, readable by anyone who has it,
// as in the tokens of MinIO. AWS's tokens are opaque.
type sessionClaims struct {
	AccessKey string `json:"accessKey"`
	Parent    string `json:"parent"`
	Expires   int64  `json:"exp"` // seconds since 1970
	Session   string `json:"session,omitempty"`
	Policy    string `json:"sessionPolicy,omitempty"` // base64 of JSON
	Kind      string `json:"tokenRevokeType,omitempty"`
	Count     int    `json:"ends,omitempty"` // how often sessions had been ended before
}

const tokenHeader = `{"alg":"HS256","typ":"JWT"}`

// order is what is asked of a session.
type order struct {
	end    time.Time
	name   string // of the session of a role
	policy string // narrows what it may
	kind   string // to end it by
}

// session issues temporary credentials of a user.
func (k keyring) session(parent Credentials, random io.Reader, o order) (Credentials, error) {
	b := make([]byte, 10)
	if _, err := io.ReadFull(random, b); err != nil {
		return Credentials{}, fmt.Errorf("issue session: %w", err)
	}
	c := sessionClaims{
		"ASIA" + base32.StdEncoding.EncodeToString(b), parent.AccessKeyID, o.end.Unix(),
		o.name, base64.StdEncoding.EncodeToString([]byte(o.policy)), o.kind, k.made.count(),
	}
	payload, err := json.Marshal(c)
	if err != nil {
		return Credentials{}, fmt.Errorf("issue session: %w", err)
	}
	k.made.issue(c.AccessKey, typed{c.Parent, c.Kind, c.Count, o.end})
	signed := base64.RawURLEncoding.EncodeToString([]byte(tokenHeader)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	return Credentials{
		AccessKeyID:  c.AccessKey,
		SecretKey:    sessionSecret(parent, c.AccessKey),
		SessionToken: signed + "." + tokenMAC(parent, signed),
		Expires:      time.Unix(c.Expires, 0).UTC(),
	}, nil
}

func sessionSecret(parent Credentials, id string) string {
	return base64.StdEncoding.EncodeToString(hmacSHA256([]byte(parent.SecretKey), "session secret of "+id))[:40]
}

func tokenMAC(parent Credentials, signed string) string {
	return base64.RawURLEncoding.EncodeToString(hmacSHA256([]byte(parent.SecretKey), "session token "+signed))
}

// lookup finds the secret and the user behind a key id and the token sent with
// it, or the refusal that S3 gives.
func (k keyring) lookup(id, token string, now time.Time) (string, principal, *refusal) {
	if token != "" {
		return k.lookupSession(id, token, now)
	}
	for _, user := range k.users() {
		if user.AccessKeyID == id {
			return user.SecretKey, user.principal, nil
		}
	}
	if k.made.knows(id, now) {
		return "", principal{}, refuse(http.StatusForbidden, "InvalidTokenId", "The security token included in the request is invalid")
	}
	return k.lookupMade(id, now)
}

type user struct {
	Credentials
	principal
}

func (k keyring) users() []user {
	return []user{{k.owner, principal{Name: "owner"}}, {k.guest, principal{Name: "guest", Guest: true}}}
}

func (k keyring) lookupSession(id, token string, now time.Time) (string, principal, *refusal) {
	invalid := malformed("InvalidToken", "The provided token is malformed or otherwise invalid.").with("Token-0", "(hidden)")
	cut := strings.LastIndexByte(token, '.')
	if cut < 0 {
		return "", principal{}, invalid
	}
	signed, mac := token[:cut], token[cut+1:]
	_, payload, _ := strings.Cut(signed, ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	var c sessionClaims
	if err != nil || json.Unmarshal(raw, &c) != nil {
		return "", principal{}, invalid
	}
	for _, user := range k.users() {
		if user.AccessKeyID != c.Parent || !equal(mac, tokenMAC(user.Credentials, signed)) {
			continue
		}
		switch {
		case c.AccessKey != id:
			return "", principal{}, invalid
		case !now.Before(time.Unix(c.Expires, 0)):
			return "", principal{}, malformed("ExpiredToken", "The provided token has expired.")
		case k.made.ended(c.Parent, c.Kind, c.Count):
			return "", principal{}, unknownKey(id)
		}
		who := user.principal
		who.role, who.kind, who.derived = c.Session, c.Kind, true
		if who.limits, err = limitsOf(c.Policy); err != nil {
			return "", principal{}, invalid
		}
		return sessionSecret(user.Credentials, id), who, nil
	}
	return "", principal{}, invalid
}

// limitsOf reads the policy of a token, which was judged when it was issued.
func limitsOf(encoded string) (policy.Rules, error) {
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(text) == 0 {
		return nil, err
	}
	return policy.ReadRules(text, policy.OfSession)
}

func unknownKey(id string) *refusal {
	return refuse(403, "InvalidAccessKeyId",
		"The AWS Access Key Id you provided does not exist in our records.").with("AWSAccessKeyId", id)
}
