package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// mutant is one change of one place of the code.
type mutant struct {
	pkg, file string // the folder and the file, relative to the root
	line      int
	at        place
	in        string // the function
	what      string // "< becomes <=", "statement dropped"
	was       string // the code that is changed, on one line
	nth       int    // of those that read the same in this function; 1 for the first
	from, to  int    // bytes of the file
	text      string // what stands there instead
	body      span   // of the function, between its braces
	results   bool   // it has some

	begins, ends place // of the function
}

// span is bytes of a file.
type span struct{ from, to int }

// key names a mutant without its line, so that code above it may move.
func (m mutant) key() string {
	key := fmt.Sprintf("%s %s: %s: %s", filepath.ToSlash(m.file), m.in, m.what, m.was)
	if m.nth > 1 {
		key += fmt.Sprintf(" #%d", m.nth)
	}
	return key
}

// maker collects the mutants of one file.
type maker struct {
	pkg, file string
	src       string
	set       *token.FileSet
	in        string
	body      span
	named     bool           // the function has results
	results   *ast.FieldList // of the function around, which may be a literal
	around    *ast.BlockStmt
	seen      map[string]int
	all       []mutant
}

// mutantsOf lists what can be changed in a file.
func mutantsOf(pkg, file string) ([]mutant, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	m := &maker{pkg: pkg, file: file, src: string(src), set: token.NewFileSet(), seen: map[string]int{}}
	tree, err := parser.ParseFile(m.set, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			m.in, m.results, m.named = f.Name.Name, f.Type.Results, f.Type.Results != nil
			m.around = f.Body
			m.body = span{m.set.Position(f.Body.Lbrace).Offset + 1, m.set.Position(f.Body.Rbrace).Offset}
			ast.Inspect(f.Body, m.visit)
		}
	}
	return m.all, nil
}

func (m *maker) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		outer := m.results
		m.results = n.Type.Results
		ast.Inspect(n.Body, m.visit)
		m.results = outer
		return false
	case *ast.ArrayType, *ast.ImportSpec, *ast.Field: // lengths and tags are no behaviour
		return false
	case *ast.IfStmt:
		m.negate(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			m.negate(n.Cond)
		}
	case *ast.BinaryExpr:
		m.swap(n)
	case *ast.BlockStmt:
		m.drop(n.List)
	case *ast.CaseClause:
		m.drop(n.Body)
	case *ast.ReturnStmt:
		m.zero(n)
	case *ast.BasicLit:
		m.number(n)
	case *ast.Ident:
		m.truth(n)
	}
	return true
}

func (m *maker) add(n ast.Node, what, text string) {
	from, to := m.set.Position(n.Pos()), m.set.Position(n.End())
	was := strings.Join(strings.Fields(m.src[from.Offset:to.Offset]), " ")
	if r := []rune(was); len(r) > 70 {
		was = string(r[:70])
	}
	one := mutant{
		pkg: m.pkg, file: m.file, line: from.Line, at: place{from.Line, from.Column}, in: m.in, what: what, was: was,
		from: from.Offset, to: to.Offset, text: text, body: m.body, results: m.named,
		begins: m.place(m.around.Lbrace), ends: m.place(m.around.Rbrace),
	}
	key := one.key()
	m.seen[key]++
	one.nth = m.seen[key]
	m.all = append(m.all, one)
}

func (m *maker) place(p token.Pos) place {
	at := m.set.Position(p)
	return place{at.Line, at.Column}
}

func (m *maker) source(n ast.Node) string {
	return m.src[m.set.Position(n.Pos()).Offset:m.set.Position(n.End()).Offset]
}

func (m *maker) negate(cond ast.Expr) {
	m.add(cond, "condition negated", "!("+m.source(cond)+")")
}

// others has for each operator the one that is put in its place.
func others() map[token.Token]token.Token {
	return map[token.Token]token.Token{
		token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
		token.EQL: token.NEQ, token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND,
		token.ADD: token.SUB, token.SUB: token.ADD,
	}
}

func (m *maker) swap(n *ast.BinaryExpr) {
	if op, ok := others()[n.Op]; ok {
		m.add(n, n.Op.String()+" becomes "+op.String(), m.source(n.X)+" "+op.String()+" "+m.source(n.Y))
	}
}

// drop takes out each statement that only does something.
func (m *maker) drop(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt:
			m.add(s, "statement dropped", "")
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				m.add(s, "statement dropped", "")
			}
		case *ast.BranchStmt:
			if s.Label == nil && s.Tok != token.FALLTHROUGH {
				m.add(s, "statement dropped", "")
			}
		}
	}
}

// zero lets a function answer nothing.
func (m *maker) zero(n *ast.ReturnStmt) {
	if m.results == nil || len(n.Results) == 0 {
		return
	}
	var zeros []string
	for _, f := range m.results.List {
		for range max(len(f.Names), 1) {
			zeros = append(zeros, "*new("+m.source(f.Type)+")")
		}
	}
	if !m.nothing(n) {
		m.add(n, "zero values returned", "return "+strings.Join(zeros, ", "))
	}
}

// nothing reports a return that gives zero values already.
func (m *maker) nothing(n *ast.ReturnStmt) bool {
	for _, r := range n.Results {
		switch text := m.source(r); {
		case text == "nil", text == "false", text == "0", text == `""`, text == "``":
		case strings.HasSuffix(text, "{}"):
		default:
			return false
		}
	}
	return true
}

func (m *maker) number(n *ast.BasicLit) {
	if n.Kind != token.INT {
		return
	}
	if v, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
		m.add(n, n.Value+" becomes "+strconv.FormatInt(v+1, 10), strconv.FormatInt(v+1, 10))
	}
}

func (m *maker) truth(n *ast.Ident) {
	switch n.Name {
	case "true":
		m.add(n, "true becomes false", "false")
	case "false":
		m.add(n, "false becomes true", "true")
	}
}
