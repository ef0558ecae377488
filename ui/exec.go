package ui

import (
	"os/exec"

	tea "charm.land/bubbletea/v2"
)

// runCommand runs another program on the normal screen and comes back.
func runCommand(argv []string, done func(error) tea.Msg) tea.Cmd {
	return tea.ExecProcess(exec.Command(argv[0], argv[1:]...), done) //nolint:gosec // aws sso login, from our own table
}
