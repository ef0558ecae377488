package htmltemplate

import (
	"bufio"
	"reflect"
	"text/template/parse"
)

// filling is one execution: what is filled, and where in the page it is.
type filling struct {
	t  *Template
	w  *bufio.Writer
	at place
}

// scope is what names mean: the dot, the data of the whole, and the variables of loops.
type scope struct {
	dot, all  reflect.Value
	variables *variable
}

type variable struct {
	name  string
	value reflect.Value
	outer *variable
}

func (f *filling) template(name string, data reflect.Value) error {
	tree := f.t.trees[name]
	if tree == nil || tree.Root == nil {
		return refused("there is no %q", name)
	}
	return f.list(tree.Root, scope{dot: data, all: data})
}

func (f *filling) list(list *parse.ListNode, s scope) error {
	if list == nil {
		return nil
	}
	for _, n := range list.Nodes {
		if err := f.node(n, s); err != nil {
			return err
		}
	}
	return nil
}

func (f *filling) node(n parse.Node, s scope) error {
	switch n := n.(type) {
	case *parse.TextNode:
		return f.text(n.Text)
	case *parse.ActionNode:
		v, err := s.pipe(n.Pipe)
		if err != nil {
			return err
		}
		return f.value(v, n)
	case *parse.IfNode:
		return f.branch(&n.BranchNode, s, false)
	case *parse.WithNode:
		return f.branch(&n.BranchNode, s, true)
	case *parse.RangeNode:
		return f.loop(n, s)
	case *parse.TemplateNode:
		var data reflect.Value
		if n.Pipe != nil {
			var err error
			if data, err = s.pipe(n.Pipe); err != nil {
				return err
			}
		}
		return f.template(n.Name, data)
	}
	return refused("%s is not known here", n)
}

// branch is an if, or a with, in which the dot is what was found.
func (f *filling) branch(n *parse.BranchNode, s scope, with bool) error {
	v, err := s.pipe(n.Pipe)
	switch {
	case err != nil:
		return err
	case !truth(v):
		return f.list(n.ElseList, s)
	case with:
		s.dot = v
	}
	return f.list(n.List, s)
}

func (f *filling) loop(n *parse.RangeNode, s scope) error {
	v, err := s.pipe(&parse.PipeNode{Cmds: n.Pipe.Cmds})
	if err != nil {
		return err
	}
	if !truth(v) {
		return f.list(n.ElseList, s)
	}
	if v.Kind() != reflect.Slice {
		return refused("%s is no list", n.Pipe)
	}
	for i := range v.Len() {
		inner := s
		inner.dot = v.Index(i)
		for d, value := range names(n.Pipe.Decl, reflect.ValueOf(i), inner.dot) {
			inner.variables = &variable{d, value, inner.variables}
		}
		if err := f.list(n.List, inner); err != nil {
			return err
		}
	}
	return nil
}

// names are the variables of a loop: the element, or its number and the element.
func names(declared []*parse.VariableNode, number, element reflect.Value) func(func(string, reflect.Value) bool) {
	return func(yield func(string, reflect.Value) bool) {
		values := []reflect.Value{number, element}
		values = values[len(values)-min(len(declared), len(values)):]
		for i, value := range values {
			if !yield(declared[i].Ident[0], value) {
				return
			}
		}
	}
}
