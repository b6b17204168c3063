package site

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/piprate/json-gold/ld"
	"golang.org/x/net/html"

	"plotline/data/golden"
)

// schemaOrg is what schema.org's context says of the terms that we use; nothing is fetched.
const schemaOrg = `{"@context": {
	"type": "@type", "id": "@id", "@vocab": "http://schema.org/", "schema": "http://schema.org/",
	"url": {"@id": "schema:url", "@type": "@id"}, "contentUrl": {"@id": "schema:contentUrl", "@type": "@id"},
	"image": {"@id": "schema:image", "@type": "@id"}, "license": {"@id": "schema:license", "@type": "@id"},
	"mainEntityOfPage": {"@id": "schema:mainEntityOfPage", "@type": "@id"}, "isBasedOn": {"@id": "schema:isBasedOn", "@type": "@id"},
	"datePublished": {"@id": "schema:datePublished", "@type": "schema:Date"}, "dateModified": {"@id": "schema:dateModified", "@type": "schema:Date"},
	"headline": {"@id": "schema:headline"}, "description": {"@id": "schema:description"}, "name": {"@id": "schema:name"},
	"author": {"@id": "schema:author"}, "creator": {"@id": "schema:creator"}, "publisher": {"@id": "schema:publisher"},
	"inLanguage": {"@id": "schema:inLanguage"}, "articleSection": {"@id": "schema:articleSection"}, "keywords": {"@id": "schema:keywords"},
	"isPartOf": {"@id": "schema:isPartOf"}, "distribution": {"@id": "schema:distribution"}, "encodingFormat": {"@id": "schema:encodingFormat"},
	"NewsArticle": {"@id": "schema:NewsArticle"}, "Dataset": {"@id": "schema:Dataset"}, "DataDownload": {"@id": "schema:DataDownload"},
	"Person": {"@id": "schema:Person"}, "Organization": {"@id": "schema:Organization"}, "CreativeWork": {"@id": "schema:CreativeWork"},
	"correction": {"@id": "schema:correction"}, "CorrectionComment": {"@id": "schema:CorrectionComment"}, "text": {"@id": "schema:text"}
}}`

// known are the terms of schemaOrg: @vocab would take any other for one of schema.org's.
func known(t *testing.T) map[string]bool {
	t.Helper()
	var c struct {
		Terms map[string]any `json:"@context"`
	}
	if err := json.Unmarshal([]byte(schemaOrg), &c); err != nil {
		t.Fatal(err)
	}
	terms := map[string]bool{"@context": true, "@graph": true, "@id": true, "@type": true}
	for term := range c.Terms {
		terms[term] = true
	}
	return terms
}

// shelf gives out schema.org's context, and no other document.
type shelf struct{}

func (shelf) LoadDocument(address string) (*ld.RemoteDocument, error) {
	if strings.TrimSuffix(address, "/") != "https://schema.org" {
		return nil, fmt.Errorf("nobody asked for %s", address)
	}
	doc, err := ld.DocumentFromReader(strings.NewReader(schemaOrg))
	return &ld.RemoteDocument{DocumentURL: address, Document: doc}, err
}

// triples are what a page's JSON-LD says, in canonical order, as N-Quads.
func triples(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for n := range doc.Descendants() {
		if n.Data == "script" && attribute(n, "type") == "application/ld+json" {
			said = append(said, n.FirstChild.Data)
		}
	}
	if len(said) != 1 {
		t.Fatalf("%d scripts of JSON-LD", len(said))
	}
	var tree any
	if err := json.Unmarshal([]byte(said[0]), &tree); err != nil {
		t.Fatal(err)
	}
	terms := known(t)
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for key, x := range v {
				if kind, _ := v["@type"].(string); !terms[key] || kind != "" && !terms[kind] {
					t.Errorf("schema.org's context, as we have it, does not know %s of %s", key, kind)
				}
				walk(x)
			}
		}
	}
	walk(tree)
	o := ld.NewJsonLdOptions("https://example.org/demo/")
	o.DocumentLoader, o.Format, o.Algorithm = shelf{}, "application/n-quads", ld.AlgorithmURDNA2015
	quads, err := ld.NewJsonLdProcessor().Normalize(tree, o)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(quads.(string)), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// TestLinked reads the JSON-LD of stories as search engines do, into triples.
func TestLinked(t *testing.T) {
	golden.Archives(t, "testdata/linked-*.txtar", func(t *testing.T, c *golden.Case) {
		b := mustBuild(t, New(fstest.MapFS{
			"plotline.yaml":     {Data: c.Read("plotline.yaml")},
			"site/stories/a.md": {Data: c.Read("a.md")},
			"data/places.csv":   {Data: []byte("place,n\nA,1\nB,2\n")},
		}, &fakeDrawer{}, Options{Pictures: stamps{}}))
		if b.Problems.HasErrors() {
			t.Fatal(b.Problems)
		}
		c.Check("triples.nq", triples(t, fileOf(t, b, "a/index.html")))
	})
}
