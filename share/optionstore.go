package share

import (
	"maps"
	"slices"
	"strconv"
	"strings"
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

func numberIn(at func(*Options) *int) store {
	return store{
		get: func(o *Options) []string { return given(*at(o) != 0, strconv.Itoa(*at(o))) },
		set: func(o *Options, value string) (err error) { *at(o), err = strconv.Atoi(value); return err },
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
