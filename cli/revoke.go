package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"signet/share/ledger"
	"signet/share/say"
	"signet/share/takeback"
)

// revokeFlags say what is taken back, and how.
type revokeFlags struct {
	list, yes      bool
	undo           bool
	how, reason    string
	batch, to, key string
	where          placeFlags
}

func (a *app) revokeCommand() *cobra.Command {
	f := &revokeFlags{}
	cmd := &cobra.Command{
		Use:   "revoke [ID...]",
		Short: "Take links back before their end, and prove that they are dead",
		Long: `End links of the share log: those named, or all open ones of a batch, of a
recipient, or of an access key. --list shows the ways that there are for them, finest
first, and what else each of them ends.

The way "signer" deletes the access key that was made for a link alone: no other link
ends with it. The way "policy" denies in the policy of the bucket what a link does, with its object,
to everybody who comes by a link; the owner's own programs go on. MinIO heeds no such
statement, and where the server says that it is one the way is not offered. What the policy
becomes is shown first, is written once for all links of a run, and statements of
shares that have ended go in the same step. A link that reads is tried right before and
after: only if it opened and is denied now, it is proved dead. A link that writes is
never tried. Of AWS it is known that policies count; at any other server what is not
proved stays open in the log, and the exit code is 1, as it is if any of several could
not be taken back.

Where signet was stopped while it made the key of a link, nobody has that link: --list
asks the server whether there is the key, and without it the key is deleted.

The way "object" deletes the object, or the version that the link names. Other ways are
described, with the command for them; "signet log revoked" notes it afterwards. --undo
takes the statement of a share out of the policy again, and notes that its link is open.
--place, --profile or --endpoint say whose keys change the policy, where
that is not the place of the share.`,
		Example: `  signet revoke 0samzyhyqbkf2 --list
  signet revoke 0samzyhyqbkf2 --how policy --reason "sent to the wrong person"
  signet revoke --to "Ms Ito"
  signet revoke 0samzyhyqbkf2 --undo`,
		Args: between(0, 1<<20),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(atMostOne(cmd, "batch", "to", "key"), atMostOne(cmd, "undo", "list", "how")); err != nil {
				return err
			}
			return a.revoke(cmd.Context(), f, args)
		},
	}
	s := cmd.Flags()
	s.BoolVar(&f.list, "list", false, "show the ways, and what else each ends")
	s.StringVar(&f.batch, "batch", "", "all open links of this batch, by the id that signet log show names")
	s.StringVar(&f.to, "to", "", "all open links for this recipient, by the whole name")
	s.StringVar(&f.key, "key", "", "all open links signed by this access key id")
	bindOnce(s, &f.how, "how", "the way: "+strings.Join(wayNames(), ", ")+" (default: the first that there is, and that destroys nothing)")
	s.BoolVar(&f.undo, "undo", false, "take the statement of a revoked share out of the policy again: its link opens as before")
	s.BoolVar(&f.yes, "yes", false, "do it without asking")
	s.StringVar(&f.reason, "reason", "", "why, for the log")
	f.where.bind(cmd)                                                                                                 // whose keys change the policy; without them the place of the share
	_ = cmd.RegisterFlagCompletionFunc("how", cobra.FixedCompletions(wayNames(), cobra.ShellCompDirectiveNoFileComp)) // fails only when it is done twice
	return cmd
}

func wayNames() (names []string) {
	for _, w := range takeback.Ways() {
		names = append(names, w.Name)
	}
	return names
}

func (a *app) revoke(ctx context.Context, f *revokeFlags, args []string) error {
	if _, ok := takeback.Find(f.how); !ok && f.how != "" {
		return &usageError{"there is no way " + quoted(f.how), "one of " + strings.Join(wayNames(), ", ")}
	}
	if _, err := a.load(); err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	if f.undo {
		return a.undoRevoke(ctx, f, l, args)
	}
	if len(args) == 1 {
		if e, err := l.Get(ctx, args[0]); err == nil && e.State == ledger.StateStarting {
			return a.undoIntent(ctx, f, e)
		}
	}
	shares, err := a.toRevoke(ctx, f, l, args)
	if err != nil {
		return err
	}
	t := a.taker(f, l)
	if f.list {
		return a.listWays(ctx, t, shares)
	}
	if len(shares) == 1 {
		if described, err := a.describeOnly(ctx, t, f, shares[0]); described || err != nil {
			return err
		}
	}
	if !f.yes && !isTerminal(a.In) { // before anybody is asked anything
		return a.confirm(ctx, "revoke")
	}
	return a.takeBack(ctx, t, f, shares)
}

// describeOnly is of a way that signet does not go, or of none: nothing is confirmed.
func (a *app) describeOnly(ctx context.Context, t *takeback.Taker, f *revokeFlags, e ledger.Entry) (described bool, err error) {
	way, err := t.Choose(ctx, f.how, e)
	if err != nil {
		return true, fmt.Errorf("revoke %s: %w", e.ID, howInstead(err, e.ID))
	}
	offers, err := t.Offers(ctx, []ledger.Entry{e})
	if err != nil {
		return true, err
	}
	for _, o := range offers {
		if o.Name == way.Name {
			a.printOffer(o, []ledger.Entry{e})
		}
	}
	if !way.Here {
		return true, fmt.Errorf("revoke %s: %w", e.ID, way.Undone())
	}
	return false, nil
}

// howInstead says how one way is named, where none goes by itself, or the one that was
// named is none.
func howInstead(err error, id string) error {
	var unnamed *takeback.UnnamedError
	if errors.As(err, &unnamed) {
		return fmt.Errorf("%w\nadd --how NAME; signet revoke %s --list shows what each ends", err, id)
	}
	return fmt.Errorf("%w\nsignet revoke %s --list shows the ways that there are", err, id)
}

func (a *app) listWays(ctx context.Context, t *takeback.Taker, shares []ledger.Entry) error {
	offers, err := t.Offers(ctx, shares)
	if err != nil {
		return err
	}
	for _, o := range offers {
		if len(o.For) > 0 {
			a.printOffer(o, shares)
			continue
		}
		why := o.Not[0].Why.Error()
		if len(shares) == 1 {
			fmt.Fprintf(a.Out, "%-7s not for this share: %s\n", o.Name, clean(why))
		} else {
			fmt.Fprintf(a.Out, "%-7s for none of these %s; of %s: %s\n", o.Name, say.Things(len(shares), "share"), o.Not[0].Entry.ID, clean(why))
		}
	}
	return nil
}

// printOffer says what a way does, for which of the shares, what else it ends, and what
// does it where signet does not.
func (a *app) printOffer(o takeback.Offer, shares []ledger.Entry) {
	fmt.Fprintf(a.Out, "%-7s %s\n", o.Name, o.Does)
	if len(shares) > 1 {
		fmt.Fprintf(a.Out, "        for %s of these %s\n", say.Count(len(o.For)), say.Things(len(shares), "share"))
	}
	fmt.Fprintf(a.Out, "        %s\n", o.Also(clean))
	if o.Unheard {
		fmt.Fprintf(a.Out, "        %s\n", takeback.NotHeard)
	}
	for _, command := range o.Commands {
		fmt.Fprintf(a.Out, "        %s\n", shellLine(command))
	}
	for _, statement := range o.Statements {
		fmt.Fprintf(a.Out, "        %s\n", statement)
	}
	switch {
	case o.Here:
	case len(o.Commands)+len(o.Statements) == 0:
		fmt.Fprintf(a.Out, "        whoever runs the server does that; then: signet log revoked %s\n", idsOf(o.For))
	default:
		fmt.Fprintf(a.Out, "        then: signet log revoked %s\n", idsOf(o.For))
	}
}

// shellLine is a command as it is typed.
func shellLine(command []string) string {
	words := make([]string, len(command))
	for i, word := range command {
		words[i] = quoted(word)
	}
	return strings.Join(words, " ")
}

func idsOf(shares []ledger.Entry) string {
	ids := make([]string, len(shares))
	for i, e := range shares {
		ids[i] = e.ID
	}
	return strings.Join(ids, " ")
}
