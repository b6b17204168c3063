package site

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"plotline/charts/raster"
	"plotline/data/source"
	"plotline/data/yaml"
	"plotline/site/card"
)

// FontFile is one entry of fonts: in plotline.yaml: a file of the project, or of the machine when its
// path is absolute.
type FontFile struct {
	Name string
	At   source.Span
}

// onDrive matches the begin of an absolute path on Windows.
var onDrive = regexp.MustCompile(`^[A-Za-z]:/`)

// machine returns the path below the machine's root.
func (f FontFile) machine() (name string, absolute bool) {
	name = strings.ReplaceAll(f.Name, `\`, "/")
	if onDrive.MatchString(name) {
		name = name[2:]
	}
	return strings.TrimPrefix(path.Clean(name), "/"), strings.HasPrefix(name, "/")
}

func (r *configReader) fonts(n yaml.Node) {
	for _, item := range r.List(n) {
		v, ok := r.Text(item)
		if !ok {
			continue
		}
		f := FontFile{v, item.At}
		if _, absolute := f.machine(); !absolute && !fs.ValidPath(path.Clean(v)) {
			r.Problems = append(r.Problems, source.Errorf(item.At, "the font %q is outside the project", v).WithHint("copy it into the project, such as fonts/"+path.Base(v)))
			continue
		}
		r.config.Fonts = append(r.config.Fonts, f)
	}
}

const largestFont = 64 << 20 // bytes; those with all of Chinese, Japanese and Korean have 20 MB

// fontSet are the pictures made with pinned fonts, or what is wrong with each.
type fontSet struct {
	pictures Pictures
	faults   []error
}

// pin makes pictures with the fonts of plotline.yaml, in place of those of the machine, so that the same
// project makes the same pictures everywhere. The bytes of the fonts are what a set is known by.
func (r *run) pin() {
	r.pictures = r.options.Pictures
	if len(r.config.Fonts) == 0 {
		return
	}
	var fonts []raster.Font
	parts := [][]byte{[]byte("fonts")}
	for _, f := range r.config.Fonts {
		b, sum, problem := r.font(f)
		if problem != nil {
			r.report(*problem)
			continue
		}
		fonts = append(fonts, raster.Font{Name: f.Name, Read: func() ([]byte, error) { return b, nil }})
		parts = append(parts, []byte(f.Name), sum[:])
	}
	if len(fonts) < len(r.config.Fonts) {
		return
	}
	set := r.fontSets.once(keyOf(parts...), func() fontSet {
		s := fontSet{faults: make([]error, len(fonts))}
		for i, f := range fonts {
			s.faults[i] = f.Check()
		}
		faces, err := raster.New(raster.Options{Fonts: fonts})
		if err != nil {
			s.faults[0] = errors.Join(s.faults[0], err)
		}
		s.pictures = card.Maker{Raster: faces}
		return s
	})
	for i, err := range set.faults {
		if err != nil {
			r.report(source.Errorf(r.config.Fonts[i].At, "%v", err).WithHint("fonts are files .ttf, .otf or .ttc with outlines"))
		}
	}
	if r.options.Pictures != nil {
		r.pictures = set.pictures
	}
}

// font reads a font of the project or of the machine.
func (r *run) font(f FontFile) ([]byte, key, *source.Problem) {
	if name, absolute := f.machine(); absolute {
		b, err := r.machineFont(name)
		if err != nil {
			p := source.Errorf(f.At, "the font %q cannot be read: %v", f.Name, err).
				WithHint("other machines may not have it: copy it into the project, such as fonts/" + path.Base(name))
			return nil, key{}, &p
		}
		return b.bytes, b.sum, nil
	}
	name := path.Clean(f.Name)
	in := r.inputs.read(name)
	switch {
	case in.problem != nil:
		p := source.Errorf(f.At, "the font %q %s", f.Name, in.problem.Text)
		return nil, key{}, &p
	case in.bytes == nil:
		dir := path.Dir(name)
		near := r.inputs.list(dir, ".ttf", ".otf", ".ttc")
		p := source.Errorf(f.At, "the project has no font %q; it has %s", f.Name, source.Join(near)).WithHint(source.DidYouMean(name, near))
		if len(near) == 0 {
			p = source.Errorf(f.At, "the project has no font %q", f.Name).WithHint("copy the file there, or name it by its path in the project")
		}
		return nil, key{}, &p
	}
	return in.bytes, in.key(), nil
}

// machineFont is a font file as it was read.
type machineFont struct {
	size  int64
	at    time.Time
	bytes []byte
	sum   key
}

// machineFont reads a file of the machine, once for each of its versions.
func (b *Builder) machineFont(name string) (*machineFont, error) {
	if b.options.Machine == nil {
		return nil, errors.New("only files of the project are read here")
	}
	info, err := fs.Stat(b.options.Machine, name)
	var lost *fs.PathError
	switch {
	case errors.As(err, &lost):
		return nil, lost.Err
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file")
	case info.Size() > largestFont:
		return nil, fmt.Errorf("it has %d bytes; the limit is %d", info.Size(), largestFont)
	}
	if known := b.fonts[name]; known != nil && known.size == info.Size() && known.at.Equal(info.ModTime()) {
		return known, nil
	}
	text, err := fs.ReadFile(b.options.Machine, name)
	if err != nil {
		return nil, err
	}
	if b.fonts == nil {
		b.fonts = map[string]*machineFont{}
	}
	b.fonts[name] = &machineFont{info.Size(), info.ModTime(), text, keyOf(text)}
	return b.fonts[name], nil
}

// withoutLetters says what to do about characters that no font has.
func (r *run) withoutLetters(p source.Problem) source.Problem {
	if len(r.config.Fonts) == 0 {
		return p.WithHint("install a font that has these characters, such as Noto Sans CJK")
	}
	return p.WithHint("add a font that has these characters to fonts: in plotline.yaml").WithNote(r.config.Fonts[0].At, "the fonts are named here")
}
