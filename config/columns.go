package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

const (
	columnsHint = `some of size, date, class, etag, as "size, date"`
	sortHint    = `name, size, date or class; "-size" for the greatest first`
)

// parseColumns reads the columns of the list of objects, in their order. None but the
// name is a choice, too.
func parseColumns(text string) ([]string, error) {
	list := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	for i, name := range list {
		switch {
		case !slices.Contains([]string{"size", "date", "class", "etag"}, name):
			return nil, fmt.Errorf("names %q, which is no column", name)
		case slices.Contains(list[:i], name):
			return nil, fmt.Errorf("names %s twice", name)
		}
	}
	return append([]string{}, list...), nil
}

func joined(list []string) string { return strings.Join(list, ", ") }

// parseSort reads what the list of objects is sorted by.
func parseSort(text string) (string, error) {
	if !slices.Contains([]string{"name", "size", "date", "class"}, strings.TrimPrefix(text, "-")) {
		return text, errors.New("is nothing to sort by")
	}
	return text, nil
}
