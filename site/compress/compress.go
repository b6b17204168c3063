// Package compress makes twins of a site's text files, a.html.gz and a.html.br beside a.html, for
// servers that send them as they are: nginx with gzip_static and brotli_static, Caddy with precompressed.
//
// In go the site's files; out come their twins. Start with Twins.
package compress

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"

	"plotline/site/publish"
)

// Keeper keeps twins between builds; *draw.Pool is one.
type Keeper interface {
	Recall(key [32]byte) ([][]byte, bool)
	Keep(key [32]byte, parts [][]byte)
}

// Extensions are those of files that get twins: pictures are compressed already.
var Extensions = []string{".html", ".css", ".js", ".svg", ".json", ".xml", ".txt", ".csv", ".md"}

const (
	least = 1024 // bytes: a smaller file fits into one packet as it is

	pageLevel   = 9  // of Brotli: 17 ms for half a megabyte of HTML, where level 11 takes 1.3 s and comes out larger
	bundleLevel = 11 // of Brotli, for scripts that change with Plotline only: 9 percent smaller, and kept

	version = "compress 1" // changes with the levels and the compressors
)

// Twins returns the .gz and .br of every text file that they make smaller, in the files' order. The
// same file has the same twins: they hold neither name nor time. A twin that would take the place of a
// file is left out. The error is the context's, or a file's that
// cannot be made.
func Twins(ctx context.Context, files []publish.File, k Keeper) ([]publish.File, error) {
	taken := make(map[string]bool, len(files))
	for _, f := range files {
		taken[f.Path] = true
	}
	twins := make([][]publish.File, len(files))
	failed := make([]error, len(files))
	var next atomic.Int64
	var g sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() {
			var p press
			for i := int(next.Add(1)) - 1; i < len(files) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				twins[i], failed[i] = p.twins(ctx, files[i], k)
			}
		})
	}
	g.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	all := slices.DeleteFunc(slices.Concat(twins...), func(f publish.File) bool { return taken[f.Path] })
	return all, ctx.Err()
}

// press compresses one file after the other. The zero press is ready to use.
type press struct {
	gz *gzip.Writer
	br map[int]*brotli.Writer
}

func (p *press) twins(ctx context.Context, f publish.File, k Keeper) ([]publish.File, error) {
	if !slices.Contains(Extensions, path.Ext(f.Path)) {
		return nil, nil
	}
	data, err := f.Bytes(ctx)
	if err != nil || len(data) < least {
		return nil, err
	}
	level := pageLevel
	if f.Immutable && path.Ext(f.Path) == ".js" {
		level = bundleLevel
	}
	sum := sha256.New()
	sum.Write([]byte{byte(level)})
	sum.Write([]byte(version))
	sum.Write(data)
	key := [32]byte(sum.Sum(nil))
	parts, ok := k.Recall(key)
	if !ok || len(parts) != 2 {
		parts = [][]byte{p.gzip(data), p.brotli(data, level)}
		k.Keep(key, parts)
	}
	var out []publish.File
	for i, ext := range []string{".gz", ".br"} {
		if len(parts[i]) < len(data) {
			out = append(out, publish.File{Path: f.Path + ext, Data: parts[i], Immutable: f.Immutable, Origin: f.Origin})
		}
	}
	return out, nil
}

func (p *press) gzip(data []byte) []byte {
	var b bytes.Buffer
	if p.gz == nil {
		p.gz, _ = gzip.NewWriterLevel(nil, gzip.BestCompression) // a legal level
	}
	p.gz.Reset(&b)
	p.gz.Write(data) // a Buffer takes everything
	p.gz.Close()
	return b.Bytes()
}

func (p *press) brotli(data []byte, level int) []byte {
	var b bytes.Buffer
	if p.br[level] == nil {
		if p.br == nil {
			p.br = map[int]*brotli.Writer{}
		}
		p.br[level] = brotli.NewWriterLevel(nil, level)
	}
	w := p.br[level]
	w.Reset(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}
