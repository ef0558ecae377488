package ledger

import "testing"

// FuzzParseHead: a head that is read is written as it can be read again.
func FuzzParseHead(f *testing.F) {
	f.Add("7:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	f.Add(" +1:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855\n")
	f.Add("-1:")
	f.Fuzz(func(t *testing.T, text string) {
		head, err := ParseHead(text)
		if err != nil {
			return
		}
		if again, err := ParseHead(head.String()); err != nil || again != head || head.Seq < 0 {
			t.Errorf("%q is %s, and that %s, %v", text, head, again, err)
		}
	})
}
