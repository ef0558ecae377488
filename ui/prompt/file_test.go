package prompt_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/ui/prompt"
	"signet/ui/uitest"
)

// A file that is there is replaced by the same answer given again, and by no other.
func TestAFileIsReplacedOnlyWhenAskedTwice(t *testing.T) {
	now := time.Now()
	f := prompt.AskFile(prompt.Spec{Value: "a"})
	enter, _ := uitest.Key("enter")
	answer := func(want prompt.Destination) {
		t.Helper()
		if outcome, to := f.Answer(enter, now); outcome != prompt.Accepted || to != want {
			t.Errorf("outcome %d, %+v; want %+v", outcome, to, want)
		}
	}
	exists := fmt.Errorf("write a: %w", fs.ErrExist)
	answer(prompt.Destination{Path: "a"})
	f.Refused("a", exists)
	if !strings.Contains(f.Problem, "enter again replaces it") {
		t.Errorf("it says %q", f.Problem)
	}
	f.Answer(tea.PasteMsg{Content: "b"}, now)
	answer(prompt.Destination{Path: "ab"})
	f.Refused("ab", exists)
	answer(prompt.Destination{Path: "ab", Replace: true})
	f.Refused("ab", errors.New("the disk is full"))
	if f.Problem != "the disk is full" {
		t.Errorf("it says %q", f.Problem)
	}
	answer(prompt.Destination{Path: "ab"}) // it failed in another way: nothing was asked
}

func TestAFileNeedsAName(t *testing.T) {
	f := prompt.AskFile(prompt.Spec{Value: " "})
	enter, _ := uitest.Key("enter")
	if outcome, _ := f.Answer(enter, time.Now()); outcome != prompt.Open || f.Problem == "" {
		t.Errorf("outcome %d, %q", outcome, f.Problem)
	}
}
