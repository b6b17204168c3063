# make site   builds the seed article into public/
# make test   passes every test
# make audit  has Lighthouse and the Nu checker look at the seed article, and actionlint at the workflow
# make test-reuse  runs every recipe of docs/reuse.md
# Everything they need but Go, Node and npm they install themselves.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

GO       ?= go
PLOTLINE := ./plotline
WEB      := templates/web

.PHONY: site serve plotline bundles test test-reuse test-duckdb long audit bench bench-serve bench-data shots clean packages check

site: plotline
	$(PLOTLINE) build

# Shows the example story in a browser and follows every save.
serve: plotline
	$(PLOTLINE) serve -O

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

# Each target with the inputs it tries in about 2.5 seconds. Go 1.26 fails now and then when a time
# is up (golang/go#75804), so campaigns are counted.
FUZZ_TARGETS := data/FuzzRead=14000 data/charset/FuzzDecode=8000 data/load/FuzzObjects=20000 data/sheet/FuzzSheet=8000 data/sidecar/FuzzParse=15000 data/snapshot/FuzzParse=14000 data/sql/FuzzQuery=8000 data/yaml/FuzzParse=80000 data/calc/FuzzWhere=25000 data/format/FuzzParse=5000 \
  charts/FuzzParse=8000 charts/text/FuzzWrap=25000 charts/raster/FuzzImage=6000 site/story/FuzzParse=40000 site/page/FuzzSqueeze=25000 \
  site/claim/FuzzParse=5000 site/claim/FuzzPrinted=55000 site/lint/FuzzNumbers=20000

# $(call fuzz,N) fuzzes each target N times as long.
fuzz = $(foreach t,$(FUZZ_TARGETS),$(call fuzzone,$(1),$(dir $(t)),$(subst =, ,$(notdir $(t)))) &&) true
fuzzone = $(GO) test -run '^$$' -fuzz '^$(word 1,$(3))$$' -fuzztime $$(($(1) * $(word 2,$(3))))x -fuzzminimizetime 20x ./$(2)

# The campaigns in short: half a minute of fuzzing, 50 kills.
test: packages check
	$(GO) test -timeout 20m ./...
	$(call fuzz,1)

# DuckDB linked in, and its program: without one on the PATH the test is it. It wants cgo and a C compiler, and
# the libraries, 31 MB, are downloaded for it alone.
test-duckdb:
	$(GO) vet -tags duckdb ./data/sql ./data/calc ./cmd/plotline
	$(GO) test -tags duckdb ./data/sql
	$(GO) test -tags duckdb -run 'TestDuckDB|TestScripts/sql' ./cmd/plotline

# And in full: race detector, a minute of fuzzing for each target, 200 kills.
FUZZ ?= 24
long: packages check test-duckdb
	$(GO) test -race -shuffle=on -timeout 60m ./...
	PLOTLINE_KILLS=200 $(GO) test -run TestKill -count=1 ./site/publish ./cmd/plotline
	$(call fuzz,$(FUZZ))

# Lighthouse and the Nu checker over the example story, actionlint over the workflow; they are not installed for anything else.
audit: site $(WEB)/audit/node_modules/.package-lock.json
	@.ci/install packages-audit
	node $(WEB)/audit/audit.mjs public /inland
	$(GO) run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 site/deploy/pages.yml

$(WEB)/audit/node_modules/.package-lock.json: $(WEB)/audit/package-lock.json $(WEB)/audit/package.json
	cd $(WEB)/audit && npm ci --no-audit --no-fund --loglevel=error
	touch $@

# The recipes of docs/reuse.md with LibreOffice and TeX, too; they are not installed for anything else.
test-reuse: packages bundles
	@.ci/install packages-reuse
	$(GO) test -count=1 -run TestReports ./cmd/plotline -reuse

bench: bundles
	$(GO) test -run '^$$' -bench . -skip '^Benchmark(Serve|Data)$$' -benchmem ./...

# From save to screen in a real Chromium, 20 edits each; the idle preview; the start.
bench-serve: packages bundles
	$(GO) test -run '^$$' -bench Serve -benchtime 1x ./cmd/plotline

# Two columns of made-up tables of 50 MB and 1 GB, beside a loop over encoding/csv, and with TAGS=duckdb beside DuckDB.
bench-data:
	$(GO) test $(if $(TAGS),-tags $(TAGS)) -run '^$$' -bench '^BenchmarkData$$' -benchtime 1x ./data/calc

shots: packages bundles
	$(GO) test -count=1 -run Shots ./cmd/plotline -shots "$(CURDIR)/tmp/shots"

clean:
	rm -rf $(PLOTLINE) $(WEB)/node_modules $(WEB)/audit/node_modules tmp
	find $(WEB)/dist charts/text/dist public -mindepth 1 ! -name .gitignore -delete
