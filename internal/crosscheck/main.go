// Command crosscheck type-checks the program for systems that this one is not,
// tests of its packages included: what `go vet` does first, without compiling
// anything. Of the packages of others only the declarations are read, so that it
// takes seconds for a system where compiling takes minutes. It is to run at the
// root of the module.
//
//	crosscheck windows/amd64 darwin/arm64 freebsd/amd64
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	bad := false
	for _, system := range os.Args[1:] {
		n, err := check(".", system, os.Stdout)
		fmt.Fprintf(os.Stdout, "%s: %d packages\n", system, n)
		if err != nil {
			fmt.Fprintln(os.Stderr, "crosscheck:", err)
			bad = true
		}
	}
	if bad {
		os.Exit(1)
	}
}

// listed is one package as `go list` tells it.
type listed struct {
	ImportPath, Dir, ForTest string
	GoFiles                  []string
	ImportMap                map[string]string
	Module                   *struct {
		Main      bool
		GoVersion string
	}
}

// checker holds what was checked for one system.
type checker struct {
	fset     *token.FileSet
	sizes    types.Sizes
	packages map[string]*types.Package
	errs     []error
}

// check type-checks the module in a folder for a system, and tells how many of
// its own packages that were.
func check(dir, system string, out io.Writer) (int, error) {
	goos, goarch, ok := strings.Cut(system, "/")
	if !ok {
		return 0, fmt.Errorf("%q is no system: write windows/amd64", system)
	}
	all, err := list(dir, goos, goarch)
	if err != nil {
		return 0, err
	}
	c := &checker{token.NewFileSet(), types.SizesFor("gc", goarch), map[string]*types.Package{"unsafe": types.Unsafe}, nil}
	own := 0
	for _, p := range all { // what is imported comes first
		mine := p.Module != nil && p.Module.Main
		if p.ImportPath == "unsafe" || strings.HasSuffix(p.ImportPath, ".test") {
			continue // the latter is a main that go test writes
		}
		if mine {
			own++
		}
		c.check(p, mine)
	}
	for _, err := range c.errs {
		fmt.Fprintf(out, "%s: %v\n", system, err)
	}
	if len(c.errs) > 0 {
		return own, fmt.Errorf("%s: %d errors", system, len(c.errs))
	}
	return own, nil
}

func list(dir, goos, goarch string) ([]listed, error) {
	cmd := exec.Command("go", "list", "-deps", "-test", "-json=ImportPath,Dir,ForTest,GoFiles,ImportMap,Module", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list for %s/%s: %w", goos, goarch, err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// check checks one package: of this module every line, of others the
// declarations, whose faults are not ours to report.
func (c *checker) check(p listed, mine bool) {
	mode := parser.SkipObjectResolution
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(c.fset, filepath.Join(p.Dir, name), nil, mode)
		if err != nil {
			c.errs = append(c.errs, err)
			return
		}
		files = append(files, f)
	}
	config := types.Config{
		Importer: importer{c, p.ImportMap}, Sizes: c.sizes, IgnoreFuncBodies: !mine, FakeImportC: true,
		Error: func(err error) {
			var soft types.Error
			if mine && (!errors.As(err, &soft) || !soft.Soft || strings.Contains(soft.Msg, "declared and not used") || strings.Contains(soft.Msg, "imported and not used")) {
				c.errs = append(c.errs, err)
			}
		},
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		config.GoVersion = "go" + p.Module.GoVersion
	}
	path, _, _ := strings.Cut(p.ImportPath, " ") // "p [p.test]" is p as its tests see it
	checked, _ := config.Check(path, c.fset, files, nil)
	c.packages[p.ImportPath] = checked
}

// importer gives what was checked before, by the names that a package uses.
type importer struct {
	c     *checker
	names map[string]string
}

func (i importer) Import(path string) (*types.Package, error) {
	if other := i.names[path]; other != "" {
		path = other
	}
	if p := i.c.packages[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("%s was not listed", path)
}
