package main

import (
	"slices"
	"strings"
)

// allowed are the licences that are allowed, each with words that stand in every
// text of it. The first that fits counts.
func allowed() [][2]string {
	return [][2]string{
		{"collection", "Third-Party Licenses"},         // modernc.org: texts of others, judged by hand: docs/adr/0050
		{"collection", "Third-Party Software Notices"}, // the same
		{"Apache-2.0", "Apache License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License Version 2.0"},
		{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
		{"BSD", "Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met"},
		{"public domain", "All of the code and documentation in SQLite has been dedicated to the public domain by the authors"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"},
	}
}

// refused finds the words of a licence that asks for more than to be kept. They
// may stand in a collection, and in MPL-2.0, which lists other licences.
func refused(low string) bool {
	return slices.ContainsFunc([]string{"general public license", "gnu affero", "business source license", "server side public", "commons clause", "creative commons"}, func(words string) bool {
		return strings.Contains(low, words)
	})
}

// kind names the allowed licence that a text is; empty: it is none.
func kind(text string) string {
	low := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, k := range allowed() {
		if !strings.Contains(low, strings.ToLower(k[1])) {
			continue
		}
		if name := k[0]; name == "collection" || name == "MPL-2.0" || !refused(low) {
			return name
		}
		return ""
	}
	if len(low) < 1000 && strings.Contains(low, "copyright") && !strings.Contains(low, "licen") {
		return "notice" // of Apache-2.0: who made it
	}
	return ""
}
