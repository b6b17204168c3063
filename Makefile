# make site   builds the seed article into public/
# make test   passes every test
# Everything they need but Go, Node and npm they install themselves.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

GO       ?= go
PLOTLINE := ./plotline
WEB      := templates/web

.PHONY: site plotline bundles test long bench shots clean packages check

site: plotline
	$(PLOTLINE) build

plotline: bundles
	$(GO) build -o $(PLOTLINE) ./cmd/plotline

# The browser bundles and the width tables; does nothing when their inputs have not changed.
bundles: $(WEB)/node_modules/.package-lock.json charts/text/dist/widths.json
	cd templates && $(GO) run -tags generate ./web/generate

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json $(WEB)/package.json
	cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error
	touch $@

charts/text/dist/widths.json: charts/text/generate/main.go go.sum
	cd charts/text && $(GO) run -tags generate ./generate

# Debian packages that tests need. Without root each test says what it leaves out.
packages:
	@.ci/install

check: bundles
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo 'run gofmt -w on these files'; exit 1; }
	$(GO) vet ./...
	$(GO) vet -tags generate ./templates/web/generate ./charts/text/generate
	cd $(WEB) && npm run --silent check

test: packages check
	$(GO) test ./...

# The long campaigns: race detector, fuzzing, 200 kills.
FUZZ ?= 60s
long: packages check
	$(GO) test -race -shuffle=on ./...
	PLOTLINE_KILLS=200 $(GO) test -run TestKill -count=1 ./site/publish
	set -e; for t in data:FuzzRead data/yaml:FuzzParse data/calc:FuzzWhere data/format:FuzzParse site/story:FuzzParse charts:FuzzParse charts/text:FuzzWrap; do \
	  $(GO) test -run '^$$' -fuzz "^$${t#*:}$$" -fuzztime $(FUZZ) ./$${t%%:*}; done

bench: bundles
	$(GO) test -run '^$$' -bench . -benchmem ./...

shots: packages bundles
	$(GO) test -count=1 -run Shots ./cmd/plotline -shots "$(CURDIR)/tmp/shots"

clean:
	rm -rf $(PLOTLINE) $(WEB)/node_modules tmp
	find $(WEB)/dist charts/text/dist public -mindepth 1 ! -name .gitignore -delete
