package session

import (
	"encoding/base64"
	"encoding/json"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func r2() R2 {
	from := time.Unix(1791000000, 0)
	return R2{
		Account: "0123456789abcdef0123456789abcdef", Host: "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
		Parent: "fedcba9876543210fedcba9876543210", Bucket: "acme", Key: "a <b> & \"c\"/ü.pdf", Action: "GetObject", From: from, Until: from.Add(7 * 24 * time.Hour),
	}
}

// openssl computes what a shell asks of it.
func openssl(t *testing.T, in string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	c := exec.CommandContext(t.Context(), path, args...)
	c.Stdin = strings.NewReader(in)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The token is taken apart by hand, and its signature and secret computed by openssl.
func TestR2Keys(t *testing.T) {
	const parent = "the secret key of the token"
	secret, token := r2().Keys(parent)
	raw, err := base64.StdEncoding.DecodeString(token)
	jwt, marked := strings.CutPrefix(string(raw), "jwt/")
	parts := strings.Split(jwt, ".")
	if err != nil || !marked || len(parts) != 3 {
		t.Fatalf("no token of R2: %s", raw)
	}
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(claims, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"bucket": "acme", "scope": "object-read-only", "actions": []any{"GetObject"},
		"paths": map[string]any{"objectPaths": []any{"a <b> & \"c\"/ü.pdf"}, "prefixPaths": []any{}},
		"sub":   "0123456789abcdef0123456789abcdef", "iss": "fedcba9876543210fedcba9876543210",
		"aud": "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com", "iat": 1791000000., "exp": 1791604800.,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("it claims %v", got)
	}
	mac := openssl(t, parts[0]+"."+parts[1], "dgst", "-sha256", "-hmac", parent, "-binary")
	if base64.RawURLEncoding.EncodeToString(mac) != parts[2] {
		t.Error("openssl signs it otherwise")
	}
	if sum := string(openssl(t, jwt, "dgst", "-sha256", "-r")); !strings.HasPrefix(sum, secret+" ") {
		t.Errorf("its secret is %s, by openssl %s", secret, sum)
	}
	if again, same := r2().Keys(parent); again != secret || same != token {
		t.Error("made again it is another")
	}
	if strings.Contains(string(raw), parent) {
		t.Error("it holds the secret key")
	}
	said, ok := Read(token)
	if scope := said.Scope; !ok || !said.Expires.Equal(r2().Until) || scope == nil || scope.Bucket != "acme" || scope.Permission != "object-read-only" ||
		!slices.Equal(scope.Actions, []string{"GetObject"}) || !slices.Equal(scope.Objects, []string{"a <b> & \"c\"/ü.pdf"}) || len(scope.Prefixes) != 0 {
		t.Errorf("it is read as %+v %+v", said, scope)
	}
}

// What may be done is in it, and a link that writes needs a scope that writes.
func TestR2Scope(t *testing.T) {
	up := r2()
	up.Action, up.Writes = "PutObject", true
	_, token := up.Keys("k")
	raw, _ := base64.StdEncoding.DecodeString(token)
	payload, _ := base64.RawURLEncoding.DecodeString(strings.Split(string(raw), ".")[1])
	if !strings.Contains(string(payload), `"scope":"object-read-write","actions":["PutObject"]`) {
		t.Errorf("it claims %s", payload)
	}
}
