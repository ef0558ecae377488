//go:build unix

package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// maxLinks bounds symbolic links that lead to each other, as systems do.
const maxLinks = 40

// FileDoubts says why an open file cannot be believed: who else can write it, its
// folder or a folder above, or owns one of them, or a symbolic link on the way. A
// folder with the sticky bit lets nobody replace what is not theirs, and is fine.
//
// The file is judged as it was opened. A stranger cannot undo what shows on the
// way to it: the first folder that is in his hands is reached through none that is.
func FileDoubts(f *os.File) []Doubt { return self().file(f) }

// FolderDoubts says why the folder of a file that is not there cannot be believed:
// somebody may have taken it away.
func FolderDoubts(file string) []Doubt { return self().folder(file) }

// LogDoubts says why what SQLite keeps at a path and beside it cannot be believed.
// The sticky bit does not help there: a stranger's file beside the log is read as
// a part of it.
func LogDoubts(path string) []Doubt { return self().log(path) }

// judge is who judges: a user, by the accounts of this machine.
type judge struct {
	uid      int
	accounts accounts
}

func self() judge { return judge{os.Geteuid(), accounts("/etc")} }

func (j judge) file(f *os.File) (doubts []Doubt) {
	opened, err := f.Stat()
	if err != nil {
		return nil // reading it fails as well
	}
	found := false
	follow(f.Name(), func(s step) {
		if os.SameFile(s.info, opened) {
			s.info, found = opened, true
		}
		doubts = append(doubts, j.doubts(s, true)...)
	})
	if !found {
		doubts = append(doubts, j.doubts(step{name: f.Name(), info: opened}, true)...)
	}
	return unique(doubts)
}

func (j judge) folder(file string) (doubts []Doubt) {
	follow(file, func(s step) {
		if s.holds {
			doubts = append(doubts, j.doubts(s, true)...)
		}
	})
	return unique(doubts)
}

func (j judge) log(path string) (doubts []Doubt) {
	follow(path, func(s step) { doubts = append(doubts, j.doubts(s, !s.holds)...) })
	return unique(doubts)
}

// step is a folder or a symbolic link on the way to a file, or the file.
type step struct {
	name  string
	info  fs.FileInfo
	holds bool // a folder that holds the file, or a link in the place of it
}

// follow visits what a path leads through, from the root on, as the system does.
// It ends where nothing is.
func follow(path string, visit func(step)) {
	if !filepath.IsAbs(path) {
		at, err := os.Getwd()
		if err != nil {
			return
		}
		path = at + "/" + path // filepath.Join would leave out what stands before a ..
	}
	rest, folder := parts(path), "/"
	enter := func(name string) (fs.FileInfo, bool) {
		info, err := os.Lstat(name)
		if err == nil {
			visit(step{name, info, info.IsDir() && len(rest) == 1})
		}
		return info, err == nil
	}
	if _, ok := enter(folder); !ok {
		return
	}
	for links := 0; len(rest) > 0 && links < maxLinks; {
		name := filepath.Join(folder, rest[0]) // folder has no links, so that .. is what it says
		rest = rest[1:]
		info, ok := enter(name)
		if !ok {
			return
		}
		if info.Mode().Type() != fs.ModeSymlink {
			folder = name
			continue
		}
		links++
		target, err := os.Readlink(name)
		if err != nil {
			return
		}
		if filepath.IsAbs(target) {
			folder = "/"
		}
		rest = append(parts(target), rest...)
	}
}

// doubts judges one step; sticky says that the sticky bit makes a folder safe.
func (j judge) doubts(s step, sticky bool) (out []Doubt) {
	owner, group := owners(s.info)
	if owner != 0 && owner != j.uid {
		out = append(out, Doubt{s.name, "belongs to another user, " + j.accounts.user(owner), j.chown(s)})
	}
	mode := s.info.Mode()
	switch {
	case mode.Type() == fs.ModeSymlink, mode&fs.ModeDevice != 0, mode.IsDir() && mode&fs.ModeSticky != 0 && sticky:
		return out // a link has no mode of its own; what is written to a device is not what is read from it
	}
	what, who := "", ""
	if mode.Perm()&0o002 != 0 {
		what, who = "go-w", "everyone"
	} else if mode.Perm()&0o020 != 0 {
		if why := j.accounts.strangers(j.uid, group); why != "" {
			what, who = "g-w", "the group "+j.accounts.group(group)+", "+why
		}
	}
	if what == "" {
		return out
	}
	words := []string{"chmod", what, s.name}
	if owner != j.uid && j.uid != 0 {
		words = append([]string{"sudo"}, words...)
	}
	return append(out, Doubt{s.name, "can be written by " + who, command(words...)})
}

func (j judge) chown(s step) string {
	words := []string{"chown", j.accounts.user(j.uid), s.name}
	if s.info.Mode().Type() == fs.ModeSymlink {
		words = []string{"chown", "-h", j.accounts.user(j.uid), s.name}
	}
	if j.uid != 0 {
		words = append([]string{"sudo"}, words...)
	}
	return command(words...)
}

func owners(info fs.FileInfo) (uid, gid int) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Uid), int(s.Gid)
	}
	return -1, -1 // nobody that is known
}
