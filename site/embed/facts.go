package embed

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
)

// The JSON Schemas (draft 2020-12) of Meta and OEmbed.
var (
	//go:embed meta.schema.json
	MetaSchema []byte
	//go:embed oembed.schema.json
	OEmbedSchema []byte
)

// Meta is what meta.json says of a chart. Addresses are absolute when the site has one, else relative to
// the chart's folder.
type Meta struct {
	Schema    string       `json:"$schema"`
	Version   int          `json:"version"` // of this form: 1
	ID        string       `json:"id"`
	Kind      string       `json:"kind"`
	Title     string       `json:"title"`
	Subtitle  string       `json:"subtitle,omitempty"`
	Alt       string       `json:"alt"`
	Note      string       `json:"note,omitempty"`
	Language  string       `json:"language"`
	Address   string       `json:"address"`
	Story     MetaStory    `json:"story"`
	Sources   []MetaSource `json:"sources"`
	Licence   string       `json:"license,omitempty"` // as the story names it
	Published string       `json:"published,omitempty"`
	Modified  string       `json:"modified,omitempty"`
	Data      MetaData     `json:"data"`
	Files     []MetaFile   `json:"files"`
}

// MetaStory is the story that a chart was made for.
type MetaStory struct {
	Title   string   `json:"title"`
	Address string   `json:"address"`
	Authors []string `json:"authors,omitempty"`
}

// MetaSource is where the numbers come from.
type MetaSource struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
}

// MetaData is the table that the chart shows.
type MetaData struct {
	File    string   `json:"file"`
	Columns []string `json:"columns"`
	Rows    int      `json:"rows"`
	Sum     string   `json:"sha256"` // of the file
}

// MetaFile is a file of the chart's folder.
type MetaFile struct {
	Name   string `json:"name"`
	Type   string `json:"type"` // media type
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"` // dots of a picture, px of an SVG
}

// Sum returns the hash of a file as MetaData has it.
func Sum(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// JSON returns meta.json.
func (m Meta) JSON() ([]byte, error) { return indented(m) }

// OEmbed is the answer for software that makes a chart of its address: oembed.com, version 1.0.
type OEmbed struct {
	Type            string `json:"type"` // rich
	Version         string `json:"version"`
	Title           string `json:"title"`
	Author          string `json:"author_name,omitempty"`
	Provider        string `json:"provider_name"`
	ProviderAddress string `json:"provider_url"`
	HTML            string `json:"html"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
	Thumbnail       string `json:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty"`
}

// OEmbed returns oembed.json for the chart; card is the address of a picture of 1200 by 630 dots, or
// empty.
func (c Chart) OEmbed(site, author, card string) ([]byte, error) {
	o := OEmbed{Type: "rich", Version: "1.0", Title: c.Title, Author: author, Provider: site, ProviderAddress: c.Root, HTML: c.IFrame(), Width: c.Frame.Width, Height: c.Frame.Height}
	if card != "" {
		o.Thumbnail, o.ThumbnailWidth, o.ThumbnailHeight = card, 1200, 630
	}
	return indented(o)
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
