package compose

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/say"
	"signet/share/state"
	"signet/ui/kit"
)

// stop is a place on the line of time: so long after the link opens.
type stop struct {
	name  string
	after time.Duration
}

// stops are the beginning and the expiries of the form, evenly spaced: an hour and a
// week are both told from their neighbours.
func stops() []stop {
	out := []stop{{name: "now"}}
	for _, text := range presets() {
		if span, err := say.ParseSpan(text); err == nil {
			out = append(out, stop{text, span})
		}
	}
	return out
}

// along is how far of a line of w cells a time is, counting the cells from 0.
func along(stops []stop, after time.Duration, w int) int {
	last := len(stops) - 1
	if after <= 0 || last < 1 {
		return 0
	}
	for i := 1; i <= last; i++ {
		from, to := stops[i-1].after, stops[i].after
		if after <= to {
			part := float64(after-from) / float64(to-from)
			return int((float64(i-1) + part) / float64(last) * float64(w-1))
		}
	}
	return w - 1
}

// timeline draws when a link opens, ends, and was asked to end: w cells in two rows.
// What is cut off is told by its own sign, and in colour. Of several links it is the
// one that ends last, and first is when the first of them does.
func timeline(t share.Terms, first, now time.Time, soon time.Duration, w int, th *kit.Theme) []string {
	stops := stops()
	if w < 5*len(stops) {
		return nil
	}
	if t.Starts.After(now.Add(time.Minute)) {
		stops[0].name = "opens"
	}
	end, asked := along(stops, t.Ends.Sub(t.Starts), w), along(stops, t.Asked.Sub(t.Starts), w)
	style := th.State(state.Of(time.Time{}, t.Ends, now, soon)) // once it opens
	rest := w - end - 1
	cut := ""
	if t.Shortened() && asked > end {
		cut = th.Warn.Render(strings.Repeat("╌", asked-end-1) + "✗")
		rest = w - asked - 1
	}
	line := style.Render(upTo(end, along(stops, first.Sub(t.Starts), w))) + cut + th.Border.Render(strings.Repeat("─", rest))
	return []string{line, th.Muted.Render(scale(stops, w))}
}

// upTo is the line to its end, with another sign where the first of several ends.
func upTo(end, first int) string {
	if first >= end {
		return strings.Repeat("━", end) + "●"
	}
	return strings.Repeat("━", first) + "●" + strings.Repeat("━", end-first-1) + "●"
}

// scale writes the names of the stops under their places.
func scale(stops []stop, w int) string {
	var b strings.Builder
	used := 0
	for i, s := range stops {
		n := ansi.StringWidth(s.name)
		at := min(max(along(stops, s.after, w)-n/2, 0), w-n)
		if i > 0 {
			at = max(at, used+1)
		}
		b.WriteString(strings.Repeat(" ", max(at-used, 0)) + s.name)
		used = max(at, used) + n
	}
	return b.String()
}
