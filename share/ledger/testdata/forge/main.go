// Command forge edits a share log as somebody would who can write the file and
// has read how it is made. It uses SQL and SHA-256, and nothing of signet.
//
//	go run ./testdata/forge VARIANT FILE RECIPIENT
//
// The victim is the first share for the recipient. The variants:
//
//	remove   the victim goes, under a tombstone that is appended
//	edit     the same, and the victim comes again with another recipient
//	reorder  the victim and the row after it change places, under such a tombstone
//	end      everything from the victim on is cut off, with the head
//	middle   the victim goes, and every row after it is computed anew
//	prune    the victim goes under the tombstone of a real prune
//	header   the victim is "pruned" as signet prunes, with a tombstone of its own
//	future   the same, with a tombstone of the day when the link has ended
package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"net/url"
	"os"
	"strings"

	_ "modernc.org/sqlite"
)

func main() {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: os.Args[2]}).EscapedPath())
	check(err)
	db.SetMaxOpenConns(1)
	f := &forger{db: db}
	f.form2 = f.number("SELECT count(*) FROM sqlite_master WHERE name = 'gone'") > 0
	f.recipient = fmt.Sprintf(`"recipient":%q`, os.Args[3])
	f.victim = f.number("SELECT seq FROM log WHERE kind = 'created' AND CAST(body AS TEXT) LIKE '%" + f.recipient + "%' ORDER BY seq LIMIT 1")
	map[string]func(){
		"remove": f.remove, "edit": f.edit, "reorder": f.reorder, "end": f.end, "middle": f.middle, "prune": f.prune,
		"header": func() { f.header(0) }, "future": func() { f.header(40 * 24 * 3600 * 1000) },
	}[os.Args[1]]()
	check(db.Close())
}

type forger struct {
	db        *sql.DB
	form2     bool
	recipient string
	victim    int64
}

type row struct {
	seq, entry, at, ends int64
	kind                 string
	body, hash           []byte
}

func (f *forger) row(seq int64) (r row) {
	ends := "0"
	if f.form2 {
		ends = "coalesce(ends, 0)"
	}
	check(f.db.QueryRow("SELECT seq, entry, at, kind, "+ends+", body, hash FROM log WHERE seq = ?", seq).Scan(&r.seq, &r.entry, &r.at, &r.kind, &r.ends, &r.body, &r.hash))
	return r
}

// hole takes rows out and says that the tombstone to come has pruned them.
func (f *forger) hole(low, high int64) {
	before, after := f.hashOf(low-1), f.hashOf(high)
	f.forget(low, high)
	tombstone := f.last() + 1
	f.exec("INSERT INTO hole VALUES (?,?,?,?,?)", low, high, before, after, tombstone)
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d %d %x %x\n", low, high, before, after)))
	at := f.number("SELECT max(at) FROM log")
	f.append(row{at: at, kind: "pruned", body: []byte(fmt.Sprintf(`{"before":"2026-01-01T00:00:00Z","entries":1,"rows":%d,"holes_sha256":"%x"}`, high-low+1, sum))})
}

// forget takes rows out of everything.
func (f *forger) forget(low, high int64) {
	f.exec("DELETE FROM words WHERE rowid IN (SELECT entry FROM log WHERE seq BETWEEN ? AND ? AND kind = 'created')", low, high)
	f.exec("DELETE FROM entry WHERE seq BETWEEN ? AND ?", low, high)
	f.exec("DELETE FROM log WHERE seq BETWEEN ? AND ?", low, high)
}

func (f *forger) remove() { f.hole(f.victim, f.victim) }

func (f *forger) edit() {
	r := f.row(f.victim)
	f.exec("CREATE TEMP TABLE kept AS SELECT * FROM entry WHERE seq = ?", f.victim)
	f.hole(f.victim, f.victim)
	r.body = []byte(strings.Replace(string(r.body), f.recipient, `"recipient":"nobody"`, 1))
	seq := f.append(r)
	f.exec("UPDATE kept SET seq = ?, recipient = 'nobody'", seq)
	f.back()
}

func (f *forger) reorder() {
	a, b := f.row(f.victim), f.row(f.victim+1)
	f.exec("CREATE TEMP TABLE kept AS SELECT * FROM entry WHERE seq IN (?, ?)", a.seq, b.seq)
	f.hole(a.seq, b.seq)
	for _, r := range []row{b, a} {
		f.exec("UPDATE kept SET seq = ? WHERE seq = ?", f.append(r), r.seq)
	}
	f.back()
}

// back puts shares that were kept into the tables that lists are read from.
func (f *forger) back() {
	f.exec("INSERT INTO entry SELECT * FROM kept")
	f.exec("INSERT INTO words (rowid, t) SELECT n, object || char(31) || note || char(31) || recipient || char(31) || lower(bucket) || char(31) || lower(who) FROM kept")
	f.exec("UPDATE indexed SET seq = ?", f.last())
}

func (f *forger) end() {
	f.forget(f.victim, f.last())
	f.exec("UPDATE head SET seq = ?, hash = ?", f.victim-1, f.hashOf(f.victim-1))
	f.exec("UPDATE indexed SET seq = min(seq, ?)", f.victim-1)
}

func (f *forger) middle() {
	last := f.last()
	f.forget(f.victim, f.victim)
	head := f.hashOf(f.victim - 1)
	for seq := f.victim + 1; seq <= last; seq++ {
		r := f.row(seq)
		f.exec("UPDATE entry SET seq = ? WHERE seq = ?", seq-1, seq)
		r.seq--
		head = f.hash(head, r)
		f.exec("UPDATE log SET seq = ?, hash = ? WHERE seq = ?", r.seq, head, seq)
	}
	f.exec("UPDATE head SET seq = ?, hash = ?", last-1, head)
	f.exec("UPDATE indexed SET seq = min(seq, ?)", last-1)
}

// prune puts the victim under a tombstone that is there already.
func (f *forger) prune() {
	tombstone := f.number("SELECT max(seq) FROM log WHERE kind = 'pruned'")
	r := f.row(f.victim)
	before := f.hashOf(f.victim - 1)
	f.forget(f.victim, f.victim)
	if !f.form2 {
		f.exec("INSERT INTO hole VALUES (?,?,?,?,?)", r.seq, r.seq, before, r.hash, tombstone)
		return
	}
	f.gone(r, tombstone)
}

// header leaves the header of the victim under a tombstone that is appended.
func (f *forger) header(later int64) {
	if !f.form2 {
		f.remove()
		return
	}
	r := f.row(f.victim)
	f.forget(f.victim, f.victim)
	f.gone(r, f.last()+1)
	rows := sha256.Sum256([]byte(fmt.Sprintf("%d\n", r.seq)))
	f.append(row{at: f.number("SELECT max(at) FROM log") + later, kind: "pruned", body: []byte(fmt.Sprintf(
		`{"salt":"x","before":"2026-01-01T00:00:00Z","entries":1,"rows":1,"holes_sha256":"%x","gone_sha256":"%x"}`, sha256.Sum256(nil), rows))})
}

func (f *forger) gone(r row, tombstone int64) {
	sum := sha256.Sum256(r.body)
	f.exec("INSERT INTO gone VALUES (?,?,?,?,?,?,?,?)", r.seq, r.entry, r.at, r.kind, r.ends, sum[:], r.hash, tombstone)
}

func (f *forger) append(r row) int64 {
	r.seq = f.last() + 1
	r.hash = f.hash(f.hashOf(r.seq-1), r)
	if f.form2 {
		f.exec("INSERT INTO log (seq, entry, at, kind, ends, body, hash) VALUES (?,?,?,?,?,?,?)", r.seq, r.entry, r.at, r.kind, r.ends, r.body, r.hash)
	} else {
		f.exec("INSERT INTO log (seq, entry, at, kind, body, hash) VALUES (?,?,?,?,?,?)", r.seq, r.entry, r.at, r.kind, r.body, r.hash)
	}
	f.exec("UPDATE head SET seq = ?, hash = ?", r.seq, r.hash)
	return r.seq
}

// hash is the hash of a row after the one with the hash before.
func (f *forger) hash(before []byte, r row) []byte {
	sum := sha256.New()
	number := func(n int64) { check(binary.Write(sum, binary.BigEndian, n)) }
	if f.form2 {
		digest := sha256.Sum256(r.body)
		sum.Write(append([]byte("signet log 2\n"), before...))
		for _, n := range []int64{r.seq, r.entry, r.at, r.ends, int64(len(r.kind))} {
			number(n)
		}
		sum.Write([]byte(r.kind))
		sum.Write(digest[:])
		return sum.Sum(nil)
	}
	sum.Write(append([]byte("signet log 1\n"), before...))
	for _, n := range []int64{r.seq, r.entry, r.at, int64(len(r.kind))} {
		number(n)
	}
	sum.Write([]byte(r.kind))
	number(int64(len(r.body)))
	sum.Write(r.body)
	return sum.Sum(nil)
}

func (f *forger) last() int64 { return f.number("SELECT seq FROM head") }

func (f *forger) hashOf(seq int64) (hash []byte) {
	if seq == 0 {
		return make([]byte, 32)
	}
	query := "SELECT hash FROM log WHERE seq = ?1 UNION ALL SELECT after FROM hole WHERE high = ?1 LIMIT 1"
	check(f.db.QueryRow(query, seq).Scan(&hash))
	return hash
}

func (f *forger) number(query string) (n int64) {
	check(f.db.QueryRow(query).Scan(&n))
	return n
}

func (f *forger) exec(query string, args ...any) {
	_, err := f.db.Exec(query, args...)
	check(err)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
