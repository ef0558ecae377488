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
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup means what it says
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop) // a second ctrl+c ends the process whatever it does
	code := cli.Run(ctx, os.Args[1:], cli.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
