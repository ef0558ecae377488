package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The bounds of what is kept for the fuzz targets: a corpus shows each kind of text, and
// is read in every run of the tests.
const (
	mostSeeds  = 20      // of one target
	mostCorpus = 500_000 // bytes of all
)

// Every fuzz target keeps a corpus in testdata, a small one, and none is kept for a
// target that there is not.
func TestEveryFuzzTargetKeepsACorpus(t *testing.T) {
	root := filepath.Join("..", "..")
	declared := regexp.MustCompile(`(?m)^func (Fuzz\w*)\(`)
	targets, kept, size := map[string]bool{}, map[string]int{}, int64(0)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && d.Name() == ".git" {
				return fs.SkipDir
			}
			return err
		}
		if dir := filepath.Dir(path); filepath.Base(filepath.Dir(dir)) == "fuzz" {
			info, err := d.Info()
			if err != nil {
				return err
			}
			size += info.Size()
			kept[dir]++
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(source, -1) {
			targets[filepath.Join(filepath.Dir(path), "testdata", "fuzz", string(m[1]))] = true
		}
		return err
	})
	if err != nil || len(targets) == 0 {
		t.Fatal(len(targets), err)
	}
	for dir := range targets {
		if kept[dir] == 0 {
			t.Errorf("%s is missing: keep seeds there, as `go test -fuzz` writes them", dir)
		}
	}
	for dir, n := range kept {
		if !targets[dir] {
			t.Errorf("%s belongs to no target", dir)
		}
		if n > mostSeeds {
			t.Errorf("%s has %d files, and %d are enough", dir, n, mostSeeds)
		}
	}
	if size > mostCorpus {
		t.Errorf("the corpora have %d bytes", size)
	}
}
