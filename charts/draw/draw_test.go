package draw

import (
	"context"
	"fmt"
	"os"
	"testing"
)

func TestTry(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Draw(context.Background(), []Job{{ID: "a", Sizes: []Size{{280, 200}, {640, 300}}, Option: []byte(`{"xAxis":{"type":"value"},"yAxis":{"type":"category","data":["a","b"]},"legend":{"data":["s"]},"series":[{"name":"s","type":"bar","label":{"show":true,"fontWeight":"bold"},"data":[1,2]}]}`)}})
	fmt.Println(string(r[0].SVG[0]), r[0].Err)
	os.Stdout.Sync()
}
