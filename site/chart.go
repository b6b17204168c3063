package site

import (
	"context"

	"plotline/charts"
	"plotline/data/source"
)

// Chart returns one chart, table or bignumber of a story, drawn. The story is named by its file in the
// project. The Fragment is nil when a problem or an error says why; ids are the story's, for messages.
func (p *Plan) Chart(ctx context.Context, file, id string) (f *charts.Fragment, ids []string, problems source.List, err error) {
	s := p.run.sheet(file)
	if s == nil {
		return nil, nil, nil, nil
	}
	for _, block := range s.blocks {
		if block == nil || block.plot == nil && block.fragment == nil {
			continue
		}
		ids = append(ids, block.spec.ID.Value)
		if block.spec.ID.Value != id {
			continue
		}
		if block.plot == nil {
			return block.fragment, ids, nil, nil
		}
		if problems, err = p.run.draw(ctx, p.run.missing(s)); err != nil || problems.HasErrors() {
			return nil, nil, problems, err
		}
		f, problems = p.run.framedChart(s, block)
		if f != nil {
			f.CSV = block.plot.CSV()
		}
		return f, ids, problems, nil
	}
	return nil, ids, nil, nil
}

// Pictures makes PNGs as the site has them: with the fonts that plotline.yaml names, or with those of
// Options.Pictures.
func (p *Plan) Pictures() Pictures { return p.run.pictures }
