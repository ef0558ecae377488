package kit

// Column collects lines of one width.
type Column struct {
	W     int
	Theme *Theme
	Lines []string
}

// Fact adds a name, in its room, and a value in as many lines as it takes; nothing
// for an empty value. Neither need be clean.
func (c *Column) Fact(room int, name, value string) {
	if value == "" {
		return
	}
	for _, line := range Wrap(Clean(value), max(c.W-room, 8)) {
		c.Lines = append(c.Lines, Cut(c.Theme.Muted.Render(Pad(Cut(Clean(name), room-1), room))+c.Theme.Text.Render(line), c.W))
		name = ""
	}
}
