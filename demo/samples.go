package demo

import (
	"crypto/sha256"
	"fmt"
	"time"
)

// deniedBucket is the one among the samples that the guest may not open.
const deniedBucket = "board-minutes"

// seeder fills a store with the sample documents. They are the project's own,
// and the same on every start, versions and dates included: only what the user
// changes has to be kept.
type seeder struct {
	store *store
	day   time.Time // today, for what is about to end
}

// seed makes the sample buckets. No document is drawn yet.
func seed(s *store, region string) {
	d := seeder{s, s.clock().UTC().Truncate(24 * time.Hour)}
	d.bucket("acme-contracts", region, "Enabled", date(2023, 1, 9))
	d.contracts()
	d.bucket("field-reports", region, "", date(2025, 2, 3))
	d.reports()
	d.formats()
	d.odd()
	d.bucket("archive-5000", region, "", date(2022, 6, 1))
	d.archive()
	d.bucket("paris-office", "eu-west-3", "", date(2024, 9, 16))
	d.paris()
	d.bucket(deniedBucket, region, "Enabled", date(2023, 1, 9))
	d.board()
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 8, 30, 0, 0, time.UTC) }

func (d seeder) bucket(name, region, versioning string, created time.Time) {
	d.store.apply(change{Op: opBucket, Bucket: name, Region: region, Versioning: versioning, Time: created})
}

// sample is one document. The kind is its Content-Type.
type sample struct {
	key, kind string
	modified  time.Time
	make      func() []byte
}

// add puts a sample, as one more version where the bucket keeps versions.
func (d seeder) add(bucket string, s sample, tune ...func(*version)) {
	b := d.store.buckets[bucket]
	v := &version{id: nullVersion, modified: s.modified, meta: map[string]string{"Content-Type": s.kind}}
	if s.make == nil {
		v.marker = true
	} else {
		v.content = &made{make: s.make}
	}
	if b.versioning != "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", bucket, s.key, len(b.objects[s.key])))
		v.id = token(sum[:16])
	}
	for _, t := range tune {
		t(v)
	}
	d.store.apply(change{Op: opPut, Bucket: bucket, Key: s.key, Version: v.id, version: v})
}

func class(name string) func(*version) {
	return func(v *version) { v.meta["X-Amz-Storage-Class"] = name }
}

func text(s string) func() []byte { return func() []byte { return []byte(s) } }

const (
	kindPDF  = "application/pdf"
	kindPNG  = "image/png"
	kindCSV  = "text/csv; charset=utf-8"
	kindText = "text/plain; charset=utf-8"
	kindJSON = "application/json"
	kindHTML = "text/html; charset=utf-8"
)

// contracts are PDFs in folders by year and client, some with a history.
func (d seeder) contracts() {
	const in = "acme-contracts"
	d.add(in, sample{"README.txt", kindText, date(2023, 1, 9), text(readme)})
	clients := []string{"Adler & Söhne", "Brücke Ingenieure", "Fjord Shipping AS", "Grüner Hof", "Nordwind Logistik", "O'Neill Partners"}
	for year := 2023; year <= 2026; year++ {
		for i, client := range clients {
			folder := fmt.Sprintf("%d/%s/", year, client)
			for j, kind := range contractKinds(year, i) {
				day := date(year, time.Month(1+(i*2+j)%6), 3+(i*5+j*7)%24)
				d.add(in, sample{folder + kind + ".pdf", kindPDF, day, contract(kind, client, day, 1)})
			}
		}
	}
	history := "2026/Nordwind Logistik/Service Agreement.pdf"
	for n, day := range []time.Time{date(2026, 4, 14), date(2026, 5, 8)} {
		d.add(in, sample{history, kindPDF, day, contract("Service Agreement", "Nordwind Logistik", day, n+2)},
			kept("X-Amz-Meta-Case", "NW-2026-17"), kept("X-Amz-Meta-Reviewed-By", "R. Lindqvist"), kept(tagsHeader, "matter=NW-2026-17&status=signed"))
	}
	gone := "2025/Grüner Hof/Withdrawn offer.pdf"
	d.add(in, sample{gone, kindPDF, date(2025, 3, 3), contract("Offer", "Grüner Hof", date(2025, 3, 3), 1)})
	d.add(in, sample{gone, "", date(2025, 3, 21), nil})
}

func contractKinds(year, i int) []string {
	kinds := []string{"Service Agreement", "Mutual NDA (signed)", "Annex A – Prices €", "Data Processing Agreement", "Übergabeprotokoll"}
	n := 2 + (year+i)%3
	return kinds[:n]
}

func contract(kind, client string, day time.Time, revision int) func() []byte {
	return func() []byte {
		clauses := []string{
			fmt.Sprintf("Between ACME Instruments GmbH, Hafenstraße 12, Hamburg, and %s, hereafter the client. Dated %s, revision %d.", client, day.Format("2 January 2006"), revision),
		}
		for i, c := range standardClauses() {
			clauses = append(clauses, fmt.Sprintf("%d. %s", i+1, c))
		}
		for range revision - 1 {
			clauses = append(clauses, "Amendment. The parties have agreed on the changes marked in the annex; they replace the earlier wording in full.")
		}
		clauses = append(clauses, "Hamburg, "+day.Format("2 January 2006"), "For ACME Instruments: R. Lindqvist      For the client: ______________________")
		return pdf(sheet{kind, client + " – " + day.Format("2006-01-02"), clauses})
	}
}

func standardClauses() []string {
	return []string{
		"Scope. ACME Instruments calibrates, maintains and documents the measuring equipment listed in the annex. Work on site is announced three working days ahead, and is carried out during the client's opening hours.",
		"Term. The agreement runs for twelve months and is renewed for the same time unless either party gives notice in writing, ten weeks before its end.",
		"Fees. Prices are in euro and without value added tax. Invoices are due within 30 days. Travel is charged by distance, from Hamburg or Kiel, whichever is nearer.",
		"Confidentiality. Each party keeps what it learns about the other to itself, during the agreement and for five years after it. Documents are handed over by time-limited links and never by open folders.",
		"Records. Calibration records are kept for ten years and are available to the client at any time, in a form that can be read without special software.",
		"Liability. ACME Instruments is liable for damage caused by intent or gross negligence, and otherwise up to the yearly fee. Nobody is liable for the weather.",
		"Final provisions. The law of the place of the client's seat applies. Should a clause be void, the others stand.",
	}
}

const readme = `ACME Instruments - contracts

Folders: year / client / document. Every change makes a new version; nothing is
ever overwritten. To hand a document to somebody outside, share a link that
ends by itself.

These documents are samples, made by signet itself.
`
