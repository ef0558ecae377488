package revoke

import (
	"signet/share/ledger"
	"signet/share/takeback"
)

// byOthers is what somebody else has to do for some shares.
type byOthers struct {
	why    string
	hand   takeback.Hand
	shares []ledger.Entry
}

// left is what is to be done by hand at this moment.
func (s *Screen) left() (all []byOthers) {
	switch s.stage {
	case byHand, asking:
		for _, c := range s.step.Changes {
			if c.Problem != nil {
				all = append(all, byOthers{c.Problem.Error(), c.Hand, c.Ends})
			}
		}
	case done:
		for _, p := range s.account.Problems {
			all = append(all, byOthers{p.Err.Error(), p.Hand, p.Shares})
		}
	case looking, choosing, preparing, doing:
	}
	return all
}

// commands are the lines of it that can be copied: statements, and commands for a shell.
func (s *Screen) commands() (lines []string) {
	if w, some := s.way(); s.stage == choosing && some && w.fits() && !w.Here {
		return s.shell(w.Commands)
	}
	for _, l := range s.left() {
		lines = append(append(lines, l.hand.Statements...), s.shell(l.hand.Commands)...)
	}
	return lines
}

func (s *Screen) shell(commands [][]string) (lines []string) {
	for _, c := range commands {
		lines = append(lines, s.taker.Shell(c))
	}
	return lines
}

// mostIDs is how many shares a command names; of more of them the log is asked.
const mostIDs = 20

// noted is the command that tells the log, once it is done.
func noted(shares []ledger.Entry) string {
	text := "signet log revoked"
	for _, e := range shares[:min(len(shares), mostIDs)] {
		text += " " + e.ID
	}
	if len(shares) > mostIDs {
		text += " …"
	}
	return text
}
