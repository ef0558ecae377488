package share_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"signet/share"
)

// flagged is a text that names a flag of the command line.
var flagged = regexp.MustCompile(`(^|[\s(,:"])--[a-z]`)

// Errors of the core are shown on screens too, which have rows and no flags: a flag stands
// only where a screen has other words for it.
func TestErrorsFitBothFaces(t *testing.T) {
	only := map[string]string{ // file: why what it says is never on a screen
		"access.go":         "credentials are asked for on the command line alone",
		"accessgrants.go":   "credentials are asked for on the command line alone",
		"grant.go":          "credentials are asked for on the command line alone",
		"options.go":        "help of flags",
		"checksum.go":       "a checksum of a file that a flag names",
		"guard.go":          "Flag of a *RefusedError, which Plain leaves out",
		"signing.go":        "Flag of a *RefusedError, which Plain leaves out",
		"unsigned.go":       "Flag of a *RefusedError, which Plain leaves out",
		"takeback/way.go":   "commands for a shell",
		"takeback/front.go": "commands for a shell", "takeback/described.go": "commands for a shell",
	}
	for _, dir := range []string{".", "takeback", "rotate", "sign"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal("no files", err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || only[file] != "" {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit:
					return !twoFaced(n)
				case *ast.CallExpr:
					for _, a := range n.Args {
						if name := called(n); (name == "errors.New" || name == "fmt.Errorf") && names(a) {
							t.Errorf("%s: an error names a flag: %s", file, source[n.Pos()-1:n.End()-1])
						}
					}
				case *ast.KeyValueExpr:
					if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Problem" || key.Name == "Hint" || key.Name == "Next" || key.Name == "Text") && names(n.Value) {
						t.Errorf("%s: what a screen shows names a flag: %s", file, source[n.Pos()-1:n.End()-1])
					}
				}
				return true
			})
		}
	}
	wrong := &share.UsageError{Op: "--signer", Problem: "x", Hint: "take --signer y", Form: "take y"}
	if wrong.Error() != "--signer: x; take --signer y" || wrong.Plain() != "signed by: x; take y" {
		t.Errorf("%s | %s", wrong.Error(), wrong.Plain())
	}
	wrong = &share.UsageError{Option: "filename", Problem: "x", Hint: "leave it out"}
	if wrong.Error() != "--filename: x; leave it out" || wrong.Plain() != "save as: x; leave it out" {
		t.Errorf("%s | %s", wrong.Error(), wrong.Plain())
	}
}

// twoFaced: a screen has its own words for the hint.
func twoFaced(lit *ast.CompositeLit) bool {
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Form" {
				return true
			}
		}
	}
	return false
}

func called(n *ast.CallExpr) string {
	if s, ok := n.Fun.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name + "." + s.Sel.Name
		}
	}
	return ""
}

// names: some text in it names a flag.
func names(e ast.Expr) (found bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && flagged.MatchString(lit.Value) {
			found = true
		}
		return !found
	})
	return found
}
