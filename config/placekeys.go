package config

import (
	"path/filepath"
	"slices"
	"strings"
)

// AccessKeys say where the keys of a place are, when no profile has them and they are not
// the environment's. At most one of the three is set.
type AccessKeys struct {
	Command  []string // a program and its arguments, which no shell reads
	File     string   // an absolute path, or one below ~/
	Keychain string   // the name of an entry in the system's keychain
}

// Any reports that something is said.
func (k AccessKeys) Any() bool { return len(k.Command) > 0 || k.File != "" || k.Keychain != "" }

// The settings that say whose keys are used: one of them, or none.
const (
	keyProfile  = "profile"
	keyCommand  = "credential_command"
	keyFile     = "access_key_file"
	keyKeychain = "keychain"
)

// readAccessKeys reads where the keys of a place or of its links are.
func readAccessKeys(s *section) AccessKeys {
	k := AccessKeys{Command: s.texts(keyCommand), File: s.text(keyFile), Keychain: s.text(keyKeychain)}
	var said []string
	for _, name := range []string{keyProfile, keyCommand, keyFile, keyKeychain} {
		if s.has(name) {
			said = append(said, name)
		}
	}
	if len(said) > 1 {
		s.fail(said[1], strings.Join(said, " and ")+" cannot go together", "keep the one that has the keys")
	}
	if s.has(keyCommand) && (len(k.Command) == 0 || k.Command[0] == "") {
		s.fail(keyCommand, keyCommand+" names no program", `write credential_command = ["PROGRAM", "ARGUMENT"]`)
	}
	for _, word := range k.Command {
		if hasControl(word) {
			s.fail(keyCommand, keyCommand+" holds a control character", "")
			return AccessKeys{}
		}
	}
	if problem := pathProblem(k.File); s.has(keyFile) && problem != "" {
		s.fail(keyFile, keyFile+" "+problem, `write the whole path, as "~/keys/acme"`)
	}
	if s.has(keyKeychain) && strings.TrimSpace(k.Keychain) == "" {
		s.fail(keyKeychain, keyKeychain+" is empty", "write the name of the entry, as signet place add does")
	}
	return k
}

// pathProblem says why a path leads nowhere in particular.
func pathProblem(path string) string {
	switch {
	case path == "":
		return "is empty"
	case !filepath.IsAbs(path) && !strings.HasPrefix(path, "~/"):
		return "must be a whole path: it would mean another file in every folder"
	}
	return ""
}

// pairs are the keys as the settings name them.
func (k AccessKeys) pairs(table string) []pair {
	return []pair{
		{table + keyCommand, command(slices.Clone(k.Command)...)},
		{table + keyFile, k.File},
		{table + keyKeychain, k.Keychain},
	}
}
