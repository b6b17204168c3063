//go:build duckdb

package calc

import (
	"database/sql"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
)

func init() {
	inDuckDB = func(b *testing.B, name string) {
		db, err := sql.Open("duckdb", "")
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		rows, err := db.Query("select region, sum(income) from read_csv(?) group by region", name)
		if err != nil {
			b.Fatal(err)
		}
		defer rows.Close()
		n := 0
		for ; rows.Next(); n++ {
		}
		if err := rows.Err(); err != nil || n == 0 {
			b.Fatalf("%d regions, %v", n, err)
		}
	}
}
