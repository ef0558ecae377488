package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// filterHint says what can be typed; the names are those of the flags of signet
// log, and is: is short for state:.
const filterHint = "words, or is:open bucket:B to:WHO note:TEXT op:get key:AKIA... since:7d until:2026-03-01"

// parseFilter reads a filter as typed: name:value pairs, values with spaces in
// quotes, and everything else as the text to look for. A problem is a sentence
// for the person who types; what can be understood counts already.
func parseFilter(text string, now time.Time) (q ledger.Query, problem string) {
	var words []string
	for _, f := range fields(text) {
		name, value, ok := strings.Cut(f.text, ":")
		if !ok || f.quoted {
			words = append(words, f.text)
			continue
		}
		known, p := setField(&q, strings.ToLower(name), value, now)
		if !known {
			words = append(words, f.text)
		}
		if p != "" && problem == "" {
			problem = p
		}
	}
	q.Text = strings.Join(words, " ")
	return q, problem
}

func setField(q *ledger.Query, name, value string, now time.Time) (known bool, problem string) {
	switch name {
	case "state", "is":
		q.State, problem = parseState(value)
	case "bucket":
		q.Bucket = value
	case "to":
		q.Recipient = value
	case "note":
		q.Note = value
	case "op":
		if value == "" {
			return true, ""
		}
		op, err := share.ParseShared(value)
		if err != nil {
			return true, "op: one of " + strings.Join(share.OperationNames(), ", ")
		}
		q.Operation = op
	case "key":
		q.Key = value
	case "batch":
		q.Group = value
	case "since":
		q.Since, problem = parseTime(value, now)
	case "until":
		q.Until, problem = parseTime(value, now)
	default:
		return false, ""
	}
	return true, problem
}

// parseState takes the beginning of a state's name.
func parseState(value string) (ledger.State, string) {
	if value == "" {
		return "", ""
	}
	value = strings.ToLower(value)
	states := ledger.States()
	if i := slices.Index(states, ledger.State(value)); i >= 0 {
		return states[i], ""
	}
	for _, s := range states {
		if strings.HasPrefix(string(s), value) {
			return s, ""
		}
	}
	return "", "state: one of open, opens-later, ended, ended-early, revoked, failed, starting"
}

// parseTime takes a length of time back from now, or a date.
func parseTime(value string, now time.Time) (time.Time, string) {
	if value == "" {
		return time.Time{}, ""
	}
	t, err := say.ParsePast(value, now)
	var unclear *say.UnclearError
	if errors.As(err, &unclear) {
		return time.Time{}, unclear.Next
	}
	if err != nil {
		return time.Time{}, "write 90m, 12h, 7d, or a date such as 2026-03-01"
	}
	return t, ""
}

type field struct {
	text   string
	quoted bool
}

// fields splits at spaces outside of quotes. A quote that is not closed goes to
// the end: the text is still being typed.
func fields(text string) []field {
	var out []field
	var b strings.Builder
	inside, started, quoted := false, false, false
	flush := func() {
		if started {
			out = append(out, field{b.String(), quoted})
		}
		b.Reset()
		started, quoted = false, false
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted = quoted || !started
			inside, started = !inside, true
		case unicode.IsSpace(r) && !inside:
			flush()
		default:
			b.WriteRune(r)
			started = true
		}
	}
	flush()
	return out
}

// filterWords is the filter in words, for the line over the rows.
func filterWords(q ledger.Query) string {
	var out []string
	add := func(format, value string) {
		if value != "" {
			out = append(out, fmt.Sprintf(format, value))
		}
	}
	add("%s", string(q.State))
	add("in %s", q.Bucket)
	add("to %s", q.Recipient)
	add("noted %s", q.Note)
	add("by key %s", q.Key)
	add("batch %s", q.Group)
	if q.Operation != "" {
		add("%s", q.Operation.Info().Name)
	}
	if !q.Since.IsZero() {
		add("since %s", say.DayAndMinute(q.Since))
	}
	if !q.Until.IsZero() {
		add("until %s", say.DayAndMinute(q.Until))
	}
	add("with %q", q.Text)
	return strings.Join(out, ", ")
}
