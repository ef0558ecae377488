package compose

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"signet/share/many"
	"signet/share/say"
)

// The numbers of one screen are one: what the head, the sentence and the card say of
// many objects agrees, and the cost is that of all that will be signed.
func TestTheNumbersOfManyAgree(t *testing.T) {
	r := newRig(t, eleven, func(r *rig) {
		r.exits.CostAll = func(all []many.Planned) string {
			s := many.Add(all)
			return "of all: " + say.Things(s.Links, "request") + " and " + say.Bytes(s.Bytes) + " sent."
		}
	})
	s := r.Screen.(*Screen)
	view := strings.Join(strings.Fields(r.View(200, 58)), " ")
	card := ansi.Strip(strings.Join(s.termsOfAll(100), " "))
	found := func(text, pattern string) []string {
		t.Helper()
		m := regexp.MustCompile(pattern).FindStringSubmatch(strings.Join(strings.Fields(text), " "))
		if m == nil {
			t.Fatalf("%q is not in\n%s\n%s", pattern, text, r.View(200, 58))
		}
		return m[1:]
	}
	same := func(what string, a, b string) {
		t.Helper()
		if a != b {
			t.Errorf("%s: %q and %q", what, a, b)
		}
	}
	head := found(view, `(\d+) objects, (\d+ kB) together`)
	links := found(card, `links (\d+) of (\d+) objects, (\d+ kB) of (\d+ kB)`)
	same("objects", head[0], links[1])
	same("bytes", head[1], links[3])
	cost := found(card, `of all: (\d+) requests and (\d+ kB) sent`)
	same("requests", cost[0], links[0])
	same("bytes sent", cost[1], links[2])
	text := many.Sentence(s.plan.all, s.plan.planned, strings.Clone)
	same("links", found(text, `^(\d+) links`)[0], links[0])
	same("early", found(text, `(\d+) of them end earlier`)[0], found(card, `earliest .*?, (\d+) links`)[0])
	same("the first end", found(text, `until (today \S+ UTC) at the soonest`)[0], found(card, `earliest (today \S+ UTC)`)[0])
	same("the last end", found(text, `and (today \S+ UTC) at the latest`)[0], found(card, `latest (today \S+ UTC)`)[0])
	same("kept out", found(strings.Join(many.Refused(s.plan.all, strings.Clone), " "), `^(\d+) object`)[0], "1")
}
