package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/uitest"
)

// inModes are the files whose keys are text or answers: questions, forms, fields.
func inModes() []string {
	return []string{
		"kit/keys.go", "form/form.go", "prompt/prompt.go", "prompt/elsewhere.go", "listing/find.go",
		"jump/keys.go",        // an address is typed
		"inspect/keys.go",     // while a link is typed
		"parting.go",          // yes
		"placeremove/keys.go", // yes
		"link/menu.go",        // up and down, by tab too
		"qrview/export.go",    // yes and no
		"batch/file.go",       // the name of a file is typed
		"objects/sort.go",     // what to sort by
	}
}

// Everywhere else a screen binds actions of the table (kit.Actions), so that no key
// means one thing here and another there.
func TestEveryKeyIsOfTheTable(t *testing.T) {
	actions := map[string]bool{}
	for _, a := range kit.Actions() {
		actions[a.Name] = true
		for _, k := range a.Keys {
			if _, err := uitest.Key(k); err != nil {
				t.Errorf("%s: %v", a.Name, err)
			}
		}
	}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "uitest") || path == "help.go" {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok {
				if problem := bindsWrong(call, actions, slices.Contains(inModes(), filepath.ToSlash(path))); problem != "" {
					t.Errorf("%s: %s", files.Position(call.Pos()), problem)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// bindsWrong says what is wrong with a call that binds a key; empty: nothing, or it
// binds none.
func bindsWrong(call *ast.CallExpr, actions map[string]bool, mode bool) string {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "Bind" && f.Sel.Name != "WithKeys" {
		return ""
	}
	if of, ok := f.X.(*ast.Ident); ok && (of.Name == "kit" || of.Name == "key") {
		if mode {
			return ""
		}
		return "keys are those of an action: env.Keys.Bind(ACTION, what it does here), with the actions of ui/kit/actions.go; a new one is a row there"
	}
	for i, arg := range call.Args {
		if i == 1 { // what it does here
			continue
		}
		lit, ok := arg.(*ast.BasicLit)
		if !ok {
			return "the action is not written out"
		}
		if name, _ := strconv.Unquote(lit.Value); !actions[name] {
			return "no action is called " + lit.Value + "; a new one is a row in ui/kit/actions.go"
		}
	}
	return ""
}
