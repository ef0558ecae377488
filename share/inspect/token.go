package inspect

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"signet/share/say"
	"signet/share/session"
)

// maxLines bounds what is shown of a policy.
const maxLines = 12

// readToken says what can be said of a session token.
func readToken(token string) *Token {
	if token == "" {
		return nil
	}
	t := &Token{Bytes: len(token)}
	claims, ok := session.Read(token)
	if !ok {
		return t
	}
	t.Readable, t.Parent, t.Expires = true, claims.Parent, claims.Expires
	t.Policy = append(sessionPolicy(claims.Policy), scopeOf(claims.Scope)...)
	return t
}

// scopeOf puts what a session of R2 may into words, as those of a policy.
func scopeOf(s *session.Scope) []string {
	if s == nil {
		return nil
	}
	may := strings.Join(s.Actions, ", ")
	if may == "" {
		may = "all of " + s.Permission
	}
	var on []string
	for _, key := range s.Objects {
		on = append(on, s.Bucket+"/"+key)
	}
	for _, prefix := range s.Prefixes {
		on = append(on, s.Bucket+"/"+prefix+"*")
	}
	if len(on) == 0 {
		on = []string{"all of " + s.Bucket}
	}
	return []string{cut("allow "+may+" on "+strings.Join(on, ", "), 300)}
}

// sessionPolicy puts the statements of a session policy into words.
func sessionPolicy(encoded string) []string {
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(raw) == 0 {
		return nil
	}
	var policy struct{ Statement []statement }
	if json.Unmarshal(raw, &policy) != nil {
		return nil
	}
	var out []string
	for _, s := range policy.Statement {
		if len(out) == maxLines {
			return append(out, "…")
		}
		out = append(out, s.words())
	}
	return out
}

// statement is one of an IAM policy. Action and Resource may be a string or a
// list.
type statement struct {
	Effect    string
	Action    any
	Resource  any
	Condition map[string]map[string]any
}

func (s statement) words() string {
	text := strings.ToLower(s.Effect) + " " + strings.Join(texts(s.Action), ", ") + " on " + strings.Join(texts(s.Resource), ", ")
	var rules []string
	for operator, keys := range s.Condition {
		for key, value := range keys {
			rules = append(rules, fmt.Sprintf("%s %s %s", key, operator, strings.Join(texts(value), ", ")))
		}
	}
	slices.Sort(rules)
	if len(rules) > 0 {
		text += " if " + strings.Join(rules, " and ")
	}
	return cut(text, 300)
}

// texts is a JSON string or list of strings as a list.
func texts(v any) []string {
	switch v := v.(type) {
	case nil:
		return []string{"anything"}
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, fmt.Sprint(e))
		}
		return out
	}
	return []string{fmt.Sprint(v)}
}

// cut shortens text to n runes.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// tokenFindings judges key and token against each other.
func tokenFindings(s Signer, t *Token, n *notes) {
	switch {
	case t == nil && s.Temporary:
		n.add("token-missing", say.Bad, "the key is a session's, but its session token is not in the link; every server refuses it",
			"get the link again; the part X-Amz-Security-Token was lost")
	case t != nil && t.Readable:
		n.add("token-readable", say.Info, "the session token is readable by everyone who has the link: user name, end and policy of the session", "")
	case t != nil && !t.Readable:
		n.add("session", say.Warning, "signed by a session: the link dies with it, perhaps long before its own end, and nobody can see when",
			"for links that must last, sign with a long-term key")
	}
}
