package s3browser

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/s3browser/profile"
	"signet/share/session"
)

// end is the earliest end that is known of the credentials: what their source gave
// with them, what login tools noted beside them, and what the token itself says.
func end(keys aws.Credentials, who Identity, l *loaded) time.Time {
	ends := []time.Time{session.End(keys.SessionToken)}
	if keys.CanExpire {
		ends = append(ends, keys.Expires.UTC())
	}
	switch {
	case l.env && who.Source == fromEnvironment:
		ends = append(ends, environmentEnds(os.Environ(), who.Temporary)...)
	case who.Temporary && who.Source == fromSharedFile:
		ends = append(ends, notedEnds(l.chain.Static)...)
	}
	return earliest(ends)
}

// earliest is the first of those that are known; zero: none is.
func earliest(ends []time.Time) time.Time {
	ends = slices.DeleteFunc(ends, time.Time.IsZero)
	if len(ends) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(ends, time.Time.Compare)
}

// endNames are what the variables begin with that login tools put beside the keys of
// a session: aws-vault, granted and the AWS CLI (AWS_CREDENTIAL_EXPIRATION,
// AWS_SESSION_EXPIRATION), awsume, aws-sso-cli, aws-okta and scripts of one's own.
// What follows begins with EXPIR.
func endNames() []string {
	return []string{
		"AWS", "AWS_SESSION", "AWS_CREDENTIAL", "AWS_CREDENTIALS", "AWS_TOKEN", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
		"AWS_SSO_SESSION", "AWS_SSO_CREDENTIAL", "AWS_SSO_CREDENTIALS", "AWS_OKTA_SESSION", "AWS_STS", "AWS_ROLE_SESSION", "AWS_ASSUMED_ROLE",
		"AWSUME", "GRANTED", "GRANTED_SESSION", "GRANTED_CREDENTIALS", "SAML2AWS_SESSION", "AWS_VAULT_SESSION",
	}
}

// documentedEnd counts whatever keys it stands beside, as for the AWS CLI.
const documentedEnd = "AWS_CREDENTIAL_EXPIRATION"

// environmentEnds are the ends that stand in an environment beside the keys.
func environmentEnds(environ []string, temporary bool) (ends []time.Time) {
	for _, setting := range environ {
		name, value, _ := strings.Cut(setting, "=")
		stem, _, found := strings.Cut(name, "_EXPIR")
		if !found || !slices.Contains(endNames(), stem) || !temporary && name != documentedEnd {
			continue
		}
		zone := time.UTC
		if stem == "AWSUME" {
			zone = time.Local // awsume writes the wall's time, without a zone
		}
		ends = append(ends, moment(value, zone))
	}
	return ends
}

// notedEnds are the ends that a login tool wrote beside the keys of a profile, as
// x_security_token_expires, expiration, aws_session_expiration and more.
func notedEnds(beside profile.Section) (ends []time.Time) {
	for name, value := range beside {
		if strings.Contains(name, "expir") && !strings.Contains(name, ".") {
			ends = append(ends, moment(value, time.UTC))
		}
	}
	return ends
}

// moment reads a time as login tools write it, of their languages' own habits: RFC
// 3339 and its relatives, Go's and Python's words for a time, seconds or milliseconds
// since 1970. zone is where a time without one is. Zero: it is none, as the seconds
// of a duration.
func moment(text string, zone *time.Location) time.Time {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	text, _, _ = strings.Cut(text, " m=") // a Go program's monotonic clock
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return sinceEpoch(n)
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05-07", "2006-01-02T15:04Z07:00",
		"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05-0700", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 -0700 MST", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST",
		"2006-01-02T15:04:05", "2006-01-02 15:04:05", "20060102T150405Z0700", time.RFC1123Z, time.RFC1123, time.RFC850, time.UnixDate, time.ANSIC,
	} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil && !abbreviated(t) {
			return t.UTC()
		}
	}
	return time.Time{}
}

// abbreviated reports a zone that was named by letters which Go does not know: it
// would take the time for that of Greenwich.
func abbreviated(t time.Time) bool {
	name, offset := t.Zone()
	return offset == 0 && name != "" && name != "UTC" && name != "GMT" && t.Location() != time.Local
}

// sinceEpoch reads seconds or milliseconds since 1970, of 2001 or later: what is less
// is a number of something else.
func sinceEpoch(n float64) time.Time {
	switch {
	case n >= 1e12 && n < 1e14:
		return time.UnixMilli(int64(n)).UTC()
	case n >= 1e9 && n < 1e11:
		return time.Unix(int64(n), 0).UTC()
	}
	return time.Time{}
}
