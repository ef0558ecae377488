//go:build unix

package cli

import (
	"net/http"
	"strings"
	"testing"
)

// A link is taken back where it was made: what is done is shown, confirmed by typing,
// proved, and seen in the share log; whoever has the link is refused.
func TestALinkIsTakenBackOnScreen(t *testing.T) {
	t.Parallel()
	_, env := serve(t, false)
	s := startTTY(t, 120, 42, env)
	s.wait(`acme-contracts`)
	s.choose("s3://acme-contracts/README.txt", `README\.txt`)
	s.keys("2")
	s.wait(`Anyone with this link`)
	s.keys("\x13") // sign
	s.wait(`ends in`)
	link := s.link()
	if status, _ := get(t, link); status != http.StatusOK {
		t.Fatalf("the link answers %d before", status)
	}
	s.keys("X")
	s.wait(`› policy +deny links to this object`)
	s.keys(enter)
	s.wait(`\+ \{"Sid":"signet`)
	s.wait(`nothing is done yet`)
	s.keys("the wrong person" + enter)
	s.wait(`▸ confirm`)
	s.keys("revok" + enter)
	s.wait(`type revoke here first`)
	if status, _ := get(t, link); status != http.StatusOK {
		t.Fatalf("it was taken back unconfirmed: %d", status)
	}
	s.keys("e" + enter)
	s.wait(`revoked, and proved dead; the link answered 206 before and 403 AccessDenied after`)
	if status, body := get(t, link); status != http.StatusForbidden || !strings.Contains(body, "AccessDenied") {
		t.Errorf("whoever has it gets %d %s", status, body)
	}
	s.keys("\x1b")
	s.wait(`revoked: by the share log`)
	s.keys("y")
	s.wait(`link \(revoked, it opens nothing any`)
	s.keys("H")
	s.wait(`› revoked`)
	s.keys("\t")
	s.wait(`the wrong person`)
	s.keys("X") // and what was revoked by mistake is opened again
	s.wait(`open the link again`)
	s.wait(`- \{"Sid":"signet`)
	s.keys(enter + "undo" + enter)
	s.wait(`✓ it is open again; proved: the link answers 206`)
	if status, _ := get(t, link); status != http.StatusOK {
		t.Errorf("it was opened again, and answers %d", status)
	}
	s.keys("\x1b")
	s.wait(`open for`)
	s.keys(ctrlC)
	s.exit()
}

// Where nothing may be changed the statement is shown, to give it to somebody who may.
func TestTakingBackInAReadOnlyPlace(t *testing.T) {
	t.Parallel()
	_, env := serve(t, false)
	s := startTTY(t, 120, 42, append(env, "SIGNET_READ_ONLY=true", "SSH_CONNECTION=1.2.3.4 5 6.7.8.9 22"))
	s.wait(`acme-contracts`)
	s.choose("s3://acme-contracts/README.txt", `README\.txt`)
	s.keys("2")
	s.wait(`Anyone with this link`)
	s.keys("\x13") // sign
	s.wait(`ends in`)
	link := s.link()
	s.keys("X")
	s.wait(`› policy`)
	s.keys(enter)
	s.wait(`✗ the place is read-only, and nothing is changed in it`)
	s.wait(`ends the link:`)
	s.wait(`then: signet log revoked`)
	s.keys("y")
	if statement := s.copied(); !strings.HasPrefix(statement, `{"Sid":"signet`) {
		t.Errorf("copied is %q", statement)
	}
	if status, _ := get(t, link); status != http.StatusOK {
		t.Errorf("the link answers %d", status)
	}
	s.keys(ctrlC)
	s.exit()
}
