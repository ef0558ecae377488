package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// listed is one package as `go list` tells it.
type listed struct {
	ImportPath, Dir, Export                                      string
	GoFiles, CgoFiles, IgnoredGoFiles, TestGoFiles, XTestGoFiles []string
	Module                                                       *struct{ Main bool }
}

// code is the module with its types.
type code struct {
	root, module string
	fset         *token.FileSet
	product      map[string]bool // the packages that main is built from
	files        map[string][]*ast.File
	packages     map[string]*types.Package
	info         *types.Info
	// said is the names in files that are not the product's or not of this
	// system, by the package they stand in.
	said map[string]map[string]bool
	// stray is packages that main does not reach and that are no test's.
	stray []find
}

// load type-checks every package that main reaches. What is not of this module
// comes from the compiler's export data.
func load() (*code, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	c := &code{
		root: root, fset: token.NewFileSet(), product: map[string]bool{}, said: map[string]map[string]bool{},
		files: map[string][]*ast.File{}, packages: map[string]*types.Package{},
		info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}, Selections: map[*ast.SelectorExpr]*types.Selection{}},
	}
	built, err := list("-deps", "-export", ".")
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range built {
		exports[p.ImportPath] = p.Export
	}
	from := joined{c.packages, importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
	for _, p := range built { // what is imported comes first
		if p.Module == nil || !p.Module.Main {
			continue
		}
		c.module, c.product[p.ImportPath] = p.ImportPath, true // main is the last, and the root
		if err := c.check(p, from); err != nil {
			return nil, err
		}
	}
	return c, c.rest()
}

func list(args ...string) ([]listed, error) {
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Export,GoFiles,CgoFiles,IgnoredGoFiles,TestGoFiles,XTestGoFiles,Module"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
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

// joined imports the module's own packages as they were checked here, so that
// one thing is one object wherever it is used.
type joined struct {
	own    map[string]*types.Package
	others types.Importer
}

func (j joined) Import(path string) (*types.Package, error) {
	if p := j.own[path]; p != nil {
		return p, nil
	}
	return j.others.Import(path)
}

func (c *code) check(p listed, from types.Importer) error {
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(c.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		c.files[p.ImportPath] = append(c.files[p.ImportPath], f)
	}
	checked, err := (&types.Config{Importer: from}).Check(p.ImportPath, c.fset, c.files[p.ImportPath], c.info)
	c.packages[p.ImportPath] = checked
	return err
}

// rest reads the names in tests and in what is built for other systems.
func (c *code) rest() error {
	all, err := list("./...")
	if err != nil {
		return err
	}
	for _, p := range all {
		files := p.TestGoFiles
		short := c.short(p.ImportPath)
		switch {
		case c.product[p.ImportPath]:
			c.names(p.Dir, p.IgnoredGoFiles, "")
		case strings.HasSuffix(short, "test"):
			files = append(files, p.GoFiles...)
		case !strings.HasPrefix(short, "internal/"):
			c.stray = append(c.stray, find{short, short, "main does not reach this package"})
		}
		c.names(p.Dir, files, p.ImportPath)
		c.names(p.Dir, p.XTestGoFiles, p.ImportPath+"_test")
	}
	return nil
}

// names notes every name in the files; in is their package, empty if they count
// as the product.
func (c *code) names(dir string, files []string, in string) {
	if c.said[in] == nil {
		c.said[in] = map[string]bool{}
	}
	for _, name := range files {
		f, err := parser.ParseFile(c.fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			continue // the compiler says so
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				c.said[in][id.Name] = true
			}
			return true
		})
	}
}

func (c *code) short(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, c.module), "/")
}

func (c *code) relative(file string) string {
	return strings.TrimPrefix(strings.TrimPrefix(file, c.root), "/")
}
