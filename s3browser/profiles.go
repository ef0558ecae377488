package s3browser

import (
	"context"
	"maps"
	"strings"

	"signet/s3browser/profile"
)

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
	files, err := profile.Read()
	if err != nil {
		e := &Error{Kind: BadProfile, Cause: err, Sentence: "reading profiles: " + printable(err.Error()), Hint: "check the permissions of ~/.aws"}
		if is[*profile.EncodingError](err) {
			e.Hint = encodingHint
		}
		return nil, e
	}
	var list []Profile
	for _, name := range files.Names {
		keys, _ := files.Profile(name)
		endpoint, _ := files.Endpoint(name, "s3") // what is wrong is told when the profile is opened
		if strings.EqualFold(keys["ignore_configured_endpoint_urls"], "true") {
			endpoint = ""
		}
		list = append(list, Profile{Name: name, Kind: kindOfProfile(files, name, keys), Region: keys["region"], Endpoint: endpoint})
	}
	return list, nil
}

// kindOfProfile says how credentials would be got; a broken profile is of none.
func kindOfProfile(files *profile.Files, name string, keys profile.Section) string {
	if keys["role_arn"] != "" && keys["web_identity_token_file"] == "" {
		return "role"
	}
	chain, err := files.Chain(name)
	if is[*profile.PartialError](err) {
		return string(profile.Keys)
	}
	return string(chain.Kind)
}

// profileKeys are the keys of the profile, and what its services section says of S3
// beside them; nil: there is none.
func (l *loaded) profileKeys() profile.Section {
	if l.files == nil {
		return nil
	}
	own, _ := l.files.Profile(l.settings.Profile)
	keys := maps.Clone(own)
	services, _ := l.files.Services(l.settings.Profile) // what is wrong with them is told with their endpoint
	for name, value := range services {
		if strings.HasPrefix(name, "s3.") && keys[name] == "" && keys != nil {
			keys[name] = value
		}
	}
	return keys
}
