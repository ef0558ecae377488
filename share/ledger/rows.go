package ledger

import (
	"context"
	"database/sql"
)

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each calls take with every row of an answer, until take returns an error.
func each(ctx context.Context, db queryer, take func(*sql.Rows) error, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// collect reads every row of an answer into a value; into says where its columns go.
func collect[T any](ctx context.Context, db queryer, into func(*T) []any, query string, args ...any) (out []T, err error) {
	err = each(ctx, db, func(rows *sql.Rows) error {
		var x T
		if err := rows.Scan(into(&x)...); err != nil {
			return err
		}
		out = append(out, x)
		return nil
	}, query, args...)
	return out, err
}

// itself is for an answer of one column.
func itself[T any](x *T) []any { return []any{x} }

// execute runs statements one after the other.
func execute(ctx context.Context, tx *sql.Tx, statements ...string) error {
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
