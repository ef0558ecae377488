package cli

import (
	"strings"
	"testing"

	"signet/share/ledger"
)

// A link whose object was replaced gives the new one until it ends: it can be taken back.
func TestRevokeOfALinkToAChangedObject(t *testing.T) {
	for _, whom := range []string{"", "Ms Ito"} {
		meddle(t)
		id := shared(t, "--to", "Ms Ito")
		l, err := newApp(t).openLog()
		if err == nil {
			err = l.Append(t.Context(), id, ledger.Event{Kind: ledger.ObjectChanged})
		}
		if err != nil {
			t.Fatal(err)
		}
		args := []string{"revoke", id, "--yes"}
		if whom != "" {
			args = []string{"revoke", "--to", whom, "--yes"}
		}
		if code, out, said := faced(t, args...); code != 0 || !strings.Contains(out, id+" is revoked") {
			t.Errorf("%v: code %d\n%s\n%s", args, code, out, said)
		}
	}
}
