package site

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"path"
	"slices"
	"sync"

	"plotline/data/source"
	"plotline/site/embed"
	"plotline/site/page"
	"plotline/site/publish"
	"plotline/site/story"
)

// add puts an output into the plan. That two have one path is found by publish.Check.
func (r *run) add(o *output) {
	r.outputs = append(r.outputs, o)
	r.byPath[o.Path] = o
}

// outline lists every file of the site.
func (r *run) outline() {
	r.addAssets()
	r.relate()
	r.gather()
	r.site.Navigation = r.navigation()
	r.siteKey = keyOf(r.setKey[:], r.themeKey[:], fmt.Appendf(nil, "%q", []string{r.assets.Style, r.assets.Numbers, r.assets.Runtime, r.assets.Frame, r.site.Title, r.site.Description,
		r.site.Author, r.site.Language, r.site.BaseURL}), fmt.Appendf(nil, "%#v", r.site.Navigation))
	r.keyProject()
	for _, s := range r.sheets {
		r.addStory(s)
	}
	r.addLists()
	r.add(&output{File: publish.File{Path: "404.html"}, make: r.lost})
	r.add(&output{File: publish.File{Path: ".nojekyll"}})
	if r.config.CName != "" {
		r.add(&output{File: publish.File{Path: "CNAME", Data: []byte(r.config.CName + "\n")}})
	}
	r.addMachines()
	files := make([]publish.File, len(r.outputs))
	for i, o := range r.outputs {
		files[i] = o.File
	}
	r.report(publish.Check(files)...)
}

// addAssets publishes the style sheet and, when a chart can wake up, the scripts it needs.
func (r *run) addAssets() {
	style := hashed("style.css", r.set.StyleSheet(r.config.Theme))
	r.add(&output{File: style})
	r.assets = page.Assets{Style: style.Path}
	if slices.ContainsFunc(r.sheets, func(s *sheet) bool { return len(s.figures.Names) > 0 }) {
		numbers := hashed("numbers.css", r.set.NumbersSheet())
		r.assets.Numbers = numbers.Path
		r.add(&output{File: numbers})
	}
	if r.charts == 0 {
		return
	}
	runtime := hashed("plotline.js", r.bundle.Runtime)
	r.assets.Runtime = runtime.Path
	r.add(&output{File: runtime})
	frame := hashed("frame.js", r.bundle.Frame)
	r.assets.Frame = frame.Path
	r.add(&output{File: frame})
	r.add(&output{File: publish.File{Path: embed.Script, Data: r.bundle.Embed}})
	r.add(&output{File: publish.File{Path: "assets/LICENSES.txt", Data: r.bundle.Licenses}})
	r.add(&output{File: publish.File{Path: embed.SchemaPath, Data: embed.MetaSchema}})
	for _, f := range r.bundle.Families {
		r.add(&output{File: publish.File{Path: "assets/ec-" + f.Name + "." + r.bundle.Hash + ".js", Data: f.Data, Immutable: true}})
	}
}

// addStory lists a story's page, its downloads and its pictures.
func (r *run) addStory(s *sheet) {
	s.standing = sync.OnceValue(func() string { return r.storyKey(s) })
	for _, f := range s.blocks {
		if f == nil {
			continue
		}
		if f.plot != nil {
			r.addFolder(s, f)
			continue
		}
		if f.fragment == nil {
			continue
		}
		if f.fragment.CSV != nil {
			r.add(&output{File: publish.File{Path: path.Join(s.chart(f), embed.Data), Origin: f.spec.At, Data: f.fragment.CSV}})
		}
		r.add(&output{File: publish.File{Path: path.Join(s.chart(f), embed.Fragment), Origin: f.spec.At, Data: []byte(f.fragment.HTML())}})
	}
	for _, picture := range s.pictures {
		if r.byPath[picture.Path] == nil { // two stories may show the same
			r.add(&output{File: picture})
		}
	}
	r.add(&output{File: publish.File{Path: s.path, Origin: s.story.File.Line(1)}, sheet: s, standing: s.standing,
		make: func(ctx context.Context) ([]byte, source.List, error) { return r.page(ctx, s) }})
	r.addReceipts(s)
	r.addPackage(s)
	r.addCards(s)
	r.addThumb(s)
	for _, a := range s.story.Aliases {
		r.add(&output{File: publish.File{Path: a.Path, Origin: a.At, Data: r.site.Redirect(a.Path, s.path, s.story.Language)}})
	}
}

// look reads the pictures beside a story.
func (r *run) look(s *sheet) {
	for _, img := range s.story.Images {
		s.images = append(s.images, r.picture(s, img))
	}
}

// picture publishes a picture beside the story under a hashed name.
func (r *run) picture(s *sheet, img story.Image) page.Image {
	name := path.Join(path.Dir(s.story.File.Path), img.Path)
	in := r.inputs.read(name)
	if in.bytes == nil && img.Written != img.Path {
		in = r.inputs.read(path.Join(path.Dir(s.story.File.Path), img.Written))
	}
	if in.bytes == nil {
		r.report(source.Errorf(img.At, "there is no image %q", name).WithRule("image-missing").WithHint(r.nearImage(name, img.Path)))
		return page.Image{}
	}
	f := hashed(path.Base(in.name), in.bytes)
	f.Origin = img.At
	s.pictures = append(s.pictures, f)
	out := page.Image{Path: f.Path}
	if c, _, err := image.DecodeConfig(bytes.NewReader(in.bytes)); err == nil {
		out.Width, out.Height = c.Width, c.Height
	}
	return out
}
