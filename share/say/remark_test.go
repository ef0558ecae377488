package say

import (
	"encoding/json"
	"testing"
)

func TestWorst(t *testing.T) {
	if Worst(nil) != Good {
		t.Error("nothing found is good")
	}
	list := []Remark{{Level: Info}, {Level: Bad}, {Level: Warning}}
	if Worst(list) != Bad || Worst(list[:1]) != Info {
		t.Error("the worst level must win")
	}
}

func TestRemark(t *testing.T) {
	host := Remark{Code: "host", Level: Warning, Text: "the host is private", Next: "use another"}
	if got := host.String(); got != "the host is private; use another" {
		t.Error(got)
	}
	if got := Line("it failed", "", "try again"); got != "it failed; try again" || Line("", "") != "" {
		t.Error(got)
	}
	for want, parts := range map[string][]string{
		"nothing answers; is the server running? signet doctor tells":    {"nothing answers", "is the server running?", "signet doctor tells"},
		"the signature is wrong; It does not match. check the key":       {"the signature is wrong", "It does not match.", "", "check the key"},
		"access denied; アクセスできません。 ask its owner! or somebody else; now": {"access denied", "アクセスできません。", "ask its owner!", "or somebody else", "now"},
		"where to?": {"", "where to?", ""},
	} {
		if got := Line(parts...); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for want, r := range map[string]Remark{
		`{"code":"host","level":"warning","text":"the host is private","next":"use another"}`: host,
		`{"code":"ok","level":"good","text":"it opens"}`:                                      {Code: "ok", Level: Good, Text: "it opens"},
	} {
		if got, err := json.Marshal(r); err != nil || string(got) != want {
			t.Errorf("%s, %v", got, err)
		}
	}
}
