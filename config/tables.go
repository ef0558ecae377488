package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// The tables of a settings file that signet edits.
const (
	placeTable  = "place"
	signTable   = "sign"   // [place.sign]
	signerTable = "signer" // [[place.signer]]
)

// setting is a line of a table, as the file has it; no text: the line goes.
type setting struct{ key, text string }

// value is what the text says.
func (s setting) value() any {
	var now struct{ V any }
	if toml.Unmarshal([]byte("V = "+s.text), &now) != nil {
		return nil
	}
	return now.V
}

// settingsOf are the lines of a place, but those of the tables within it.
func settingsOf(p Place) ([]setting, error) {
	p.Sign = nil
	if err := readsBack(p); err != nil {
		return nil, err
	}
	text, err := toml.Marshal(fileOf(p))
	if err != nil {
		return nil, err
	}
	var out []setting
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), " = "); ok {
			out = append(out, setting{key, value})
		}
	}
	return out, nil
}

// readsBack refuses a place that a file would say in another way: bytes that are no UTF-8
// come back as other letters, and so as another prefix or command.
func readsBack(p Place) error {
	f := fileOf(p)
	text, err := toml.Marshal(f)
	var again placeFile
	if err == nil {
		err = toml.Unmarshal(text, &again)
	}
	if err != nil || !reflect.DeepEqual(again.plain(), f.plain()) {
		return fmt.Errorf("the place %s has a value that is no text in UTF-8, and only text can be written into settings", quote(p.Name))
	}
	return nil
}

// plain is a place without the difference between no words and none.
func (f placeFile) plain() placeFile {
	f.Command = slices.Concat(f.Command)
	if f.Sign != nil {
		sign := *f.Sign
		sign.Command = slices.Concat(sign.Command)
		f.Sign = &sign
	}
	return f
}

// differences are the settings that make a table say what it should: what goes, and what
// list has that was not said or said otherwise.
func differences(had, now map[string]any, list []setting) (out []setting) {
	for _, key := range slices.Sorted(maps.Keys(had)) {
		if _, ok := now[key]; !ok {
			out = append(out, setting{key: key})
		}
	}
	for _, s := range list {
		if was, ok := had[s.key]; !ok || !reflect.DeepEqual(was, now[s.key]) {
			out = append(out, s)
		}
	}
	return out
}

// tableOf is the nth table of a list of tables.
func tableOf(values map[string]any, list string, nth int) map[string]any {
	all, _ := values[list].([]any)
	if nth >= len(all) {
		return nil
	}
	table, _ := all[nth].(map[string]any)
	return table
}

// withTable is the values with another nth table; behind the last one it is added.
func withTable(values map[string]any, list string, nth int, table map[string]any) map[string]any {
	all, _ := values[list].([]any)
	return withList(values, list, slices.Concat(all[:nth], []any{table}, all[min(nth+1, len(all)):]))
}

// withoutTable is the values without the nth table of a list.
func withoutTable(values map[string]any, list string, nth int) map[string]any {
	all, _ := values[list].([]any)
	return withList(values, list, slices.Delete(slices.Clone(all), nth, nth+1))
}

func withList(values map[string]any, list string, all []any) map[string]any {
	out := maps.Clone(values)
	if out == nil {
		out = map[string]any{}
	}
	if out[list] = all; len(all) == 0 {
		delete(out, list)
	}
	return out
}
