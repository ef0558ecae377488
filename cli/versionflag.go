package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// answerVersion gives the root its flag --version, which outranks all but --help. The
// flag that cobra would give it prints by a template, and a program with templates of Go
// keeps every method of all that it links (docs/adr/0051).
func (a *app) answerVersion(root *cobra.Command) {
	asked := root.Flags().BoolP("version", "v", false, "version for "+root.Name())
	args, before, run := root.Args, root.PersistentPreRunE, root.RunE
	root.Args = func(cmd *cobra.Command, given []string) error {
		if *asked {
			return nil
		}
		return args(cmd, given)
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, given []string) error {
		if *asked {
			return nil
		}
		return before(cmd, given)
	}
	root.RunE = func(cmd *cobra.Command, given []string) error {
		if !*asked {
			return run(cmd, given)
		}
		_, err := fmt.Fprint(a.Out, versionLine())
		return err
	}
}
