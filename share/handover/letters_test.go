package handover_test

import (
	"strings"
	"testing"

	"signet/share"
	"signet/share/handover"
)

// TestLetters: nobody gets the links of another, and two that name nobody are never one.
func TestLetters(t *testing.T) {
	to := func(l share.Link, who string) share.Link {
		l.Request.Recipient = who
		return l
	}
	get := func(key string) share.Link { return link("https://s3.example.com", share.Download, key) }
	letters, alone, err := handover.Letters([]share.Link{
		to(get("a.txt"), "Ms Ito"), to(get("b.txt"), ""), to(get("c.txt"), "Ms Ito"), to(get("d.txt"), ""), to(get("e.txt"), "Mr T\r\nBcc: x"),
		to(formLink("https://s3.example.com", "in/"), "Ms Ito"),
	}, handover.Options{})
	if err != nil || len(letters) != 4 || len(alone) != 1 {
		t.Fatalf("%d letters, %d alone, %v", len(letters), len(alone), err)
	}
	ito := letters[0].Text.Reveal()
	if !strings.HasPrefix(ito, "To: Ms Ito\nSubject: 2 documents\n\nThese links take the place of those that you have: please use them from now on.\n\n") || strings.Count(ito, "https://s3.example.com") != 2 || !strings.Contains(ito, "c.txt") {
		t.Error(ito)
	}
	if b := letters[1].Text.Reveal(); !strings.HasPrefix(b, "Subject: b.txt\n\nThis link takes the place of the one that you have") || strings.Count(b, "https://") != 1 {
		t.Error(b)
	}
	if e := letters[3].Text.Reveal(); strings.Count(strings.Split(e, "\n\n")[0], "\n") != 1 {
		t.Errorf("a recipient writes headers: %q", e)
	}
}
