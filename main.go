// Command signet shares private S3 documents from a terminal: it browses
// buckets, signs a link on this machine, and shows it as text and QR code.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"signet/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
