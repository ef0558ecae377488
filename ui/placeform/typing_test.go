package placeform

import (
	"strings"
	"testing"
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
