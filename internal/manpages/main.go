// Manpages writes the manual: a page for each command.
//
//	manpages DIR [VERSION]
//
// The pages say what the help of the commands says, and signet(1) has the topics of
// `signet help` besides. Their date is SOURCE_DATE_EPOCH, else that of the commit, else
// there is none: the same sources give the same bytes on any day.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"signet/cli"
)

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		fmt.Fprintln(os.Stderr, "usage: manpages DIR [VERSION]")
		os.Exit(2)
	}
	version := ""
	if len(os.Args) == 3 {
		version = os.Args[2]
	}
	n, err := run(os.Args[1], version)
	if err != nil {
		fmt.Fprintln(os.Stderr, "manpages:", err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stdout, n, "pages in", os.Args[1])
}

// run writes all pages into a folder, which is made if it is not there.
func run(dir, version string) (int, error) {
	date, err := date(os.Getenv("SOURCE_DATE_EPOCH"), committed)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // for everybody to read
		return 0, err
	}
	root, topics := cli.Manual()
	m := manual{root: root, topics: topics, date: date, version: version}
	pages := m.pages()
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(dir, name+".1"), []byte(text), 0o644); err != nil { //nolint:gosec // for everybody to read
			return 0, err
		}
	}
	return len(pages), nil
}

// date is the day of a time that is given in seconds since 1970.
func date(epoch string, committed func() string) (string, error) {
	if epoch == "" {
		epoch = committed()
	}
	if epoch == "" {
		return "", nil
	}
	s, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return "", fmt.Errorf("SOURCE_DATE_EPOCH %q is no number of seconds", epoch)
	}
	return time.Unix(s, 0).UTC().Format(time.DateOnly), nil
}

// committed is when the commit was made that is checked out; empty: it is not known.
func committed() string {
	out, err := exec.Command("git", "log", "-1", "--format=%ct").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
