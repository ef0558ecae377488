package refusal

import (
	"strings"
	"testing"
)

// Whoever lists a bucket has used no link: no row of the table, nor any refusal
// that is not in it, advises as if.
func TestOwnRequestsAreNotAdvisedAboutLinks(t *testing.T) {
	var answers []Answer
	for _, rows := range tables() {
		for _, r := range rows {
			answers = append(answers, r.answers()...)
		}
	}
	for status := 300; status < 600; status++ {
		answers = append(answers, Answer{Status: status}, Answer{Status: status, Code: "NeverHeardOf"})
	}
	for _, a := range answers {
		if a.Status == 0 {
			a.Status = 403
		}
		w, link := ExplainOwn(a), Explain(a)
		if w.Kind != link.Kind || w.Sentence == "" || w.Cause == "" || w.Next == "" {
			t.Errorf("%+v: %+v", a, w)
		}
		for _, text := range []string{w.Sentence, w.Cause, w.Next} {
			for _, word := range []string{"link", "form ", "form'", "upload", "sign anew", "signed", "signer", "recipient"} {
				if strings.Contains(text, word) {
					t.Errorf("%+v: %q speaks of %q", a, text, word)
				}
			}
		}
	}
	if w := ExplainOwn(Answer{Status: 400, Code: "NeverHeardOf", Message: "the link is bad"}); w.Said != "the server says: the link is bad" {
		t.Errorf("the server's own words are gone: %+v", w)
	}
	if w := ExplainOwn(Answer{Status: 304}); strings.Contains(w.Next, "copy at hand") || w.Kind != Unmet {
		t.Errorf("nothing was asked for on a condition: %+v", w)
	}
}
