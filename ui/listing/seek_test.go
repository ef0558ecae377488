package listing

import "testing"

// The row that is sought is found off the loop, among any number of rows; whoever has
// moved meanwhile stays where they are.
func TestSeek(t *testing.T) {
	name := func(l *List[doc]) string {
		row, _ := l.Selected()
		return row.name
	}
	l := fill(newDocs(), 10_000)
	want := l.at(7_000).name
	job := l.Seek("no such row", want)
	if l.cursor != 0 {
		t.Fatal("the loop has looked for it")
	}
	if l.Found(job(t.Context())); name(l) != want {
		t.Errorf("the cursor is on %s, not on %s", name(l), want)
	}
	press(t, l, "home")
	job = l.Seek(want)
	press(t, l, "down")
	if l.Found(job(t.Context())); l.cursor != 1 {
		t.Errorf("the cursor was taken to %s from where it had been moved", name(l))
	}
	l.Seek("later")
	if l.Append([]doc{{"later", 1}}); name(l) != "later" {
		t.Errorf("a row that comes after it is sought: the cursor is on %s", name(l))
	}
	old := l.Seek(want)
	l.Reload()
	l.Append(named("a b c"))
	l.Done()
	if l.Found(old(t.Context())); name(l) == want || l.cursor >= l.Len() {
		t.Errorf("an answer about rows that are gone moves the cursor to %d", l.cursor)
	}
}
