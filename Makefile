# Everything a developer does. `make check` is what CI runs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GO      ?= go
CACHE   ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/signet-dev
LINTER  := v2.15.0
LINT    := $(CACHE)/golangci-lint-$(LINTER)/golangci-lint
DEADCODE := $(CACHE)/deadcode-v0.52.0/deadcode
BIN     := dist/signet
# Only ends what would never end: the tests have no other limit, and a busy
# machine takes what it takes.
WAIT    := -timeout 60m
FUZZTIME ?= 60s

.PHONY: help check test race lint unused fmt format fix vet tidy build demo e2e soak bench fuzz mutants docs man picture gallery clean

help: ## what there is
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: fmt vet cross same lint docs tidy test race build demo e2e ## all of it: what CI runs

test: ## the tests, as the README says; needs nothing but Go
	$(GO) test $(WAIT) ./...

# -short leaves out what runs for minutes in one goroutine, or in the programs of
# others: no race can be found there, and the detector makes it ten times as slow.
race: ## the tests under the race detector; needs a C compiler
	CGO_ENABLED=1 $(GO) test -race -short $(WAIT) ./...

lint: $(LINT) unused ## golangci-lint, import rules included, in both modules; and what nobody uses
	$(LINT) run ./...
	cd e2e && $(LINT) run ./...

unused: $(DEADCODE) ## what is finished and reached by nobody: functions, exported names, fields
	$(GO) run ./internal/unused $(DEADCODE) internal/unused/exceptions.txt

fmt: $(LINT) ## fail where gofumpt would change something
	$(LINT) fmt --diff ./...
	cd e2e && $(LINT) fmt --diff ./...

format: $(LINT) ## let gofumpt change it
	$(LINT) fmt ./...
	cd e2e && $(LINT) fmt ./...

fix: $(LINT) ## let the linter mend what it can: format, directives without effect
	$(LINT) run --fix ./...
	cd e2e && $(LINT) run --fix ./...

vet: ## go vet, in both modules
	$(GO) vet ./...
	cd e2e && $(GO) vet ./...

tidy: ## fail where go.mod or go.sum say too much or too little
	$(GO) mod tidy -diff
	cd e2e && $(GO) mod tidy -diff

build: ## a static binary in dist/
	CGO_ENABLED=0 $(GO) build -trimpath -o $(BIN) .

demo: ## the main job once, without a terminal
	$(GO) run . demo </dev/null | cat

# Four at a time on any machine: most of them wait for a terminal, a server or an end.
e2e: ## the built binary against real servers (MinIO, versitygw), a real curl, a real zbar
	cd e2e && $(GO) test -count=1 -parallel 4 $(WAIT) ./...

soak: ## 17,000 screens, 1,000 shares, 100 reconnects in one program: goroutines, memory and files stay level (15 minutes)
	cd e2e && SIGNET_SOAK=1 $(GO) test -count=1 $(WAIT) -v -run '^TestSoak$$' .

bench: ## every benchmark, once
	$(GO) test -run '^$$' -bench . -benchmem ./...

# One at a time, so that each has the machine; a minimiser that is kept short leaves
# the time to new inputs. What fails is kept below testdata/fuzz, for a commit.
fuzz: ## every fuzz target for FUZZTIME (60s each)
	@failed=; \
	for file in $$(grep -rl '^func Fuzz' --include='*_test.go' .); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\)(.*/\1/p' $$file); do \
			echo "== $$(dirname $$file) $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$(dirname $$file) || failed="$$failed $$(dirname $$file).$$target"; \
		done; \
	done; \
	found=$$(git status --porcelain --untracked-files=all | sed -n 's,^?? \(.*testdata/fuzz/.*\),  \1,p'); \
	test -z "$$found" || printf 'found, to be kept as seeds:\n%s\n' "$$found"; \
	test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

MUTANTS ?= 60
SEED ?= 1
mutants: ## would the tests of share and share/ledger notice a mistake? SEED=7 draws others
	@failed=; \
	$(GO) run ./internal/mutants -n $(MUTANTS) -seed $(SEED) -also ./share/sign,./share/handover,./share/many ./share || failed=1; \
	$(GO) run ./internal/mutants -n $(MUTANTS) -seed $(SEED) ./share/ledger || failed=1; \
	test -z "$$failed"

docs: ## fail where docs/architecture.md shows other imports than the code has; docs/imports.sh draws them
	docs/imports.sh --check

# What a release for linux/amd64 may take at most, in bytes.
BINARY_LIMIT := 34000000
# The systems that are not this one: types and tests are checked for them here.
OTHERS := windows/amd64 darwin/arm64 freebsd/amd64
# Where the repository is, for the manifests of package managers.
REPOSITORY ?= https://github.com/OWNER/signet

.PHONY: cross same snapshot twice release root vuln benchstat

cross: ## type-check packages and tests for windows, macOS and freebsd, without compiling
	$(GO) run ./internal/crosscheck $(OTHERS)

same: ## the program built in two folders is the same, and not larger than BINARY_LIMIT
	internal/release/same.sh $(BINARY_LIMIT)

snapshot: ## all that a release has, of this commit, in dist/release; the first time builds goreleaser (ten minutes)
	internal/release/goreleaser.sh release --snapshot --clean --skip=publish
	$(GO) run ./internal/manifests dist/release $(REPOSITORY)

twice: ## two snapshots from two folders, compared byte by byte
	internal/release/twice.sh

release: ## the release of the tag that is checked out, as a draft: docs/releasing.md
	mkdir -p dist && internal/release/notes.sh "$$(git describe --exact-match --tags | sed 's/^v//')" >dist/notes.md
	HOMEPAGE=$(REPOSITORY) internal/release/goreleaser.sh release --clean --release-notes=dist/notes.md
	$(GO) run ./internal/manifests dist/release $(REPOSITORY)

root: ## install the deb of the snapshot in a fresh Debian and use it there; needs root and debootstrap
	internal/release/root.sh

vuln: ## known vulnerabilities in what the program calls; says so where the database is out of reach
	internal/release/vuln.sh

benchstat: ## benchmarks beside those of the last release; reported, not judged
	internal/release/benchstat.sh $(SINCE)

.PHONY: licences
licences: ## the licence texts of all that is linked, anew into internal/licences
	$(GO) run ./internal/licences/generate

man: ## the manual, a page for each command, in dist/man
	$(GO) run ./internal/manpages dist/man

picture: ## docs/screen.png and screen-light.png from the real screen; needs xvfb xterm imagemagick tmux
	docs/picture.sh

.PHONY: walk
walk: ## docs/walk.svg, the main job as a film of the real screens; needs tmux
	docs/walk.sh

gallery: ## every screen in every theme and size, on one page in dist/gallery
	rm -rf dist/gallery && mkdir -p dist/gallery
	$(GO) test $(WAIT) -short -count=1 $$(grep -rlE 'Goldens|Frames' --include='*_test.go' ui | xargs -n1 dirname | sort -u | sed 's,^,./,') -args -gallery $(CURDIR)/dist/gallery
	$(GO) run ./internal/gallery dist/gallery

clean: ## what was built here
	rm -rf dist

$(DEADCODE):
	GOBIN=$(dir $(DEADCODE)) $(GO) install golang.org/x/tools/cmd/deadcode@v0.52.0

$(LINT):
	GOBIN=$(dir $(LINT)) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINTER)
