package share_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"signet/share"
)

func TestItemsAreReadStrictly(t *testing.T) {
	for text, want := range map[string]share.Item{
		"passport:image/*,application/pdf:10MB": {Name: "passport", Types: []string{"image/*", "application/pdf"}, Most: 10e6},
		"contract:application/pdf":              {Name: "contract", Types: []string{"application/pdf"}},
		" Proof of address ":                    {Name: "Proof of address"},
		"größe::1KiB":                           {Name: "größe", Most: 1024},
		"x: IMAGE/PNG , text/csv :":             {Name: "x", Types: []string{"image/png", "text/csv"}},
	} {
		got, err := share.ParseItems([]string{text})
		if err != nil || !reflect.DeepEqual(got[0], want) {
			t.Errorf("%q: %+v %v", text, got, err)
			continue
		}
		if again, err := share.ParseItems([]string{got[0].String()}); err != nil || !reflect.DeepEqual(again[0], want) {
			t.Errorf("%q is written %q", text, got[0])
		}
	}
	for text, want := range map[string]string{
		"": "has no name", ":image/*": "has no name", "a:b": "no content type", "a:image": "no content type", "a:*/*": "no content type", "a:*": "no content type",
		"a:image/*,": "no content type", "a:im age/*": "no content type", "a:image/p*": "no content type", "a:image/*:5:6": "three parts", "a::x": "no size", "a::6TB": "the size of a must be", "a::0": "at least 1 byte",
		"a:image/*,image/*": "named twice", "a\x1bb": "nobody sees", "rtl\u202e": "nobody sees", strings.Repeat("n", 101): "longer than 100",
		"a:" + strings.Repeat("x/y,", 9) + "a/b": "named twice", "a:a/1,a/2,a/3,a/4,a/5,a/6,a/7,a/8,a/9": "too many",
	} {
		_, err := share.ParseItems([]string{text})
		var usage *share.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), want) || usage.Hint == "" || usage.Op != "--item" {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := share.ParseItems([]string{"a", "A:image/*"}); err == nil || !strings.Contains(err.Error(), "asked for twice") {
		t.Error(err)
	}
	if _, err := share.ParseItems(nil); err == nil {
		t.Error("nothing is asked for")
	}
}

// Each type is a form of its own: all conditions of a policy are demanded at once.
func TestItemHasAFormForEachType(t *testing.T) {
	item := share.Item{Name: "Proof of / address…", Types: []string{"image/*", "application/pdf"}, Most: 5}
	all := item.Options()
	if len(all) != 2 || all[0].ContentType != "image/" || !all[0].ContentTypePrefix || all[1].ContentType != "application/pdf" || all[1].ContentTypePrefix || all[0].MaxSize != 5 || !all[1].KeyPrefix {
		t.Errorf("%+v", all)
	}
	for _, o := range all {
		if err := o.Check(share.Form); err != nil {
			t.Error(err)
		}
	}
	if got := item.Slug(); got != "proof-of-address" {
		t.Error(got)
	}
	if got := (share.Item{Name: "../…/"}).Slug(); got != "" {
		t.Error(got)
	}
}
