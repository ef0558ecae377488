package handover

import (
	"cmp"
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
	Last  time.Time // when the last of them did
}

// Remind is what a reminder says.
type Remind struct {
	To             string
	Missing, There []Expected
	Ends           time.Time
	Link           share.Secret // of the page; zero: it is left out
}

// Reminder is a mail for whoever was asked for files and has not sent all of them.
func Reminder(r Remind, now time.Time) share.Secret {
	lines := []string{"Subject: " + r.subject(), ""}
	if to := say.Printable(r.To); to != "" {
		lines = append(lines, "Hello "+to+",", "")
	}
	if len(r.There) > 0 {
		lines = append(lines, "Thank you, this has arrived:")
		for _, e := range r.There {
			lines = append(lines, "  - "+e.name()+" ("+say.Things(e.Files, "file")+", the last on "+say.ForeignMoment(e.Last.Truncate(time.Minute), now)+")")
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

func (e Expected) name() string { return cmp.Or(say.Printable(e.Name), "files") }

func (r Remind) subject() string {
	if len(r.Missing) == 0 {
		return "Everything has arrived"
	}
	names := make([]string, 0, len(r.Missing))
	for _, e := range r.Missing {
		names = append(names, e.name())
	}
	return "Still missing: " + strings.Join(names, ", ")
}

// how says where it is sent.
func (r Remind) how(now time.Time) string {
	ends := say.ForeignMoment(r.Ends, now)
	switch {
	case len(r.Missing) == 0:
		return "Nothing is missing."
	case !r.Ends.After(now):
		return "The page for it worked until " + ends + "; you will get a new one."
	case r.Link.Reveal() == "":
		return "The page that you have works until " + ends + "."
	}
	return "Please send it on this page, which works until " + ends + ":\n\n" + r.Link.Reveal() +
		"\n\nIt needs no password: everyone who has it can upload in your place, so please do not forward it."
}
