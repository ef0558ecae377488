package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"signet/share/ledger"
	"signet/share/say"
)

func (a *app) logRevokedCommand() *cobra.Command {
	var how string
	cmd := &cobra.Command{
		Use:   "revoked ID...",
		Short: "Note that links were ended elsewhere (signet revoke ends them, and notes it itself)",
		Long: `"signet revoke ID" ends a link, proves it, and notes it by itself. This notes in the log
what was done elsewhere: that the object was deleted or renamed, a policy denies it, or
the access key was deactivated. Nothing is asked of a server, and nothing is proved.`,
		Example: `  signet log revoked 0samzyhyqbkf2 --how "deactivated the key"`,
		Args:    between(1, 1<<20),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := a.openLog()
			if err != nil {
				return err
			}
			ids := make([]string, len(args))
			for i, arg := range args { // all are looked up before the first is written
				e, err := l.Get(cmd.Context(), arg)
				if err != nil {
					return err
				}
				ids[i] = e.ID
			}
			for _, id := range ids {
				err = errors.Join(err, l.Append(cmd.Context(), id, ledger.Event{Kind: ledger.Revoked, Detail: how}))
			}
			if err == nil {
				fmt.Fprintf(a.Err, "noted for %s\n", say.Count(len(ids)))
			}
			return err
		},
	}
	cmd.Flags().StringVar(&how, "how", "", "how they were ended")
	return cmd
}
