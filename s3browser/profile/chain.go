package profile

import (
	"strings"
)

// Kind is where the credentials of a profile come from.
type Kind string

// The kinds. A role is not one of them: it is what is done with the credentials.
const (
	Keys        Kind = "keys"
	Environment Kind = "environment"
	Instance    Kind = "instance"  // the metadata service of a machine at AWS
	Container   Kind = "container" // ECS, EKS
	WebIdentity Kind = "web identity"
	SSO         Kind = "sso"
	Login       Kind = "login" // aws login
	Process     Kind = "process"
	None        Kind = "" // nothing that a file names: whatever the machine has
)

// Link is one profile of a chain.
type Link struct {
	Profile string
	Keys    Section // what the files say of it
	Role    string  // the ARN that is taken on with the credentials of the next one, or its own; empty: none
}

// Chain goes from the profile that was asked for to the one that has credentials.
type Chain struct {
	Links  []Link
	Kind   Kind    // where the last one has them
	Static Section // of Keys: they
}

// Last is the profile that has the credentials.
func (c Chain) Last() Link { return c.Links[len(c.Links)-1] }

// Roles are the links that take on a role, in the order in which that is done. A web
// identity's role is asked for with its token, and is none of them.
func (c Chain) Roles() (roles []Link) {
	for i := len(c.Links) - 1; i >= 0; i-- {
		if c.Links[i].Role != "" && (c.Kind != WebIdentity || i < len(c.Links)-1) {
			roles = append(roles, c.Links[i])
		}
	}
	return roles
}

// Chain follows a profile to its credentials, the AWS SDK's way. Errors are those of
// this package, each of one mistake in the files.
func (f *Files) Chain(profile string) (Chain, error) {
	var c Chain
	name, asker := f.name(profile), ""
	for {
		keys, ok := f.Profile(name)
		if !ok {
			return c, &MissingError{Profile: asker, Key: "source_profile", Name: name, File: f.Config, Foreign: f.Foreign}
		}
		if p := f.partial[name]; p != nil {
			return c, p
		}
		again := c.names(name)
		if again && f.keys[name] == nil {
			return c, &CycleError{Profiles: append(c.profiles(), name)}
		}
		link := Link{Profile: name, Keys: keys, Role: keys["role_arn"]}
		if again {
			link.Role = "" // it names itself, for the keys that stand in it
		} else if err := f.check(link); err != nil {
			return c, err
		}
		c.Links = append(c.Links, link)
		source := keys["source_profile"]
		if again || source == "" || len(c.Links) > 1 && f.keys[name] != nil {
			return f.finish(c)
		}
		name, asker = f.name(source), name
	}
}

func (c Chain) names(profile string) bool {
	for _, l := range c.Links {
		if l.Profile == profile {
			return true
		}
	}
	return false
}

func (c Chain) profiles() (names []string) {
	for _, l := range c.Links {
		names = append(names, l.Profile)
	}
	return names
}

// check refuses a profile that contradicts itself.
func (f *Files) check(l Link) error {
	var given []string
	for _, key := range []string{"source_profile", "credential_source", "credential_process", "web_identity_token_file"} {
		if l.Keys[key] != "" {
			given = append(given, key)
		}
	}
	if len(given) > 1 {
		return &ConflictError{Profile: l.Profile, Keys: given}
	}
	if len(given) == 1 && given[0] != "credential_process" && l.Role == "" {
		return &LackError{Profile: l.Profile, Key: given[0], Lacks: "role_arn"}
	}
	return nil
}

// finish says where the last profile of a chain has its credentials.
func (f *Files) finish(c Chain) (Chain, error) {
	last := c.Last()
	k := last.Keys
	switch {
	case f.keys[last.Profile] != nil:
		c.Kind, c.Static = Keys, f.keys[last.Profile]
	case k["credential_source"] != "":
		kind, ok := sources()[strings.ToLower(k["credential_source"])]
		if !ok {
			return c, &SourceError{Profile: last.Profile, Source: k["credential_source"]}
		}
		c.Kind = kind
	case k["web_identity_token_file"] != "":
		c.Kind = WebIdentity
	case hasSSO(k):
		c.Kind = SSO
		return c, f.checkSSO(last)
	case k["login_session"] != "":
		c.Kind = Login
	case k["credential_process"] != "":
		c.Kind = Process
	case len(c.Links) > 1:
		return c, &EmptyError{Profile: last.Profile, Asker: c.Links[len(c.Links)-2].Profile}
	}
	return c, nil
}

func sources() map[string]Kind {
	return map[string]Kind{"environment": Environment, "ec2instancemetadata": Instance, "ecscontainer": Container}
}

func hasSSO(k Section) bool {
	return k["sso_session"] != "" || k["sso_start_url"] != "" || k["sso_region"] != "" || k["sso_account_id"] != "" || k["sso_role_name"] != ""
}

// checkSSO refuses what no token can be had with.
func (f *Files) checkSSO(l Link) error {
	name, session, err := f.Session(l.Profile)
	if err != nil {
		return err
	}
	for _, key := range []string{"sso_start_url", "sso_region"} {
		if session[key] == "" {
			return &LackError{Profile: l.Profile, Session: name, Key: "sso", Lacks: key}
		}
		if own := l.Keys[key]; name != "" && own != "" && own != session[key] {
			return &ContradictionError{Profile: l.Profile, Session: name, Key: key}
		}
	}
	for _, key := range []string{"sso_account_id", "sso_role_name"} {
		if l.Keys[key] == "" {
			return &LackError{Profile: l.Profile, Key: "sso", Lacks: key}
		}
	}
	return nil
}
