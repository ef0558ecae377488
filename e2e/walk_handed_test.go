//go:build unix

package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// handedOff hands off what the link on the screen opens, and gives the address that a
// decoder reads: over ssh the first one is where a tunnel leads to.
func (w *walk) handedOff() (address string) {
	w.t.Helper()
	port, err := freePort()
	if err != nil {
		w.t.Fatal(err)
	}
	w.keys("o")
	w.see("the form", `not chosen yet`)
	w.keys("\x1b[C")
	w.see("the way there", `ssh -p \d+ -L 0\.0\.0\.0:8443:127\.0\.0\.1:8443 127\.0\.0\.1`)
	w.keys(tabKey + eraseLine + port)
	w.wait(`port +` + port)
	before := len(w.output())
	w.keys(signKey)
	w.see("the code", `1 press left`)
	w.until("the code is read", func() bool {
		address = w.code(before)
		return strings.HasPrefix(address, "http://127.0.0.1:"+port+"/") && strings.Contains(w.text(), address)
	})
	return address
}

// pressed is the page that the button of a hand-off leads to.
func (w *walk) pressed(address string) (page string) {
	w.t.Helper()
	press := use(w.t, http.MethodPost, address, nil, "")
	if press.status != http.StatusSeeOther {
		w.t.Fatalf("a press: %d", press.status)
	}
	opened := use(w.t, http.MethodGet, press.header.Get("Location"), nil, "")
	mustWork(w.t, "what the press leads to", opened)
	w.see("who pressed", `it is over: all presses are taken`)
	return opened.body
}

// asksIn begins a request in a bucket of the demo.
func asksIn(t *testing.T, at size, bucket string) *walk {
	t.Helper()
	w := start(t, signetWith(t, keys{}), at, "demo")
	w.wait(`5 buckets`)
	w.open(bucket)
	w.wait(bucket + `/`)
	w.keys("U")
	w.see("the form", `asks for`)
	return w
}

// answered is the one link of the form on the screen, opened by its code: the forms of its page.
func (w *walk) answered(want int) []link {
	w.t.Helper()
	w.keys(signKey)
	w.see("the link", `ends in \d+ min`)
	forms := formsOn(w.pressed(w.handedOff()))
	if len(forms) != want {
		w.t.Fatalf("%d forms on the page", len(forms))
	}
	return forms
}

// arrived wants the share log to say what has come of a page.
func (w *walk) arrived(lines ...string) {
	w.t.Helper()
	w.keys("H")
	w.see("the log", `(?m)^› .*`)
	w.keys("L")
	for _, l := range lines {
		w.wait(l)
	}
	w.keep("what has arrived")
	w.leave("› what has arrived")
}

// Field staff again: a folder goes by one code, on a terminal of 80x24 without graphics, and
// each document on its page arrives.
func TestWalkAFolderByOneCode(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, at size) {
		w := start(t, signetWith(t, keys{}), at, "demo")
		w.wait(`5 buckets`)
		w.open("acme-contracts")
		w.wait(`2025/`)
		w.choose("2025/")
		w.keys("S")
		w.see("the summary", `18 objects, .* together`)
		w.sign()
		w.see("the links", `✓ 18 links signed`)
		w.keys("M")
		w.see("what it means", `title of the page`)
		w.until("the question hears what is typed", func() bool { // at first it does not
			heard := strings.Contains(w.text(), "2025x")
			if !heard {
				w.keys("x")
			}
			return heard
		})
		w.keys(enterKey)
		w.see("its link", `ends in \d+ min`)
		all := linksOn(w.pressed(w.handedOff()))
		if len(all) != 18 {
			t.Errorf("%d links on the page", len(all))
		}
		for _, l := range all {
			w.fetched(l, "%PDF-")
		}
		w.keys("H")
		w.see("the log", `(?m)^› .*`)
		w.quit()
	})
}

// Whoever scans one code sends files, and the one who asked sees them arrive.
func TestWalkAnUploadByOneCode(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, at size) {
		w := asksIn(t, at, "field-reports")
		w.keys(strings.Repeat(tabKey, 5) + "in/")
		w.wait(`goes into +in/`)
		forms := w.answered(1)
		mustWork(t, "what is sent", post(t, forms[0], "photo.jpg", "", "a photo"))
		w.arrived(`✓ files: 1 file stored below s3://field-reports/in/`)
		w.quit()
	})
}

// A list of what is asked for is one code as well; what is missing is said.
func TestWalkARequestByOneCode(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, at size) {
		w := asksIn(t, at, "field-reports")
		w.keys("passport:image/*" + enterKey)
		w.wait(`another thing`)
		w.keys("contract:application/pdf")
		w.see("both things", `contract:application/pdf`)
		forms := w.answered(2)
		mustWork(t, "what is sent", post(t, forms[0], "photo.jpg", "", "a photo"))
		w.arrived(`✓ passport: 1 file`, `· contract: missing`)
		w.quit()
	})
}
