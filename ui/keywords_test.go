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
)

// A sentence that names a key by hand says the wrong one to whoever has keys of their
// own. So no text of the screens has the name of a key as a word: it is taken from the
// binding (kit.Named).
func TestSentencesTakeKeysFromBindings(t *testing.T) {
	names := keyWords()
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "uitest") || path == filepath.Join("kit", "actions.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		for _, text := range sentences(file) {
			value, _ := strconv.Unquote(text.Value)
			if word := keyIn(value, names); word != "" && !notAKey(filepath.ToSlash(path), value) {
				t.Errorf("%s: %s names the key %q by hand; take it from its binding: kit.Named(...)", files.Position(text.Pos()), text.Value, word)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestKeysAreFoundInSentences(t *testing.T) {
	names := keyWords()
	for text, want := range map[string]string{
		"n shares it anew.": "n", "it is gone; H shows them": "H", "press ctrl+o": "ctrl+o", "again with enter": "enter", "further (pgdn)": "pgdn", " · H": "H",
		"a link": "", "A file needs a name": "", "the object's name": "", "down": "", "x": "", "%d x %d": "x", "up to you": "",
	} {
		if got := keyIn(text, names); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// keyWords are the names of keys that are no words of a sentence.
func keyWords() map[string]bool {
	names := map[string]bool{}
	for _, a := range kit.Actions() {
		for _, k := range append(slices.Clone(a.Keys), strings.Split(a.Key, "/")...) {
			names[k] = true
		}
	}
	for _, word := range []string{"a", "A", "up", "down", "left", "right", "home", "end", "-", "+", "*", "/", ",", "<", "#", "~", "?", "↑", "↓", "1-7", "space"} {
		delete(names, word)
	}
	for c := '0'; c <= '9'; c++ {
		delete(names, string(c))
	}
	for c := 'b'; c <= 'z'; c++ {
		names[string(c)], names[strings.ToUpper(string(c))] = true, true
	}
	delete(names, "I")
	return names
}

// keyIn is the first word of a text of several that is a key's name.
func keyIn(text string, names map[string]bool) string {
	words := strings.Fields(text)
	for _, w := range words {
		if w = strings.Trim(w, ".,:;()\"'"); len(words) > 1 && names[w] {
			return w
		}
	}
	return ""
}

// sentences are the texts of a file; names of keys that are bound are none.
func sentences(file *ast.File) (out []*ast.BasicLit) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Bind" || f.Sel.Name == "WithKeys") {
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				out = append(out, n)
			}
		}
		return true
	})
	return out
}

// notAKey are texts whose word means something else, or a key that nobody can change.
func notAKey(path, text string) bool {
	return strings.HasPrefix(text, " of 0 B") || // bytes
		path == "exec.go" // enter on the normal screen, where there are no bindings
}
