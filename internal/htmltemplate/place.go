package htmltemplate

import (
	"bytes"
	"reflect"
	"strings"
	"text/template/parse"
)

// kind says in which sort of place of a page a text stands.
type kind int

const (
	content kind = iota // between elements
	tag                 // inside a tag, outside the quotes
	quoted              // inside the quotes of an attribute
	raw                 // inside a style or a script element
)

// place is where in a page the next text stands.
type place struct {
	kind      kind
	element   string // of tag, quoted and raw
	attribute string // of quoted
	begun     bool   // quoted: something stands there already
}

// text writes what the template itself says, and follows where that leads.
func (f *filling) text(text []byte) error {
	for rest := text; len(rest) > 0; {
		n, err := f.at.next(rest)
		if err != nil {
			return err
		}
		rest = rest[n:]
	}
	_, err := f.w.Write(text)
	return err
}

// next follows the text to where the next place begins, or to its end.
func (p *place) next(text []byte) (int, error) {
	switch p.kind {
	case content:
		at := bytes.IndexByte(text, '<')
		if at < 0 {
			return len(text), nil
		}
		name := element(text[at+1:])
		if strings.Trim(name, "/!") == "" {
			return 0, refused("a < begins no tag in %q", text)
		}
		*p = place{kind: tag, element: strings.ToLower(name)}
		return at + 1 + len(name), nil
	case tag:
		return p.inTag(text)
	case quoted:
		end := bytes.IndexByte(text, '"')
		if end < 0 {
			p.begun = true
			return len(text), nil
		}
		*p = place{kind: tag, element: p.element}
		return end + 1, nil
	default:
		end := bytes.Index(bytes.ToLower(text), []byte("</"+p.element))
		if end < 0 {
			return len(text), nil
		}
		end += len("</") + len(p.element)
		*p = place{kind: tag, element: "/" + p.element}
		return end, nil
	}
}

// element is the name that a tag begins with, after the stroke of one that ends an
// element; empty: it is no tag.
func element(text []byte) string {
	end := 0
	for end < len(text) && (isLetter(text[end]) || end == 0 && (text[0] == '/' || text[0] == '!') || end > 0 && '0' <= text[end] && text[end] <= '9') {
		end++
	}
	return string(text[:end])
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func (p *place) inTag(text []byte) (int, error) {
	end := bytes.IndexAny(text, `>"'`)
	switch {
	case end < 0:
		return len(text), nil
	case text[end] == '\'':
		return 0, refused("attributes have double quotes here")
	case text[end] == '>' && (p.element == "style" || p.element == "script"):
		p.kind = raw
	case text[end] == '>':
		*p = place{}
	default:
		before, equals := bytes.CutSuffix(text[:end], []byte("="))
		name := before[bytes.LastIndexAny(before, " \t\r\n\f/")+1:]
		if !equals || len(name) == 0 {
			return 0, refused("a quote without an attribute in %q", text)
		}
		*p = place{kind: quoted, element: p.element, attribute: strings.ToLower(string(name))}
	}
	return end + 1, nil
}

// value writes a value as its place demands.
func (f *filling) value(v reflect.Value, n parse.Node) error {
	text, err := plain(v, n)
	if err != nil {
		return err
	}
	switch p := &f.at; p.kind {
	case content:
		text = escape(text)
	case quoted:
		switch {
		case p.runs():
			return refused("%s stands in %s", n, p.attribute)
		case p.leads() && p.begun:
			return refused("%s is part of an address", n)
		case p.leads():
			text = escape(address(text))
		default:
			text = escape(text)
		}
		p.begun = true
	case raw:
		if !own(p.element, v) {
			return refused("%s stands in a %s element", n, p.element)
		}
	default:
		return refused("%s stands in a tag", n)
	}
	_, err = f.w.WriteString(text)
	return err
}

// leads reports an attribute that holds an address which is opened or sent to.
func (p place) leads() bool {
	switch strings.TrimPrefix(p.attribute, "data-") {
	case "action", "formaction", "href", "xlink:href", "cite", "poster", "background", "data", "manifest", "icon", "archive", "codebase", "usemap", "longdesc", "classid", "profile", "xmlns":
		return true
	}
	return strings.Contains(p.attribute, "src") || strings.Contains(p.attribute, "uri") || strings.Contains(p.attribute, "url")
}

// runs reports an attribute that holds a script, a style or a list of addresses.
func (p place) runs() bool {
	return strings.HasPrefix(p.attribute, "on") || p.attribute == "style" || strings.HasSuffix(p.attribute, "srcset") || p.attribute == "srcdoc"
}

// own reports what may stand in a style or a script element as it is: what is of the
// program itself, and in a style numbers too.
func own(element string, v reflect.Value) bool {
	if element == "script" {
		return v.Type() == reflect.TypeFor[JS]()
	}
	return v.Type() == reflect.TypeFor[CSS]() || v.CanFloat() || v.CanInt()
}
