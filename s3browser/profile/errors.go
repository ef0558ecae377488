package profile

import (
	"slices"
	"strings"
)

// MissingError says that something is named that the files do not have.
type MissingError struct {
	Profile string // that names it; empty: the user does
	Key     string // by which key: source_profile, sso_session, services
	Name    string // what is missing
	File    string // where it should be
	Foreign string // a file in another encoding, in which it may stand unread
}

func (e *MissingError) Error() string {
	if e.Profile == "" {
		return "profile " + e.Name + " does not exist"
	}
	what := map[string]string{"source_profile": "profile", "sso_session": "sso-session", "services": "services section"}[e.Key]
	return "profile " + e.Profile + " names the " + what + " " + e.Name + " (" + e.Key + "), which does not exist"
}

// CycleError says that profiles name each other as the source of their credentials.
type CycleError struct{ Profiles []string }

func (e *CycleError) Error() string {
	last := e.Profiles[len(e.Profiles)-1]
	round := e.Profiles[slices.Index(e.Profiles, last):]
	if len(round) == 2 {
		return "profile " + last + " names itself as the source of its credentials (source_profile), and has no keys"
	}
	return "the profiles " + strings.Join(round, " → ") + " name each other as the source of their credentials (source_profile)"
}

// PartialError says that half a key is in a file.
type PartialError struct {
	Profile, File string
	Secret        bool // the secret half
}

func (e *PartialError) Error() string {
	has, lacks := "aws_access_key_id", "aws_secret_access_key"
	if e.Secret {
		has, lacks = lacks, has
	}
	return "profile " + e.Profile + " has " + has + " in " + e.File + ", but no " + lacks + " beside it"
}

// ConflictError says that a profile names several sources of its credentials.
type ConflictError struct {
	Profile string
	Keys    []string
}

func (e *ConflictError) Error() string {
	return "profile " + e.Profile + " has " + strings.Join(e.Keys, " and ") + ", of which only one can be the source of its credentials"
}

// LackError says that a key makes no sense without another.
type LackError struct{ Profile, Session, Key, Lacks string }

func (e *LackError) Error() string {
	switch {
	case e.Session != "":
		return "the sso-session " + e.Session + " of profile " + e.Profile + " has no " + e.Lacks
	case e.Key == "sso":
		return "profile " + e.Profile + " signs in by SSO, but has no " + e.Lacks
	}
	return "profile " + e.Profile + " has " + e.Key + ", but no " + e.Lacks
}

// ContradictionError says that a profile and its sso-session differ.
type ContradictionError struct{ Profile, Session, Key string }

func (e *ContradictionError) Error() string {
	return "profile " + e.Profile + " and its sso-session " + e.Session + " have different values of " + e.Key
}

// SourceError says that a credential_source is none that is known.
type SourceError struct{ Profile, Source string }

func (e *SourceError) Error() string {
	return "profile " + e.Profile + " has credential_source = " + e.Source + ", which is none of Environment, Ec2InstanceMetadata and EcsContainer"
}

// EmptyError says that a source of credentials has none.
type EmptyError struct{ Profile, Asker string }

func (e *EmptyError) Error() string {
	return "profile " + e.Asker + " takes its credentials from profile " + e.Profile + " (source_profile), which has none"
}
