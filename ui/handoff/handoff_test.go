package handoff_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"signet/share"
	rules "signet/share/handoff"
	"signet/share/qr/qrtest"
	"signet/ui/handoff"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// The root's rows: header and status line.
const frame = 2

// sees fails unless the screen says all of it, however its lines are broken.
func sees(t *testing.T, d *uitest.Driver, want ...string) {
	t.Helper()
	shown := strings.Join(strings.Fields(d.View(120, 40)), " ")
	for _, text := range want {
		if !strings.Contains(shown, text) {
			t.Errorf("the screen does not say %q:\n%s", text, d.View(120, 40))
		}
	}
}

func hides(t *testing.T, d *uitest.Driver, unwanted ...string) {
	t.Helper()
	shown := strings.Join(strings.Fields(d.View(120, 40)), " ")
	for _, text := range unwanted {
		if strings.Contains(shown, text) {
			t.Errorf("the screen says %q:\n%s", text, d.View(120, 40))
		}
	}
}

// Nothing listens before an address was chosen.
func TestNothingListensByItself(t *testing.T) {
	w := &world{}
	d, _ := start(t, w, 80, 24)
	sees(t, d, "192.168.178.23 (wlan0)", "127.0.0.1 (this machine alone)")
	d.Press("ctrl+s")
	sees(t, d, "nothing listens by itself")
	if len(w.orders) != 0 {
		t.Fatalf("%+v", w.orders)
	}
	d.Press("right", "ctrl+s")
	if len(w.orders) != 1 || w.orders[0].Listen != netip.MustParseAddrPort("192.168.178.23:8443") || w.orders[0].Uses != 1 || w.orders[0].For != 10*time.Minute || w.orders[0].Request.Note != "the numbers" || !w.orders[0].Until.Equal(d.Clock.Now().Add(time.Hour)) {
		t.Errorf("%+v", w.orders)
	}
}

// The code is on a screen of 80x24 beside its text, with colours and without, and a
// decoder reads it there.
func TestCodeFitsAndIsRead(t *testing.T) {
	for name, environ := range map[string][]string{"colours": nil, "none": {"NO_COLOR=1"}, "dumb": {"TERM=dumb", "NO_COLOR=1"}} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			d, _ := start(t, w, 80, 24, environ...)
			d.Press("right", "ctrl+s")
			c, ok := d.Screen.(interface{ CodeRows(w, h int) int })
			if rows := c.CodeRows(80, 24-frame); !ok || rows == 0 || rows > 19 {
				t.Errorf("%d rows", rows)
			}
			text, _ := d.Screen.View(80, 24-frame)
			got, err := qrtest.Phone(qrtest.Pixels(text, 80, 24-frame, qrtest.Terminal{CellW: 8, CellH: 16}))
			if err != nil || got != "http://192.168.178.23:8443/abcdefghij" {
				t.Errorf("%q, %v\n%s", got, err, text)
			}
			if plain := d.View(80, 24-frame); !strings.Contains(plain, "http://192.168.178.23:8443/abcdefghij") || !strings.Contains(plain, "1 press left") {
				t.Errorf("the text beside it:\n%s", plain)
			}
		})
	}
}

func TestWhatIsShownWhileItGoesOn(t *testing.T) {
	w := &world{}
	d, _ := start(t, w, 120, 42)
	d.Press("right", "down")
	d.Press("down", "backspace")
	d.Type("2")
	d.Press("ctrl+s")
	sees(t, d, "q3.pdf", "ends in 10 min", "2 of 2 presses left", "Each press opens it for 60 seconds.", "Others on this network can read along", "Whoever sees the code can press.")
	at := d.Clock.Now()
	w.room.set(rules.State{Left: 1, Looked: 3, Wrong: 7, From: address("10.0.0.9"), Presses: []rules.Press{{At: at, From: address("192.168.178.40"), Agent: "Phone/1\x1b[2J", ID: "x", Unlogged: "the use is not in the share log: disk full"}}, Problem: "the session is over", Trouble: "no interface has it"})
	d.Tick(time.Minute)
	sees(t, d, "ends in 9 min", "1 press of 2 left, the page was opened 3 times", "7 requests for an address that there is not, the last from 10.0.0.9", "192.168.178.40 · Phone/1", "disk full", "does not count: the session is over", "no interface has it")
	hides(t, d, "\x1b")
	w.room.set(rules.State{Why: rules.Used, Presses: []rules.Press{{At: at, From: address("192.168.178.40"), Stream: rules.Delivered}}})
	d.Tick(time.Second)
	sees(t, d, "it is over: all presses are taken.", "hands it off anew", "192.168.178.40 delivered")
	text, _ := d.Screen.View(120, 40)
	qrtest.MustNotRead(t, qrtest.Pixels(text, 120, 40, qrtest.Terminal{CellW: 8, CellH: 16}), "http://192.168.178.23:8443/abcdefghij")
	d.Press("n")
	sees(t, d, "listen on")
}

// A stream that others could read is confirmed once, by typing.
func TestStreamInTheClearIsConfirmed(t *testing.T) {
	w := &world{}
	d, _ := start(t, w, 80, 24)
	d.Press("right", "down", "down", "down", "down", "right", "ctrl+s")
	sees(t, d, "type stream here first")
	if len(w.orders) != 0 {
		t.Fatal("it was begun unconfirmed")
	}
	if d.Type("stream"); w.orders != nil {
		t.Fatal("it was begun by typing")
	}
	d.Press("ctrl+s")
	if len(w.orders) != 1 || !w.orders[0].Stream {
		t.Fatalf("%+v", w.orders)
	}
	sees(t, d, "Each press gives it once", "can read along: the address, and the document")
}

func TestEncryptedByItself(t *testing.T) {
	w := &world{}
	d, _ := start(t, w, 80, 24)
	d.Press("right", "down", "down", "down", "down", "right", "down", "right", "ctrl+s")
	if len(w.orders) != 1 || !w.orders[0].SelfSigned {
		t.Fatalf("%+v", w.orders)
	}
	sees(t, d, "SHA-256 AB:CD", "the page cannot vouch for itself")
	hides(t, d, "read along")
}

// Over ssh the way of a phone is the laptop: what is run there is said, and the code
// carries the laptop's address.
func TestOverSSH(t *testing.T) {
	w := &world{tunnel: "ssh -L 0.0.0.0:8443:127.0.0.1:8443 10.0.0.5"}
	d, _ := start(t, w, 80, 24)
	d.Press("right", "right")
	sees(t, d, "ssh -L 0.0.0.0:8443:127.0.0.1:8443 10.0.0.5", "phone opens")
	for range 8 {
		d.Press("down")
	}
	d.Type("laptop:8443")
	d.Press("ctrl+s")
	sees(t, d, "no address of the web")
	for range len("laptop:8443") {
		d.Press("backspace")
	}
	d.Type("http://laptop:8443")
	d.Press("ctrl+s")
	if len(w.orders) != 1 || w.orders[0].Public != "http://laptop:8443" || !w.orders[0].Listen.Addr().IsLoopback() {
		t.Errorf("%+v", w.orders)
	}
}

// What keeps it from beginning is said where it was asked for, and what was typed stays.
func TestItCannotBegin(t *testing.T) {
	w := &world{err: errNoPort}
	d, _ := start(t, w, 80, 24)
	d.Press("right", "ctrl+s")
	sees(t, d, "is taken by another program", "listen on")
	w.err = nil
	d.Press("ctrl+s")
	sees(t, d, "press left")
}

// It ends with its screen, unless it is kept.
func TestGoneWithItsScreenUnlessKept(t *testing.T) {
	w := &world{}
	d, _ := start(t, w, 80, 24)
	unsaved := func() string { return d.Screen.(interface{ Unsaved() string }).Unsaved() }
	if got := unsaved(); got != "" {
		t.Errorf("untouched it would lose %q", got)
	}
	d.Press("down", "down")
	d.Type("2")
	if got := unsaved(); got != "what was typed into the form" {
		t.Errorf("it would lose %q", got)
	}
	d.Press("backspace", "up", "up")
	d.Press("right", "ctrl+s")
	if got := unsaved(); got != "the hand-off, which ends with its screen" {
		t.Errorf("it would lose %q", got)
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Fatal("esc does not leave")
	}
	d.Leave()
	<-w.room.ended // else it would go on without its screen
	w = &world{}
	d, caps := start(t, w, 80, 24)
	d.Press("right", "ctrl+s", "K")
	sees(t, d, "It goes on without this screen.")
	if got := unsaved(); got != "" {
		t.Errorf("kept, it would lose %q", got)
	}
	d.Leave()
	if len(w.kept) != 1 || w.room.stopped() {
		t.Error("it was not kept")
	}
	again := uitest.New(t, func(env kit.Env) kit.Screen {
		return handoff.Again(env, w.kept[0], handoff.Deps{Caps: caps, Opener: w})
	})
	sees(t, again, "192.168.178.23:8443/abcdefghij", "It goes on without this screen.")
	again.Press("x")
	if !w.room.stopped() {
		t.Error("one key does not stop it")
	}
	again.Tick(time.Second)
	again.Press("n", "right", "ctrl+s") // anew, and no longer than the share
	if o := w.orders[len(w.orders)-1]; len(w.orders) != 2 || !o.Until.Equal(w.orders[0].Until) || o.Share != "0samz" {
		t.Errorf("%+v", w.orders)
	}
}

// One at a time goes on without its screen: a second one would be seen by nobody.
func TestASecondOneIsNotKept(t *testing.T) {
	w := &world{full: true}
	d, _ := start(t, w, 80, 24)
	d.Press("right", "ctrl+s", "K")
	if n, ok := d.Step().(kit.Notify); !ok || n.Kind != kit.Problem || !strings.Contains(n.Text, "another hand-off goes on without its screen") {
		t.Errorf("it says %+v", d.Step())
	}
	d.Leave()
	<-w.room.ended
}

func TestKeysAndSizes(t *testing.T) {
	w := &world{}
	d, _ := start(t, w, 80, 24)
	uitest.CheckKeys(t, d.Screen.Keys())
	uitest.Sizes(t, d.Screen)
	d.Press("right", "ctrl+s")
	uitest.CheckKeys(t, d.Screen.Keys())
	uitest.Sizes(t, d.Screen)
	w.room.set(rules.State{Left: 0, Wrong: 3, From: address("10.0.0.9"), Presses: make([]rules.Press, 100), Problem: strings.Repeat("long ", 100)})
	d.Tick(time.Second)
	uitest.Sizes(t, d.Screen)
}

// A page is said to be one; its name is random.
func TestAPageIsNamed(t *testing.T) {
	w := &world{change: func(r *share.Request) { r.Target.Key, r.Page = "signet-pages/k3abc.html", share.PageRequest }}
	d, _ := start(t, w, 80, 24)
	sees(t, d, "hand off request page")
	d.Press("right", "ctrl+s")
	sees(t, d, "request page", "can use what is on it")
	hides(t, d, "k3abc")
}
