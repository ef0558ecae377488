package demo

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// reports are what people bring home from the field: pictures, plots, tables
// and notes, in folders with the names that people give.
func (d seeder) reports() {
	const in = "field-reports"
	for i, site := range []string{"2026-03 Harbour survey", "2026-06 Elbbrücke Süd", "2026-08 Küste 🌊"} {
		day := date(2026, time.Month(3+i*2), 11+i)
		f := site + "/"
		d.add(in, sample{f + "Site photo 1.png", kindPNG, day, func() []byte { return landscape(float64(i)) }})
		d.add(in, sample{f + "Site photo 2.png", kindPNG, day, func() []byte { return landscape(float64(i) + 0.5) }})
		d.add(in, sample{f + "Pegel & Tide.png", kindPNG, day.Add(time.Hour), func() []byte { return curve(float64(i)) }})
		d.add(in, sample{f + "Messwerte März.csv", kindCSV, day.Add(2 * time.Hour), table(i, 240)})
		d.add(in, sample{f + "notes.txt", kindText, day.Add(3 * time.Hour), text(notes)})
	}
	d.add(in, sample{"Summary 2026.pdf", kindPDF, date(2026, 9, 1), summary})
	d.add(in, sample{"thermal/scan 07.png", kindPNG, date(2026, 7, 2), func() []byte { return heat(0.4) }})
	d.add(in, sample{"thermal/scan 08.png", kindPNG, date(2026, 7, 3), func() []byte { return heat(1.9) }}, class("STANDARD_IA"))
	d.add(in, sample{"thermal/settings.json", kindJSON, date(2026, 7, 2), text("{\n  \"emissivity\": 0.95,\n  \"range_celsius\": [-10, 60]\n}\n")})
	d.add(in, sample{"archive/2019 aerial survey.png", kindPNG, date(2019, 10, 8), func() []byte { return landscape(3.3) }}, class("GLACIER"))
	d.add(in, sample{"archive/2020 aerial survey.png", kindPNG, date(2020, 9, 2), func() []byte { return landscape(3.6) }}, class("DEEP_ARCHIVE"), kept(restoreHeader, `ongoing-request="true"`))
	d.add(in, sample{"archive/2021 aerial survey.png", kindPNG, date(2021, 9, 14), func() []byte { return landscape(3.9) }}, class("GLACIER"), kept(restoreHeader, restored(d.day.AddDate(0, 0, 2))))
	d.add(in, sample{"archive/2022 tiered survey.png", kindPNG, date(2022, 9, 6), func() []byte { return landscape(4.2) }}, class("INTELLIGENT_TIERING"), kept(archiveHeader, "ARCHIVE_ACCESS"))
	d.add(in, sample{"outbox/For pickup – ends soon.pdf", kindPDF, d.day.AddDate(0, 0, -1), summary}, func(v *version) {
		v.ends, v.rule = d.day.AddDate(0, 0, 3), "outbox after 4 days"
	})
	d.add(in, sample{"sealed/customer key only.txt", kindText, date(2026, 5, 5), text("sealed\n")}, func(v *version) { v.ssec = true })
}

const notes = `Weather: 4 Bft from west, showers. Arrived 07:40, low water 08:12.

- Gauge 3 reads 2 cm high against the level; re-zeroed, see table.
- Bolt M16 on the north bracket is loose. Told Frau Özdemir.
- Café at the pier opens at 9. Good.
`

func summary() []byte {
	return pdf(sheet{"Field Reports 2026", "Summary for clients – ACME Instruments", []string{
		"Three sites were visited between March and August. All gauges were read, levelled and, where needed, re-zeroed. Readings are in the tables beside the photographs.",
		"Harbour survey. The quay has settled by 4 mm since 2024, within the expected range. No action is needed before the next survey.",
		"Elbbrücke Süd. Two of eleven sensors had failed after lightning and were replaced under warranty. The load curve shows the closure of the northern lane in June.",
		"Küste. Storm surge of 21 August: peak at 2.84 m above mean sea level. The raw data are available on request, by a link that ends after a week.",
	}})
}

// table makes readings that look measured.
func table(site, rows int) func() []byte {
	return func() []byte {
		var b strings.Builder
		b.WriteString("time;gauge;level_m;temperature_c;remark\n")
		start := date(2026, time.Month(3+site*2), 11)
		for i := range rows {
			at := start.Add(time.Duration(i) * 10 * time.Minute)
			remark := ""
			if i%60 == 17 {
				remark = "Prüfung"
			}
			fmt.Fprintf(&b, "%s;G%d;%.3f;%.1f;%s\n", at.Format(time.RFC3339), 1+i%4, 1.8+0.9*level(float64(i*3), float64(site)), 8+4*level(float64(i), 1), remark)
		}
		return []byte(b.String())
	}
}

// odd are keys that break careless programs: characters that mean something to
// URLs, shells, terminals, HTML, spreadsheets and file systems.
func (d seeder) odd() {
	day := date(2026, 2, 29-1)
	for _, name := range oddNames() {
		body := fmt.Sprintf("The key of this object is %q.\n", "odd-names/"+name)
		d.add("field-reports", sample{"odd-names/" + name, kindText, day, text(body)})
	}
	d.add("field-reports", sample{"odd-names/empty folder/", "application/x-directory", day, text("")})
	d.add("field-reports", sample{"odd-names/empty file", kindText, day, text("")})
}

func oddNames() []string {
	return []string{
		"a+b & c=d.txt", "100%.txt", "100%25.txt", "hash#tag.txt", "what? really?.txt", "semi;colon,comma.txt",
		`double "quotes".txt`, "single 'quotes'.txt", `back\slash.txt`, "at@colon:dollar$star*.txt", "brackets [1] {2} (3).txt",
		"<img src=x onerror=alert(1)>.html", "$(touch pwned) `id`.txt", "=HYPERLINK(1).csv", "-rf.txt",
		"escape \x1b[31mred\x1b[0m \x1b]0;title\x07.txt", "bell \x07.txt", "new\nline.txt", "tab\there.txt",
		"invoice-\u202efdp.exe", "zero\u200bwidth.txt", "caf\u00e9 nfc.txt", "cafe\u0301 nfd.txt", "日本語の資料.txt", "مرحبا.txt",
		"👩‍🔬 lab.txt", " leading and trailing space ", "/double slash.txt", "./dot.txt", "../dots.txt",
		"long " + strings.Repeat("long ", (1000-utf8.RuneCountInString("odd-names/long "))/5) + "name.txt",
	}
}

// archive is five thousand receipts, one folder, no mercy.
func (d seeder) archive() {
	b := d.store.buckets["archive-5000"]
	start := date(2022, 6, 1)
	meta := map[string]string{"Content-Type": kindText}
	for i := 1; i <= 5000; i++ {
		v := &version{
			id: nullVersion, meta: meta, modified: start.Add(time.Duration(i) * 7 * time.Hour),
			content: &made{make: func() []byte { return receipt(i) }},
		}
		b.add(fmt.Sprintf("receipt-%05d.txt", i), v)
	}
}

func receipt(i int) []byte {
	cents := 1200 + (i*7919)%98800
	return fmt.Appendf(nil, "ACME Instruments GmbH\nReceipt %05d\n\nCalibration, channel %d\nAmount  EUR %d.%02d\nPaid, with thanks.\n",
		i, 1+i%16, cents/100, cents%100)
}

// paris lives in another region.
func (d seeder) paris() {
	const in = "paris-office"
	d.add(in, sample{"Lisez-moi.txt", kindText, date(2024, 9, 16), text("Documents du bureau de Paris.\n")})
	for i, name := range []string{"Bail 2024.pdf", "Compte rendu – réunion d'été.pdf", "Factures/2025/Facture n° 17.pdf"} {
		day := date(2025, time.Month(2+i), 7)
		d.add(in, sample{name, kindPDF, day, func() []byte {
			return pdf(sheet{strings.TrimSuffix(name, ".pdf"), "Bureau de Paris – " + day.Format("2006-01-02"), []string{
				"Document d'exemple. Il se trouve dans une autre région : un lien doit être signé pour elle, sinon il est refusé.",
			}})
		}})
	}
}

// board is for the owner's eyes: the guest is denied.
func (d seeder) board() {
	for q := 1; q <= 4; q++ {
		day := date(2025, time.Month(q*3), 20)
		d.add(deniedBucket, sample{fmt.Sprintf("2025/Minutes Q%d.pdf", q), kindPDF, day, func() []byte {
			return pdf(sheet{fmt.Sprintf("Board minutes, Q%d 2025", q), "Confidential", []string{
				"Present: the board. The figures of the quarter were presented and approved without objection.",
				"Decided: documents leave the house by links that end by themselves, and the log of them is kept.",
			}})
		}}, locked("COMPLIANCE", date(2035, 12, 31)))
	}
}
