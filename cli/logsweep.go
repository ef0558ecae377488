package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"signet/share/say"
	"signet/share/takeback"
)

func (a *app) logSweepCommand() *cobra.Command {
	f := &revokeFlags{}
	cmd := &cobra.Command{
		Use:   "sweep",
		Short: "Clear away what ended links have left in buckets: statements and pages",
		Long: `Read the policies of the buckets that the log knows statements of, which "signet
revoke" wrote, and take out those that deny nothing any more, since the links that they
ended would have ended by themselves. What goes is shown first; all else stays.

Pages that signet has stored go too ("signet share --as-page"), the version that was
stored where the bucket keeps versions, once no open link leads to them or none is left
on them. What somebody else has put in their place is left.

Shares that were to be revoked, and of which the log does not know whether anything was
done because signet was stopped, are shown too.

--place, --profile or --endpoint say whose keys change the policies, where that is not
the place of the shares.`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.logSweep(cmd.Context(), f) },
	}
	cmd.Flags().BoolVar(&f.yes, "yes", false, "do not ask")
	f.where.bind(cmd)
	return cmd
}

func (a *app) logSweep(ctx context.Context, f *revokeFlags) error {
	if _, err := a.load(); err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	begun, err := l.BegunToRevoke(ctx)
	if err != nil {
		return err
	}
	all, err := a.taker(f, l).Sweep(ctx, begun)
	if err != nil {
		return err
	}
	going, failed := 0, false
	for _, s := range all {
		a.showSweeping(s)
		going += len(s.Lines)
		failed = failed || s.Problem != nil
	}
	pages, problem, err := a.pagesToSweep(ctx, f, l)
	if err != nil {
		return err
	}
	failed = failed || problem
	switch {
	case going+len(pages) == 0:
		fmt.Fprintln(a.Err, "no statement of a link that has ended is in a policy that could be read, and no page of such links is left")
	case !f.yes:
		err = a.confirm(ctx, "sweep")
	}
	if err == nil && going > 0 {
		err = a.sweep(ctx, all, going)
	}
	if err == nil && len(pages) > 0 {
		err = a.sweepPages(ctx, pages)
	}
	if err != nil {
		return err
	}
	if failed {
		return &exitError{exitFailed}
	}
	return nil
}

// showSweeping shows what goes from one bucket, and what was begun there.
func (a *app) showSweeping(s *takeback.Sweeping) {
	if s.Problem != nil {
		fmt.Fprintf(a.Err, "signet: the policy of %s: %s\n", clean(s.Bucket), oneVoice(s.Problem))
	}
	for _, i := range s.Begun {
		stands := "its statement does not stand in the policy"
		switch {
		case i.Stands:
			stands = "its statement stands in the policy"
		case s.Problem != nil || i.Statement() == "":
			stands = "whether it was done is not known"
		}
		fmt.Fprintf(a.Out, "%s  to be revoked %s, with no outcome: %s; %s: signet revoke %s goes on\n", i.Share.ID, say.Moment(i.At, a.Clock()), clean(i.Detail), stands, i.Share.ID)
	}
	if len(s.Lines) > 0 {
		fmt.Fprintf(a.Err, "the policy of %s, of which %s of links that have ended:\n", clean(s.Bucket), say.Things(len(s.Lines), "statement"))
		a.printLines(s.Lines)
	}
}

// sweep takes the statements out.
func (a *app) sweep(ctx context.Context, all []*takeback.Sweeping, going int) error {
	gone := 0
	for _, s := range all {
		if s.Problem != nil || len(s.Lines) == 0 {
			continue
		}
		if err := s.Do(ctx); err != nil {
			fmt.Fprintf(a.Err, "signet: the policy of %s: %s\n", clean(s.Bucket), oneVoice(err))
			continue
		}
		gone += len(s.Lines)
	}
	fmt.Fprintf(a.Err, "%s of %s taken out\n", say.Count(gone), say.Things(going, "statement"))
	if gone < going {
		return &exitError{exitFailed}
	}
	return nil
}
