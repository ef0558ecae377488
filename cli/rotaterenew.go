package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"signet/config"
	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/qr"
	"signet/share/rotate"
	"signet/share/say"
)

// renew makes the links anew under the key of another place.
func (r *rehearsal) renew(ctx context.Context) error {
	place, err := r.newPlace(ctx)
	if err != nil {
		return err
	}
	svc, err := r.service()
	if err != nil {
		return err
	}
	can, left := rotate.Judge(ctx, svc, r.todo, place, r.Clock())
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.report(r.Err)
	fmt.Fprintln(r.Err)
	r.tellLeft(left)
	switch {
	case len(r.todo) == 0:
		fmt.Fprintln(r.Err, "all of them are made anew by now, and nothing is ended yet")
		r.ends(ctx, r.Err)
		return nil
	case len(can) == 0:
		return fmt.Errorf("rotate: no link can be made anew with %s", quoted(r.flags.renewWith))
	}
	fmt.Fprintf(r.Err, "%s to be made anew with %s, each until the end that it has\n", say.Things(len(can), "link"), quoted(r.flags.renewWith))
	if !r.flags.yes {
		if err := r.confirm(ctx, "renew"); err != nil {
			return err
		}
	}
	out, err := rotate.Do(ctx, svc, can, func(of, link string) error {
		return r.log.Append(context.WithoutCancel(ctx), of, ledger.Event{Kind: ledger.Renewed, Detail: link})
	})
	r.tellLeft(out.Left)
	return errors.Join(r.handOut(ctx, out, append(left, out.Left...)), err)
}

// newPlace is the place or profile that signs anew.
func (r *rehearsal) newPlace(ctx context.Context) (string, error) {
	name := r.flags.renewWith
	if _, ok := r.settings.Place(name); ok {
		return name, nil
	}
	if !r.existing(ctx)(name) {
		return "", &usageError{"--renew-with " + quoted(name) + " is neither a place of the settings nor a profile", placesHint(r.settings)}
	}
	return r.places.profile(name).name, nil
}

// split tells the links that an earlier run has made anew, with another key and working,
// from those that are still to be.
func (r *rehearsal) split(ctx context.Context) error {
	for i := range r.links {
		e, err := r.log.Get(ctx, r.links[i].ID)
		if err != nil {
			return err
		}
		for _, ev := range e.Events {
			if ev.Kind == ledger.Renewed && r.standsFor(ctx, e, ev.Detail) {
				r.newIDs[e.ID] = ev.Detail
			}
		}
		if r.newIDs[e.ID] == "" {
			r.todo = append(r.todo, r.links[i])
		}
	}
	return nil
}

// standsFor reports a share that will work on when the key of the old one has ended.
func (r *rehearsal) standsFor(ctx context.Context, old ledger.Entry, id string) bool {
	e, err := r.log.Get(ctx, id) // pruned: it is over
	state := e.StateAt(r.Clock())
	return err == nil && e.Spec.AccessKeyID != old.Spec.AccessKeyID && (state == ledger.StateOpen || state == ledger.StateLater)
}

func (r *rehearsal) tellLeft(left []rotate.Left) {
	for _, l := range left {
		fmt.Fprintf(r.Err, "not made anew: %s, %s, for %s: %s\n", l.Of.ID, clean(l.Of.Spec.Target.URI()), holder(l.Of.Recipient), oneVoice(l.Why))
	}
}

// handOut gives out what was made, says what is left to do, and fails where a link was not
// made.
func (r *rehearsal) handOut(ctx context.Context, out rotate.Outcome, left []rotate.Left) error {
	links := make([]share.Link, 0, len(out.Made))
	for _, m := range out.Made {
		r.newIDs[m.Of.ID] = m.Link.ID
		links = append(links, m.Link)
	}
	r.warnOf(out)
	var err error
	if len(links) > 0 {
		err = r.write(ctx, links, out, left)
	}
	fmt.Fprintf(r.Err, "%s made anew; nothing is ended yet: the old ones work until their key ends\n", say.Things(len(links), "link"))
	fmt.Fprintln(r.Err, "next: hand them over; who has which: "+r.command())
	r.ends(ctx, r.Err)
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("rotate: %s of %s not made anew; see above", say.Count(len(left)), say.Things(len(r.links), "link"))
	}
	return err
}

// warnOf says once what is to be said against the new links.
func (r *rehearsal) warnOf(out rotate.Outcome) {
	said := map[string]bool{}
	for _, m := range out.Made {
		if m.Link.Terms.Shortened() {
			fmt.Fprintf(r.Err, "warning: %s ends before the old one, %s: %s\n", m.Link.ID, say.Moment(m.Link.Terms.Ends, r.Clock()), clean(m.Link.Terms.Because()))
		}
		for _, w := range m.Link.Warnings {
			if text := clean(w.String()); !said[text] {
				said[text] = true
				fmt.Fprintln(r.Err, "warning: "+text)
			}
		}
	}
	if out.Untied != nil {
		fmt.Fprintln(r.Err, "warning: the log does not say which share stands for which: "+oneVoice(out.Untied))
	}
}

// write gives the links out where the user asked for them: as JSON or mails on standard
// output, or as a file for each recipient.
func (r *rehearsal) write(ctx context.Context, links []share.Link, out rotate.Outcome, left []rotate.Left) error {
	letters, alone, err := handover.Letters(links, handover.Options{Now: r.Clock()})
	if err != nil {
		return err
	}
	if r.flags.folder != "" {
		err = r.mailFiles(ctx, letters)
	}
	switch {
	case err != nil:
	case r.flags.json:
		made := map[string]handover.Line{}
		for _, m := range out.Made {
			if r.flags.folder == "" { // else the mails have them
				made[m.Of.ID] = handover.NewLine(m.Link)
			}
		}
		sum := r.summary(made)
		for _, l := range left {
			sum.NotRenewed = append(sum.NotRenewed, rotationLeft{l.Of.ID, oneVoice(l.Why)})
		}
		err = r.printJSON(sum)
	case r.flags.folder == "":
		err = r.mails(ctx, letters)
	}
	for _, l := range alone {
		fmt.Fprintf(r.Err, "in no mail, since no mail can hold it: the %s for %s: signet log show %s --url\n", l.Request.Operation.Info().Name, holder(l.Request.Recipient), l.ID)
	}
	return err
}

// between mails on standard output stands a line.
const betweenMails = "------------------------------------------------------------------------\n"

func (r *rehearsal) mails(ctx context.Context, letters []handover.Letter) error {
	for i, l := range letters {
		if i > 0 {
			if _, err := io.WriteString(r.Out, betweenMails); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(r.Out, l.Text.Reveal()); err != nil {
			return err
		}
		r.noteMail(ctx, l)
	}
	return nil
}

// mailFiles writes each mail into a file that only the user can read.
func (r *rehearsal) mailFiles(ctx context.Context, letters []handover.Letter) error {
	if err := config.MakeDir(r.flags.folder); err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, l := range letters {
		path := mailFile(r.flags.folder, l.To, l.Links[0].ID, taken)
		if err := qr.WriteFile(path, []byte(l.Text.Reveal()), false); err != nil {
			return err
		}
		fmt.Fprintf(r.Err, "wrote %s, for %s (only you can read it; whoever has it can use the links until they end)\n", clean(path), holder(l.To))
		r.noteMail(ctx, l)
	}
	return nil
}

func (r *rehearsal) noteMail(ctx context.Context, l handover.Letter) {
	for _, link := range l.Links {
		r.note(ctx, link.ID, ledger.Exported, "mail text")
	}
}
