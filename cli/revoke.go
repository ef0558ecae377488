package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/address"
	"signet/share/ledger"
	"signet/share/say"
	"signet/share/takeback"
)

// revokeFlags say how a share is taken back.
type revokeFlags struct {
	list, yes   bool
	how, reason string
	where       placeFlags
}

func (a *app) revokeCommand() *cobra.Command {
	f := &revokeFlags{}
	cmd := &cobra.Command{
		Use:   "revoke ID",
		Short: "Take a link back before its end, and prove that it is dead",
		Long: `End a link of the share log. --list shows the ways that there are for it, finest
first, and what else each of them ends.

The way "policy" denies in the policy of the bucket what the link does, with this
object, to everybody who comes by a link; the owner's own programs go on. What the
policy becomes is shown first, and statements of shares that have ended go in the
same step. A link that reads is tried right before and after: only if it opened and
is denied now, it is proved dead. A link that writes is never tried. Of AWS it is known
that policies count; at any other server what is not proved stays open in the log, and
the exit code is 1.

Other ways are described, with the command for them; "signet log revoked" notes it
afterwards. --place, --profile or --endpoint say whose keys change the policy, where
that is not the place of the share.`,
		Example: `  signet revoke 0samzyhyqbkf2 --list
  signet revoke 0samzyhyqbkf2 --how policy --reason "sent to the wrong person"`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.revoke(cmd.Context(), f, args[0]) },
	}
	s := cmd.Flags()
	s.BoolVar(&f.list, "list", false, "show the ways, and what else each ends")
	s.StringVar(&f.how, "how", "", "the way: "+strings.Join(wayNames(), ", ")+" (default: the first that there is)")
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

func (a *app) revoke(ctx context.Context, f *revokeFlags, id string) error {
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
	e, err := l.Get(ctx, id)
	if err != nil {
		return err
	}
	if s := e.StateAt(a.Clock()); s != ledger.StateOpen && s != ledger.StateLater {
		return fmt.Errorf("revoke %s: the link is %s", e.ID, s)
	}
	if f.list {
		return a.listWays(ctx, l, e)
	}
	way, err := chosenWay(f.how, e.Record)
	if err != nil {
		return fmt.Errorf("revoke %s: %w", e.ID, err)
	}
	if err := a.printWay(ctx, l, e, way); err != nil {
		return err
	}
	if !way.Here {
		return fmt.Errorf("revoke %s: nothing was done: signet describes the way %s and does not go it", e.ID, way.Name)
	}
	return a.denyInPolicy(ctx, f, l, e)
}

// chosenWay is the one of that name, or the first that there is for the share.
func chosenWay(name string, rec share.Record) (takeback.Way, error) {
	var problem error
	for _, w := range takeback.Ways() {
		if name != "" && w.Name != name {
			continue
		}
		err := w.Fits(rec)
		if err == nil {
			return w, nil
		}
		problem = errors.Join(problem, fmt.Errorf("%s: %w", w.Name, err))
	}
	return takeback.Way{}, problem
}

func (a *app) listWays(ctx context.Context, l *ledger.Ledger, e ledger.Entry) error {
	for _, w := range takeback.Ways() {
		if err := w.Fits(e.Record); err != nil {
			fmt.Fprintf(a.Out, "%-7s not for this share: %v\n", w.Name, err)
			continue
		}
		if err := a.printWay(ctx, l, e, w); err != nil {
			return err
		}
	}
	return nil
}

// printWay says what a way does, what else it ends, and what does it where signet does not.
func (a *app) printWay(ctx context.Context, l *ledger.Ledger, e ledger.Entry, w takeback.Way) error {
	others, err := a.alsoEnded(ctx, l, e, w)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Out, "%-7s %s\n        %s\n", w.Name, w.Does, others)
	if w.Here {
		return nil
	}
	commands := w.Commands(e.Record, a.storeOf(ctx, e))
	if len(commands) == 0 {
		fmt.Fprintf(a.Out, "        whoever runs the server does that; then: signet log revoked %s\n", e.ID)
		return nil
	}
	for _, command := range commands {
		for i := range command {
			command[i] = quoted(command[i])
		}
		fmt.Fprintf(a.Out, "        %s\n", strings.Join(command, " "))
	}
	fmt.Fprintf(a.Out, "        then: signet log revoked %s\n", e.ID)
	return nil
}

// storeOf is the endpoint of the server that has the object, which is not where the link
// of a front leads; empty: AWS.
func (a *app) storeOf(ctx context.Context, e ledger.Entry) string {
	if e.Spec.Mandate.Kind == "" {
		return e.Spec.Endpoint.URL
	}
	p := a.places.get(e.Spec.Target.Place)
	return endpointOf(ctx, p.browser(), p.conn)
}

// alsoEnded counts the other links that a way ends, and whose most of them are.
func (a *app) alsoEnded(ctx context.Context, l *ledger.Ledger, e ledger.Entry, w takeback.Way) (string, error) {
	others, err := a.reached(ctx, l, e, w)
	if err != nil || len(others) == 0 {
		return "ends no other link of the log", err
	}
	by := map[string]int{}
	for _, other := range others {
		by[other.Recipient]++
	}
	delete(by, "")
	var names []string
	for name := range by {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int {
		if by[x] != by[y] {
			return by[y] - by[x]
		}
		return strings.Compare(x, y)
	})
	text := "also ends " + say.Things(len(others), "other link")
	for i, name := range names[:min(len(names), 3)] {
		text += map[bool]string{true: ", of which ", false: ", "}[i == 0] + say.Count(by[name]) + " for " + clean(name)
	}
	return text, nil
}

// reached are the other links that work or will, and that a way ends as well.
func (a *app) reached(ctx context.Context, l *ledger.Ledger, e ledger.Entry, w takeback.Way) (others []ledger.Entry, err error) {
	err = l.Each(ctx, ledger.Query{State: ledger.StateRunning}, func(other ledger.Entry) error {
		if w.Reaches(e.Record, other.Record) {
			others = append(others, other)
		}
		return nil
	})
	return others, err
}

// revoker is the place whose keys change the policy: the one that was named, or that of
// the share, at the server that its link points to.
func (a *app) revoker(ctx context.Context, f *revokeFlags, e ledger.Entry) (*place, error) {
	p := a.places.get(e.Spec.Target.Place)
	if f.where.given() {
		var err error
		if p, err = a.resolve(&f.where); err != nil {
			return nil, err
		}
	} else if !a.existing(ctx)(e.Spec.Target.Place) {
		return nil, fmt.Errorf("revoke %s: there is no place %s any more\nadd --place NAME or --profile NAME, of whoever may change the policy", e.ID, quoted(e.Spec.Target.Place))
	}
	if !address.SameServer(endpointOf(ctx, p.browser(), p.conn), e.Spec.Endpoint.URL) {
		return nil, fmt.Errorf("revoke %s: %s leads to another server than the link\nadd --place NAME, --profile NAME or --endpoint URL, of whoever may change the policy there", e.ID, quoted(p.name))
	}
	return p, nil
}
