package bookmarks

import (
	"testing"
	"time"

	"signet/internal/hostile"
)

// FuzzParse: what is read of a file can be added to it and taken out of it again, or it
// is said that somebody has to do it by hand. What is wrong is said in one line.
func FuzzParse(f *testing.F) {
	f.Add([]byte("[[bookmark]]\nname = \"q3\"\nplace = \"work\"\naddress = \"s3://acme/a\"\nadded = 2026-01-02T03:04:05Z\n"))
	f.Add([]byte("# mine\n[[bookmark]] # a\nplace=''\naddress='s3://b'\n"))
	f.Add([]byte("bookmark = [{place = \"a\"}]\n"))
	f.Add([]byte("\ufeff[[bookmark]]\nplace = \"\\u001b[2J\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := parse("file", data)
		if err != nil {
			if judged := hostile.All(hostile.Seen, hostile.OneLine)(err.Error()); judged != nil {
				t.Errorf("%q: %v", err, judged)
			}
			return
		}
		more := Bookmark{Location: Location{Place: "work", Bucket: "acme", Key: "a \"b\"\\c"}, Added: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
		out, err := appended("file", data, list, more)
		if err != nil {
			return
		}
		longer, err := parse("file", out)
		if err != nil || len(longer) != len(list)+1 || longer[len(list)].Location != more.Location {
			t.Fatalf("%q: %d bookmarks become %d, %v", out, len(list), len(longer), err)
		}
		if back, err := removed("file", out, longer, len(list)); err == nil {
			if again, err := parse("file", back); err != nil || len(again) != len(list) {
				t.Errorf("%q: %d bookmarks, %v", back, len(again), err)
			}
		}
	})
}

// FuzzParseRecents: no more than were asked for, each of a place or a bucket, and none
// with a secret.
func FuzzParseRecents(f *testing.F) {
	f.Add([]byte(`{"place":"work","bucket":"acme","key":"a/","at":"2026-01-02T03:04:05Z"}` + "\n"))
	f.Add([]byte(`{"place":"work","bucket":"acme","key":"a?X-Amz-Signature=b"}` + "\n{\n" + `{"bucket":"b"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list := parseRecents(data, 3)
		if len(list) > 3 {
			t.Errorf("%d of 3", len(list))
		}
		for _, r := range list {
			if _, secret := r.Secret(); secret || r.Place == "" && r.Bucket == "" {
				t.Errorf("%+v", r)
			}
		}
	})
}
