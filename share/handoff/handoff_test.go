package handoff_test

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"signet/share"
	"signet/share/handoff"
)

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAddressIsTenLetters(t *testing.T) {
	w, seen := newWorld(t), map[string]bool{}
	for range 100 {
		u := w.begin(nil).URL().Reveal()
		if !regexp.MustCompile(`^http://192\.168\.178\.23:8443/[abcdefghijkmnopqrstuvwxyz]{10}$`).MatchString(u) || seen[u] {
			t.Fatalf("address %s", u)
		}
		seen[u] = true
	}
}

func TestPageAndPress(t *testing.T) {
	w := newWorld(t)
	h := w.begin(nil)
	r := ask(h, "GET", nil)
	text := body(t, r)
	for _, want := range []string{"q3.pdf", "27 B", "the numbers &lt;b&gt;&amp;&lt;/b&gt;", "Saturday, 28 November 2026, 09:10 UTC", "<button", `method="post"`, "Each press opens the document for 60 seconds", "others on this network can read along"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "<script") || strings.Contains(text, "Signature") {
		t.Errorf("the page has a script or a link:\n%s", text)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"} {
		if got := r.Header.Get(name); r.StatusCode != 200 || got != want {
			t.Errorf("%d, %s is %q", r.StatusCode, name, got)
		}
	}
	if csp := r.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src") || !strings.HasSuffix(csp, "form-action 'self' https://store.example") {
		t.Errorf("policy %s", csp)
	}
	for _, change := range []func(*http.Request){nil, func(r *http.Request) { r.Header.Set("Sec-Purpose", "prefetch") }} {
		ask(h, "HEAD", change)
		if change != nil {
			ask(h, "GET", change)
		}
	}
	if s := h.State(); s.Looked != 1 || s.Left != 1 || len(s.Presses) != 0 || len(w.asked) != 0 {
		t.Errorf("previewers count: %+v", s)
	}

	r = ask(h, "POST", func(r *http.Request) { r.Header.Set("Origin", origin); r.Header.Set("X-Forwarded-For", "10.9.9.9") })
	if r.StatusCode != 303 || !strings.HasPrefix(r.Header.Get("Location"), "https://store.example/acme/q3.pdf?") || r.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Fatalf("a press: %d %v", r.StatusCode, r.Header)
	}
	asked := w.asked[0]
	if asked.Lifetime != share.For(time.Minute) || asked.Group != "group" || asked.Recipient != "Ms Ito" {
		t.Errorf("signed %+v", asked)
	}
	if u := w.uses; len(u) != 1 || u[0].From != "192.168.178.40" || u[0].Agent != "Phone/1" || u[0].Detail != "share1 hand-off: press 1 of 1, opened for 60 seconds" {
		t.Errorf("log %+v", u)
	}
	s := h.State()
	if s.Why != handoff.Used || s.Left != 0 || len(s.Presses) != 1 || s.Presses[0].From != netip.MustParseAddr("192.168.178.40") || s.Presses[0].ID != "share1" {
		t.Errorf("state %+v", s)
	}
	if r := ask(h, "POST", nil); r.StatusCode != 404 {
		t.Errorf("a second press: %d", r.StatusCode)
	}
}

// Whatever is not to be told apart gets the same bytes.
func TestAnswersThatTellNothing(t *testing.T) {
	wrong := func(r *http.Request) { r.URL.Path = "/abcdefghij" }
	for name, c := range map[string]struct {
		terms  func(*handoff.Terms)
		before func(*world, *handoff.HandOff)
		method string
		change func(*http.Request)
	}{
		"wrong address":       {method: "GET", change: wrong},
		"wrong address, POST": {method: "POST", change: wrong},
		"the root":            {method: "GET", change: func(r *http.Request) { r.URL.Path = "/" }},
		"more than the path":  {method: "GET", change: func(r *http.Request) { r.URL.Path += "/" }},
		"another method":      {method: "PUT"},
		"not allowed":         {terms: func(t *handoff.Terms) { t.Allow = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} }, method: "GET"},
		"allowed by a header": {terms: func(t *handoff.Terms) { t.Allow = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} }, method: "GET", change: func(r *http.Request) {
			r.Header.Set("X-Forwarded-For", "10.0.0.1")
			r.Header.Set("Forwarded", "for=10.0.0.1")
		}},
		"over":              {before: func(w *world, _ *handoff.HandOff) { w.pass(10 * time.Minute) }, method: "GET"},
		"over, POST":        {before: func(w *world, _ *handoff.HandOff) { w.pass(10 * time.Minute) }, method: "POST"},
		"stopped":           {before: func(_ *world, h *handoff.HandOff) { h.Stop() }, method: "POST"},
		"used":              {before: func(_ *world, h *handoff.HandOff) { ask(h, "POST", nil) }, method: "GET"},
		"another host":      {method: "POST", change: func(r *http.Request) { r.Host = "evil.example:8443" }},
		"another host, GET": {method: "GET", change: func(r *http.Request) { r.Host = "evil.example:8443" }},
		"another port":      {method: "POST", change: func(r *http.Request) { r.Host = "192.168.178.23:80" }},
		"another site":      {method: "POST", change: func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }},
		"no site's":         {method: "POST", change: func(r *http.Request) { r.Header.Set("Origin", "null") }},
		"two sites'":        {method: "POST", change: func(r *http.Request) { r.Header["Origin"] = []string{origin, "https://evil.example"} }},
		"an empty site's":   {method: "POST", change: func(r *http.Request) { r.Header["Origin"] = []string{""} }},
		"of the same site":  {method: "POST", change: func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }},
		"by the other scheme": {method: "POST", change: func(r *http.Request) {
			r.Header.Set("Origin", strings.Replace(origin, "http:", "https:", 1))
		}},
		"said to be another": {method: "POST", change: func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }},
		"a token of nothing": {method: "GET", change: func(r *http.Request) { r.URL.RawQuery = "press=abcdefghijabcdefghij" }},
		"a large body":       {method: "POST", change: func(r *http.Request) { r.ContentLength = 4096 }},
		"a body of any size": {method: "POST", change: func(r *http.Request) { r.ContentLength = -1 }},
		"no address":         {method: "GET", change: func(r *http.Request) { r.RemoteAddr = "@" }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			plain := ask(w.begin(nil), "GET", wrong)
			h := w.begin(c.terms)
			if c.before != nil {
				c.before(w, h)
			}
			pressed := len(w.asked)
			got := ask(h, c.method, c.change)
			got.Header.Del("Connection") // of a body that nobody reads
			if got.StatusCode != 404 || !maps.EqualFunc(got.Header, plain.Header, slices.Equal) || body(t, got) != body(t, plain) {
				t.Errorf("%d %v", got.StatusCode, got.Header)
			}
			if len(w.asked) != pressed {
				t.Error("it was signed")
			}
		})
	}
}

func TestPublicAddress(t *testing.T) {
	w := newWorld(t)
	h := w.begin(func(t *handoff.Terms) { t.Listens, t.Public = "http://127.0.0.1:8443", "https://laptop.example" })
	if !strings.HasPrefix(h.URL().Reveal(), "https://laptop.example/") {
		t.Fatal(h.URL().Reveal())
	}
	for host, want := range map[string]int{"laptop.example": 200, "LAPTOP.example:443": 200, "127.0.0.1:8443": 200, "localhost:8443": 404} {
		if r := ask(h, "GET", func(r *http.Request) { r.Host = host }); r.StatusCode != want {
			t.Errorf("%s: %d", host, r.StatusCode)
		}
	}
	if r := ask(h, "POST", func(r *http.Request) { r.Host = "laptop.example"; r.Header.Set("Origin", "https://laptop.example") }); r.StatusCode != 303 {
		t.Errorf("a press by the public address: %d", r.StatusCode)
	}
}

// Of presses at the same moment with one left, exactly one gets it.
func TestTwoAtOnce(t *testing.T) {
	w := newWorld(t)
	w.holds = make(chan struct{})
	h := w.begin(nil)
	got := make(chan int, 20)
	var all sync.WaitGroup
	for i := range 20 {
		all.Add(1)
		go func() {
			defer all.Done()
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, request(h, "POST", from(fmt.Sprintf("10.0.0.%d", i+1))))
			got <- rec.Code
		}()
	}
	w.holds <- struct{}{}
	all.Wait()
	close(got)
	codes := map[int]int{}
	for c := range got {
		codes[c]++
	}
	if codes[303] != 1 || codes[404] != 19 || len(w.uses) != 1 {
		t.Errorf("%v, %d uses", codes, len(w.uses))
	}
}

// What goes wrong costs no use, is said to the sender, and only that it did to the
// recipient.
func TestTroubleCostsNothing(t *testing.T) {
	w := newWorld(t)
	h := w.begin(nil)
	w.sign = errors.New("the session is over")
	r := ask(h, "POST", nil)
	if text := body(t, r); r.StatusCode != 503 || !strings.Contains(text, "does not count") || strings.Contains(text, "session") {
		t.Errorf("%d %s", r.StatusCode, text)
	}
	if s := h.State(); s.Left != 1 || s.Problem != "the session is over" || s.Why != handoff.Running {
		t.Errorf("%+v", s)
	}
	w.look = &handoff.GoneError{Cause: errors.New("no such object")}
	if r := ask(h, "POST", nil); r.StatusCode != 410 || !strings.Contains(body(t, r), "not where it was") {
		t.Errorf("gone: %d", r.StatusCode)
	}
	w.look, w.sign = nil, nil
	if r := ask(h, "POST", nil); r.StatusCode != 303 {
		t.Errorf("in the end: %d", r.StatusCode)
	}
	if s := h.State(); s.Problem != "" || len(s.Presses) != 1 {
		t.Errorf("%+v", s)
	}
}

// Who guesses is bounded, and keeps nobody else from the page.
func TestGuessing(t *testing.T) {
	w := newWorld(t)
	h := w.begin(nil)
	for i := range 500 { // ten seconds of fifty
		if i%50 == 0 {
			w.pass(time.Second)
		}
		if r := ask(h, "GET", func(r *http.Request) { r.URL.Path = "/abcdefghij"; r.RemoteAddr = "10.0.0.9:1" }); r.StatusCode != 404 {
			t.Fatal(r.StatusCode)
		}
	}
	if r := ask(h, "GET", from("10.0.0.9")); r.StatusCode != 404 {
		t.Errorf("the right address got %d among the guesses", r.StatusCode)
	}
	if r := ask(h, "GET", nil); r.StatusCode != 200 {
		t.Errorf("somebody else got %d", r.StatusCode)
	}
	if s := h.State(); s.Wrong != 500 || s.From != netip.MustParseAddr("10.0.0.9") {
		t.Errorf("%+v", s)
	}
	for i := range 5000 { // by as many addresses
		ask(h, "GET", func(r *http.Request) {
			r.URL.Path = "/abcdefghij"
			r.RemoteAddr = fmt.Sprintf("10.1.%d.%d:1", i/250, i%250)
		})
	}
	if r := ask(h, "GET", from("10.3.0.1")); r.StatusCode != 404 {
		t.Errorf("all together are not bounded: %d", r.StatusCode)
	}
	w.pass(time.Minute)
	if r := ask(h, "GET", from("10.0.0.9")); r.StatusCode != 200 {
		t.Errorf("after a minute: %d", r.StatusCode)
	}
}

// No link outlives the share by whose terms it is.
func TestNothingOutlivesItsShare(t *testing.T) {
	w := newWorld(t)
	h := w.begin(func(t *handoff.Terms) {
		t.Uses, t.Until, t.Ends, t.Request.Page, t.Request.PageSum = 3, w.now.Add(90*time.Second), w.now.Add(90*time.Second), share.PageListing, "00"
	})
	if text := body(t, ask(h, "GET", nil)); !strings.Contains(text, "for 60 seconds, or until the share ends: whoever") {
		t.Error(text)
	}
	for _, want := range []time.Duration{time.Minute, 20 * time.Second} {
		ask(h, "POST", nil)
		if got := w.asked[len(w.asked)-1]; got.Lifetime != share.For(want) || got.Page != "" || got.PageSum != "" {
			t.Errorf("signed %+v, want %s", got, want)
		}
		w.pass(70 * time.Second)
	}
	if got := w.uses[1].Detail; got != "share2 hand-off: press 2 of 3, opened for 20 seconds" {
		t.Errorf("the log says %q", got)
	}
	w = newWorld(t)
	h = w.begin(func(t *handoff.Terms) {
		t.Until, t.Ends = w.now.Add(500*time.Millisecond), w.now.Add(500*time.Millisecond)
	})
	if r := ask(h, "POST", nil); r.StatusCode != 410 || len(w.asked) != 0 {
		t.Errorf("in its last moment: %d", r.StatusCode)
	}
}

// While the last press is under way nobody reads of none that are left, and of a link that
// nobody got the log says so.
func TestAPressThatComesToNothing(t *testing.T) {
	w := newWorld(t)
	w.holds = make(chan struct{})
	h := w.begin(nil)
	done := make(chan int)
	go func() { done <- ask(h, "POST", nil).StatusCode }()
	for h.State().Left > 0 {
		runtime.Gosched()
	}
	if text := body(t, ask(h, "GET", nil)); !strings.Contains(text, "Somebody is pressing the button at this moment") || strings.Contains(text, "0 more") {
		t.Error(text)
	}
	h.Stop()
	close(w.holds)
	if status := <-done; status != 404 || len(w.never) != 1 || w.never[0] != "share1 hand-off: it was stopped" || len(w.uses) != 0 {
		t.Errorf("%d, %v, %+v", status, w.never, w.uses)
	}
}

func TestWhatBrowsersAskForIsNoGuess(t *testing.T) {
	h := newWorld(t).begin(nil)
	for _, path := range []string{"/favicon.ico", "/robots.txt", "/apple-touch-icon-120x120.png"} {
		if r := ask(h, "GET", func(r *http.Request) { r.URL.Path = path }); r.StatusCode != 404 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	if s := h.State(); s.Wrong != 0 {
		t.Errorf("%d guesses", s.Wrong)
	}
}

func TestChangesAreTold(t *testing.T) {
	h := newWorld(t).begin(nil)
	changed := h.Changed()
	ask(h, "POST", nil)
	select {
	case <-changed:
	default:
		t.Error("a press told nobody")
	}
}

func TestTerms(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(*handoff.Terms){
		"an upload":  func(t *handoff.Terms) { t.Request.Operation = share.Upload },
		"no object":  func(t *handoff.Terms) { t.Request.Target.Key = "" },
		"no use":     func(t *handoff.Terms) { t.Uses = 0 },
		"many uses":  func(t *handoff.Terms) { t.Uses = 101 },
		"over":       func(t *handoff.Terms) { t.Ends = w.now },
		"too long":   func(t *handoff.Terms) { t.Ends = w.now.Add(13 * time.Hour) },
		"its secret": func(t *handoff.Terms) { t.Request.Options.CustomerKeyMD5 = "x" },
	} {
		terms := w.terms()
		change(&terms)
		var usage *share.UsageError
		if _, err := handoff.New(terms, w.given()); !errors.As(err, &usage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParsePublic(t *testing.T) {
	for text, want := range map[string]string{
		"http://192.168.1.5:8443": "http://192.168.1.5:8443", "HTTP://Laptop:80/": "http://laptop", "https://laptop.example:443": "https://laptop.example",
		"http://[fe80::1]:80": "http://[fe80::1]",
		"laptop:8443":         "", "ftp://x": "", "http://user@x": "", "http://x/path": "", "http://x?q": "", "http://x#f": "", "http://": "", "http://käse": "",
		"http://" + strings.Repeat("a", 61): "",
	} {
		got, err := handoff.ParsePublic(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}

// A page is handed off as what it is, not as a document by its random key; each press
// leads to it, in its group, and publishes none.
func TestAPageIsHandedOffAsOne(t *testing.T) {
	w := newWorld(t)
	asPage := func(terms *handoff.Terms) {
		terms.Request.Target.Key, terms.Request.Page, terms.Request.PageSum = "signet-pages/k3abc.html", share.PageListing, "abcd"
	}
	h := w.begin(asPage)
	text := body(t, ask(h, "GET", nil))
	for _, want := range []string{"<h1>A page with documents for you</h1>", ">Open the page<", "Each press opens the page for 60 seconds"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "k3abc") || strings.Contains(text, "27 B") || strings.Contains(text, "document for") {
		t.Errorf("it is called a document:\n%s", text)
	}
	if said := strings.Join(append(handoff.Cautions(h.Terms()), handoff.What(h.Terms().Request)), "\n"); !strings.Contains(said, "can use what is on it until its share ends") || !strings.HasSuffix(said, "\npage of links") {
		t.Error(said)
	}
	if r := ask(h, "POST", nil); r.StatusCode != http.StatusSeeOther {
		t.Fatal(r.StatusCode)
	}
	if r := w.asked[len(w.asked)-1]; r.Page != "" || r.PageSum != "" || r.Group != "group" || r.Target.Key != "signet-pages/k3abc.html" {
		t.Errorf("%+v", r)
	}
	terms := w.terms()
	asPage(&terms)
	terms.Stream = true
	if err := terms.Check(w.now); err == nil || !strings.Contains(err.Error(), "has nothing of it") {
		t.Error("a page that comes through here:", err)
	}
}
