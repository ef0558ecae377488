package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// hostileNames are keys that a page must show and link as what they are.
func hostileNames() []string {
	return []string{
		`q3/a report.pdf`, `q3/<script>alert(1)</script>.txt`, `q3/"onmouseover='x' & ü+%41.txt`, "q3/right\u202eleft.txt", "q3/deep/er/plain.txt", "q3/javascript:alert(1)", "q3/漢字🙂",
	}
}

// A folder is one link; a phone opens its page by night and by day, without scripts, and
// each link on it gives its document. The page is taken back, and swept, on buckets that
// keep versions and on such as keep none.
func TestPagesOnPhone(t *testing.T) {
	t.Parallel()
	tab, later := browser(t), here.later(t)
	for _, name := range []string{"demo", "minio", "versitygw"} {
		for _, keeps := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, versions %v", name, keeps), func(t *testing.T) {
				s := theServer(t, name)
				b, p := s.bucket(t), signetFor(t, s)
				if keeps && name != "versitygw" {
					s.versioned(t, b)
				}
				for _, key := range hostileNames() {
					s.put(t, b, key, "content of "+key)
				}
				pageOnPhone(tab, t, s, p, b)
				pageTakenBack(t, s, p, b, later)
			})
		}
	}
}

// args are arguments of signet with those of a server.
func (s *server) args(args ...string) []string { return append(args, s.at()...) }

func pageOnPhone(tab context.Context, t *testing.T, s *server, p *signet, b string) {
	t.Helper()
	said := p.must(t, "", s.args("share", "s3://"+b+"/q3/", "--as-page", "--expires", "1h")...)
	url := strings.TrimSpace(said.stdout)
	if !strings.Contains(said.stderr, "whoever may read there can use its links until they end") {
		t.Errorf("what it means is not said: %s", said.stderr)
	}
	if a := use(t, http.MethodGet, url, nil, ""); a.status != 200 || strings.Contains(a.body, "<script") || len(a.body) > 100_000 {
		t.Fatalf("%d, %d bytes", a.status, len(a.body))
	}
	var paper []string
	for _, scheme := range []string{"light", "dark"} {
		here := onPhone(tab, t, url, scheme, "", true)
		if wide := eval[int](here, "document.documentElement.scrollWidth"); wide > 360 {
			t.Errorf("%s: the page is %d wide on a phone of 360", scheme, wide)
		}
		paper = append(paper, eval[string](here, "getComputedStyle(document.body).backgroundColor"))
		text := eval[string](here, "document.body.innerText")
		for _, want := range []string{"q3", "7 documents", "UTC", "a report.pdf", "<script>alert(1)</script>.txt", `"onmouseover='x' & ü+%41.txt`, "deep/er/plain.txt", "漢字🙂", "26 B"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q on the page:\n%s", scheme, want, text)
			}
		}
		if strings.ContainsRune(text, '\u202e') {
			t.Error("a name turns the text round")
		}
		links := eval[[]string](here, `[...document.querySelectorAll("ul a")].map(a => a.href)`)
		if len(links) != len(hostileNames()) {
			t.Fatalf("%d links", len(links))
		}
		followed := map[string]bool{}
		for _, l := range links {
			followed[use(t, http.MethodGet, l, nil, "").body] = true
		}
		for _, key := range hostileNames() {
			if !followed["content of "+key] {
				t.Errorf("no link gives %q", key)
			}
		}
		if handlers := eval[int](here, `[...document.querySelectorAll("*")].filter(e => [...e.attributes].some(a => a.name.startsWith("on"))).length`); handlers != 0 {
			t.Errorf("%d elements do something by themselves", handlers)
		}
	}
	if paper[0] == paper[1] {
		t.Errorf("light and dark are both %s", paper[0])
	}
	plain := onPhone(tab, t, url, "light", "", false)
	if title := eval[string](plain, "document.title"); title != "q3" {
		t.Errorf("without scripts: %q", title)
	}
}

// lastPage is the page that was shared last, by the log.
func (p *signet) lastPage(t *testing.T) (e struct{ ID, Key string }) {
	t.Helper()
	if err := json.Unmarshal([]byte(p.must(t, "", "log", "--json", "--limit", "1").stdout), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func pageTakenBack(t *testing.T, s *server, p *signet, b, later string) {
	t.Helper()
	page := p.lastPage(t)
	if o, ok := s.get(t, b, page.Key); !ok || o.contentType != "text/html; charset=utf-8" || o.metadata["signet-page"] == "" {
		t.Errorf("%v %+v", ok, o)
	}
	said := p.must(t, "", s.args("revoke", page.ID, "--yes")...)
	if !strings.Contains(said.stdout, "is revoked; proved: the link answered") || !strings.Contains(said.stderr, "7 links of it go on") {
		t.Errorf("%s%s", said.stdout, said.stderr)
	}
	s.mustLack(t, b, page.Key)

	// Of two pages that are over, one goes; in the place of the other somebody has stored.
	short := s.args("share", "s3://"+b+"/q3/", "--as-page", "--expires", "2m")
	p.must(t, "", short...)
	theirs := p.lastPage(t)
	p.must(t, "", short...)
	ours := p.lastPage(t)
	s.put(t, b, theirs.Key, "somebody else's")
	swept := p.later(later).run(t, "", s.args("log", "sweep", "--yes")...)
	if a, ok := s.get(t, b, theirs.Key); !ok || a.body != "somebody else's" {
		t.Errorf("what somebody else has stored is gone: %+v\n%s", a, swept.stderr)
	}
	s.mustLack(t, b, ours.Key)
	if !strings.Contains(swept.stderr, "removed") {
		t.Errorf("%s", swept.stderr)
	}
}
