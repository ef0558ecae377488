package history

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share/ledger"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// The endings say what is written, as they do on the command line.
const (
	receiptEnding  = ".txt"
	evidenceEnding = ".json"
)

// filing is the question where to save a receipt or evidence of a share.
type filing struct {
	*prompt.File
	id     string // of the share, or of its group
	folded bool
	busy   bool
}

// filed is how writing it went.
type filed struct {
	path, what string
	err        error
}

// askFile asks for a file: of the share under the cursor, or of its folded batch.
func (s *Screen) askFile(e ledger.Entry) {
	id, folded := e.ID, s.folded(e)
	if folded {
		id = e.Group
	}
	hint := receiptEnding + ": a receipt, who took it and when"
	if !folded && s.exits.Evidence != nil {
		hint += "; " + evidenceEnding + ": evidence, signed with your SSH key"
	}
	s.file = &filing{id: id, folded: folded, File: prompt.AskFile(prompt.Spec{
		Title: "save what the log knows of it", Label: "file: ", Value: "receipt-" + id + receiptEnding, Does: "save", Hint: hint,
	})}
}

// fileKey takes a key or a paste of the question.
func (s *Screen) fileKey(msg tea.Msg) (kit.Step, tea.Cmd) {
	f := s.file
	if f.busy {
		return nil, nil
	}
	outcome, to := f.Answer(msg, s.env.Now())
	switch outcome {
	case prompt.Cancelled:
		s.file = nil
	case prompt.Accepted:
		return s.writeFile(to)
	case prompt.Open:
	}
	return nil, nil
}

func (s *Screen) writeFile(to prompt.Destination) (kit.Step, tea.Cmd) {
	f, receipt, evidence := s.file, s.exits.Receipt, s.exits.Evidence
	switch ending := strings.ToLower(filepath.Ext(to.Path)); {
	case ending == receiptEnding:
		f.busy = true
		id := f.id
		return nil, s.env.Do(func(ctx context.Context) tea.Msg {
			return filed{to.Path, "receipt", receipt(ctx, id, to.Path, to.Replace)}
		})
	case ending == evidenceEnding && f.folded:
		f.Problem = "evidence is of one share: unfold the batch, and choose one"
	case ending == evidenceEnding && evidence != nil:
		f.busy = true
		id := f.id
		return kit.Outside{
			Run:  func(ctx context.Context, says io.Writer) error { return evidence(ctx, id, to.Path, to.Replace, says) },
			Done: func(err error) tea.Msg { return filed{to.Path, "evidence", err} },
		}, nil
	default:
		f.Problem = "the ending says what is written: " + receiptEnding + " a receipt, " + evidenceEnding + " evidence"
	}
	return nil, nil
}

// tookFile closes the question, or asks once more before a file is replaced.
func (s *Screen) tookFile(msg filed) (kit.Step, tea.Cmd) {
	if s.file == nil {
		return nil, nil
	}
	s.file.busy = false
	if msg.err != nil {
		s.file.Refused(msg.path, msg.err)
		return nil, nil
	}
	s.file = nil
	s.detail.stale()
	return kit.Notify{Kind: kit.Good, Text: say.Line("the "+msg.what+" is in "+kit.Clean(msg.path), "readable by you alone")}, s.look()
}
