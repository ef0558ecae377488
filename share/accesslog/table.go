package accesslog

import (
	"encoding/csv"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"signet/internal/lazyregexp"
)

// table is a log whose columns are named once, in front: Athena's CSV, or W3C's
// extended log format as CloudFront's standard logs have it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
type table struct {
	columns []string // plain names
	tabs    bool
	format  string
}

// newTable reads the line that names the columns. header reports a line that is
// about the file; the table is nil where it names none.
func newTable(line string, first bool) (t *table, header bool) {
	if names, ok := strings.CutPrefix(line, "#Fields:"); ok {
		t = &table{tabs: true, format: "CloudFront or W3C"}
		for _, name := range strings.Fields(names) {
			t.columns = append(t.columns, plainName(name))
		}
		return t, true
	}
	if !first || !strings.Contains(line, ",") {
		return nil, strings.HasPrefix(line, "#")
	}
	t = &table{format: "CSV"}
	known := 0
	for _, name := range cells(line) {
		name = plainName(name)
		t.columns = append(t.columns, name)
		for _, names := range [][]string{nameTime, nameFrom, nameStatus, nameID, nameURI} {
			if slices.Contains(names, name) {
				known++
			}
		}
	}
	if known < 3 {
		return nil, false
	}
	switch {
	case slices.Contains(t.columns, "bucketowner"):
		t.format = "S3 access log as CSV"
	case slices.Contains(t.columns, "eventtime"):
		t.format = "CloudTrail as CSV"
	}
	return t, true
}

// cmpTable is the newer of two tables that names columns.
func cmpTable(t, before *table) *table {
	if t != nil {
		return t
	}
	return before
}

func cells(line string) []string {
	r := csv.NewReader(strings.NewReader(line))
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	out, err := r.Read()
	if err != nil {
		return nil
	}
	return out
}

func (t *table) row(line string) (Request, string) {
	values := cells(line)
	if t.tabs {
		values = strings.Split(line, "\t")
		if len(values) == 1 {
			values = strings.Fields(line)
		}
	}
	if len(values) < len(t.columns)/2 {
		return Request{}, unknown(line)
	}
	n := named{}
	for i, name := range t.columns[:min(len(t.columns), len(values))] {
		n[name] = values[i]
	}
	if t.tabs { // W3C has no blanks in a field
		if agent, err := url.PathUnescape(n["csuseragent"]); err == nil {
			n["csuseragent"] = agent
		}
	}
	if n["eventtime"] != "" {
		r, why := n.withParameters().trail(n["requestparameters"] + " " + n["additionaleventdata"])
		r.Format = t.format
		return r, why
	}
	r, why := n.request(t.format)
	if r.Format == "" && why == "" {
		why = unknown(line)
	}
	return r, why
}

var structKey = lazyregexp.New(`accesskeyid=([A-Za-z0-9]{16,128})`)

// withParameters takes apart what Athena keeps in one column: the parameters, in
// JSON, and who asked, as a struct of its own writing.
func (n named) withParameters() named {
	var o map[string]any
	if json.Unmarshal([]byte(n["requestparameters"]), &o) == nil {
		for name, v := range flatten(o) {
			if name == "bucketname" || name == "key" {
				n[name] = v
			}
		}
	}
	if m := structKey.FindStringSubmatch(n["useridentity"]); m != nil {
		n["accesskeyid"] = m[1]
	}
	return n
}
