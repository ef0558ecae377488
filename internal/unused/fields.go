package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// access is what the product does with a field.
type access struct{ read, written bool }

// fields follows every field of the product. A field is written by a literal,
// by an assignment to it or to a part of it, and by whoever takes its address;
// everything else reads it. What is encoded, compared or converted as a whole
// is read and written as a whole.
type fields struct {
	code   *code
	seen   map[*types.Var]*access
	places map[ast.Expr]bool // where something is only stored
}

func (f *fields) of(v *types.Var) *access {
	v = v.Origin()
	if f.seen[v] == nil {
		f.seen[v] = &access{}
	}
	return f.seen[v]
}

func (f *fields) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, to := range n.Lhs {
			f.store(to, true)
		}
	case *ast.IncDecStmt:
		f.store(n.X, true)
	case *ast.RangeStmt:
		f.store(n.Key, true)
		f.store(n.Value, true)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			f.store(n.X, false)
		}
	case *ast.SliceExpr:
		f.store(n.X, false)
	case *ast.CompositeLit:
		f.literal(n)
	case *ast.CallExpr:
		f.converted(n)
		f.encoded(n)
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			f.whole(f.code.info.TypeOf(n.X))
			f.whole(f.code.info.TypeOf(n.Y))
		}
	case *ast.MapType:
		f.whole(f.code.info.TypeOf(n.Key))
	case *ast.StructType:
		f.tagged(n)
	case *ast.SelectorExpr:
		f.selected(n)
	}
	return true
}

// store marks what an assignment changes: the field, and all that it is a part
// of. only: nothing is read by it.
func (f *fields) store(to ast.Expr, only bool) {
	switch to := ast.Unparen(orNil(to)).(type) {
	case *ast.SelectorExpr:
		if v, ok := f.code.info.ObjectOf(to.Sel).(*types.Var); ok && v.IsField() {
			f.of(v).written = true
			f.places[to] = only
			if !pointer(f.code.info.TypeOf(to.X)) {
				f.store(to.X, only)
			}
		}
	case *ast.IndexExpr:
		if _, array := under(f.code.info.TypeOf(to.X)).(*types.Array); array {
			f.store(to.X, only)
		}
	}
}

func orNil(e ast.Expr) ast.Expr {
	if e == nil {
		return &ast.BadExpr{}
	}
	return e
}

// selected is a field that is named, or a method that may change what it is
// called on.
func (f *fields) selected(n *ast.SelectorExpr) {
	s := f.code.info.Selections[n]
	if s == nil {
		return
	}
	if s.Kind() == types.FieldVal {
		if !f.places[n] {
			f.of(s.Obj().(*types.Var)).read = true
		}
		return
	}
	if recv := s.Obj().(*types.Func).Signature().Recv(); recv != nil && pointer(recv.Type()) {
		f.store(n.X, false)
	}
}

func (f *fields) literal(n *ast.CompositeLit) {
	s, ok := under(f.code.info.TypeOf(n)).(*types.Struct)
	if !ok {
		return
	}
	for i, e := range n.Elts {
		if kv, keyed := e.(*ast.KeyValueExpr); keyed {
			if v, ok := f.code.info.Uses[kv.Key.(*ast.Ident)].(*types.Var); ok {
				f.of(v).written = true
			}
		} else {
			f.of(s.Field(i)).written = true
		}
	}
}

// converted marks both sides of a conversion between structs.
func (f *fields) converted(n *ast.CallExpr) {
	if !f.code.info.Types[n.Fun].IsType() || len(n.Args) != 1 {
		return
	}
	to, from := under(f.code.info.TypeOf(n)), under(f.code.info.TypeOf(n.Args[0]))
	if _, ok := from.(*types.Struct); !ok {
		return
	}
	for _, s := range []types.Type{from, to} {
		f.whole(s)
		for v := range s.(*types.Struct).Fields() {
			f.of(v).written = true
		}
	}
}

// encoded marks what is handed to a function that goes through every field.
func (f *fields) encoded(n *ast.CallExpr) {
	name := ""
	switch fun := n.Fun.(type) {
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	case *ast.Ident:
		name = fun.Name
	}
	switch strings.ToLower(name) {
	case "marshal", "unmarshal", "encode", "decode", "decodeelement", "execute":
		for _, arg := range n.Args {
			f.walk(f.code.info.TypeOf(arg), name != "Execute", map[types.Type]bool{})
		}
	}
}

// walk marks the fields of a type and of all it holds, as an encoder finds them.
func (f *fields) walk(t types.Type, written bool, seen map[types.Type]bool) {
	if t == nil || seen[t] {
		return
	}
	seen[t] = true
	switch t := t.Underlying().(type) {
	case *types.Pointer:
		f.walk(t.Elem(), written, seen)
	case *types.Slice:
		f.walk(t.Elem(), written, seen)
	case *types.Array:
		f.walk(t.Elem(), written, seen)
	case *types.Map:
		f.walk(t.Elem(), written, seen)
	case *types.Struct:
		for v := range t.Fields() {
			a := f.of(v)
			a.read, a.written = true, a.written || written
			f.walk(v.Type(), written, seen)
		}
	}
}

// whole marks each field of a struct as read, those of the structs inside it too.
func (f *fields) whole(t types.Type) {
	if t == nil {
		return
	}
	switch t := t.Underlying().(type) {
	case *types.Array:
		f.whole(t.Elem())
	case *types.Struct:
		for v := range t.Fields() {
			f.of(v).read = true
			f.whole(v.Type())
		}
	}
}

// tagged marks what an encoder reads and writes.
func (f *fields) tagged(n *ast.StructType) {
	tags := false
	for _, field := range n.Fields.List {
		tags = tags || field.Tag != nil
	}
	for _, field := range n.Fields.List {
		for _, name := range field.Names {
			v := f.code.info.Defs[name].(*types.Var)
			a := f.of(v)
			if tags || name.Name == "_" {
				a.read, a.written = true, true
			}
			// A struct or an array is something without being set.
			switch under(v.Type()).(type) {
			case *types.Struct, *types.Array:
				a.written = true
			}
		}
	}
}

func under(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem().Underlying()
	}
	return t.Underlying()
}

func pointer(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}
