package cli

import (
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"signet/share"
)

// TestEveryOptionIsAFlag: what is printed to share again is read back as it was.
func TestEveryOptionIsAFlag(t *testing.T) {
	for _, x := range share.AllOptions() {
		value := map[share.Kind]string{share.Text: "text/plain", share.Switch: "true", share.Size: "7", share.Number: "200", share.Pairs: "a=1, 2"}[x.Kind]
		key := strings.Repeat("k", 32)
		if special := map[string]string{
			"response-expires": "2026-12-24T17:00:00Z", "checksum": "sha256:" + strings.Repeat("0a", 32), "storage-class": "GLACIER_IR",
			"if-match": `"e"`, "expected-bucket-owner": "123456789012", "sse-c-key-file": key,
		}[x.ID]; special != "" {
			value = special
		}
		for _, op := range x.Ops {
			var o share.Options
			if err := x.Set(&o, value); err != nil {
				t.Fatal(err)
			}
			f, s := optionFlags{}, pflag.NewFlagSet("share", pflag.ContinueOnError)
			f.bind(s)
			args := asTyped(o, op)
			if len(args) == 0 || args[0] != "--"+x.Flag || s.Lookup(x.Flag).Usage == "" {
				t.Errorf("%s of %s is printed as %q", x.ID, op, args)
			}
			if err := s.Parse(args); err != nil {
				t.Fatal(err)
			}
			if back, err := f.read(op, func(string) (string, error) { return key, nil }); err != nil || !reflect.DeepEqual(back, o) {
				t.Errorf("%s of %s: %q reads back as %+v, %v", x.ID, op, args, back, err)
			}
		}
	}
}
