package buckets

import (
	"strings"
	"time"

	"signet/s3browser"
	"signet/share/say"
)

// lifecycle puts the rules of a bucket into words, one line a rule.
func lifecycle(rules []s3browser.LifecycleRule) []string {
	if len(rules) == 0 {
		return []string{"no rules: nothing ends by itself"}
	}
	out := make([]string, len(rules))
	for i := range rules {
		out[i] = ruleWords(&rules[i])
	}
	return out
}

// ruleWords is what a rule does, and to what.
func ruleWords(r *s3browser.LifecycleRule) string {
	does := ruleDoes(r)
	if len(does) == 0 {
		does = []string{"nothing that is known here"}
	}
	text := about(r) + ": " + strings.Join(does, ", ")
	if r.Name != "" {
		text += " (" + r.Name + ")"
	}
	if r.Off {
		text = "off: " + text
	}
	return text
}

func ruleDoes(r *s3browser.LifecycleRule) (does []string) {
	for _, m := range r.Moves {
		does = append(does, "to "+m.Class+" "+when(m.Days, m.Date))
	}
	if r.Days > 0 || !r.Date.IsZero() {
		does = append(does, "removed "+when(r.Days, r.Date))
	}
	for _, m := range r.OldMoves {
		does = append(does, "old versions to "+m.Class+" "+when(m.Days, m.Date))
	}
	if r.Old > 0 {
		text := "old versions removed " + when(r.Old, time.Time{})
		if r.Keep > 0 {
			text += ", but the newest " + say.Count(r.Keep)
		}
		does = append(does, text)
	}
	if r.Markers {
		does = append(does, "delete markers that hide nothing removed")
	}
	if r.Parts > 0 {
		does = append(does, "unfinished uploads removed "+when(r.Parts, time.Time{}))
	}
	return does
}

func when(days int, date time.Time) string {
	if !date.IsZero() {
		return "from " + say.Day(date) + " on"
	}
	return "after " + say.Days(days)
}

// about is which objects a rule is for.
func about(r *s3browser.LifecycleRule) string {
	var parts []string
	if r.Prefix != "" {
		parts = append(parts, "below "+r.Prefix)
	}
	for _, t := range r.Tags {
		parts = append(parts, "tagged "+t.Key+"="+t.Value)
	}
	if r.Larger > 0 {
		parts = append(parts, "larger than "+say.Bytes(r.Larger))
	}
	if r.Smaller > 0 {
		parts = append(parts, "smaller than "+say.Bytes(r.Smaller))
	}
	if len(parts) == 0 {
		return "all objects"
	}
	return strings.Join(parts, ", ")
}
