package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// unsaid is the fields and exported names that the product does not use.
func (c *code) unsaid() []find {
	finds := c.stray
	f := &fields{code: c, seen: map[*types.Var]*access{}, places: map[ast.Expr]bool{}}
	for path := range c.product {
		for _, file := range c.files[path] {
			ast.Inspect(file, f.visit)
		}
	}
	owners := c.owners()
	for v, a := range f.seen {
		if owners[v] == "" || !c.product[v.Pkg().Path()] || v.Embedded() || c.said[""][v.Name()] {
			continue
		}
		switch {
		case !a.read && !a.written:
			finds = append(finds, c.find(v, owners[v], "nobody sets or reads this field"))
		case !a.read:
			finds = append(finds, c.find(v, owners[v], "nobody reads this field"))
		case !a.written:
			finds = append(finds, c.find(v, owners[v], "nobody sets this field"))
		}
	}
	return append(finds, c.exported()...)
}

// exported is the exported names that only their own package uses.
func (c *code) exported() []find {
	users := map[types.Object]map[string]bool{}
	for id, o := range c.info.Uses {
		o = origin(o)
		if users[o] == nil {
			users[o] = map[string]bool{}
		}
		users[o][c.at(id.Pos())] = true
	}
	required := c.required()
	var finds []find
	for _, o := range c.info.Defs {
		if o == nil || !o.Exported() || o.Pkg() == nil || o.Pkg().Name() == "main" || c.said[""][o.Name()] {
			continue
		}
		owner := ""
		if fn, ok := o.(*types.Func); ok && fn.Signature().Recv() != nil {
			owner = named(fn.Signature().Recv().Type())
			if required[fn] || !ast.IsExported(owner) { // whoever holds it as an interface
				continue
			}
		} else if o.Parent() != o.Pkg().Scope() {
			continue // a field, or inside a function
		}
		if f, ok := c.judge(o, owner, users[o]); ok {
			finds = append(finds, f)
		}
	}
	return finds
}

// judge looks who uses an exported name; at is the folders of its users.
func (c *code) judge(o types.Object, owner string, at map[string]bool) (find, bool) {
	home := c.at(o.Pos())
	others := len(at)
	if at[home] {
		others--
	}
	switch {
	case len(at) == 0:
		return c.find(o, owner, "nobody uses it"), true
	case others == 0 && !c.elsewhere(o) && !belongs(o):
		return c.find(o, owner, "only its own package uses it: it need not be exported"), true
	}
	return find{}, false
}

// belongs reports that the name is exported with something else: a type with the
// functions that take or return it, a value with those of its kind, a method with its
// interface.
func belongs(o types.Object) bool {
	switch o := o.(type) {
	case *types.TypeName, *types.Const:
		return true
	case *types.Func:
		recv := o.Signature().Recv()
		return recv != nil && types.IsInterface(recv.Type())
	}
	return false
}

// elsewhere reports that a test of another package says the name.
func (c *code) elsewhere(o types.Object) bool {
	for in, names := range c.said {
		if in != o.Pkg().Path() && names[o.Name()] {
			return true
		}
	}
	return false
}

// required is the methods that an interface asks for: one of somebody else, or
// one of ours that is called through it.
func (c *code) required() map[*types.Func]bool {
	used := map[types.Object]bool{}
	for _, o := range c.info.Uses {
		used[origin(o)] = true
	}
	faces := c.interfaces()
	all := map[*types.Func]bool{}
	for _, o := range c.info.Defs {
		name, ok := o.(*types.TypeName)
		if !ok || types.IsInterface(name.Type()) {
			continue
		}
		methods := types.NewMethodSet(types.NewPointer(name.Type()))
		for face, ours := range faces {
			if methods.Lookup(face.Method(0).Pkg(), face.Method(0).Name()) == nil || !types.Implements(types.NewPointer(name.Type()), face) {
				continue
			}
			for m := range face.Methods() {
				if ours && !used[m] {
					continue
				}
				if s := methods.Lookup(m.Pkg(), m.Name()); s != nil {
					all[s.Obj().(*types.Func).Origin()] = true
				}
			}
		}
		for s := range methods.Methods() { // errors asks for these without a name
			switch s.Obj().Name() {
			case "Is", "As", "Unwrap":
				all[s.Obj().(*types.Func).Origin()] = true
			}
		}
	}
	return all
}

// interfaces is those of the product, and of all it imports.
func (c *code) interfaces() map[*types.Interface]bool {
	faces := map[*types.Interface]bool{types.Universe.Lookup("error").Type().Underlying().(*types.Interface): false}
	for tv := range c.info.Types {
		if t, ok := c.info.TypeOf(tv).Underlying().(*types.Interface); ok && t.NumMethods() > 0 {
			faces[t] = true
		}
	}
	seen := map[*types.Package]bool{}
	var walk func(p *types.Package)
	walk = func(p *types.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, name := range p.Scope().Names() {
			if t, ok := p.Scope().Lookup(name).Type().Underlying().(*types.Interface); ok && t.NumMethods() > 0 {
				faces[t] = c.product[p.Path()]
			}
		}
		for _, q := range p.Imports() {
			walk(q)
		}
	}
	for path := range c.product {
		walk(c.packages[path])
	}
	return faces
}

// owners names the type that each field stands in.
func (c *code) owners() map[*types.Var]string {
	all := map[*types.Var]string{}
	for _, o := range c.info.Defs {
		if name, ok := o.(*types.TypeName); ok {
			if s, ok := name.Type().Underlying().(*types.Struct); ok {
				for v := range s.Fields() {
					all[v.Origin()] = name.Name()
				}
			}
		}
	}
	return all
}

func (c *code) find(o types.Object, owner, what string) find {
	name := c.short(o.Pkg().Path()) + "."
	if owner != "" {
		name += owner + "."
	}
	at := c.fset.Position(o.Pos())
	return find{fmt.Sprintf("%s:%d", c.relative(at.Filename), at.Line), name + o.Name(), what}
}

// at is the folder of a position.
func (c *code) at(pos token.Pos) string {
	file := c.fset.Position(pos).Filename
	for i := len(file) - 1; i >= 0; i-- {
		if file[i] == '/' {
			return file[:i]
		}
	}
	return file
}

func origin(o types.Object) types.Object {
	switch o := o.(type) {
	case *types.Var:
		return o.Origin()
	case *types.Func:
		return o.Origin()
	}
	return o
}

// named is the name of a receiver's type.
func named(t types.Type) string {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}
