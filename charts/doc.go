// Package charts turns a chart block and its tables into an HTML figure.
//
// In go the YAML of a block and the tables it names; out comes a Fragment: an accessible figure
// with two static drawings, a data table, and the ECharts option a browser wakes up. The stages
// and what each hands on:
//
//	block --Parse--> Spec --Bind(tables)--> Plot --Assemble--> Option --draw--> SVG --Frame--> Fragment
//
// Programs that make reports start with Render, and with Block for a chart that no YAML was written
// for. Within Plotline start with Parse. A Spec says what was written, a Plot what it means: a *Plot always has a kind
// and a table whose columns suit it. A kind of chart is one file, kind_<name>.go, that declares
// its channels and builds its series; parsing, suggestions and reference pages derive from it.
package charts
