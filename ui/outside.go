package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// visitor runs something of this program on the normal screen, where other programs can
// ask for a passphrase, and waits for the enter key if it went well.
type visitor struct {
	printer
	kit.Outside
}

// Run is called when Bubble Tea has left the terminal.
func (v *visitor) Run() error {
	if _, err := fmt.Fprintln(v.out); err != nil {
		return err
	}
	if err := v.Outside.Run(v.ctx, v.out); err != nil {
		return err
	}
	return v.stay()
}

// outside leaves the screen for a while; ctrl+c ends what runs there, and not signet.
func (a *App) outside(id int, step kit.Outside) tea.Cmd {
	ctx, leave := context.WithCancel(a.ctx)
	return a.o.Exec(&visitor{printer: printer{ctx: ctx}, Outside: step}, leave, func(err error) tea.Msg {
		leave()
		return kit.Reply{To: id, Msg: step.Done(err)}
	})
}
