package share

import (
	"strings"
	"testing"
)

func TestIsPageKey(t *testing.T) {
	name := strings.Repeat("a2z7b", 4) + "xy"
	for key, want := range map[string]bool{
		PageKey("signet-pages/", name): true, PageKey("", name): true, PageKey("a/b/", name): true,
		"contracts/q3.pdf": false, "index.html": false, "": false, ".html": false, "signet-pages/" + name: false, "signet-pages/" + name + ".pdf": false,
		PageKey("p/", name+"a"): false, PageKey("p/", name[1:]): false, PageKey("p/", strings.ToUpper(name)): false, PageKey("p/", name[:21]+"1"): false,
		PageKey("p/", name) + "/x": false,
	} {
		if IsPageKey(key) != want {
			t.Errorf("%q: %v", key, !want)
		}
	}
}
