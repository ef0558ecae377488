// Command manifests fills in what package managers read, with the version and
// the checksums of a release: a formula for Homebrew, a manifest for Scoop, a
// PKGBUILD for the AUR with its .SRCINFO.
//
//	manifests DIST HOME
//
// DIST is where goreleaser has written to; the files come into DIST/manifests.
// HOME is the address of the repository.
package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed forms
var forms embed.FS

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: manifests DIST HOME")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "manifests:", err)
		os.Exit(1)
	}
}

func run(dist, home string) error {
	r, err := read(dist)
	if err != nil {
		return err
	}
	r.Home = strings.TrimSuffix(home, "/")
	to := filepath.Join(dist, "manifests")
	if err := os.MkdirAll(to, 0o755); err != nil { //nolint:gosec // for everybody to read
		return err
	}
	all, err := template.ParseFS(forms, "forms/*")
	if err != nil {
		return err
	}
	// The forms, and the names that they are to have.
	for _, f := range [][2]string{{"signet.rb", "signet.rb"}, {"signet.json", "signet.json"}, {"PKGBUILD", "PKGBUILD"}, {"SRCINFO", ".SRCINFO"}} {
		var b bytes.Buffer
		if err := all.ExecuteTemplate(&b, f[0], r); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, f[1]), b.Bytes(), 0o644); err != nil { //nolint:gosec // for everybody to read
			return err
		}
	}
	return nil
}

// release is what the forms are filled in with.
type release struct {
	Version, Home string
	sums          map[string]string // of the files, by their names
}

// read reads what goreleaser says of the release, and its checksums.
func read(dist string) (*release, error) {
	r := &release{sums: map[string]string{}}
	b, err := os.ReadFile(filepath.Join(dist, "metadata.json"))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, r); err != nil {
		return nil, err
	}
	if r.Version == "" {
		return nil, errors.New("metadata.json names no version")
	}
	if b, err = os.ReadFile(filepath.Join(dist, "checksums.txt")); err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok || len(sum) != 64 {
			return nil, fmt.Errorf("checksums.txt has the line %q", line)
		}
		r.sums[name] = sum
	}
	return r, nil
}

// Arch is the version as pacman takes it, which has no hyphen.
func (r *release) Arch() string { return strings.ReplaceAll(r.Version, "-", "_") }

// Folder is the folder in an archive.
func (r *release) Folder(system, arch string) string {
	return "signet_" + r.Version + "_" + system + "_" + arch
}

// Archive is the name of an archive.
func (r *release) Archive(system, arch string) string {
	if system == "windows" {
		return r.Folder(system, arch) + ".zip"
	}
	return r.Folder(system, arch) + ".tar.gz"
}

// URL is where a file of the release is fetched from.
func (r *release) URL(file string) string {
	return r.Home + "/releases/download/v" + r.Version + "/" + file
}

// Sum is the checksum of a file; a file that the release has not is an error.
func (r *release) Sum(file string) (string, error) {
	sum := r.sums[file]
	if sum == "" {
		return "", fmt.Errorf("checksums.txt has no %s", file)
	}
	return sum, nil
}

type brewSystem struct {
	Name  string
	Archs []brewArch
}

type brewArch struct{ Name, File string }

// Brew are the systems of Homebrew, as it calls them.
func (r *release) Brew() []brewSystem {
	var all []brewSystem
	for _, s := range [][2]string{{"macos", "darwin"}, {"linux", "linux"}} {
		all = append(all, brewSystem{s[0], []brewArch{{"arm", r.Archive(s[1], "arm64")}, {"intel", r.Archive(s[1], "amd64")}}})
	}
	return all
}
