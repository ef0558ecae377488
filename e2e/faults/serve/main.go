// Command serve lets a person meet the faults: each at an address of its own, before the
// computed buckets, or before the server that -before names.
//
//	cd e2e && go run ./faults/serve
//	AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=thing signet ls --endpoint http://127.0.0.1:PORT s3://nested
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"

	"signet/e2e/faults"
	"signet/e2e/synth"
)

func main() {
	before := flag.String("before", "", "address of the server behind; empty: the computed buckets")
	flag.Parse()
	if err := serve(*before); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	select {}
}

func serve(before string) error {
	var behind http.Handler = synth.New()
	if before != "" {
		var err error
		if behind, err = faults.Before(before); err != nil {
			return err
		}
	}
	for _, f := range faults.All() {
		p, err := faults.Start(behind, f)
		if err != nil {
			return err
		}
		fmt.Printf("%s\t%s\n", p.URL, f.Name)
	}
	return nil
}
