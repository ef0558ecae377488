package licences_test

import (
	"strings"
	"testing"

	"signet/internal/licences"
)

// A program prints what holds for its own modules, and without knowing them all.
func TestWrite(t *testing.T) {
	var some, all strings.Builder
	if err := licences.Write(&some, []string{"github.com/aws/smithy-go"}); err != nil {
		t.Fatal(err)
	}
	if err := licences.Write(&all, nil); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"signet", "Go", "github.com/aws/smithy-go", "github.com/aws/smithy-go (internal/sync/singleflight)"} {
		if !strings.Contains(some.String(), "\n"+line+"\n") {
			t.Errorf("%s is missing", line)
		}
	}
	for _, other := range []string{"modernc.org/sqlite", "github.com/aws/aws-sdk-go-v2"} {
		if strings.Contains(some.String(), "\n"+other+"\n") {
			t.Errorf("%s is said of a program without it", other)
		}
		if !strings.Contains(all.String(), "\n"+other+"\n") {
			t.Errorf("%s is missing among all", other)
		}
	}
}
