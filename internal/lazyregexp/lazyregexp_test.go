package lazyregexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestMistakeIsSeenInTests: what compiles late would else fail late, and in front of
// a user.
func TestMistakeIsSeenInTests(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an expression that does not compile was taken")
		}
	}()
	New("(")
}

func TestProgramsOfTests(t *testing.T) {
	for program, want := range map[string]bool{
		"/tmp/go-build1/b001/say.test": true, `C:\Temp\say.test.exe`: true, "/usr/bin/signet": false, "": false, "test": false,
	} {
		if got := ofTest(program); got != want {
			t.Errorf("%q: %v", program, got)
		}
	}
}

// TestNothingCompilesAtStart: each run would wait for it, whatever it is asked to do.
func TestNothingCompilesAtStart(t *testing.T) {
	root := filepath.Join("..", "..")
	read := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "e2e" || d.Name() == "testdata" || d.Name() == "uitest" || d.Name() == ".git"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		read++
		for _, at := range compiledAtStart(t, path) {
			t.Errorf("%s: is compiled when the program starts: lazyregexp.New", at)
		}
		return nil
	})
	if err != nil || read < 300 {
		t.Fatal(read, err)
	}
}

// compiledAtStart are the calls of regexp.MustCompile in the variables of a package,
// outside functions.
func compiledAtStart(t *testing.T, path string) (found []token.Position) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if of, ok := d.(*ast.GenDecl); !ok || of.Tok != token.VAR {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if of, ok := n.(*ast.SelectorExpr); ok && of.Sel.Name == "MustCompile" {
				found = append(found, files.Position(n.Pos()))
			}
			_, inner := n.(*ast.FuncLit)
			return !inner
		})
	}
	return found
}
