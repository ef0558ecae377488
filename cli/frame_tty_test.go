//go:build unix

package cli

import (
	"bytes"
	"regexp"
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
	s.wait(`\(1[45] min\)`)
	s.keys(enter)
	s.wait(`X-Amz-Algorithm`)
	s.wait(`▀▀▀▀▀▀▀▀▀▀`) // beside it the link takes other rows than without
	link, whole := "", regexp.MustCompile(`X-Amz-Signature=[0-9a-f]{64}$`)
	for deadline := time.Now().Add(longest); !whole.MatchString(link) && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		link = s.link()
	}
	s.waitCode(link)
	for _, screen := range []string{"link screen", "full screen"} {
		shown := s.wait(`1[45] min( \d+ s)?`)
		from := s.sent()
		for deadline := time.Now().Add(longest); s.wait(`1[45] min( \d+ s)?`) == shown; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s: the countdown stands still", screen)
			}
		}
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
