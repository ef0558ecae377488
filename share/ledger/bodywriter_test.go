package ledger

import (
	"bytes"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"signet/share"
)

// A body is what encoding/json makes of it, whatever stands in which field: each field is
// filled in alone, and all of them.
func TestBodiesAreJSON(t *testing.T) {
	same := func(what string, b body) {
		t.Helper()
		want, wantErr := marshal(b)
		w := bodyWriter{}
		w.write(&b)
		if (w.err == nil) != (wantErr == nil) || wantErr == nil && !bytes.Equal(w.out, want) {
			t.Errorf("%s:\n %s (%v), not\n %s (%v)", what, w.out, w.err, want, wantErr)
		}
	}
	same("nothing", body{})
	texts := []string{"plain", `"`, `\`, "<&>", "\x00\n\x7f", "\u2028 ü 漢 😀", "\xff", " "}
	moments := []time.Time{noon, noon.Add(time.Nanosecond), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), noon.In(time.FixedZone("", 3600))}
	full := body{Object: &bodyObject{}}
	fields(reflect.ValueOf(&full).Elem(), func(path string, all reflect.Value) {
		b := body{Object: &bodyObject{}}
		fields(reflect.ValueOf(&b).Elem(), func(other string, v reflect.Value) {
			if other != path {
				return
			}
			switch v.Interface().(type) {
			case string, share.Reason, share.PageKind, share.SignerKind:
				for _, text := range texts {
					v.SetString(text)
					same(path, b)
				}
			case time.Time:
				for _, at := range moments {
					v.Set(reflect.ValueOf(at))
					same(path, b)
				}
				v.Set(reflect.ValueOf(noon))
			case bool:
				v.SetBool(true)
			case int64, int:
				for _, n := range []int64{-1, 1, 1 << 62} {
					v.SetInt(n)
					same(path, b)
				}
			case *int64:
				n := int64(0)
				v.Set(reflect.ValueOf(&n))
			case map[string]string:
				v.Set(reflect.ValueOf(map[string]string{"b": "<", "a": ""}))
			case []share.Header:
				v.Set(reflect.ValueOf([]share.Header{{Name: "x", Value: "\n"}}))
			case []share.Access:
				v.Set(reflect.ValueOf([]share.Access{"read"}))
			case []netip.Prefix:
				v.Set(reflect.ValueOf([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}))
			case share.Secret:
			default:
				t.Fatalf("%s is of a kind that is not tried: %s", path, v.Type())
			}
			same(path, b)
			all.Set(v)
		})
	})
	same("all", full)
	full.Object = nil
	same("no object", full)
}

// fields goes through what stands in a body, by its path.
func fields(v reflect.Value, each func(path string, v reflect.Value)) {
	var walk func(string, reflect.Value)
	walk = func(path string, v reflect.Value) {
		if v.Kind() == reflect.Pointer && v.Type().Elem() == reflect.TypeFor[bodyObject]() {
			v = v.Elem()
		}
		leaf := v.Type() == reflect.TypeFor[time.Time]() || v.Type() == reflect.TypeFor[share.Secret]()
		if v.Kind() != reflect.Struct || leaf {
			each(path, v)
			return
		}
		for i := range v.NumField() {
			walk(path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
	walk("body", v)
}

func BenchmarkBody(b *testing.B) {
	r := sample(1, noon) // as most are
	r.Spec.Options, r.Spec.Mandate, r.Headers = share.Options{}, share.Mandate{}, nil
	r.Note, r.Recipient, r.Object = "", "", share.Object{}
	b.Run("as here", func(b *testing.B) {
		var e encoder
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.encode(&r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		var e encoder
		_, _ = e.encode(&r)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := marshal(e.body); err != nil {
				b.Fatal(err)
			}
		}
	})
}
