package sts

import (
	"encoding/xml"
	"errors"
	"strings"
	"time"

	"signet/share"
)

// response is the answer to AssumeRole.
type response struct {
	XMLName xml.Name `xml:"AssumeRoleResponse"`
	Keys    struct {
		ID      string `xml:"AccessKeyId"`
		Secret  string `xml:"SecretAccessKey"`
		Token   string `xml:"SessionToken"`
		Expires string `xml:"Expiration"`
	} `xml:"AssumeRoleResult>Credentials"`
	UserID string `xml:"AssumeRoleResult>AssumedRoleUser>AssumedRoleId"`
}

// read takes an answer that is no refusal. A session that lacks a part is none: a key
// without its end would be taken for one that has none.
func read(body []byte) (Session, error) {
	var in response
	if xml.Unmarshal(body, &in) != nil {
		return Session{}, errors.New(doing + ": the answer cannot be read")
	}
	ends, err := time.Parse(time.RFC3339, strings.TrimSpace(in.Keys.Expires))
	if err != nil || in.Keys.Secret == "" || in.Keys.Token == "" || !plain(in.Keys.ID) || !plain(in.Keys.Secret) || !plain(in.Keys.Token) || !plain(in.UserID) || in.Keys.ID == "" {
		return Session{}, errors.New(doing + ": the server answered without a whole session")
	}
	return Session{
		AccessKeyID: in.Keys.ID, SecretKey: share.NewSecret(in.Keys.Secret), Token: share.NewSecret(in.Keys.Token),
		Expires: ends.UTC(), UserID: in.UserID,
	}, nil
}

// plain reports a text of visible ASCII: what else a server sends is no credential, and
// would reach headers, the log and the terminal.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}
