package synth

import "strings"

// What the buckets hold, for tests that count.
const (
	Flat = 1_000_000 // keys in `flat`

	Depth   = 40     // folders inside each other below deep/ of `nested`, a key in each
	Reports = 5_000  // keys below reports/ of `nested`
	Signed  = 11     // of them are signed: their names say so
	Folders = 5_000  // below wide/ of `nested`
	Wide    = 10_000 // keys below wide/, two in each folder
	Nested  = Depth + Reports + Wide

	Long     = 2_501 // versions of the first key of `versioned`, 250 of them delete markers
	Deleted  = 100   // keys of `versioned` whose newest version is a delete marker
	Kept     = 400   // keys that have three versions
	Versions = Long + 10*Deleted + 3*Kept
)

// buckets are all that there are.
func buckets() map[string]bucket {
	return map[string]bucket{
		"flat":      {n: Flat, key: func(i int) string { return "object-" + padded(i, 7) + ".pdf" }},
		"nested":    nested(),
		"versioned": versioned(),
		"hostile":   hostile(),
	}
}

// nested is three parts one after the other, in the order of their names.
func nested() bucket {
	return bucket{n: Nested, key: func(i int) string {
		switch {
		case i < Depth: // "d" comes before "leaf": the deepest key is the first
			return "deep/" + strings.Repeat("d/", Depth-1-i) + "leaf.txt"
		case i < Depth+Reports:
			return report(i - Depth)
		default:
			i -= Depth + Reports
			return "wide/folder-" + padded(i/2, 4) + "/" + string(rune('a'+i%2)) + ".txt"
		}
	}}
}

// report is one of many, and a few of them are signed.
func report(i int) string {
	const each = Reports/Signed + 1
	if i%each == 0 {
		return "reports/report-" + padded(i, 4) + "-signed.pdf"
	}
	return "reports/report-" + padded(i, 4) + ".pdf"
}

// versioned has a key with a long history, many that are deleted, many that are not.
func versioned() bucket {
	return bucket{
		n: 1 + Deleted + Kept,
		key: func(i int) string {
			switch {
			case i == 0:
				return "contract.pdf"
			case i <= Deleted:
				return "deleted/letter-" + padded(i, 3) + ".txt"
			}
			return "kept/letter-" + padded(i-Deleted, 3) + ".txt"
		},
		history: func(i int) int {
			switch {
			case i == 0:
				return Long
			case i <= Deleted:
				return 10
			}
			return 3
		},
	}
}
