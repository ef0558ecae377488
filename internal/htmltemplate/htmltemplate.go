// Package htmltemplate fills the program's own HTML templates in the language and with
// the escaping of html/template, whose answers its tests hold it to. It knows of that
// language what the templates use, and refuses the rest. Unlike html/template it calls no
// method by a name that is known at run time only: a program that does so keeps every
// exported method of everything it links, which was a fifth of this one (docs/adr/0051).
package htmltemplate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"text/template/parse"
)

// CSS is a style sheet of the program's own, for a style element.
type CSS string

// JS is a script of the program's own, for a script element.
type JS string

// Template is a parsed text with all that it defines.
type Template struct {
	name  string
	trees map[string]*parse.Tree
}

// Parse reads a template. What it defines can be executed by name.
func Parse(name, text string) (*Template, error) {
	trees, err := parse.Parse(name, text, "", "", map[string]any{"not": true})
	return &Template{name, trees}, err
}

// Execute writes the template filled with data: a struct, or a map of strings.
func (t *Template) Execute(w io.Writer, data any) error { return t.ExecuteTemplate(w, t.name, data) }

// ExecuteTemplate writes one of those that the template defines. When it fails, what was
// written before the failure has been written.
func (t *Template) ExecuteTemplate(w io.Writer, name string, data any) error {
	b := bufio.NewWriter(w)
	f := &filling{t: t, w: b}
	err := f.template(name, valueOf(data))
	if err == nil && f.at.kind != content {
		err = refused("%q ends inside of a tag", name)
	}
	return errors.Join(err, b.Flush())
}

// refused is a template, or a value in it, that is not filled.
func refused(format string, args ...any) error {
	return fmt.Errorf("template: "+format, args...)
}
