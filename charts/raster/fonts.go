package raster

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// Font is a font file; it is read when a character needs it.
type Font struct {
	Name string // of the file, for messages
	Read func() ([]byte, error)

	found bool // by System: passed over when it cannot be used
}

// File returns a font file of a project.
func File(fsys fs.FS, name string) Font {
	return Font{Name: name, Read: func() ([]byte, error) { return fs.ReadFile(fsys, name) }}
}

// Check reads the font and says whether it can be used.
func (f Font) Check() error { return newFace(f).load() }

// places are where systems keep fonts with Chinese, Japanese and Korean, and last with symbols and
// Arabic; regular faces stand before bold ones.
var places = []string{
	"usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", // Debian, Ubuntu
	"usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", // Arch
	"usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc", "usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc", // Fedora
	"usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc",
	"usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
	"System/Library/Fonts/Hiragino Sans GB.ttc", "System/Library/Fonts/STHeiti Light.ttc", "System/Library/Fonts/STHeiti Medium.ttc",
	"System/Library/Fonts/AppleSDGothicNeo.ttc", "System/Library/Fonts/Supplemental/Arial Unicode.ttf",
	"Windows/Fonts/msyh.ttc", "Windows/Fonts/msyhbd.ttc", "Windows/Fonts/YuGothM.ttc", "Windows/Fonts/YuGothB.ttc",
	"Windows/Fonts/malgun.ttf", "Windows/Fonts/malgunbd.ttf", "Windows/Fonts/seguisym.ttf",
	"usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
}

// System returns the fonts of a machine, whose file system the caller hands in: the root, on Windows
// the drive. Their bytes differ between machines; File is for pictures that must not.
func System(root fs.FS) []Font {
	var found []Font
	for _, name := range places {
		if info, err := fs.Stat(root, name); err == nil && info.Mode().IsRegular() {
			f := File(root, name)
			f.found = true
			found = append(found, f)
		}
	}
	return found
}

// fonts are the faces of a Raster.
type fonts struct {
	own     [2]*face // Liberation Sans, regular and bold: Latin, Greek, Cyrillic, Hebrew
	further []*face
}

// face is a font that is read once.
type face struct {
	Font
	load func() error // once; an error stays
	sum  [sha256.Size]byte
	font *font.Font
	bold bool
	any  bool // has an axis of weights
}

func newFonts(further []Font) (*fonts, error) {
	f := new(fonts)
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		f.own[i] = newFace(Font{Name: "Liberation Sans", Read: func() ([]byte, error) { return ttf, nil }})
		if err := f.own[i].load(); err != nil {
			return nil, err
		}
	}
	for _, o := range further {
		f.further = append(f.further, newFace(o))
	}
	return f, nil
}

func newFace(o Font) *face {
	f := &face{Font: o}
	f.load = sync.OnceValue(func() error {
		if err := f.read(); err != nil {
			return fmt.Errorf("font %s: %w", f.Name, err)
		}
		return nil
	})
	return f
}

// read takes the first font of a file; those of a collection have the same glyphs and differ in
// which language's forms they begin with, which text chooses by its own language.
func (f *face) read() (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("not a font that can be read: %v", e)
		}
	}()
	b, err := f.Read()
	if err != nil {
		return err
	}
	f.sum = sha256.Sum256(b)
	loaders, err := opentype.NewLoaders(bytes.NewReader(b))
	if err != nil {
		return err
	}
	first := loaders[0]
	if f.font, err = font.NewFont(first); err != nil {
		return err
	}
	has := func(table string) bool { return first.HasTable(opentype.MustNewTag(table)) }
	if !has("glyf") && !has("CFF ") && !has("CFF2") {
		return errors.New("its glyphs are pictures, not outlines")
	}
	f.any = has("fvar")
	f.bold = f.font.Describe().Aspect.Weight >= font.WeightSemibold
	return nil
}

// find returns the face for a character: Liberation Sans, or the first further one of the weight, or
// the first of any. It is nil when none has it; the error is a font's that cannot be read.
func (f *fonts) find(c rune, bold bool) (*face, error) {
	own := f.own[0]
	if bold {
		own = f.own[1]
	}
	if own.has(c) {
		return own, nil
	}
	var other *face
	for _, o := range f.further {
		if err := o.load(); err != nil {
			if o.found {
				continue
			}
			return nil, err
		}
		if !o.has(c) {
			continue
		}
		if o.any || o.bold == bold {
			return o, nil
		}
		if other == nil {
			other = o
		}
	}
	return other, nil
}

func (f *face) has(c rune) bool {
	_, ok := f.font.NominalGlyph(c)
	return ok
}

// Identity is what a drawing's picture depends on besides the drawing and its Size: the hash of the
// fonts it may need. Further fonts are read only for a drawing with characters that Liberation Sans
// does not have. The error is a font's that cannot be read.
func (r *Raster) Identity(svg []byte) ([sha256.Size]byte, error) {
	h := sha256.New()
	for _, o := range r.fonts.own {
		h.Write(o.sum[:])
	}
	for _, c := range string(svg) {
		if c < 0x7f || r.fonts.own[0].has(c) && r.fonts.own[1].has(c) {
			continue
		}
		for _, o := range r.fonts.further {
			if err := o.load(); err != nil && !o.found {
				return [sha256.Size]byte{}, err
			}
			h.Write(o.sum[:])
		}
		break
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// Missing is a *MissingError when words, or a drawing, have characters that no font has: what PNG and Card
// would return. It is much quicker than either.
func (r *Raster) Missing(words ...[]byte) error {
	var lost []rune
	for _, w := range words {
		for i := 0; i < len(w); {
			if w[i] < utf8.RuneSelf {
				i++
				continue
			}
			c, size := utf8.DecodeRune(w[i:])
			i += size
			if slices.Contains(lost, c) || unseen(c) {
				continue
			}
			f, err := r.fonts.find(c, false)
			if err != nil {
				return err
			}
			if f == nil {
				lost = append(lost, c)
			}
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return &MissingError{string(lost)}
}

// unseen are characters that need no glyph.
func unseen(c rune) bool { return unicode.In(c, unicode.Cf, unicode.Cc, unicode.Variation_Selector) }
