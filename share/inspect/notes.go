package inspect

import (
	"slices"

	"signet/share/say"
)

// notes collects what was found wrong on the way, each code once; of repairs each
// that was made.
type notes []say.Remark

func (n *notes) add(code string, level say.Level, text, next string) {
	if slices.ContainsFunc(*n, func(f say.Remark) bool { return f.Code == code }) {
		return
	}
	*n = append(*n, say.Remark{Code: code, Level: level, Text: text, Next: next})
}

// has reports whether one of the codes was noted.
func (n *notes) has(codes ...string) bool {
	return slices.ContainsFunc(*n, func(f say.Remark) bool { return slices.Contains(codes, f.Code) })
}

// useRepaired is the advice for damage that could be undone.
const useRepaired = "use the repaired link"

// mended notes damage that the repaired link no longer has.
func (n *notes) mended(code, text string) {
	if f := (say.Remark{Code: code, Level: say.Warning, Text: text, Next: useRepaired}); !slices.Contains(*n, f) {
		*n = append(*n, f)
	}
}

// unsure is the advice where a repair may not be what was there.
const unsure = "this is a guess, and so is all that is read here: get the link again"

// guessed notes damage whose repair is not certain.
func (n *notes) guessed(code, text string) { n.add(code, say.Bad, text, unsure) }

// guessing reports whether a repair was not certain.
func (n *notes) guessing() bool {
	return slices.ContainsFunc(*n, func(f say.Remark) bool { return f.Next == unsure })
}

// unrepaired takes the advice to use the repaired link back, where there is none: what
// was undone is not all that is broken.
func (n *notes) unrepaired() {
	*n = slices.Clone(*n)
	for i := range *n {
		if isRepair((*n)[i]) {
			(*n)[i].Next = ""
		}
	}
}

// join adds what was noted elsewhere.
func (n *notes) join(found notes) {
	for _, f := range found {
		if isRepair(f) {
			n.mended(f.Code, f.Text)
		} else {
			n.add(f.Code, f.Level, f.Text, f.Next)
		}
	}
}

// repaired reports whether anything was mended, to the end.
func (n *notes) repaired() bool { return !n.has(tangled) && slices.ContainsFunc(*n, isRepair) }

func isRepair(f say.Remark) bool { return f.Next == useRepaired }
