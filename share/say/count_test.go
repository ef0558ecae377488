package say

import "testing"

func TestCounts(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -7: "-7", -100: "-100", -1000: "-1,000", -123456: "-123,456"} {
		if got := Count(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	for _, c := range []struct{ got, want string }{
		{Things(1, "object"), "1 object"},
		{Things(0, "object"), "0 objects"},
		{Things(3, "entry"), "3 entries"},
		{Things(2, "key"), "2 keys"},
		{Things(int64(1000), "row"), "1,000 rows"},
		{AtLeast(1, false, "link ends", "links end"), "1 link ends"},
		{AtLeast(1, true, "link ends", "links end"), "1+ links end"},
		{AtLeast(5010, false, "link ends", "links end"), "5,010 links end"},
		{verb(1, "was", "were"), "was"},
		{verb(0, "was", "were"), "were"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
