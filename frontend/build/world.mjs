// Country shapes: world-atlas 1:50m (Natural Earth, public domain), thinned and rounded here, so
// that a single country still has its shape and the file stays small. Nothing is committed.
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
/** Smallest triangle (square degrees) that is kept; smaller islands go with it. */
const LEAST = 0.05;
const DIGITS = 2;

const round = (value) => Number(value.toFixed(DIGITS));

function ring(points) {
  const out = [];
  for (const [lon, lat] of points) {
    const point = [round(lon), round(lat)];
    const last = out.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) out.push(point);
  }
  return out;
}

export function worldShapes() {
  const atlas = require("world-atlas/countries-50m.json");
  const thin = simplify(presimplify(atlas), LEAST);
  const kept = filter(thin, filterWeight(thin, LEAST * 1.5));
  const { features } = feature(kept, kept.objects.countries);
  return {
    type: "FeatureCollection",
    features: features
      .filter((each) => each.geometry && each.properties.name !== "Antarctica")
      .map((each) => ({
        type: "Feature",
        properties: { name: each.properties.name },
        geometry: {
          type: "MultiPolygon",
          coordinates: (each.geometry.type === "Polygon"
            ? [each.geometry.coordinates]
            : each.geometry.coordinates
          )
            .map((polygon) => polygon.map(ring).filter((points) => points.length >= 4))
            .filter((polygon) => polygon.length > 0),
        },
      }))
      .filter((each) => each.geometry.coordinates.length > 0),
  };
}
