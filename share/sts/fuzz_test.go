package sts

import "testing"

// FuzzRead: a session is whole, or none.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY e "eeee">]><AssumeRoleResponse>&e;</AssumeRoleResponse>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := read(body)
		if err == nil && (s.AccessKeyID == "" || s.SecretKey.Reveal() == "" || s.Token.Reveal() == "" || s.Expires.IsZero() || !plain(s.AccessKeyID+s.SecretKey.Reveal()+s.Token.Reveal()+s.UserID)) {
			t.Errorf("%q is a session", body)
		}
	})
}
