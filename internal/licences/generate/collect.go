package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"signet/internal/licences"
)

// systems are those that signet is released for: internal/release/goreleaser.yaml.
func systems() []string {
	var all []string
	for _, goos := range []string{"linux", "darwin", "windows", "freebsd"} {
		all = append(all, goos+"/amd64", goos+"/arm64")
	}
	return all
}

// module is a module of others, with the folders of it that are linked.
type module struct {
	path, dir string
	folders   map[string]bool // relative to dir, with slashes
}

// linked are the modules that are linked into the program at root on any of the
// systems, by their paths.
func linked(root string) (map[string]module, error) {
	const list = "{{if .Module}}{{if not .Module.Main}}{{.Module.Path}}\t{{.Module.Dir}}\t{{.Dir}}{{end}}{{end}}"
	all := map[string]module{}
	for _, s := range systems() {
		goos, goarch, _ := strings.Cut(s, "/")
		cmd := exec.Command("go", "list", "-deps", "-f", list, ".")
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0", "GOFLAGS=-mod=readonly")
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", s, saying(err))
		}
		for line := range strings.Lines(string(out)) {
			f := strings.Split(strings.TrimSpace(line), "\t")
			if len(f) != 3 {
				continue
			}
			folder, err := filepath.Rel(f[1], f[2])
			if err != nil {
				return nil, err
			}
			if _, ok := all[f[0]]; !ok {
				all[f[0]] = module{f[0], f[1], map[string]bool{}}
			}
			all[f[0]].folders[filepath.ToSlash(folder)] = true
		}
	}
	return all, nil
}

// saying has an error of a command say what the command said.
func saying(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
	}
	return err
}

// collect finds the texts of all that is linked: of this program, of Go, and of
// each module those at its root and those on the way to a folder that is linked.
// What several have word for word stands once.
func collect(root string) ([]licences.Text, error) {
	modules, err := linked(root)
	if err != nil {
		return nil, err
	}
	var all texts
	own, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		return nil, err
	}
	all.add("signet", "LICENSE", own)
	ofGo, err := goLicence(root)
	if err != nil {
		return nil, err
	}
	all.add("Go", "LICENSE", ofGo)
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		if err := all.addModule(modules[name]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// goLicence is the licence of Go's library and runtime. Where a distribution has
// taken it from the folder of Go it is the one that is kept.
func goLicence(root string) ([]byte, error) {
	cmd := exec.Command("go", "env", "GOROOT")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, saying(err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "LICENSE"))
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	all, err := licences.All()
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if slices.Contains(t.Of, "Go") {
			return []byte(t.Text), nil
		}
	}
	return nil, errors.New("the licence of Go is not there")
}

type texts []licences.Text

func (t *texts) add(of, file string, text []byte) {
	clean := tidy(string(text))
	for i := range *t {
		if (*t)[i].Text == clean {
			(*t)[i].Of = append((*t)[i].Of, of)
			return
		}
	}
	*t = append(*t, licences.Text{Of: []string{of}, File: file, Text: clean})
}

// tidy gives a text the line ends of all others, and none at its end.
func tidy(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// whose says what a text in a folder of a module is of.
func whose(module, folder string) string {
	if folder == "." {
		return module
	}
	return module + " (" + folder + ")"
}

func (t *texts) addModule(m module) error {
	folders := map[string]bool{}
	for f := range m.folders {
		for ; f != "."; f = path.Dir(f) {
			folders[f] = true
		}
	}
	found := false
	for _, f := range append([]string{"."}, slices.Sorted(maps.Keys(folders))...) {
		files, err := os.ReadDir(filepath.Join(m.dir, filepath.FromSlash(f)))
		if err != nil {
			return err
		}
		for _, file := range files {
			if file.IsDir() || !isLicence(file.Name()) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(f), file.Name()))
			if err != nil {
				return err
			}
			t.add(whose(m.path, f), file.Name(), text)
			found = true
		}
	}
	if m.path == "golang.org/x/image" { // the fonts in pages and pictures of codes, whose text is not on the way to them
		const file = "font/gofont/ttfs/README"
		text, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(file)))
		if err != nil {
			return err
		}
		t.add(whose(m.path, path.Dir(file)), path.Base(file), text)
	}
	if !found {
		return fmt.Errorf("%s: no licence found in %s", m.path, m.dir)
	}
	return nil
}

// isLicence reports whether a file is a licence or a notice by its name. What
// asks for no more than a picture in a README to be named is of no program.
func isLicence(name string) bool {
	low := strings.ToLower(name)
	if strings.HasSuffix(low, ".go") || low == "license-logo" {
		return false
	}
	return slices.ContainsFunc([]string{"license", "licence", "copying", "notice", "copyright", "unlicense"}, func(p string) bool { return strings.HasPrefix(low, p) })
}
