package batch

import (
	"strings"
	"time"

	"signet/share/many"
	"signet/share/say"
)

// fewReasons is how many reasons still make a sentence.
const fewReasons = 2

// ends says when the links end. They were asked for with one end, but a guard
// rail, a lifecycle rule or a session may have shortened some of them.
func ends(r many.Result, now time.Time) string {
	first, last := say.Moment(r.Earliest, now), say.Moment(r.Latest, now)
	if first == last { // to what a person reads
		if r.Early == 0 {
			return "All of them end " + first + "."
		}
		return "All of them end " + first + ", earlier than asked for" + because(r) + "."
	}
	some := say.Count(r.Early) + " of them end"
	switch r.Early {
	case 1:
		some = "1 of them ends"
	case r.Links:
		some = "each of them ends"
	}
	return "They end between " + first + " and " + last + ": " + some + " earlier than asked for" + because(r) + "."
}

func because(r many.Result) string {
	reasons := r.Because()
	if len(reasons) == 0 || len(reasons) > fewReasons {
		return ""
	}
	return ", because " + strings.Join(reasons, ", or because ")
}
