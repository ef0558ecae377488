package session

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

func jwt(claims string) string {
	e := base64.RawURLEncoding.EncodeToString
	return e([]byte(`{"alg":"HS512"}`)) + "." + e([]byte(claims)) + "." + e([]byte("signature"))
}

func TestEnd(t *testing.T) {
	end := time.Unix(2051319845, 0)
	r2 := "jwt/" + jwt(`{"bucket":"b","scope":"object-read-only","exp":2051319845}`)
	for token, want := range map[string]time.Time{
		jwt(`{"exp":2051319845}`):   end,
		jwt(`{"exp":2051319845.7}`): end,
		jwt(`{"exp":"2051319845"}`): end,
		jwt(`{"exp":-1}`):           {},
		jwt(`{"exp":1e300}`):        {},
		jwt(`{"exp":null}`):         {},
		jwt(`[]`):                   {},

		base64.StdEncoding.EncodeToString([]byte(r2)):    end,
		base64.RawStdEncoding.EncodeToString([]byte(r2)): end,
		base64.URLEncoding.EncodeToString([]byte(r2)):    end,
		base64.RawURLEncoding.EncodeToString([]byte(r2)): end,
		r2:       end,
		" " + r2: end,
		base64.StdEncoding.EncodeToString([]byte("jwt/" + jwt(`{}`))):        {},
		base64.StdEncoding.EncodeToString([]byte(jwt(`{"exp":2051319845}`))): {}, // nobody's

		"":                                     {},
		"a.b.c":                                {},
		"jwt/":                                 {},
		"IQoJb3JpZ2luX2VjEXAMPLE//////////wEa": {},
		strings.Repeat(".", maxToken+1):        {},
	} {
		if got := End(token); !got.Equal(want) {
			t.Errorf("%.60q ends %v, want %v", token, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(jwt(`{"exp":1}`))
	f.Add("and0L2EuYi5j")
	f.Fuzz(func(t *testing.T, token string) {
		if c, ok := Read(token); !ok && c != (Claims{}) {
			t.Errorf("%+v of what is no token", c)
		}
	})
}
