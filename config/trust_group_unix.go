//go:build unix

package config

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// accounts is the folder of a machine's account files: passwd, group and
// nsswitch.conf of /etc, see passwd(5), group(5) and nsswitch.conf(5). Go's
// os/user does not tell who is in a group, and a directory service need not.
type accounts string

// entry is a line of passwd or group, by its fields.
type entry []string

func (e entry) number(field int) int {
	n, err := strconv.Atoi(e[field])
	if err != nil {
		return -1
	}
	return n
}

// lines reads a file; one that is not there has none. Lines that pull in a
// directory ("+") have no number, and are seen by elsewhere.
func (a accounts) lines(file string) (out []entry) {
	data, err := os.ReadFile(filepath.Join(string(a), file))
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(data)) {
		if e := strings.Split(strings.TrimSpace(line), ":"); len(e) >= 4 && !strings.HasPrefix(e[0], "#") {
			out = append(out, e)
		}
	}
	return out
}

// strangers says why a group is not a user's own, as part of a sentence; empty:
// it is, because nobody else but root is in it. What cannot be known counts as
// strangers.
func (a accounts) strangers(uid, gid int) string {
	users, groups := a.lines("passwd"), a.lines("group")
	mine := slices.DeleteFunc(slices.Clone(users), func(e entry) bool { return e.number(2) != uid })
	groups = slices.DeleteFunc(groups, func(e entry) bool { return e.number(2) != gid })
	if others := others(users, groups, uid, gid); len(others) > 0 {
		return "which has other members (" + strings.Join(others, ", ") + ")"
	}
	const unknown = "whose members cannot be known: "
	switch {
	case len(groups) == 0:
		return unknown + "it is not in /etc/group"
	case len(mine) == 0:
		return unknown + "your account is not in /etc/passwd"
	case runtime.GOOS == "darwin":
		return unknown + "macOS keeps them elsewhere than in /etc/group"
	case a.elsewhere() && !private(mine, groups, gid):
		return unknown + "this machine has accounts elsewhere than in /etc"
	}
	return ""
}

// others are the members of a group that are neither the user nor root: those it
// lists, and those whose own group it is.
func others(users, groups []entry, uid, gid int) (out []string) {
	known := map[string]int{}
	for _, u := range users {
		known[u[0]] = u.number(2)
		if id := u.number(2); u.number(3) == gid && id != uid && id != 0 {
			out = append(out, u[0])
		}
	}
	for _, g := range groups {
		for name := range strings.SplitSeq(g[3], ",") {
			if id, ok := known[name]; name != "" && (!ok || id != uid && id != 0) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) > 3 {
		out = append(out[:3], "and others")
	}
	return out
}

// private reports a group made for one user alone, as most systems do: it has the
// user's name, and is the one that the account begins with.
func private(mine, groups []entry, gid int) bool {
	return slices.ContainsFunc(mine, func(u entry) bool {
		return u.number(3) == gid && slices.ContainsFunc(groups, func(g entry) bool { return g[0] == u[0] })
	})
}

// elsewhere reports that the machine asks more than its own files for accounts: a
// directory service may know members that they do not.
func (a accounts) elsewhere() bool {
	data, err := os.ReadFile(filepath.Join(string(a), "nsswitch.conf"))
	if err != nil {
		return a.pulls()
	}
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "#")
		database, sources, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || !slices.Contains([]string{"passwd", "passwd_compat", "group", "group_compat", "initgroups"}, database) {
			continue
		}
		for _, source := range strings.Fields(sources) {
			if !slices.Contains([]string{"files", "compat", "systemd", "altfiles"}, source) && !strings.ContainsAny(source, "[]=") {
				return true
			}
		}
	}
	return a.pulls()
}

// pulls reports lines of passwd or group that pull in a directory, as NIS has them.
func (a accounts) pulls() bool {
	for _, file := range []string{"passwd", "group"} {
		data, _ := os.ReadFile(filepath.Join(string(a), file))
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "+") {
				return true
			}
		}
	}
	return false
}

// user is the name of a user for people and for chown, or the number.
func (a accounts) user(uid int) string {
	return a.name("passwd", uid)
}

func (a accounts) group(gid int) string { return a.name("group", gid) }

func (a accounts) name(file string, id int) string {
	for _, l := range a.lines(file) {
		if l.number(2) == id {
			return l[0]
		}
	}
	return strconv.Itoa(id)
}
