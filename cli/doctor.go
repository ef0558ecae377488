package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"signet/config"
	"signet/s3browser"
	"signet/share"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui/kit"
)

func (a *app) doctorCommand() *cobra.Command {
	f := &placeFlags{}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor [s3://BUCKET/KEY]",
		Short: "Look at everything that signet needs, and say what to do",
		Long: `Look at the terminal, the credentials, the clock, the server, the share log and the
settings, and say of each whether it is good, and what to do where it is not. With an
object, one link to it is walked from end to end instead: signed for a minute, opened
as a stranger would, and never shown or recorded.

Nothing is written: no file here, and at the server nothing but GET and HEAD is sent,
and for a signer of sessions one form that asks for a session which may do nothing. A
link that is walked is used once, which the store counts like any other use. A
sign-in that AWS renews by itself is renewed, as by every command.

The report can be given to others: it has no keys, tokens or links, ids of keys and
accounts are shortened, and the home folder is ~. Names of buckets, servers, places and
profiles are in it.

Exit codes: 0 nothing is bad, 1 something is.`,
		Example: `  signet doctor
  signet doctor --place minio --json
  signet doctor s3://acme/q3.pdf`,
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.doctor(cmd.Context(), f, args, asJSON)
		},
	}
	f.bind(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object: version, platform, and checks with section, check, state, found, do")
	return cmd
}

// diagnosis is one line of the report. Its names and values are stable.
type diagnosis struct {
	Section string    `json:"section"`
	Check   string    `json:"check"`
	State   say.Level `json:"state"` // good, info (nothing to do), warning, bad
	Found   string    `json:"found"`
	Do      string    `json:"do"` // empty: nothing
}

// doctor is one run of the command: what was found, and what is found out once for
// several checks.
type doctor struct {
	*app
	flags  *placeFlags
	object string // the one whose link is walked; empty: none
	broken error  // why the settings cannot be read; nil: they were
	place  *place // nil: it is not known which
	plain  discretion
	screen *os.File // the terminal that is looked at; nil: there is none
	asked  func() qr.Terminal
	about  func() (s3browser.About, error)
	trial  func() s3browser.Trial
	link   walked

	asJSON   bool
	section  string // that was printed last
	findings []diagnosis
}

// checkup is one row of what is looked at. It says nothing where there is nothing to say.
type checkup struct {
	section, name string
	look          func(d *doctor, ctx context.Context) []say.Remark
}

func (a *app) doctor(ctx context.Context, f *placeFlags, args []string, asJSON bool) error {
	d := &doctor{app: a, flags: f, asJSON: asJSON, plain: newDiscretion(a.Env)}
	if err := d.begin(ctx, args); err != nil {
		return err
	}
	if !asJSON {
		if _, err := fmt.Fprint(a.Out, versionLine()); err != nil {
			return err
		}
	}
	rows := checkups()
	if d.object != "" {
		rows = steps()
	}
	for _, row := range rows {
		if ctx.Err() != nil {
			break // with what is known
		}
		found := row.look(d, ctx)
		if ctx.Err() != nil {
			break // what was found last is that nobody waits any more
		}
		for _, r := range found {
			if err := d.tell(row, r); err != nil {
				return err
			}
		}
	}
	return d.end(ctx)
}

// begin reads the settings, and goes on without them where they cannot be read.
func (d *doctor) begin(ctx context.Context, args []string) error {
	if err := d.flags.check(); err != nil {
		return err
	}
	if _, err := d.load(); err != nil {
		d.broken = err
		d.settings = config.Default(config.Options{File: d.config, Env: d.Env, Paths: d.paths, Keyboard: keyboard()})
		d.places.configured(d.settings)
	}
	d.places.keeper.still = true
	if d.broken == nil || d.flags.place == "" {
		p, err := d.resolve(d.flags)
		if err != nil {
			return err
		}
		d.place = p
	}
	if len(args) > 0 {
		if err := d.walk(ctx, args[0]); err != nil {
			return err
		}
	}
	for _, out := range []any{d.Out, d.Err} {
		if d.screen == nil && isTerminal(out) {
			d.screen, _ = out.(*os.File)
		}
	}
	d.asked = sync.OnceValue(func() qr.Terminal {
		if d.screen == nil {
			return d.terminal(d.Out)
		}
		return d.askTerminal(ctx, d.screen, d.terminal(d.screen))
	})
	d.about = sync.OnceValues(func() (s3browser.About, error) {
		if d.place == nil {
			return s3browser.About{}, errors.New("it is not known which place is meant")
		}
		about, err := d.place.browser().About(ctx)
		about.At = d.Clock()
		return about, err
	})
	d.trial = sync.OnceValue(func() s3browser.Trial {
		if d.place == nil {
			return s3browser.Trial{}
		}
		conn := d.place.conn
		conn.Terminal, conn.Timeout = d.place.terminal, d.place.timeout
		go func() { _, _ = d.about() }() // a server that keeps silent is waited for once
		return s3browser.Try(ctx, conn, d.place.bucket, nil)
	})
	return nil
}

// walk reads the object whose link is walked.
func (d *doctor) walk(ctx context.Context, arg string) error {
	servers, name := func() []string { return nil }, ""
	if d.place != nil {
		servers, name = d.place.servers(ctx), d.place.name
	}
	t, err := unsigned(arg, servers)
	if err == nil && t.Key == "" {
		err = &usageError{"no object named in " + clean(arg), "write s3://" + clean(t.Bucket) + "/KEY"}
	}
	if err == nil {
		err = many.CheckTarget(t)
	}
	if err != nil {
		return err
	}
	d.object = t.URI()
	d.link.request = share.Request{
		Target: meant(share.Target{Place: name, Region: d.flags.region}, t), Operation: share.Download, Lifetime: share.For(walkedLife),
		Note: "signet doctor", Recipient: "signet doctor", // so that a rail that wants them is not in the way
	}
	return nil
}

// tell adds a line to the report, and prints it.
func (d *doctor) tell(row checkup, r say.Remark) error {
	f := diagnosis{Section: row.section, Check: row.name, State: r.Level, Found: d.plain.text(r.Text), Do: d.plain.text(r.Next)}
	d.findings = append(d.findings, f)
	if d.asJSON {
		return nil
	}
	text := ""
	if d.section != f.Section {
		d.section = f.Section
		text = "\n" + f.Section + "\n"
	}
	_, err := fmt.Fprint(d.Out, text+f.lines(d.width(), d.paint))
	return err
}

// The columns of the report: how wide it is, and where what was found begins.
const (
	reportWidth  = 80
	reportLeast  = 40
	reportIndent = 2 + 9 + 14
)

func (d *doctor) width() int {
	if f, ok := d.Out.(*os.File); ok && isTerminal(d.Out) {
		if cols, _, err := term.GetSize(int(f.Fd())); err == nil && cols > 0 {
			return max(min(cols, reportWidth), reportLeast)
		}
	}
	return reportWidth
}

// paint gives a word the colour of its level, where there are colours.
func (d *doctor) paint(l say.Level, word string) string {
	if !d.terminal(d.Out).Colors {
		return word
	}
	theme := kit.FewColors(d.settings.Theme != "light")
	return theme.Level(l).Render(word)
}

// lines are a line of the report as it is printed: what was found, and below it what to
// do.
func (f diagnosis) lines(w int, paint func(say.Level, string) string) string {
	var b strings.Builder
	lead := "  " + paint(f.State, string(f.State)) + strings.Repeat(" ", 9-len(f.State)) + fmt.Sprintf("%-14s", f.Check)
	for _, text := range []string{f.Found, f.Do} {
		for _, line := range kit.Prose(text, w-reportIndent) {
			b.WriteString(strings.TrimRight(lead+line, " ") + "\n")
			lead = strings.Repeat(" ", reportIndent)
		}
		lead = strings.Repeat(" ", reportIndent-1) + ">" // a command can be told from what was found
		lead = lead[:reportIndent-2] + "> "
	}
	return b.String()
}

// end prints what belongs below the report, and finds the exit code.
func (d *doctor) end(ctx context.Context) error {
	bad, warnings := 0, 0
	for _, f := range d.findings {
		switch f.State {
		case say.Bad:
			bad++
		case say.Warning:
			warnings++
		case say.Good, say.Info:
		}
	}
	var err error
	switch {
	case d.asJSON:
		err = encodeJSON(d.Out, struct {
			Version  string      `json:"version"`
			Platform string      `json:"platform"`
			Checks   []diagnosis `json:"checks"`
		}{thisBuild().Version, runtime.GOOS + "/" + runtime.GOARCH, append([]diagnosis{}, d.findings...)})
	case ctx.Err() == nil:
		_, err = fmt.Fprintf(d.Out, "\n%s, %s\n", say.Count(bad)+" bad", say.Things(warnings, "warning"))
	}
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case bad > 0:
		return &exitError{exitFailed}
	}
	return nil
}

// one is a single remark.
func one(l say.Level, text, next string) []say.Remark {
	return []say.Remark{{Level: l, Text: text, Next: next}}
}

// failed is an error as a line of the report.
func failed(l say.Level, err error) []say.Remark {
	if e, ok := errors.AsType[*s3browser.Error](err); ok && e.Sentence != "" {
		return one(l, say.Line(e.Sentence, e.Why, e.Said), e.Hint)
	}
	return one(l, oneVoice(err), "")
}
