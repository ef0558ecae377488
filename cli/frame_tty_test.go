//go:build unix

package cli

import (
	"bytes"
	"testing"
	"time"
)

// TestTheCountdownCostsAFewBytes: while the seconds run, nothing of the code is
// sent again, beside the text and on its own.
func TestTheCountdownCostsAFewBytes(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 120, 42, nil, "demo")
	s.wait(`acme-contracts`)
	s.chooseReadme()
	s.wait(`for +15m`)
	s.keys("1")
	s.wait(`\(15 min\)`)
	s.keys(enter)
	s.wait(`X-Amz-Algorithm`)
	s.wait(`▀▀▀▀▀▀▀▀▀▀`) // beside it the link takes other rows than without
	link := s.link()
	s.waitCode(link)
	for _, screen := range []string{"link screen", "full screen"} {
		shown := s.wait(`1[45] min( \d+ s)?`)
		from := s.sent()
		s.wall.pass(t, time.Second)
		s.until("another second", func() bool { return s.wait(`1[45] min( \d+ s)?`) != shown })
		s.mu.Lock()
		frame := bytes.Clone(s.raw.Bytes()[from:])
		s.mu.Unlock()
		if bytes.ContainsRune(frame, '▀') || len(frame) > 1000 {
			t.Errorf("%s: a second costs %d bytes, code or not: %v", screen, len(frame), bytes.ContainsRune(frame, '▀'))
		}
		s.keys("Q")
		s.wait(`Hold a phone`)
		s.waitCode(link)
	}
	s.keys(ctrlC)
	s.exit()
}

// sent is how many bytes have reached the terminal.
func (s *tty) sent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.Len()
}
