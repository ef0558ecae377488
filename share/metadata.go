package share

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// metaPrefix begins the name of every header that carries metadata.
const metaPrefix = "x-amz-meta-"

// ParseMetadata reads name=value pairs separated by commas. A comma that belongs
// to a value is written \, and a backslash before a comma or another one \\;
// anywhere else a backslash is one.
func ParseMetadata(text string) (map[string]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	out := map[string]string{}
	for _, pair := range splitPairs(text) {
		if err := addMetadata(out, pair, `a comma in a value is written \,`); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// splitPairs cuts at the commas that stand for themselves.
func splitPairs(text string) (pairs []string) {
	var pair strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && (text[i+1] == ',' || text[i+1] == '\\'):
			i++
			pair.WriteByte(text[i])
		case c == ',':
			pairs = append(pairs, pair.String())
			pair.Reset()
		default:
			pair.WriteByte(c)
		}
	}
	return append(pairs, pair.String())
}

// AddMetadata adds one name=value pair, in which a comma is a comma.
func AddMetadata(to map[string]string, pair string) error { return addMetadata(to, pair, "") }

func addMetadata(to map[string]string, pair, hint string) error {
	k, v, ok := strings.Cut(pair, "=")
	k = strings.ToLower(strings.TrimSpace(k))
	k = strings.TrimPrefix(k, metaPrefix)
	if !ok || k == "" {
		return &UsageError{Op: "--metadata", Problem: fmt.Sprintf("%q is not name=value", clip(pair)), Hint: hint}
	}
	to[k] = strings.TrimSpace(v)
	return nil
}

// JoinMetadata writes metadata as ParseMetadata reads it, sorted by name.
func JoinMetadata(m map[string]string) string {
	escape := strings.NewReplacer(`\`, `\\`, ",", `\,`)
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		name := k
		if strings.HasPrefix(k, metaPrefix) {
			name = metaPrefix + k // one of them is taken off
		}
		pairs = append(pairs, escape.Replace(name+"="+m[k]))
	}
	return strings.Join(pairs, ", ")
}
