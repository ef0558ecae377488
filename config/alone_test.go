package config

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	manyProcesses = 6
	manyEach      = 5
)

// insist does what it may be refused only because the others take long.
func insist(t *testing.T, do func() error) {
	t.Helper()
	err := do()
	for err != nil && strings.Contains(err.Error(), "held by another program") {
		err = do()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Programs that change the settings at once lose nothing, also where one gets to the file
// through a link.
func TestProcessesAtOnceLoseNoPlace(t *testing.T) {
	if file := os.Getenv("SIGNET_CONFIG_FILE"); file != "" {
		for i := range manyEach {
			name := fmt.Sprintf("p-%d-%d", os.Getpid(), i)
			insist(t, func() error { return AddPlace(file, Place{Name: name, Profile: "p"}) })
			insist(t, func() error { return ReplacePlace(file, name, Place{Name: name + "-kept", Profile: "q"}) })
			insist(t, func() error { return AddPlace(file, Place{Name: name, Profile: "p"}) })
			insist(t, func() error { return RemovePlace(file, name) })
		}
		return
	}
	file := settingsFile(t, "expiry = '2h'\n")
	link := filepath.Join(t.TempDir(), "link.toml")
	if err := os.Symlink(file, link); err != nil {
		link = file
	}
	var all []*exec.Cmd
	for i := range manyProcesses {
		c := exec.Command(os.Args[0], "-test.run=^TestProcessesAtOnceLoseNoPlace$")
		c.Env = append(os.Environ(), "SIGNET_CONFIG_FILE="+[]string{file, link}[i%2])
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for _, c := range all {
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}
	s, err := Load(Options{File: file, Env: none})
	if err != nil || len(s.Places) != manyProcesses*manyEach {
		t.Fatalf("%d places, %v", len(s.Places), err)
	}
	for _, p := range s.Places {
		if !strings.HasSuffix(p.Name, "-kept") || p.Profile != "q" {
			t.Errorf("%+v", p)
		}
	}
}

// One lock guards a file, whatever path leads to it.
func TestOneLockForAFile(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	file, link := filepath.Join(dir, "c.toml"), filepath.Join(other, "l.toml")
	if os.Symlink(file, link) != nil || os.Symlink(dir, filepath.Join(other, "dir")) != nil {
		t.Skip("no links")
	}
	if a, b := LockOf(file), LockOf(filepath.Join(other, "dir", "c.toml")); a != b {
		t.Errorf("not made yet: %s and %s", a, b)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if a, b := LockOf(file), LockOf(link); a != b {
		t.Errorf("%s and %s", a, b)
	}
}
