package placeform

import (
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/uitest"
)

// A secret that is typed or pasted with the cursor on a row of choices stays unseen: no
// letter is a key of another screen, none chooses, and none goes on to a row of text.
func TestASecretOnTheWrongRowGoesNowhere(t *testing.T) {
	for _, row := range []string{fieldAt, fieldKeys, fieldKeep, fieldStyle, fieldReads} {
		d, _ := start(t, &keeper{})
		s := d.Screen.(*Screen)
		s.form.FocusOn(row)
		before := d.View(80, 24)
		if !d.Screen.Capturing() {
			t.Errorf("%s: letters are keys of everywhere", row)
		}
		d.Type("wJalrXUtnFEMI/hjklqiH?xyz+EXAMPLE")
		d.Paste("wJalrXUtnFEMI")
		if v := d.View(80, 24); v != before || s.form.Focus() != row || d.Step() != nil {
			t.Errorf("%s: the focus is on %s, %T\n%s", row, s.form.Focus(), d.Step(), v)
		}
	}
}

// enter goes on on every row, whatever its kind, and tries on the last one, where the
// footer says so.
func TestEnterGoesOnOnEveryRow(t *testing.T) {
	k := &keeper{trial: wrong()}
	d, _ := start(t, k)
	s := d.Screen.(*Screen)
	typed(d)
	s.form.FocusOn(fieldName)
	for _, want := range []string{
		fieldAt, fieldEndpoint, fieldKeys, fieldID, fieldSecret, fieldToken, fieldKeep, fieldBucket, fieldRegion, fieldStyle, fieldReads,
	} {
		if does := s.Keys().ShortHelp()[0].Help().Desc; does != "next field" {
			t.Errorf("on %s the footer says that enter does: %s", s.form.Focus(), does)
		}
		if d.Press("enter"); s.form.Focus() != want || len(k.tried) != 0 {
			t.Fatalf("on %s, want %s; tried %d times", s.form.Focus(), want, len(k.tried))
		}
	}
	if does := s.Keys().ShortHelp()[0].Help().Desc; !strings.Contains(does, "try") {
		t.Errorf("on the last row the footer says: %s", does)
	}
	if d.Press("enter"); len(k.tried) != 1 {
		t.Errorf("tried %d times", len(k.tried))
	}
}

// What was saved is said with its name and where; what could not be tidied up is a problem.
func TestAPlaceThatWasSavedIsSaid(t *testing.T) {
	for _, c := range []struct {
		where, left string
		want        kit.Notify
	}{
		{"/etc/x.toml, line 3", "", kit.Notify{Kind: kit.Good, Text: "the place nas is saved in /etc/x.toml, line 3"}},
		{"", "", kit.Notify{Kind: kit.Good, Text: "the place nas is saved"}},
		{"/etc/x.toml", "old keys are kept", kit.Notify{Kind: kit.Problem, Text: "the place nas is saved in /etc/x.toml, but old keys are kept"}},
	} {
		k := &keeper{trial: well(), left: c.left}
		d := uitest.New(t, func(env kit.Env) kit.Screen {
			open := func(string) kit.Maker { return func(kit.Env) kit.Screen { return nil } }
			return New(env, k, Exits{Open: open, Written: func() string { return c.where }})
		})
		typed(d)
		d.Press("ctrl+s")
		if got := d.Step().(kit.Pop).Then.(kit.Added).Says; got != c.want {
			t.Errorf("%+v, want %+v", got, c.want)
		}
	}
}
