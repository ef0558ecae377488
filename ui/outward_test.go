package ui

import (
	"context"
	"testing"

	"signet/share"
)

func TestFormsOfAnObject(t *testing.T) {
	own := Place{Servers: func() []string { return []string{"http://127.0.0.1:9000"} }}
	amazon := Place{Region: func(string) string { return "eu-west-3" }}
	got := map[string]string{}
	for name, p := range map[string]Place{"own": own, "amazon": amazon} {
		for _, key := range []string{"a/it's.pdf", "a/"} {
			for _, f := range forms(where(p, share.Target{Bucket: "acme", Key: key}), share.Target{Bucket: "acme", Key: key}) {
				got[name+" "+key+" "+f.Name] = f.Text
			}
		}
	}
	for name, want := range map[string]string{
		"own a/it's.pdf s3:// address":      "s3://acme/a/it's.pdf",
		"own a/it's.pdf key":                "a/it's.pdf",
		"own a/it's.pdf https URL":          "http://127.0.0.1:9000/acme/a/it%27s.pdf",
		"own a/it's.pdf console page":       "",
		"own a/it's.pdf aws-cli command":    `aws s3 cp 's3://acme/a/it'\''s.pdf' . --endpoint-url http://127.0.0.1:9000`,
		"own a/ aws-cli command":            "aws s3 ls s3://acme/a/ --endpoint-url http://127.0.0.1:9000",
		"own a/ https URL":                  "",
		"amazon a/it's.pdf https URL":       "https://acme.s3.eu-west-3.amazonaws.com/a/it%27s.pdf",
		"amazon a/it's.pdf ARN":             "arn:aws:s3:::acme/a/it's.pdf",
		"amazon a/ console page":            "https://eu-west-3.console.aws.amazon.com/s3/buckets/acme?prefix=a%2F&region=eu-west-3",
		"amazon a/it's.pdf aws-cli command": `aws s3 cp 's3://acme/a/it'\''s.pdf' . --region eu-west-3`,
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

// What is copied can be printed instead where a key does that, and the key is named.
func TestCopyingNamesTheKeyThatPrints(t *testing.T) {
	for _, c := range []struct {
		keys []string
		own  map[string][]string
		want string
	}{
		{[]string{"down", "enter", "1", "enter", "y"}, nil, "P prints the link"},
		{[]string{"down", "enter", "1", "enter", "y"}, map[string][]string{"print": {"f9"}}, "f9 prints the link"},
		{[]string{"down", "y"}, nil, ""},
	} {
		said := "nothing"
		r := open(t, func(p *Parts) {
			twoPlaces(p)
			p.Keys = c.own
			p.Copy = func(_ context.Context, _ share.Secret, _, instead string) (string, string, error) {
				said = instead
				return "", "copied", nil
			}
		})
		r.press(c.keys...)
		if said != c.want {
			t.Errorf("%v: %q, not %q\n%s", c.keys, said, c.want, r.screen())
		}
	}
}
