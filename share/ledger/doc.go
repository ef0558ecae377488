// Package ledger is the share log: what was given to whom, and is it still
// open. It lives in one SQLite file that many signets may use at once.
//
// # What a file holds
//
// One table is the truth and is only ever appended to: log. Each of its rows is
// an entry (kind "created", the body is the share) or an event of an entry. All
// other tables are read off it and exist for speed: entry has one row per share
// with the columns that filters need, batch one per group, words the text
// index. States (open, ended, ...) are not stored: a query computes them.
//
// No URL, signature or token is in any of it. A signature is known by its
// SHA-256 alone, which is enough to recognise a leaked link and of no use for
// anything else.
//
// # The chain
//
// Rows are numbered by seq without gaps, and each carries
//
//	hash = SHA-256("signet log 2\n" || previous hash || seq || entry || at || ends ||
//	               len(kind) || kind || SHA-256(body))
//
// where seq, entry, at and ends (milliseconds since 1970; ends is 0 but for a
// share that was signed) and the length are 8 bytes big endian, kind and body are
// the bytes as stored, and the hash before the first row is 32 zero bytes. A body
// begins with a salt of its own. The last seq and hash, the head, stand in a row
// of their own, so that appending costs the same however long the log is.
//
// A row that is pruned moves to the table gone: header, digest of the body and
// hash stay, under the tombstone (a row of kind "pruned") that says which rows
// went. So the chain is computed from end to end for ever, and whether a row had
// ended when it went can be seen.
//
// Logs that were begun before have rows of the first form, up to a row of kind
// "form":
//
//	hash = SHA-256("signet log 1\n" || previous hash || seq || entry || at ||
//	               len(kind) || kind || len(body) || body)
//
// Of these nothing is left when they are pruned but the hashes at the edges of
// the hole. A head that was kept after that covers the tombstone, and so the hole;
// without one Verify says that these rows cannot be proved.
//
// Verify walks the chain and compares every row of entry with what its body
// says, and the batches and the text index with the rows of entry, and has
// SQLite look at the file. That finds a row edited, removed, inserted, hidden or
// put elsewhere by someone who did not recompute what follows. It cannot find a
// whole file rewritten with a new chain, nor a tail cut off together with its
// head: for that, a head has to be kept elsewhere (printed, exported, sent), and
// given to Verify.
//
// # Durability
//
// The file is in write-ahead mode with synchronous=FULL: every append is
// fsynced before Record returns. NORMAL would survive kill -9 as well, but could
// lose the last shares when the machine loses power, and a link that was handed
// over is a promise that it can be found. The fsync costs 0.2 to 2 ms.
package ledger
