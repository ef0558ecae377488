package cli

import (
	"fmt"
	"text/tabwriter"

	"signet/config"
	"signet/ui"
)

// keyboard is what the settings judge keys by: the actions of the interface.
func keyboard() config.Keyboard {
	var list []config.Action
	for _, a := range ui.Actions() {
		list = append(list, config.Action{Name: a.Name, Keys: a.Keys, Means: a.Means, Fixed: a.Fixed})
	}
	return config.Keyboard{Actions: list, Check: ui.CheckKey}
}

// configKeys lists every action with its keys, what it means, and where the keys come
// from.
func (a *app) configKeys(s *config.Settings) error {
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, action := range keyboard().Actions {
		v := s.KeysOf(action)
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", action.Name, v.Value, action.Means, clean(v.Source)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// mouse reports whether the mouse is taken. Over ssh it is not unless asked for: a
// terminal that is far away shows each step of it late.
func (a *app) mouse(s *config.Settings) bool {
	far := a.Env("SSH_CONNECTION") != "" || a.Env("SSH_TTY") != ""
	return s.Mouse == "on" || s.Mouse == "auto" && !far
}
