// Command signet shares private S3 documents from a terminal: it browses
// buckets, signs a link on this machine, and shows it as text and QR code.
package main

import (
	"os"

	"signet/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
