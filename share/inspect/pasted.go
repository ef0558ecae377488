package inspect

import (
	"encoding/json"
	"html"
	"strings"

	"signet/internal/lazyregexp"
)

// pastedForm is an upload form as it was found in a text. fields is nil if only
// a policy was pasted; its names are in lower case.
type pastedForm struct {
	action string
	policy string
	fields map[string]string
}

var (
	formTag   = lazyregexp.New(`(?is)<form\b[^>]*>`)
	inputTag  = lazyregexp.New(`(?is)<input\b[^>]*>`)
	attribute = lazyregexp.New(`(?is)\b(action|name|value)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))`)
	curlField = lazyregexp.New(`(?s)(?:-F|--form|--form-string)[ =]*(?:'([A-Za-z0-9_-]+)=([^']*)'|"([A-Za-z0-9_-]+)=([^"]*)"|([A-Za-z0-9_-]+)=(\S*))`)
)

// readForm finds an upload form in a text.
func readForm(text string) (pastedForm, bool) {
	if strings.HasPrefix(text, "{") {
		if f, ok := jsonForm(text); ok {
			return f, true
		}
	}
	if inputTag.MatchString(text) {
		if f, ok := htmlForm(text); ok {
			return f, true
		}
	}
	if curlField.MatchString(text) {
		if f, ok := curlForm(text); ok {
			return f, true
		}
	}
	if isPolicyText(text) {
		return pastedForm{policy: text}, true
	}
	return printedForm(text)
}

// jsonForm reads a policy document, or the fields as SDKs return them:
// {"url": ..., "fields": {...}} of boto3, and a bare object of fields; signet
// itself writes them as a list.
func jsonForm(text string) (pastedForm, bool) {
	if _, ok := decodePolicy(text); ok {
		return pastedForm{policy: text}, true
	}
	var doc map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &doc) != nil {
		return pastedForm{}, false
	}
	f := pastedForm{}
	raw := []byte(text)
	for name, value := range doc {
		var s string
		switch strings.ToLower(name) {
		case "url", "action", "endpoint":
			if json.Unmarshal(value, &s) == nil {
				f.action = s
			}
		case "fields", "values", "formdata", "form_data":
			raw = value
		}
	}
	f.fields = jsonFields(raw)
	f.policy = f.fields["policy"]
	return f, f.policy != ""
}

// jsonFields reads fields as an object, or as a list of names and values, which
// keeps their order: so signet writes them.
func jsonFields(raw []byte) map[string]string {
	out := map[string]string{}
	var list []struct{ Name, Value string }
	if json.Unmarshal(raw, &list) == nil {
		for _, f := range list {
			out[strings.ToLower(f.Name)] = f.Value
		}
		return out
	}
	var fields map[string]any
	_ = json.Unmarshal(raw, &fields) // what is neither has no fields
	for name, value := range fields {
		if s, ok := value.(string); ok {
			out[strings.ToLower(name)] = s
		}
	}
	return out
}

// htmlForm reads the first form of a page. This is not a parser of HTML: forms
// of this kind are flat lists of inputs.
func htmlForm(text string) (pastedForm, bool) {
	f := pastedForm{fields: map[string]string{}}
	f.action = attributes(formTag.FindString(text))["action"]
	for _, tag := range inputTag.FindAllString(text, 200) {
		a := attributes(tag)
		if name := strings.ToLower(a["name"]); name != "" {
			f.fields[name] = a["value"]
		}
	}
	f.policy = f.fields["policy"]
	return f, f.policy != ""
}

func attributes(tag string) map[string]string {
	out := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(tag, 20) {
		if name := strings.ToLower(m[1]); out[name] == "" {
			out[name] = html.UnescapeString(m[2] + m[3] + m[4])
		}
	}
	return out
}

// curlForm reads the -F fields of a curl command.
func curlForm(text string) (pastedForm, bool) {
	f := pastedForm{fields: map[string]string{}}
	for _, m := range curlField.FindAllStringSubmatch(text, 200) {
		f.fields[strings.ToLower(m[1]+m[3]+m[5])] = m[2] + m[4] + m[6]
	}
	if at := urlStart.FindStringIndex(text); at != nil {
		f.action, _ = piece(strings.TrimRight(text[at[0]:], "'\""))
		f.action = strings.TrimRight(f.action, `'"`)
	}
	f.policy = f.fields["policy"]
	return f, f.policy != ""
}
