package inspect

import (
	"strings"

	"signet/internal/lazyregexp"
)

// Fields of an upload form as programs print them: Python's dict, PHP's print_r,
// var_export and var_dump, Ruby's inspect, Go's %v and %+v, JavaScript's util.inspect,
// Rust's {:?}, Java's Map.toString, and JSON within other text. A value is in quotes,
// or ends where the next name begins.
var (
	quotedField = lazyregexp.New(`["':$]?([A-Za-z][A-Za-z0-9_$-]*)(?:["']?\]?\s*(?:=>|[:=])|["'],)\s*(?:string\(\d+\)\s*)?(?:String::from\()?(["'])`)
	pairField   = lazyregexp.New(`["'](?i:name|key)["']\s*(?:=>|[:=])\s*["']([A-Za-z][A-Za-z0-9_$-]*)["']\s*,\s*["'](?i:value)["']\s*(?:=>|[:=])\s*(["'])`)
	bareField   = lazyregexp.New(`(?:^|[\s\[{,(])\[?([A-Za-z][A-Za-z0-9_$-]*)\]?(?: => |: ?|=)`)
)

// maxFields bounds what is read of a form.
const maxFields = 200

// printedForm finds the fields of a form in the output of a program.
func printedForm(text string) (pastedForm, bool) {
	if !strings.Contains(strings.ToLower(text), "policy") {
		return pastedForm{}, false
	}
	for _, read := range []func(string) map[string]string{pairFields, quotedFields, bareFields} {
		fields := read(text)
		_, readable := decodePolicy(fields["policy"])
		signed := fields["x-amz-signature"] != "" || fields["signature"] != "" || fields["x-goog-signature"] != ""
		if fields["policy"] == "" || !readable && !signed {
			continue
		}
		f := pastedForm{policy: fields["policy"], fields: fields}
		for _, name := range []string{"url", "action", "endpoint", "uri"} {
			if f.action == "" && urlStart.MatchString(fields[name]) {
				f.action = fields[name]
			}
		}
		if at := urlStart.FindStringIndex(text); f.action == "" && at != nil {
			f.action, _ = piece(text[at[0]:])
			f.action = strip(f.action)
		}
		return f, true
	}
	return pastedForm{}, false
}

func pairFields(text string) map[string]string { return inQuotes(text, pairField) }

func quotedFields(text string) map[string]string { return inQuotes(text, quotedField) }

// inQuotes reads names with a value in quotes. The first of a name counts.
func inQuotes(text string, field *lazyregexp.Regexp) map[string]string {
	out := map[string]string{}
	for _, m := range field.FindAllStringSubmatchIndex(text, maxFields) {
		name := strings.ToLower(text[m[2]:m[3]])
		if _, twice := out[name]; !twice {
			out[name] = quotedValue(text[m[5]:], text[m[4]:m[5]])
		}
	}
	return out
}

// operator is what joins two strings of a program, with their quotes.
var operator = lazyregexp.New(`^["']\s*[+.]\s*["']`)

// quotedValue reads up to the quote that closes, over strings that are joined.
func quotedValue(rest, quote string) string {
	var b strings.Builder
	for i := 0; i < len(rest) && b.Len() < maxLink; i++ {
		switch c := rest[i : i+1]; {
		case c == `\` && i+1 < len(rest):
			i++
			b.WriteByte(rest[i])
		case c != quote:
			b.WriteString(c)
		default:
			joined := operator.FindString(rest[i:min(len(rest), i+128)])
			if joined == "" || !strings.HasSuffix(joined, quote) {
				return b.String()
			}
			i += len(joined) - 1
		}
	}
	return b.String()
}

// bareFields reads names whose values stand there without quotes.
func bareFields(text string) map[string]string {
	out := map[string]string{}
	all := bareField.FindAllStringSubmatchIndex(text, maxFields)
	for i, m := range all {
		end := len(text)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		value, _, _ := strings.Cut(strings.TrimLeft(text[m[1]:end], " "), "\n")
		if cut := strings.IndexAny(value, "]})"); cut >= 0 && !strings.Contains(value, "${") {
			value = value[:cut]
		}
		name := strings.ToLower(text[m[2]:m[3]])
		if _, twice := out[name]; !twice {
			out[name] = strings.TrimRight(value, " ,;\r")
		}
	}
	return out
}
