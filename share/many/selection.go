package many

import (
	"iter"

	"signet/share/say"
)

// Selection is what somebody has chosen to share at once: objects and folders.
type Selection struct {
	// What names it: "3 objects and 1 folder", "everything in contracts/".
	What string
	// First is one of them, as an example.
	First Chosen
	// Each yields all of them. It may be called off the loop, and more than once.
	Each iter.Seq[Chosen]
}

// Folder is the name of the folder that is all that was chosen; empty: it is not.
func (s Selection) Folder() string {
	n, name := 0, ""
	for c := range s.Each {
		if n++; n > 1 || !c.Folder {
			return ""
		}
		name = say.LastPart(c.Target.Key)
	}
	return name
}

// Words names what is chosen. One folder is called by its name: it is all that is
// going to be given away. The name is passed through clean.
func Words(chosen iter.Seq[Chosen], clean func(string) string) string {
	objects, folders, name := 0, 0, ""
	for c := range chosen {
		if !c.Folder {
			objects++
			continue
		}
		folders++
		name = c.Target.Key
	}
	switch {
	case folders == 0:
		return say.Things(objects, "object")
	case objects == 0 && folders == 1 && name == "":
		return "everything in the bucket"
	case objects == 0 && folders == 1:
		return "everything in " + clean(name)
	case objects == 0:
		return "everything in " + say.Things(folders, "folder")
	}
	return say.Things(objects, "object") + " and " + say.Things(folders, "folder")
}
