package s3browser

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
)

// maxProfiles bounds how much of a shared file is read.
const maxProfiles = 1 << 20

// Profile is one profile of the shared AWS files.
type Profile struct {
	Name     string
	Kind     string // "sso", "role", "login", "web identity", "process", "keys", or empty
	Region   string
	Endpoint string // endpoint_url, that of the services section first
}

// Profiles lists the profiles of ~/.aws/config and ~/.aws/credentials, or of
// AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, in the order of the files.
// Missing files are no error. It makes no request.
func Profiles(ctx context.Context) ([]Profile, error) {
	if err := ctx.Err(); err != nil {
		return nil, &Error{Kind: Cancelled, Cause: err, Sentence: "reading profiles: cancelled"}
	}
	sections, err := sharedSections()
	if err != nil {
		return nil, &Error{
			Kind: BadProfile, Cause: err,
			Sentence: "reading profiles: " + printable(err.Error()), Hint: "check the permissions of ~/.aws",
		}
	}
	var list []Profile
	for _, s := range sections.profiles {
		list = append(list, Profile{
			Name: s.name, Kind: kindOfProfile(s.keys), Region: s.keys["region"], Endpoint: sections.endpoint(s.keys),
		})
	}
	return list, nil
}

// kindOfProfile says how the SDK would get credentials, in its own order.
func kindOfProfile(keys map[string]string) string {
	has := func(key string) bool { return keys[key] != "" }
	switch {
	case has("role_arn") && has("web_identity_token_file"):
		return "web identity"
	case has("role_arn"):
		return "role"
	case has("aws_access_key_id"):
		return "keys"
	case has("sso_session"), has("sso_start_url"):
		return "sso"
	case has("login_session"):
		return "login"
	case has("credential_process"):
		return "process"
	}
	return ""
}

// shared is the content of both shared files.
type shared struct {
	profiles []section
	services map[string]map[string]string
}

// profile finds the keys of one profile; nil when there is none.
func (s shared) profile(name string) map[string]string {
	for _, p := range s.profiles {
		if p.name == name {
			return p.keys
		}
	}
	return nil
}

func (s shared) endpoint(keys map[string]string) string {
	if strings.EqualFold(keys["ignore_configured_endpoint_urls"], "true") {
		return ""
	}
	return cmp.Or(s.services[keys["services"]]["s3.endpoint_url"], keys["endpoint_url"])
}

// sharedSections reads both files. What the credentials file says of a profile
// counts more, as for the SDK.
func sharedSections() (shared, error) {
	s := shared{services: map[string]map[string]string{}}
	env, err := config.NewEnvConfig()
	if err != nil {
		return s, err
	}
	text, err := readShared(cmp.Or(env.SharedConfigFile, config.DefaultSharedConfigFilename()))
	if err != nil {
		return s, err
	}
	for _, part := range parseINI(text) {
		kind, name, _ := strings.Cut(part.name, " ")
		name = strings.Trim(strings.TrimSpace(name), `"'`)
		switch {
		case part.name == "default":
			s.add("default", part.keys)
		case kind == "profile" && name != "":
			s.add(name, part.keys)
		case kind == "services":
			s.services[name] = part.keys
		}
	}
	text, err = readShared(cmp.Or(env.SharedCredentialsFile, config.DefaultSharedCredentialsFilename()))
	if err != nil {
		return s, err
	}
	for _, part := range parseINI(text) {
		s.add(part.name, part.keys)
	}
	return s, nil
}

func (s *shared) add(name string, keys map[string]string) {
	known := s.profile(name)
	if known == nil {
		s.profiles = append(s.profiles, section{name, keys})
		return
	}
	maps.Copy(known, keys)
}

func readShared(file string) (string, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(f, maxProfiles))
	return string(text), err
}

// wantsPathStyle honours "s3 = addressing_style = path" of a profile, which the
// Go SDK leaves unread.
func (c *Client) wantsPathStyle(profile string) bool {
	if profile == "" {
		return false
	}
	s, err := sharedSections()
	return err == nil && s.profile(profile)["s3.addressing_style"] == "path"
}
