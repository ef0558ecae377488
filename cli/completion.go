package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// strictCompletion has cobra's own completion command take wrong usage for what
// it is. By itself it prints its help to standard output and exits with 0, which
// a script would keep as the completions of its shell.
func strictCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	var shells []string
	for _, shell := range cmd.Commands() {
		shell.Args = exactly(0)
		shells = append(shells, shell.Name())
	}
	hint := "one of " + strings.Join(shells, ", ")
	cmd.Use = "completion SHELL"
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return &usageError{"no shell named", hint}
		}
		return &usageError{fmt.Sprintf("there are no completions for %q", args[0]), hint}
	}
	cmd.RunE = func(*cobra.Command, []string) error { return nil } // else its help is all that is asked for
}

// strictHelp has the help of a command that is not there be wrong usage.
func strictHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	cmd, _, err := root.Find([]string{"help"})
	if err != nil {
		return
	}
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if _, rest, err := root.Find(args); err != nil || len(rest) > 0 {
			return &usageError{fmt.Sprintf("there is no command %q", strings.Join(args, " ")), "see signet --help"}
		}
		return nil
	}
}
