package e2e

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// linksOn are the links of a page, and formsOn its forms, as a browser reads them.
func linksOn(page string) (all []string) {
	for _, m := range regexp.MustCompile(`<a href="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		all = append(all, html.UnescapeString(m[1]))
	}
	return all
}

func formsOn(page string) (all []link) {
	for _, m := range regexp.MustCompile(`(?s)<form action="([^"]+)".*?</form>`).FindAllStringSubmatch(page, -1) {
		l := link{URL: html.UnescapeString(m[1])}
		for _, f := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(m[0], -1) {
			l.Fields = append(l.Fields, [2]string{html.UnescapeString(f[1]), html.UnescapeString(f[2])})
		}
		for _, f := range regexp.MustCompile(`<select [^>]*name="([^"]+)">\s*<option value="([^"]+)"`).FindAllStringSubmatch(m[0], -1) {
			l.Fields = append(l.Fields, [2]string{f[1], f[2]}) // the first choice, as where nobody chooses
		}
		all = append(all, l)
	}
	return all
}

// signerOf is the access key that signed a link or a form.
func signerOf(l link) string {
	text := l.URL
	for _, f := range l.Fields {
		text += " " + f[0] + "=" + f[1]
	}
	return regexp.MustCompile(`X-Amz-Credential=([A-Za-z0-9]+)`).FindStringSubmatch(text)[1]
}

// signersOfPages are those by which each link of a page has a key or a session of its own.
func signersOfPages() map[string]func(*server, *testing.T) *signet {
	return map[string]func(*server, *testing.T) *signet{
		"revocable": func(s *server, t *testing.T) *signet { return s.keyed(t) },
		"session":   func(s *server, t *testing.T) *signet { return s.sessioned(t) },
	}
}

// A page of links by keys of their own: one link of it is taken back alone, the page by its
// removal, and the batch ends all of it, for whoever has opened the page, too.
func TestPageOfRevocableLinks(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		for signer, made := range signersOfPages() {
			t.Run(signer, func(t *testing.T) {
				b, p := s.bucket(t), made(s, t)
				for _, key := range []string{"q3/a.txt", "q3/b.txt", "q3/c.txt"} {
					s.put(t, b, key, "content of "+key)
				}
				page := links(t, p.must(t, "", "share", "s3://"+b+"/q3/", "--as-page", "--place", "lab", "--revocable", "--expires", "1h", "--json").stdout)[0]
				opened := use(t, http.MethodGet, page.URL, nil, "")
				mustWork(t, "the page", opened)
				by := map[string]bool{signerOf(page): true}
				all := linksOn(opened.body)
				for _, l := range all {
					mustWork(t, "a link of it", use(t, http.MethodGet, l, nil, ""))
					by[signerOf(link{URL: l})] = true
				}
				if len(all) != 3 || len(by) != 4 {
					t.Fatalf("%d links and the page are signed by %d keys", len(all), len(by))
				}
				one := p.find(t, all[0])
				p.must(t, "", "revoke", one, "--yes")
				for i, l := range all {
					if a := use(t, http.MethodGet, l, nil, ""); a.ok() == (i == 0) {
						t.Errorf("after one was taken back link %d answers %d", i, a.status)
					}
				}
				mustWork(t, "the page after that", use(t, http.MethodGet, page.URL, nil, ""))
				p.must(t, "", "revoke", "--batch", page.Group, "--yes")
				for _, l := range append(all, page.URL) {
					mustFail(t, "after the batch was taken back", use(t, http.MethodGet, l, nil, ""))
				}
				s.mustLack(t, b, page.Key)
				p.must(t, "", "log", "verify")
			})
		}
	})
}

// find is the id of the share that a link is of.
func (p *signet) find(t *testing.T, link string) string {
	t.Helper()
	return regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(p.must(t, link+"\n", "log", "find", "--json").stdout)[1]
}

// Pages that ask for files, by keys of their own: what is sent arrives, and nothing any more
// once the batch is taken back; a form that was opened before sends no more either.
func TestAskingByRevocableLinks(t *testing.T) {
	t.Parallel()
	makesKeys(t, func(t *testing.T, s *server) {
		for signer, made := range signersOfPages() {
			t.Run(signer, func(t *testing.T) {
				b, p := s.bucket(t), made(s, t)
				upload := links(t, p.must(t, "", "share", "s3://"+b+"/in/", "--op", "post", "--key-prefix", "--as-page", "--place", "lab", "--revocable", "--expires", "1h", "--json").stdout)[0]
				request := links(t, p.must(t, "", "request", "--item", "passport:image/*", "--item", "contract:application/pdf", "--place", "lab", "--revocable", "--json", "s3://"+b+"/asked/").stdout)[0]
				for what, page := range map[string]link{"upload page": upload, "request": request} {
					opened := use(t, http.MethodGet, page.URL, nil, "")
					mustWork(t, what, opened)
					forms := formsOn(opened.body)
					by := map[string]bool{signerOf(page): true}
					for _, form := range forms {
						mustWork(t, what, post(t, form, "a.bin", "", "content"))
						by[signerOf(form)] = true
					}
					if len(by) != len(forms)+1 || len(forms) == 0 {
						t.Errorf("%s: %d forms and the page are signed by %d keys", what, len(forms), len(by))
					}
					if status := p.must(t, "", "request", "status", page.ShareID).stdout; strings.Contains(status, "missing") || !strings.Contains(status, "1 file") {
						t.Errorf("%s: %s", what, status)
					}
					p.must(t, "", "revoke", "--batch", page.Group, "--yes")
					for _, form := range forms {
						mustFail(t, what+" that was taken back", post(t, form, "b.bin", "", "content"))
					}
					mustFail(t, what+" that was taken back", use(t, http.MethodGet, page.URL, nil, ""))
				}
				// Upload links stand in for forms by such keys as well.
				linked := links(t, p.must(t, "", "request", "--item", "photo", "--files", "2", "--place", "lab", "--revocable", "--json", "s3://"+b+"/links/").stdout)[0]
				opened := use(t, http.MethodGet, linked.URL, nil, "")
				to := regexp.MustCompile(`data-to="([^"]+)"`).FindAllStringSubmatch(opened.body, -1)
				if len(to) != 2 || signerOf(link{URL: html.UnescapeString(to[0][1])}) == signerOf(link{URL: html.UnescapeString(to[1][1])}) {
					t.Errorf("%d upload links on the page", len(to))
				}
			})
		}
	})
}
