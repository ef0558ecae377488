package share

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/share/say"
)

// Item is one thing that somebody is asked to send.
type Item struct {
	Name  string   // in the words of whoever asks: "passport"
	Types []string // content types that are taken, a family as image/*; none: any
	Most  int64    // bytes of one file; 0: DefaultMaxSize
}

// The bounds of a request: a page that asks for more is no page that anybody reads, and
// each type is a form of its own in it.
const (
	MaxItems     = 50
	MaxItemTypes = 8
)

// itemForm is how an item is written.
const itemForm = `write NAME:TYPES:SIZE, as in "passport:image/*,application/pdf:10MB"; types and size may be left out`

// ParseItems reads items as they are written, each as NAME, NAME:TYPES or
// NAME:TYPES:SIZE. Errors are of type *UsageError.
func ParseItems(texts []string) ([]Item, error) {
	items := make([]Item, 0, len(texts))
	for _, text := range texts {
		item, err := parseItem(text)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(items, func(other Item) bool { return strings.EqualFold(other.Name, item.Name) }) {
			return nil, badItem(fmt.Sprintf("%q is asked for twice", clip(item.Name)), "give each a name of its own")
		}
		items = append(items, item)
	}
	switch {
	case len(items) == 0:
		return nil, badItem("nothing is asked for", itemForm)
	case len(items) > MaxItems:
		return nil, badItem(fmt.Sprintf("%d things are more than a page asks for", len(items)), fmt.Sprintf("ask for at most %d, and for the rest on another page", MaxItems))
	}
	return items, nil
}

func badItem(problem, hint string) error {
	return &UsageError{Op: "--item", Problem: problem, Hint: hint}
}

func parseItem(text string) (item Item, err error) {
	name, rest, _ := strings.Cut(text, ":")
	types, size, sized := strings.Cut(rest, ":")
	item.Name = strings.TrimSpace(name)
	switch {
	case item.Name == "":
		return item, badItem(fmt.Sprintf("%q has no name", clip(text)), itemForm)
	case utf8.RuneCountInString(item.Name) > MaxItem:
		return item, badItem(fmt.Sprintf("%q is longer than %d characters", clip(item.Name), MaxItem), itemForm)
	case say.Printable(item.Name) != item.Name:
		return item, badItem(fmt.Sprintf("%q has characters that nobody sees", clip(item.Name)), "leave them out")
	case strings.Contains(size, ":"):
		return item, badItem(fmt.Sprintf("%q has more than three parts", clip(text)), "a name has no colon in it: "+itemForm)
	}
	if item.Types, err = itemTypes(types); err != nil {
		return item, err
	}
	if sized && strings.TrimSpace(size) != "" {
		var ok bool
		if item.Most, ok = say.ParseBytes(strings.TrimSpace(size)); !ok {
			return item, badItem(fmt.Sprintf("%q is no size", clip(size)), itemForm)
		}
		if item.Most == 0 {
			return item, badItem("a file of "+clip(item.Name)+" has at least 1 byte", itemForm)
		}
	}
	var usage *UsageError
	if err := item.Options()[0].Check(Form); errors.As(err, &usage) {
		return item, badItem("the size of "+clip(item.Name)+" "+usage.Problem, cmp.Or(usage.Hint, itemForm))
	}
	return item, nil
}

func itemTypes(text string) (types []string, err error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	for t := range strings.SplitSeq(text, ",") {
		t = strings.ToLower(strings.TrimSpace(t))
		family, sort, found := strings.Cut(t, "/")
		switch {
		case !found || !typeName(family) || sort != "*" && !typeName(sort):
			return nil, badItem(fmt.Sprintf("%q is no content type", clip(t)), "write application/pdf, or image/* for all pictures; leave types out for any")
		case slices.Contains(types, t):
			return nil, badItem(fmt.Sprintf("%q is named twice", clip(t)), "name each type once")
		}
		types = append(types, t)
	}
	if len(types) > MaxItemTypes {
		return nil, badItem(fmt.Sprintf("%d types are too many for one thing", len(types)), fmt.Sprintf("name at most %d, or families such as image/*", MaxItemTypes))
	}
	return types, nil
}

// typeName reports one half of a content type (RFC 6838, 4.2).
func typeName(s string) bool {
	return s != "" && len(s) <= 127 && !strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$&-^_.+", r)
	})
}

// Options are those of the forms by which an item is sent: one for each type, since a
// policy demands all of its conditions at once.
func (i Item) Options() []Options {
	plain := Options{KeyPrefix: true, MaxSize: i.Most, SuccessStatus: 201}
	if len(i.Types) == 0 {
		return []Options{plain}
	}
	all := make([]Options, 0, len(i.Types))
	for _, t := range i.Types {
		o := plain
		o.ContentType, o.ContentTypePrefix = strings.CutSuffix(t, "*")
		all = append(all, o)
	}
	return all
}

// String writes the item as it is read.
func (i Item) String() string {
	s := i.Name + ":" + strings.Join(i.Types, ",")
	if i.Most > 0 {
		s += fmt.Sprintf(":%d", i.Most)
	}
	return strings.TrimSuffix(s, ":")
}

// Slug is the item's name as part of a key, which says to whoever looks into the bucket
// what is there: letters, digits and hyphens.
func (i Item) Slug() string {
	var b strings.Builder
	for _, r := range strings.ToLower(i.Name) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 40 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}
