package ledger

import "encoding/binary"

// value is one column of a row as SQLite stores it.
type value struct {
	n     int64
	bytes []byte
}

// values takes a record apart. It is torn, or of no table of ours, if there are
// more than most of them.
// https://www.sqlite.org/fileformat.html#record_format
func values(record []byte, most int) ([]value, error) {
	kinds, body := serials(record)
	if len(kinds) == 0 || len(kinds) > most {
		return nil, torn{}
	}
	var out []value
	for _, serial := range kinds {
		v, length, ok := valueOf(serial, body)
		if !ok {
			return nil, torn{}
		}
		out, body = append(out, v), body[length:]
	}
	return out, nil
}

func valueOf(serial int64, body []byte) (v value, length int, ok bool) {
	switch {
	case serial == 0:
		return value{}, 0, true
	case serial == 8 || serial == 9:
		return value{n: serial - 8}, 0, true
	case serial >= 1 && serial <= 7:
		length := width(serial)
		if len(body) < length {
			return v, 0, false
		}
		if serial == 7 {
			return value{}, length, true
		}
		return value{n: signed(body[:length])}, length, true
	case serial >= 12 && (serial-12)/2 <= int64(len(body)):
		length := int((serial - 12) / 2)
		return value{bytes: body[:length]}, length, true
	}
	return v, 0, false
}

// width is how many bytes a number of this kind has.
func width(serial int64) int {
	switch serial {
	case 5:
		return 6
	case 6, 7:
		return 8
	}
	return int(serial)
}

// signed is a number of one to eight bytes.
func signed(b []byte) int64 {
	var wide [8]byte
	copy(wide[:], b)
	return int64(binary.BigEndian.Uint64(wide[:])) >> (64 - 8*len(b))
}
