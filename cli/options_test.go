package cli

import (
	"reflect"
	"testing"

	"github.com/spf13/pflag"

	"signet/share"
)

// TestEveryOptionIsAFlag: what is printed to share again is read back as it was.
func TestEveryOptionIsAFlag(t *testing.T) {
	for _, x := range share.AllOptions() {
		value := map[share.Kind]string{share.Text: "text/plain", share.Switch: "true", share.Size: "7", share.Number: "200", share.Pairs: "a=1, 2"}[x.Kind]
		if x.ID == "response-expires" {
			value = "2026-12-24T17:00:00Z"
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
			if back, err := f.read(op); err != nil || !reflect.DeepEqual(back, o) {
				t.Errorf("%s of %s: %q reads back as %+v, %v", x.ID, op, args, back, err)
			}
		}
	}
}
