package policy

import (
	"encoding/json"
	"reflect"
	"slices"
)

// Equal reports whether two policies, or two statements, say the same. A server may write
// again what it was given: spaces and the order of members mean nothing, one text is the
// list of it, the order of a list of texts is nobody's, and the principal * is everybody
// of AWS. What is no JSON equals nothing.
func Equal(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(plain(x), plain(y))
}

// plain is a value in the one way of writing that is compared.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			v[name] = plain(value)
		}
		if v["Principal"] == "*" {
			v["Principal"] = map[string]any{"AWS": "*"}
		}
	case []any:
		return plainList(v)
	}
	return v
}

func plainList(list []any) any {
	var texts []string
	for i, value := range list {
		list[i] = plain(value)
		if text, ok := list[i].(string); ok {
			texts = append(texts, text)
		}
	}
	switch {
	case len(list) == 1:
		return list[0]
	case len(texts) < len(list) || len(list) == 0:
		return list
	}
	slices.Sort(texts)
	return texts
}
