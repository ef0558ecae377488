package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"signet/share/handoff"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui/kit"
)

// attend shows the code, says who pressed, and stays until it is over.
func (a *app) attend(ctx context.Context, f *handOffFlags, r *room) error {
	a.showRoom(ctx, f, r)
	if _, err := fmt.Fprintln(a.Out, r.URL().Reveal()); err != nil {
		return err
	}
	told := &telling{app: a, room: r}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		changed, state := r.Changed(), r.State()
		told.tell(state)
		if state.Why != handoff.Running {
			break
		}
		select {
		case <-changed:
		case <-tick.C: // the end comes by the clock
		case <-ctx.Done():
			r.Stop()
			told.tell(r.State()) // whoever was answered before it is told, too
			return ctx.Err()
		}
	}
	select {
	case <-r.served: // what was on its way has arrived
	case <-ctx.Done():
	}
	state := r.State()
	told.tell(state)
	told.over(state)
	return ctx.Err()
}

// showRoom draws the code with what has to be known beside it, or says why it cannot.
func (a *app) showRoom(ctx context.Context, f *handOffFlags, r *room) {
	words := a.roomWords(r)
	want, _, err := a.styleFor(f.style)
	code, other := qr.Encode(r.URL().Reveal())
	if err = cmp.Or(err, other); err != nil {
		fmt.Fprintln(a.Err, strings.Join(words, "\n"))
		return
	}
	t := a.askTerminal(ctx, a.Err, a.terminal(a.Err))
	t.DarkBackground = t.DarkBackground != f.invert
	plan := qr.Fit(code.Size(), t, want)
	if !plan.Fits() {
		plan = qr.Fit(code.Size(), t, qr.Auto)
	}
	room := t.Cols - plan.Cols - roomGap
	switch {
	case !plan.Fits():
		fmt.Fprintln(a.Err, "there is no code: "+plan.Problem()+"; the address below can be typed")
		fmt.Fprintln(a.Err, strings.Join(words, "\n"))
		return
	case plan.Style.Graphics() || room < roomLeast:
		fmt.Fprint(a.Err, qr.Print(code, plan, t))
		fmt.Fprintln(a.Err, strings.Join(words, "\n"))
	default:
		fmt.Fprint(a.Err, besideCode(strings.Split(strings.TrimSuffix(qr.Print(code, plan, t), "\n"), "\n"), words, plan.Cols, min(room, roomMost)))
	}
	a.saySeen(plan, t, drawing{f.style, f.invert, ""})
}

// The room for words beside the code: the gap, and how wide they are.
const (
	roomGap   = 2
	roomLeast = 24
	roomMost  = 60
)

// besideCode puts words to the right of a code, and what has no room there below it.
func besideCode(code, words []string, cols, w int) string {
	var lines []string
	for _, text := range words {
		if lines = append(lines, kit.Prose(text, w)...); text == "" {
			lines = append(lines, "")
		}
	}
	var b strings.Builder
	for i := range max(len(code), len(lines)) {
		line := ""
		if i < len(code) {
			line = code[i]
		}
		if i < len(lines) {
			line += strings.Repeat(" ", max(cols-ansi.StringWidth(line), 0)+roomGap) + lines[i]
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// roomWords are what stands beside the code.
func (a *app) roomWords(r *room) []string {
	t, now := r.Terms(), a.Clock()
	out := append([]string{clean(handoff.What(t.Request))}, "", r.URL().Reveal(), "")
	out = append(out, handoff.Promises(t, now)...)
	out = append(out, handoff.Cautions(t)...)
	if t.Fingerprint != "" {
		out = append(out, "SHA-256 "+t.Fingerprint)
	}
	if line := a.tunnel(portOf(t.Listens)); line != "" && t.Public == "" {
		out = append(out, "Over ssh a phone gets here through your laptop. Run on it: "+line+" and start this again with --public-url http://LAPTOP:"+fmt.Sprint(portOf(t.Listens)))
	}
	return append(out, "", "ctrl+c stops it.")
}

// telling says once what happens.
type telling struct {
	app     *app
	room    *room
	told    []handoff.Press
	failed  time.Time
	wrong   int
	warned  time.Time
	trouble string
}

func (t *telling) line(text string) {
	fmt.Fprintln(t.app.Err, say.TimeOfDay(t.app.Clock())+" "+clean(text))
}

// tell says what is new of a state.
func (t *telling) tell(s handoff.State) {
	uses := t.room.Terms().Uses
	for i, p := range s.Presses {
		var before *handoff.Press
		if i < len(t.told) {
			before = &t.told[i]
		}
		for _, text := range handoff.News(before, p, i+1, uses, s.Why) {
			t.line(text)
		}
	}
	t.told = s.Presses
	if !s.Failed.Equal(t.failed) && s.Problem != "" {
		t.failed = s.Failed
		t.line(handoff.Failure(s))
	}
	if now := t.app.Clock(); s.Wrong > t.wrong && now.Sub(t.warned) >= time.Minute {
		t.wrong, t.warned = s.Wrong, now
		t.line(handoff.Guesses(s))
	}
	if s.Trouble != t.trouble {
		if t.trouble = s.Trouble; s.Trouble != "" {
			t.line(s.Trouble)
		}
	}
}

// over says why it ended.
func (t *telling) over(s handoff.State) {
	t.line(handoff.Over(s))
	if group := t.room.Terms().Request.Group; len(s.Presses) > 0 && group != "" {
		t.line("for the file: signet receipt " + group)
	}
}
