package share

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// textIn keeps a value in words.
func textIn(at func(*Options) *string) store {
	return store{
		get: func(o *Options) []string { return given(*at(o) != "", *at(o)) },
		set: func(o *Options, value string) error { *at(o) = value; return nil },
	}
}

func switchIn(at func(*Options) *bool) store {
	return store{
		get: func(o *Options) []string { return given(*at(o), "true") },
		set: func(o *Options, value string) error { *at(o) = value == "true"; return nil },
	}
}

func numberIn(id string, at func(*Options) *int) store {
	return store{
		get: func(o *Options) []string { return given(*at(o) != 0, strconv.Itoa(*at(o))) },
		set: func(o *Options, value string) error {
			n, err := strconv.Atoi(strings.TrimSpace(value))
			if err != nil {
				return &UsageError{Option: id, Problem: fmt.Sprintf("%q is no number", clip(value))}
			}
			*at(o) = n
			return nil
		},
	}
}

// sizeIn keeps a number of bytes, of which 0 says nothing.
func sizeIn(id string, least int64, at func(*Options) *int64) store {
	return store{
		get: func(o *Options) []string { return given(*at(o) != 0, strconv.FormatInt(*at(o), 10)) },
		set: func(o *Options, value string) error {
			n, err := ParseBytes(value)
			if err == nil && n < least {
				err = &UsageError{Option: id, Problem: "must be at least 1 byte"}
			}
			*at(o) = n
			return err
		},
	}
}

// dateIn keeps a time as a header has it (RFC 9110, 5.6.7); it is also typed as RFC 3339.
func dateIn(id string, at func(*Options) *string) store {
	s := textIn(at)
	s.set = func(o *Options, value string) error {
		t, err := time.Parse(time.RFC3339, value)
		if err != nil {
			t, err = time.Parse(http.TimeFormat, value)
		}
		if y := t.UTC().Year(); err != nil || y < 1 || y > 9999 { // a header's year has four digits
			return &UsageError{Option: id, Problem: fmt.Sprintf("%q is no time", clip(value)), Hint: "write 2026-12-24T17:00:00Z or " + http.TimeFormat}
		}
		*at(o) = t.UTC().Format(http.TimeFormat)
		return nil
	}
	return s
}

// exactStore keeps a size that may be 0: that is refused and not the default.
func exactStore() store {
	return store{
		get: func(o *Options) []string {
			if o.ExactSize == nil {
				return nil
			}
			return []string{strconv.FormatInt(*o.ExactSize, 10)}
		},
		set: func(o *Options, value string) error {
			n, err := ParseBytes(value)
			o.ExactSize = &n
			return err
		},
	}
}

// typeStore keeps a content type, or with a star at its end what one begins with.
func typeStore() store {
	return store{
		get: func(o *Options) []string { return given(o.typed() != "", o.typed()) },
		set: func(o *Options, value string) error {
			o.ContentType, o.ContentTypePrefix = strings.CutSuffix(value, "*")
			return nil
		},
	}
}

// typed is the content type as it is typed.
func (o *Options) typed() string {
	if o.ContentTypePrefix {
		return o.ContentType + "*"
	}
	return o.ContentType
}

func metadataStore() store {
	return store{
		get: func(o *Options) (pairs []string) {
			for _, k := range slices.Sorted(maps.Keys(o.Metadata)) {
				name := k
				if strings.HasPrefix(k, metaPrefix) {
					name = metaPrefix + k // one of them is taken off
				}
				pairs = append(pairs, name+"="+o.Metadata[k])
			}
			return pairs
		},
		set: func(o *Options, pair string) error {
			if o.Metadata == nil {
				o.Metadata = map[string]string{}
			}
			return addMetadata(o.Metadata, pair)
		},
	}
}

// typed is a value that is given.
func given(so bool, value string) []string {
	if !so {
		return nil
	}
	return []string{value}
}
