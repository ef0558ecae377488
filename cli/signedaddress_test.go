package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// A pasted link that is signed is refused wherever an address is wanted, with the way to
// look into it, and its signature is said nowhere.
func TestASignedLinkIsNoAddress(t *testing.T) {
	const sum = "5ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7"
	query := "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260304%2Feu-west-3%2Fs3%2Faws4_request&X-Amz-Date=20260304T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=" + sum
	for _, text := range []string{
		"s3://acme/k.pdf?X-Amz-Signature=" + sum, "S3://acme/k.pdf%3FX-Amz-Signature%3D" + sum, "arn:aws:s3:::acme/k.pdf?X-Amz-Signature=" + sum,
		"https://acme.s3.eu-west-3.amazonaws.com/k.pdf" + query, "https://s3.example.com/acme/k.pdf" + query, "<https://acme.s3.amazonaws.com/k.pdf" + query + ">",
	} {
		for _, args := range [][]string{{"share"}, {"ls"}, {"bookmarks", "add", "--place", "work"}, {"share", "--note", "x", "s3://acme/a", "-o", "x.py"}} {
			var out, said bytes.Buffer
			env := map[string]string{"SIGNET_HOME": t.TempDir(), "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "eu-west-3"}
			world := IO{In: strings.NewReader(""), Out: &out, Err: &said, Env: func(n string) string { return env[n] }, Clock: time.Now}
			args = append(args, text)
			if args[0] == "bookmarks" {
				args = []string{"bookmarks", "add", text}
			}
			code := Run(t.Context(), args, world)
			if code != exitUsage || !strings.Contains(said.String(), "signet inspect") || strings.Contains(out.String()+said.String(), sum[:12]) {
				t.Errorf("%q: exit code %d\n%s%s", args, code, &out, &said)
			}
		}
	}
	for _, text := range []string{"s3://acme/what?.pdf", "s3://acme/a&signature", "s3://acme/minutes?draft=2", "https://s3.example.com/acme/k.pdf"} {
		if _, err := unsigned(text, func() []string { return []string{"https://s3.example.com"} }); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
