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
		Short: "Note that links were made useless before their end",
		Long: `Note in the log that you ended links yourself: by deleting or renaming the object,
by a policy that denies it, or by deactivating the access key. "signet revoke ID"
shows these ways for one share, does what it can, and notes it by itself.`,
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
