package handoff

import (
	"time"

	"signet/share/say"
)

// What a sender is told, on the screen and on the command line alike.

// Promises are how often, how long and how the document is had.
func Promises(t Terms, now time.Time) []string {
	out := []string{"1 press, until " + say.Moment(t.Ends, now)}
	if t.Uses != 1 {
		out[0] = say.Count(t.Uses) + " presses, until " + say.Moment(t.Ends, now)
	}
	return append(out, Gives(t))
}

// Remaining is how many presses are left.
func Remaining(left, uses int) string {
	switch {
	case uses == 1 && left == 1:
		return say.Things(left, "press") + " left"
	case left == 1:
		return say.Things(left, "press") + " of " + say.Count(uses) + " left"
	}
	return say.Count(left) + " of " + say.Count(uses) + " presses left"
}

// Gives is what a press gives.
func Gives(t Terms) string {
	if t.Stream {
		return "Each press gives it once: the bytes go through here, and what breaks off is resumed from there."
	}
	return "Each press opens it for " + t.opensFor() + "."
}

// Became is how far a press that streams is; empty: it does not stream.
func Became(p Press) string {
	switch p.Stream {
	case Waiting:
		return "pressed"
	case Streaming:
		return "on its way"
	case Broken:
		return "broke off after " + say.Bytes(p.Bytes)
	case Delivered:
		return "delivered"
	case Lost:
		return "broke off after " + say.Bytes(p.Bytes) + ", as often as it may"
	case Returned:
		return "got nothing, and does not count"
	case Led:
	}
	return ""
}

// Cautions are what others can do.
func Cautions(t Terms) []string {
	var out []string
	switch {
	case t.Within():
	case !t.Encrypted() && t.Stream:
		out = append(out, "Others on this network can read along: the address, and the document.")
	case !t.Encrypted():
		out = append(out, "Others on this network can read along, and open what is opened.")
	case t.Fingerprint != "":
		out = append(out, "Browsers warn of its certificate, which was made here: its SHA-256 fingerprint must be this one, and the page cannot vouch for itself.")
	}
	if t.Request.Page != "" {
		out = append(out, "Whoever has opened the page can use what is on it until its share ends.")
	}
	for _, r := range t.Advice {
		switch {
		case r.Code == "denied": // whoever fetches it
			out = append(out, "! "+r.Text+".")
		case !t.Stream:
			out = append(out, "! "+r.Text+". Let the bytes go through here for who cannot reach it.")
		}
	}
	if len(t.Allow) == 0 {
		return append(out, "Whoever sees the code can press.")
	}
	return append(out, "Only from "+networks(t.Allow)+".")
}

// Failure is why a press got nothing, or does not go on.
func Failure(s State) string {
	if s.Counts {
		return "a press that counts did not go on: " + s.Problem
	}
	return "a press got nothing, and does not count: " + s.Problem
}

// News is what is new of a press since it was seen before; nil: it was not.
func News(before *Press, p Press, n, of int, why Why) (out []string) {
	if before == nil || before.ID != p.ID || !before.At.Equal(p.At) {
		text := "press " + say.Count(n) + " of " + say.Count(of) + " from " + p.From.String()
		if p.Agent != "" {
			text += " (" + p.Agent + ")"
		}
		out = append(out, text)
		before = &Press{}
	}
	if p.Stream != before.Stream {
		switch p.Stream {
		case Delivered:
			out = append(out, "press "+say.Count(n)+": delivered, "+say.Things(p.Bytes, "byte"))
		case Broken:
			out = append(out, "press "+say.Count(n)+": broke off after "+say.Things(p.Bytes, "byte")+resumes(why))
		case Lost:
			out = append(out, "press "+say.Count(n)+": broke off after "+say.Things(p.Bytes, "byte")+", as often as it may")
		case Led, Waiting, Streaming, Returned:
		}
	}
	if p.Unlogged != "" && p.Unlogged != before.Unlogged {
		out = append(out, "press "+say.Count(n)+": "+p.Unlogged)
	}
	return out
}

func resumes(why Why) string {
	if why != Running {
		return ""
	}
	return "; the same browser may resume"
}

// Guesses say that somebody asks for addresses that there are not.
func Guesses(s State) string {
	return say.Things(s.Wrong, "request") + " for an address that there is not, the last from " + s.From.String()
}

// Over says why it is over.
func Over(s State) string {
	n := len(s.Presses)
	had := "it was pressed " + say.Things(n, "time")
	switch n {
	case 0:
		had = "nobody pressed"
	case 1:
		had = "it was pressed once"
	}
	switch s.Why {
	case Used:
		return "it is over: all presses are taken"
	case Ended:
		return "it is over: its time has come, and " + had
	case Stopped:
		return "it was stopped; " + had
	case Running:
	}
	return ""
}
