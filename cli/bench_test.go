package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// build makes the real binary, and an empty Go program to compare with: a whole
// process is only worth measuring against another one in the same run.
func build(b *testing.B) (signet, empty string) {
	b.Helper()
	dir := b.TempDir()
	signet, empty = filepath.Join(dir, "signet"), filepath.Join(dir, "empty")
	source := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, args := range [][]string{{"build", "-o", signet, "signet"}, {"build", "-o", empty, source}} {
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			b.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	return signet, empty
}

// exampleEnv are AWS's documented example keys, on a log of the benchmark's own.
func exampleEnv(dir string) []string {
	return []string{
		"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS_REGION=eu-west-1",
		"SIGNET_HOME=" + dir, "HOME=" + dir, "PATH=" + os.Getenv("PATH"), "AWS_EC2_METADATA_DISABLED=true",
	}
}

// BenchmarkProcess is a whole process from exec to exit: nothing at all, one
// link, and a thousand links. User and system time are reported, because wall
// time says more about what else the machine is doing.
func BenchmarkProcess(b *testing.B) {
	signet, empty := build(b)
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, "s3://bucket/reports/2026/q%04d.pdf\n", i)
	}
	for _, c := range []struct {
		name, stdin string
		argv        []string
	}{
		{"empty", "", []string{empty}},
		{"version", "", []string{signet, "version"}},
		{"share-1", "", []string{signet, "share", "s3://bucket/reports/2026/q3.pdf"}},
		{"share-1000", many.String(), []string{signet, "share", "-"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			env := exampleEnv(b.TempDir())
			cpu := 0.0
			for range b.N {
				cmd := exec.Command(c.argv[0], c.argv[1:]...)
				cmd.Env, cmd.Stdin, cmd.Stdout = env, strings.NewReader(c.stdin), io.Discard
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
				cpu += float64(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()) / 1e6
			}
			b.ReportMetric(cpu/float64(b.N), "cpu-ms/op")
		})
	}
}

// BenchmarkShareInProcess is the same work without starting a process.
func BenchmarkShareInProcess(b *testing.B) {
	for _, kv := range exampleEnv(b.TempDir()) {
		k, v, _ := strings.Cut(kv, "=")
		b.Setenv(k, v)
	}
	b.ReportAllocs()
	for range b.N {
		if code := Run(context.Background(), []string{"share", "s3://bucket/reports/2026/q3.pdf"}, IO{Out: io.Discard, Err: io.Discard}); code != 0 {
			b.Fatal(code)
		}
	}
}

// BenchmarkBatchInProcess is a thousand links without starting a process; what
// grows with the number of links is in here.
func BenchmarkBatchInProcess(b *testing.B) {
	for _, kv := range exampleEnv(b.TempDir()) {
		k, v, _ := strings.Cut(kv, "=")
		b.Setenv(k, v)
	}
	var in strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&in, "s3://bucket/reports/2026/q%04d.pdf\n", i)
	}
	b.ReportAllocs()
	for range b.N {
		if code := Run(context.Background(), []string{"share", "-"}, IO{In: strings.NewReader(in.String()), Out: io.Discard, Err: io.Discard}); code != 0 {
			b.Fatal(code)
		}
	}
}
