package objects

import (
	"slices"

	"signet/share"
	"signet/share/say"
	"signet/ui/listing"
)

// An object that was named is sought until the listing has come upon it. Until
// then it stands in the place of the rows: whatever is under their cursor is
// another object, and no right to list is needed to share the one that was meant.

// names are the keys that the address may stand for: people leave out the slash
// of a folder.
func names(sought string) []string { return []string{sought, sought + "/"} }

// seek looks for it among rows that have arrived.
func (v *level) seek(rows []row) {
	if v.sought == "" {
		return
	}
	wanted := names(v.sought)
	if slices.ContainsFunc(rows, func(r row) bool { return slices.Contains(wanted, r.key) }) {
		v.sought = ""
	}
}

// forget shows the rows, if there are any.
func (v *level) forget() {
	if v.list.Len() > 0 {
		v.sought = ""
	}
}

// missing reports that it is not there: S3 lists keys in their order, and what
// it lists has gone past the place.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
func (v *level) missing() bool {
	return v.sought != "" && (v.load.done || v.load.last > v.sought+"/")
}

// selected is what the keys act on: the object that is sought, else the row
// under the cursor.
func (v *level) selected() (row, bool) {
	if v.sought != "" {
		return row{key: v.sought}, true
	}
	return v.list.Selected()
}

// seeking says how far the search has come, and every way on.
func (s *Screen) seeking(v *level) listing.Message {
	target := s.target(v.sought)
	name, back := target.URI(), listing.On(s.keys.back, v.backDoes())
	enter := listing.On(s.keys.enter, "share it all the same")
	again := listing.On(s.keys.retry, v.again())
	switch {
	case v.missing():
		return s.nothingThere(name, []listing.Press{enter, again, back})
	case v.load.err != nil:
		m := s.failed(v)
		enter.Does = "share " + named(target, v.prefix) + " all the same"
		m.Keys[len(m.Keys)-1] = back
		m.Keys = append([]listing.Press{enter}, m.Keys...)
		return m
	case v.load.running:
		enter.Does = "share it without waiting"
		return listing.Message{Title: "looking for " + name + " …", Keys: []listing.Press{enter, listing.On(s.keys.stop, "stop"), back}}
	}
	return listing.Message{
		Title: name + " is not among the first " + say.Count(v.list.Loaded()) + " names here",
		Keys:  []listing.Press{again, enter, back},
	}
}

func (s *Screen) nothingThere(name string, keys []listing.Press) listing.Message {
	if s.exits.ComposeUpload != nil {
		keys = append([]listing.Press{listing.On(s.keys.upload, "make a link for an upload to it")}, keys...)
	}
	return listing.Message{Tone: listing.Bad, Title: "there is no object " + name, Text: "Names are compared letter by letter; capitals count.", Keys: keys}
}

// named is the object's name within the folder.
func named(t share.Target, prefix string) string {
	r := row{key: t.Key}
	return r.name(prefix)
}

// backDoes is what esc does, in words.
func (v *level) backDoes() string {
	if v.sought != "" && v.list.Len() > 0 {
		return "show the folder"
	}
	return "back"
}
