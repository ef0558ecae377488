package refusal

// Row is one line of the table, for a list of all.
type Row struct {
	Codes  string // S3 error codes, separated by spaces; "KMS.*" is a family; empty: the answer has none
	Status int    // HTTP status code that it belongs to; 0: any
	Words
}

// All lists the table: what a server's refusal is said to be, why, and what to do, in
// the order of the subjects. An answer may add a detail of its own to the sentence.
func All() []Row {
	var out []Row
	for _, rows := range inOrder() {
		for i := range rows {
			r := &rows[i]
			out = append(out, Row{r.codes, r.status, Words{Kind: r.kind, Sentence: r.sentence, Cause: r.cause, Next: r.next}})
		}
	}
	return out
}

// inOrder is all rows, in the order in which they are tried.
func inOrder() [][]row {
	return [][]row{front, access, credentials, encryption, objects, service, bare}
}
