package handover

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
)

// Expected is one thing that somebody was asked for.
type Expected struct {
	Name  string
	Types []string
	Most  int64
	Files int       // that have arrived
	More  bool      // have, than were counted
	Last  time.Time // when the last of them did; zero: nobody knows
	// Shared is a folder that others store in, too: what is there may be of anybody.
	Shared bool
}

// Remind is what a reminder says.
type Remind struct {
	To             string
	Missing, There []Expected
	Ends           time.Time
	Gone           bool         // the page does not work, whatever its end: it was taken back, or is not there
	Link           share.Secret // of the page; zero: it is left out
}

// Reminder is a mail for whoever was asked for files and has not sent all of them.
func Reminder(r Remind, now time.Time) share.Secret {
	lines := []string{"Subject: " + r.subject(), ""}
	if to := say.Printable(r.To); to != "" {
		lines = append(lines, "Hello "+to+",", "")
	}
	if len(r.There) > 0 {
		lines = append(lines, r.thanks())
		for _, e := range r.There {
			lines = append(lines, "  - "+e.name()+" ("+e.came(now)+")")
		}
		lines = append(lines, "")
	}
	if len(r.Missing) > 0 {
		lines = append(lines, "This is still missing:")
		for _, e := range r.Missing {
			about := strings.Join(limits(0, e.Most, e.Types), ", ")
			if about != "" {
				about = " (" + about + ")"
			}
			lines = append(lines, "  - "+e.name()+about)
		}
		lines = append(lines, "")
	}
	lines = append(lines, r.how(now))
	return share.NewSecret(strings.Join(lines, "\n") + "\n")
}

// came says how much has come, and when.
func (e Expected) came(now time.Time) string {
	words := say.Things(e.Files, "file")
	if e.More {
		words = "more than " + words
	}
	if !e.Last.IsZero() {
		words += ", the last on " + say.ForeignMoment(e.Last, now)
	}
	return words
}

// shared reports a page whose files go where others store, too.
func (r Remind) shared() bool {
	return slices.ContainsFunc(r.There, func(e Expected) bool { return e.Shared })
}

func (r Remind) thanks() string {
	if r.shared() {
		return "This was stored where your files go, by you or by others:"
	}
	return "Thank you, this has arrived:"
}

func (e Expected) name() string { return cmp.Or(say.Printable(e.Name), "files") }

func (r Remind) subject() string {
	switch {
	case len(r.Missing) == 0 && r.shared():
		return "Files have arrived"
	case len(r.Missing) == 0:
		return "Everything has arrived"
	}
	names := make([]string, 0, len(r.Missing))
	for _, e := range r.Missing {
		names = append(names, e.name())
	}
	return inHead("Still missing: " + strings.Join(names, ", "))
}

// how says where it is sent.
func (r Remind) how(now time.Time) string {
	ends := say.ForeignMoment(r.Ends, now)
	switch {
	case len(r.Missing) == 0 && r.shared():
		return "Please say if one of yours is not among them."
	case len(r.Missing) == 0:
		return "Nothing is missing."
	case !r.Ends.After(now):
		return "The page for it worked until " + ends + "; you will get a new one."
	case r.Gone:
		return "The page that you had does not work any more; you will get a new one."
	case r.Link.Reveal() == "":
		return "The page that you have works until " + ends + "."
	}
	return "Please send it on this page, which works until " + ends + ":\n\n" + r.Link.Reveal() +
		"\n\nIt needs no password: everyone who has it can upload in your place, so please do not forward it."
}
