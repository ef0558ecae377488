package cli

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// scripts are what the shells read, one for each of those that we know to the letter.
//
//go:embed completions
var scripts embed.FS

// completionScript is the script of a shell, which is one of ourShells.
func completionScript(shell string) (string, error) {
	text, err := scripts.ReadFile("completions/" + shell + ".sh")
	return string(text), err
}

// ourShells are those whose scripts are our own, and which can be installed.
func ourShells() []string { return []string{"bash", "fish", "zsh"} }

// completionCommand is in the place of cobra's own: its scripts evaluate what was typed
// and what a server has named, and it takes wrong usage for a question.
func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "fish", "powershell", "zsh"}
	hint := "one of " + strings.Join(shells, ", ")
	cmd := &cobra.Command{
		Use:   "completion SHELL",
		Short: "Have the shell complete commands, objects and ids",
		Long: `Print the script by which a shell completes what is typed: commands, flags, places,
buckets and objects as the server lists them, ids of shares as the share log has
them. The server is asked for lists alone, and for two seconds at most.

"signet completion install" puts it where the shell looks for it.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &usageError{"no shell named", hint}
			}
			return &usageError{fmt.Sprintf("there are no completions for %q", args[0]), hint}
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // else its help is all that is asked for
	}
	for _, shell := range shells {
		cmd.AddCommand(a.completionOf(shell))
	}
	cmd.AddCommand(a.completionInstallCommand())
	return cmd
}

func (a *app) completionOf(shell string) *cobra.Command {
	examples := map[string]string{
		"bash":       "  source <(signet completion bash)",
		"fish":       "  signet completion fish | source",
		"zsh":        "  source <(signet completion zsh)    # after compinit",
		"powershell": "  signet completion powershell | Out-String | Invoke-Expression",
	}
	return &cobra.Command{
		Use:     shell,
		Short:   "Print the script for " + shell,
		Long:    "Print the script for " + shell + ". The example has the shell that runs it complete; in\nits startup file it does so in every one.",
		Example: examples[shell],
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains(ourShells(), shell) {
				return cmd.Root().GenPowerShellCompletionWithDesc(a.Out)
			}
			text, err := completionScript(shell)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.Out, text)
			return err
		},
	}
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
