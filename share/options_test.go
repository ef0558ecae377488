package share

import "testing"

func TestContentTypes(t *testing.T) {
	for text, c := range map[string]struct {
		prefix, good bool
	}{
		"image/jpeg":                {false, true},
		"text/csv; charset=utf-8":   {false, true},
		"application/x-":            {true, true},
		"image/":                    {true, true},
		"IMAGE/JPEG":                {false, true},
		"image/*":                   {false, false},
		"*/":                        {true, false},
		"form.html":                 {false, false},
		"image":                     {true, false},
		"image/ jpeg":               {false, false},
		"/jpeg":                     {false, false},
		"text/plain; charset":       {false, false},
		"image/jpeg, application/x": {false, false},
	} {
		o := Options{ContentType: text, ContentTypePrefix: c.prefix}
		if err := o.Check(Form); (err == nil) != c.good {
			t.Errorf("%q, prefix %v: %v", text, c.prefix, err)
		}
	}
	// The prefix of a form that takes image/* is no type by itself.
	if err := (Options{ContentType: "image/"}).Check(Upload); err == nil {
		t.Error("an upload of type image/")
	}
}
