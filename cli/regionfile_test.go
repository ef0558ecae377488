package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestRegionFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "regions")
	f := newRegionFile(path)
	if got := f.Region("aws", "b"); got != "" {
		t.Errorf("nobody said %q", got)
	}
	f.Found("aws", map[string]string{"b": "eu-west-3", "line\nfeed": "eu-west-3", "c": "eu\twest", "arn:aws:s3:::x": "eu-west-1"})
	f.Found("http://h:9000", map[string]string{"b": "local"})
	newRegionFile(path).Found("aws", map[string]string{"b": "eu-west-1"}) // another signet: the bucket was made anew
	f = newRegionFile(path)
	for server, want := range map[string]string{"aws": "eu-west-1", "http://h:9000": "local", "http://h": ""} {
		if got := f.Region(server, "b"); got != want {
			t.Errorf("%s: %q, want %q", server, got, want)
		}
	}
	if data, err := os.ReadFile(path); err != nil || strings.Count(string(data), "\n") != 2 {
		t.Errorf("%v, %q", err, data)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Reading the file is part of every share: it stays small, and keeps the newest.
func TestRegionFileIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "regions")
	f := newRegionFile(path)
	server := "https://" + strings.Repeat("h", 150)
	for i := range 5 {
		many := map[string]string{}
		for j := range 400 {
			many[fmt.Sprintf("%063d", i*400+j)] = "eu-west-3"
		}
		f.Found(server, many)
	}
	f = newRegionFile(path)
	if f.Region(server, fmt.Sprintf("%063d", 1999)) == "" || f.Region(server, fmt.Sprintf("%063d", 1000)) == "" || f.Region(server, fmt.Sprintf("%063d", 999)) != "" {
		t.Error("not the newest thousand")
	}
}

// Several signets write at once: whoever reads meets a whole file.
func TestRegionFileByMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "regions")
	newRegionFile(path).Found("aws", map[string]string{"mine": "eu-west-3"})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				f := newRegionFile(path)
				if f.Region("aws", "mine") != "eu-west-3" {
					t.Error("what was known is gone")
				}
				f.Found("aws", map[string]string{fmt.Sprint(i, j): "eu-west-1"})
			}
		})
	}
	all.Wait()
}

// A folder that cannot be written keeps nobody from working.
func TestRegionFileThatCannotBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := newRegionFile(filepath.Join(path, "regions"))
	f.Found("aws", map[string]string{"b": "eu-west-3"})
	if f.Region("aws", "b") != "eu-west-3" {
		t.Error("forgotten at once")
	}
}

// What others can write is not believed on where to sign for.
func TestRegionsThatEveryoneCanWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // not checked there, as the README says
	}
	path := filepath.Join(t.TempDir(), "regions")
	newRegionFile(path).Found("https://s3.example.com", map[string]string{"b": "eu-west-3"})
	for mode, want := range map[os.FileMode]string{0o600: "eu-west-3", 0o666: ""} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if got := newRegionFile(path).Region("https://s3.example.com", "b"); got != want {
			t.Errorf("mode %o: region %q", mode, got)
		}
	}
}
