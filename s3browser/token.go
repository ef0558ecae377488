package s3browser

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// maxToken is far above any session token: AWS's stay below 4 kB.
const maxToken = 64 << 10

// tokenEnd is the end that a session token names itself. AWS's are opaque;
// MinIO's are JSON web tokens (RFC 7519) with a readable "exp", in seconds
// since 1970. Zero when there is nothing to read. The token is not verified:
// the server does that.
func tokenEnd(token string) time.Time {
	parts := strings.Split(token, ".")
	if len(token) > maxToken || len(parts) != 3 {
		return time.Time{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return time.Time{}
	}
	var claims struct {
		Exp json.Number `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return time.Time{}
	}
	seconds, err := claims.Exp.Float64()
	if err != nil || seconds < 1 || seconds > 1e11 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// moment reads a time as login tools write it.
func moment(text string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05-07:00", "2006-01-02 15:04:05 -0700 MST", "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
