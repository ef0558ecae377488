package htmltemplate

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// valueOf is a value without the interfaces around it.
func valueOf(data any) reflect.Value { return bare(reflect.ValueOf(data)) }

func bare(v reflect.Value) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// pipe is what stands between the braces: a name, or not and a name.
func (s scope) pipe(p *parse.PipeNode) (reflect.Value, error) {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 {
		return reflect.Value{}, refused("%s is not known here", p)
	}
	args := p.Cmds[0].Args
	if name, ok := args[0].(*parse.IdentifierNode); ok && name.Ident == "not" && len(args) == 2 {
		v, err := s.named(args[1])
		return reflect.ValueOf(!truth(v)), err
	}
	if len(args) != 1 {
		return reflect.Value{}, refused("%s is not known here", p)
	}
	return s.named(args[0])
}

func (s scope) named(n parse.Node) (reflect.Value, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return bare(s.dot), nil
	case *parse.FieldNode:
		return fields(s.dot, n.Ident)
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return fields(s.all, n.Ident[1:])
		}
		for v := s.variables; v != nil; v = v.outer {
			if v.name == n.Ident[0] {
				return fields(v.value, n.Ident[1:])
			}
		}
	}
	return reflect.Value{}, refused("%s is not known here", n)
}

// fields follows names into structs and maps. A map that lacks the last of them gives the
// invalid value, which is not true and cannot be written.
func fields(v reflect.Value, names []string) (reflect.Value, error) {
	for _, name := range names {
		switch v = bare(v); v.Kind() {
		case reflect.Struct:
			v = v.FieldByName(name)
			if !v.IsValid() || !v.CanInterface() {
				return v, refused("there is no field %s", name)
			}
		case reflect.Map:
			v = v.MapIndex(reflect.ValueOf(name))
		default:
			return v, refused("there is no %s", name)
		}
	}
	return bare(v), nil
}

// truth is what if and with ask.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}

// plain is a value as text: texts, numbers and truths. What has a type of its own might
// want to be written otherwise, and is refused.
func plain(v reflect.Value, n parse.Node) (string, error) {
	if !v.IsValid() {
		return "", refused("nothing is given for %s", n)
	}
	switch value := v.Interface().(type) {
	case string:
		return value, nil
	case CSS:
		return string(value), nil
	case JS:
		return string(value), nil
	case bool, int, int64, float64:
		return fmt.Sprint(value), nil
	}
	return "", refused("%s cannot be written", n)
}
