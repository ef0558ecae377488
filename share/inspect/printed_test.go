package inspect

import (
	"os"
	"strings"
	"testing"
)

// testdata/forms.txt holds one form as thirty programs print it.
func TestPrintedForms(t *testing.T) {
	raw, err := os.ReadFile("testdata/forms.txt")
	if err != nil {
		t.Fatal(err)
	}
	policy := awsPolicy
	fill := strings.NewReplacer("{POLICY}", policy, "{HALF1}", policy[:90], "{HALF2}", policy[90:], "{SIG}", awsPolicySignature, "{CRED}", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request")
	cases := strings.Split(string(raw), "\n== ")[1:]
	for _, c := range cases {
		name, text, _ := strings.Cut(c, "\n")
		t.Run(name, func(t *testing.T) {
			r := Inspect(fill.Replace(text), at("2015-12-29T12:00:00Z"))
			if r.Kind != PostPolicy || r.State != Open || r.Target.Bucket != "sigv4examplebucket" || r.Signer.KeyID != "AKIAIOSFODNN7EXAMPLE" || !r.Usable() {
				t.Errorf("%s %s %s, %+v %+v", r.Kind, r.State, codesOf(r), r.Target, r.Signer)
			}
		})
	}
	if len(cases) < 20 {
		t.Errorf("%d forms", len(cases))
	}
}
