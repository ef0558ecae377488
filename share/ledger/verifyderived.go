package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// schema compares the tables and indexes with those of a new log: a table that
// is gone, or an index that leaves rows out, hides shares too.
func (v *verifier) schema(ctx context.Context) error {
	have, behind, err := schemaOf(ctx, v.tx)
	if err != nil {
		return err
	}
	if v.version, err = version(ctx, v.tx); err != nil {
		return err
	}
	want, usual, err := freshSchema(ctx, v.version)
	if err != nil {
		return err
	}
	v.usualTexts = slices.Equal(behind, usual)
	for _, x := range want {
		if !slices.Contains(have, x) {
			v.broken(0, 0, "its "+x.kind+" "+x.name+" was removed or changed")
			return nil
		}
	}
	for _, x := range have {
		if !slices.Contains(want, x) {
			v.broken(0, 0, "it has a "+x.kind+" that is not of signet: "+x.name)
			return nil
		}
	}
	return nil
}

type schemaItem struct{ kind, name, text string }

// freshSchema is the schema of a log that was begun just now, or by the signet
// that knew the steps up to this one.
func freshSchema(ctx context.Context, upTo int) (items, behind []schemaItem, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = tx.Rollback() }()
	if err := takeSteps(ctx, tx, 0, min(max(upTo, oldest), len(steps()))); err != nil {
		return nil, nil, err
	}
	return schemaOf(ctx, tx)
}

// schemaOf leaves out the indexes that SQLite makes by itself, and tells apart the
// tables behind the text index, which are FTS5's. Their names protect nothing else.
func schemaOf(ctx context.Context, db queryer) (items, behind []schemaItem, err error) {
	err = each(ctx, db, func(rows *sql.Rows) error {
		var x schemaItem
		var ofTexts bool
		err := rows.Scan(&x.kind, &x.name, &x.text, &ofTexts)
		if ofTexts {
			behind = append(behind, x)
		} else {
			items = append(items, x)
		}
		return err
	}, `SELECT type, name, coalesce(sql, ''), type = 'table' AND name IN ('words_data', 'words_idx', 'words_docsize', 'words_config')
		FROM sqlite_master WHERE NOT (type = 'index' AND name GLOB 'sqlite_autoindex_*' AND sql IS NULL) ORDER BY name`)
	return items, behind, err
}

// What is read off the chain beside the rows of entry is checked too: an edit there
// hides shares from the lists and searches that people look at, although the chain
// itself is whole.

// groups checks that each group has one entry that stands for it, and that its
// entries are counted right.
func (v *verifier) groups(ctx context.Context) error {
	var group string
	var n int64
	err := v.tx.QueryRowContext(ctx, `SELECT g.grp, g.n FROM (
			SELECT grp, min(n) AS n, count(*) AS members, sum(first = 1) AS firsts FROM entry INDEXED BY entry_grp WHERE grp IS NOT NULL GROUP BY grp
		) g LEFT JOIN batch b ON b.grp = g.grp WHERE g.firsts <> 1 OR b.entries IS NOT g.members
		UNION ALL SELECT grp, 0 FROM batch WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.grp = batch.grp) LIMIT 1`).Scan(&group, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		v.broken(0, n, fmt.Sprintf("the table of batches says something else of %s than what was recorded", group))
	}
	return err
}

// readIndexed is how far the text index has got.
func (v *verifier) readIndexed(ctx context.Context) error {
	err := v.tx.QueryRowContext(ctx, "SELECT indexed.seq, indexed.seq > head.seq FROM indexed, head").Scan(&v.indexed, &v.ahead)
	if errors.Is(err, sql.ErrNoRows) {
		v.ahead = true
		return nil
	}
	return err
}

// texts compares the text index with the entries that were put into it.
func (v *verifier) texts(ctx context.Context) error {
	if v.ahead {
		v.broken(0, 0, "the text index pretends to know rows that are not there: searches would miss what comes next")
		return nil
	}
	asks, err := v.doubtful(ctx)
	if err != nil {
		return err
	}
	half := len(asks) / 2
	second := make(chan error, 1)
	go func() {
		second <- v.besides(ctx, func(tx *sql.Tx) error { return v.compareTexts(ctx, tx, asks[:half]) })
	}()
	err = v.compareTexts(ctx, v.tx, asks[half:])
	if other := <-second; err == nil {
		err = other
	}
	if errors.Is(err, errTexts{}) {
		v.broken(0, 0, err.Error())
		return nil
	}
	return err
}

// doubtful are the trigrams of which the index, read without SQLite, seems to hold
// something else than it should: of those SQLite has the last word. Letters that
// signet folds and FTS5 does not are among them.
func (v *verifier) doubtful(ctx context.Context) ([]textQuery, error) {
	var found map[gram]*stored
	if v.usualTexts { // else, what is read of its tables may not be what FTS5 reads
		var err error
		found, err = readTextIndex(ctx, v.tx, v.postings.keyed)
		if err != nil && !errors.Is(err, errForm) && kindOf(err) != Damaged {
			return nil, err
		}
	}
	var asks []textQuery
	for key, p := range v.postings.grams {
		if there := found[key]; there == nil || *there != p.stored || p.beyondFTS5() {
			asks = append(asks, textQuery{p.query(), p.tally})
		}
	}
	return asks, nil
}

// textQuery is a question to the text index, and the answer that it must give.
type textQuery struct {
	words string
	tally tally
}

// errTexts is the text index being wrong.
type errTexts struct{}

func (errTexts) Error() string {
	return "the text index says something else than what was recorded: searches would miss shares"
}

// compareTexts asks in both orders: they are read in different ways.
func (v *verifier) compareTexts(ctx context.Context, tx *sql.Tx, asks []textQuery) error {
	for _, order := range []string{"", " ORDER BY rowid DESC LIMIT -1"} {
		if err := v.compareOrder(ctx, tx, asks, order); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) compareOrder(ctx context.Context, tx *sql.Tx, asks []textQuery, order string) error {
	//nolint:gosec // of numbers and constants
	ask, err := tx.PrepareContext(ctx, "SELECT count(*), coalesce(sum("+v.postings.mixer.sql("n")+"), 0) FROM (SELECT rowid AS n FROM words WHERE words MATCH ?"+order+")")
	if err != nil {
		return err
	}
	defer func() { _ = ask.Close() }()
	for _, q := range asks {
		var found tally
		if err := ask.QueryRowContext(ctx, q.words).Scan(&found.entries, &found.mixed); err != nil && kindOf(err) != Damaged {
			return err
		}
		if found != q.tally {
			return errTexts{}
		}
	}
	return nil
}

// besides does some of the reading on a connection of its own, if that one sees
// the log at the same moment: nobody has written meanwhile.
func (v *verifier) besides(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := v.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	head, err := readHead(ctx, tx)
	var indexed int64
	if err == nil {
		err = tx.QueryRowContext(ctx, "SELECT seq FROM indexed").Scan(&indexed)
	}
	if err == nil && (head != v.head || indexed != v.indexed) {
		return work(v.tx)
	}
	if err != nil {
		return err
	}
	return work(tx)
}
