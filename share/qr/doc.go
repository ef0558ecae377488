// Package qr turns a link into a code that a phone reads: from a terminal, from
// a picture, from paper.
//
// Encode gives the modules. Fit decides, from what is known of the terminal,
// how they are drawn there, or that they cannot be. Draw makes cells, the Image
// functions make graphics, PNG and SVG make files, Sheet makes pages to print.
// Nothing in here talks to a terminal, and nothing keeps the text of the link.
//
// The rules of drawing are few and each has a reason: recovery level L, because
// a screen has no dirt and bigger modules beat redundancy; dark on light and
// never inverted, because half of the decoders only read that; at least one
// light module all around; never a part of a code.
package qr
