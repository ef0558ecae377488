package preview

import (
	"strings"

	"signet/share/say"
)

// content is what has been read of an object, from its beginning.
type content struct {
	name     string // of the object
	kind     string // Content-Type
	encoding string // Content-Encoding
	raw      []byte // as it is stored
	size     int64  // of all that is stored; -1: unknown
	limit    int    // bytes that are shown at most
	shows    string // the key that draws a picture
}

// complete reports that nothing is left to be read.
func (c *content) complete() bool { return c.size >= 0 && int64(len(c.raw)) >= c.size }

// page is a content as it is shown.
type page struct {
	facts   []string // what it is, for the line above
	picture string   // the format of a picture that can be drawn
	body    []byte   // unpacked
	more    bool     // there is more than is shown
	views   []view   // the best one first
}

// view is a way to show a content.
type view struct {
	name  string
	lines []line
	table *table // instead of lines
	notes []string
	part  string // how much of what was read it shows; empty: all
}

// read makes a page of a content: it finds out what it is and draws it in each way
// that there is.
func (c *content) read() page {
	p := page{body: c.raw, more: !c.complete()}
	if len(p.body) > c.limit {
		p.body, p.more = p.body[:c.limit], true
	}
	if len(c.raw) == 0 && c.complete() {
		p.facts = []string{"empty"}
		p.views = []view{{name: "text", notes: []string{"the object has no content"}}}
		return p
	}
	c.unpack(&p)
	if p.picture = pictured(p.body); p.picture != "" {
		p.facts = append([]string{p.picture + " picture"}, p.facts...)
		p.views = []view{c.aboutPicture(&p), bytesOf(p.body)}
		return p
	}
	what := knownAs(p.body)
	text, encoding, ok := decoded(p.body, p.more)
	if what != "" && !(ok && short(what)) || !ok {
		p.facts = append([]string{say.Line("not text", what)}, p.facts...)
		p.views = []view{bytesOf(p.body)}
		return p
	}
	p.facts = append(p.facts, encoding)
	c.draw(&p, text)
	return p
}

// short reports a sign of two or three letters, with which a text may begin too.
func short(what string) bool {
	return strings.HasSuffix(what, "BMP picture") || what == "a program" || what == "sound" || what == "an ORC table" || strings.HasSuffix(what, "bzip2")
}

// unpack replaces a packed body by what is in it.
func (c *content) unpack(p *page) {
	switch {
	case gzipped(p.body):
		out, more, err := unpack(c.raw, c.limit, c.complete())
		if len(out) == 0 && err != nil {
			p.facts = append(p.facts, "gzip that cannot be unpacked: "+err.Error())
			return
		}
		p.body, p.more = out, more
		p.facts = append(p.facts, "unpacked from gzip")
		if err != nil {
			p.facts = append(p.facts, "which is damaged: "+err.Error())
		}
	case c.encoding != "" && c.encoding != "identity" && c.encoding != "aws-chunked":
		p.facts = append(p.facts, "said to be stored as "+c.encoding+", which is not unpacked here")
	}
}

// draw adds the ways to show a text. How it is called decides, and what its
// Content-Type is; one that does not keep to it is shown as it stands.
func (c *content) draw(p *page, text string) {
	kind, _, _ := strings.Cut(strings.ToLower(c.kind), ";")
	asText := view{name: "text", lines: lined(text)}
	what := "text"
	switch {
	case named(c.name, ".json", ".ndjson", ".jsonl", ".geojson", ".ipynb") || strings.HasSuffix(kind, "json"):
		what = "JSON"
		if why := faulty(text, p.more); why != "" {
			asText.notes = []string{why}
			break
		}
		p.views = append(p.views, view{name: "set in", lines: indented(text)})
	case named(c.name, ".csv", ".tsv") || kind == "text/csv" || kind == "text/tab-separated-values":
		what = "CSV"
		t, err := tabled(text, p.more)
		if err != nil {
			asText.notes = []string{"no table: " + err.Error()}
			break
		}
		p.views = append(p.views, tableView(t))
		what = "table"
	case named(c.name, ".md", ".markdown") || kind == "text/markdown":
		what = "Markdown"
		p.views = append(p.views, view{name: "rendered", lines: prose(text)})
	}
	p.facts = append([]string{what}, p.facts...)
	p.views = append(p.views, asText, bytesOf(p.body))
}

func tableView(t *table) view {
	v := view{name: "table", table: t, notes: []string{say.Things(len(t.rows)-1, "row") + ", " + say.Things(len(t.widths), "column")}}
	if t.fewer {
		v.notes[0] = say.Things(len(t.rows)-1, "row") + ", the first " + say.Things(len(t.widths), "column")
	}
	return v
}

func bytesOf(body []byte) view {
	v := view{name: "bytes", lines: hexed(body)}
	if len(body) > dumped {
		v.part = "the first " + say.Things(dumped, "byte")
	}
	return v
}

// picture is the view of one that is not drawn yet.
const picture = "picture"

// aboutPicture says what a picture is, and whether it can be drawn.
func (c *content) aboutPicture(p *page) view {
	v := view{name: picture}
	add := func(text string) { v.lines = append(v.lines, line{text: text}) }
	size, err := measured(p.body)
	switch {
	case err != nil && p.more:
		add("How many pixels it has stands further behind than what was read.")
	case err != nil:
		add("It cannot be drawn: " + cleaned(err.Error()) + ".")
	default:
		p.facts = append(p.facts, say.Count(size.Width)+" × "+say.Count(size.Height)+" pixels")
	}
	switch why := tooMany(size); {
	case err == nil && why != "":
		add("It is not drawn: " + why + ".")
	case c.size > mostPicture:
		add("It is not drawn: it has " + say.Bytes(c.size) + ", and no more than " + say.Bytes(mostPicture) + " are read for that.")
	case c.size < 0:
		add("It is not drawn: how large it is, the server does not say.")
	default:
		add(c.shows + " shows it, which reads all of it: " + say.Bytes(c.size) + ".")
	}
	return v
}
