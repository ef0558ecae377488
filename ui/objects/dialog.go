package objects

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
	"signet/ui/prompt"
)

// dialog is an open question and what its answer leads to.
type dialog struct {
	prompt *prompt.Prompt
	accept func(text string) (kit.Maker, error) // leads to a screen
	then   func(text string) (tea.Cmd, error)   // or to something on this one
}

// answer feeds the dialog; the screen it leads to opens above this one.
func (s *Screen) answer(msg tea.Msg) (kit.Step, tea.Cmd) {
	d := s.dialog
	switch d.prompt.Update(msg, s.env.Now()) {
	case prompt.Cancelled:
		s.dialog = nil
	case prompt.Accepted:
		if d.then != nil {
			cmd, err := d.then(d.prompt.Value())
			if err != nil {
				d.prompt.Fail(err)
				return nil, nil
			}
			s.dialog = nil
			return nil, cmd
		}
		mk, err := d.accept(d.prompt.Value())
		if err != nil {
			d.prompt.Fail(err)
			return nil, nil
		}
		s.dialog = nil
		return kit.Push{Make: mk}, nil
	}
	return nil, nil
}

// uploadDialog asks for the key under which somebody else may upload.
func (s *Screen) uploadDialog(v *level) *dialog {
	return &dialog{
		prompt: prompt.New(prompt.Spec{
			Title: "a link for an upload to s3://" + s.at.Bucket + "/…", Label: "key › ", Value: cmp.Or(v.sought, v.prefix), Does: "go on",
			Hint: "the whole key; it need not exist yet",
		}),
		accept: func(text string) (kit.Maker, error) {
			target := s.target(text)
			if err := target.Check(); err != nil {
				return nil, err
			}
			return s.exits.ComposeUpload(target), nil
		},
	}
}
