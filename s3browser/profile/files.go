// Package profile reads the shared AWS files, ~/.aws/config and ~/.aws/credentials,
// and says whose credentials a profile means: the chain of profiles, each of which
// names where the one before has its credentials from. It makes no request and runs
// no process.
package profile

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
)

// Default is the profile where none is named.
const Default = "default"

// Files are the shared files as they were read.
type Files struct {
	Names []string // of the profiles, in the order of the files
	// Config and Credentials are where they stand.
	Config, Credentials string
	Foreign             string // a file with bytes that are no UTF-8; empty: there is none

	profiles map[string]Section
	keys     map[string]Section // what the files say of keys, each of one file
	sessions map[string]Section
	services map[string]Section
	partial  map[string]*PartialError
}

// Read reads both files, of AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE where
// these are set. What the credentials file says of a profile counts more, as for the
// AWS CLI. Files that are missing are empty.
func Read() (*Files, error) {
	f := &Files{
		Config:      Expand(cmp.Or(os.Getenv("AWS_CONFIG_FILE"), config.DefaultSharedConfigFilename())),
		Credentials: Expand(cmp.Or(os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), config.DefaultSharedCredentialsFilename())),
		profiles:    map[string]Section{}, keys: map[string]Section{}, sessions: map[string]Section{}, services: map[string]Section{},
		partial: map[string]*PartialError{},
	}
	for _, file := range []string{f.Config, f.Credentials} {
		content, foreign, err := text(file)
		if err != nil {
			return nil, err
		}
		if foreign {
			f.Foreign = file
		}
		f.take(parse(content), file)
	}
	return f, nil
}

// take adds what one file says.
func (f *Files) take(p *ini, file string) {
	prefixed := map[string]bool{} // profiles that [profile NAME] names
	for _, heading := range p.names {
		kind, name, _ := strings.Cut(heading, " ")
		name = unquoted(name)
		keys := p.sections[heading]
		switch {
		case kind == "sso-session" && name != "":
			f.merge(f.sessions, name, keys)
		case kind == "services" && name != "":
			f.merge(f.services, name, keys)
		case file == f.Credentials && kind == "profile" && name != "":
			// No profile there: the AWS CLI and the SDK pass it over.
		case file == f.Credentials:
			f.profile(unquoted(heading), keys, file)
		case kind == "profile" && name != "":
			if name == Default && !prefixed[name] {
				delete(f.profiles, name) // [default] beside it does not count
				delete(f.keys, name)
			}
			prefixed[name] = true
			f.profile(name, keys, file)
		case heading == Default && !prefixed[heading]:
			f.profile(heading, keys, file)
		}
	}
}

func (f *Files) profile(name string, keys Section, file string) {
	if !slices.Contains(f.Names, name) {
		f.Names = append(f.Names, name)
	}
	f.merge(f.profiles, name, keys)
	id, secret := keys["aws_access_key_id"] != "", keys["aws_secret_access_key"] != ""
	switch {
	case id && secret:
		f.keys[name] = keys // all of one file: the token of another goes with another key
		delete(f.partial, name)
	case id != secret:
		f.partial[name] = &PartialError{Profile: name, File: file, Secret: secret}
	}
}

func (*Files) merge(into map[string]Section, name string, keys Section) {
	if into[name] == nil {
		into[name] = Section{}
	}
	maps.Copy(into[name], keys)
}

// Profile is what the files say of a profile; false: nothing.
func (f *Files) Profile(name string) (Section, bool) {
	keys, ok := f.profiles[f.name(name)]
	return keys, ok
}

// name is the name of a profile, which may be given in the quotation marks of its
// heading.
func (f *Files) name(given string) string {
	if f.profiles[given] == nil {
		return unquoted(given)
	}
	return given
}

// Services is the services section that a profile names. A name without a section is
// an error: what the profile wants to reach is not known then.
func (f *Files) Services(profile string) (Section, error) {
	keys, _ := f.Profile(profile)
	name := strings.TrimSpace(keys["services"])
	if name == "" {
		return nil, nil
	}
	found := f.services[unquoted(name)]
	if found == nil {
		return nil, &MissingError{Profile: f.name(profile), Key: "services", Name: name, File: f.Config}
	}
	return found, nil
}

// Session is the sso-session that a profile names, or its own keys where it names
// none.
func (f *Files) Session(profile string) (name string, keys Section, err error) {
	own, _ := f.Profile(profile)
	name = unquoted(strings.TrimSpace(own["sso_session"]))
	if name == "" {
		return "", own, nil
	}
	keys = f.sessions[name]
	if keys == nil {
		return name, nil, &MissingError{Profile: f.name(profile), Key: "sso_session", Name: name, File: f.Config}
	}
	return name, keys, nil
}

// Endpoint is the endpoint that the files name for a service, by its name in a
// services section ("s3", "sts"), for whoever uses a profile; empty: none. Whether
// the profile wants it ignored is for the caller to ask: the environment counts more.
func (f *Files) Endpoint(profile, service string) (string, error) {
	services, err := f.Services(profile)
	if err != nil {
		return "", err
	}
	keys, _ := f.Profile(profile)
	return cmp.Or(services[service+".endpoint_url"], keys["endpoint_url"]), nil
}
