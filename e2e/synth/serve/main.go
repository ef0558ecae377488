// Command serve lets a person look at the computed buckets:
//
//	cd e2e && go run ./synth/serve -port 19600
//	AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=thing signet --endpoint http://127.0.0.1:19600
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"signet/e2e/synth"
)

func main() {
	port := flag.Int("port", 19600, "of the loopback interface")
	flag.Parse()
	s := &http.Server{Addr: fmt.Sprintf("127.0.0.1:%d", *port), Handler: synth.New(), ReadHeaderTimeout: time.Minute}
	fmt.Fprintln(os.Stderr, "serving http://"+s.Addr)
	fmt.Fprintln(os.Stderr, s.ListenAndServe())
	os.Exit(1)
}
