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

/** The atlas lets rings run across the date line; here they are cut there, for a flat map. */
function cut(points) {
  const run = [];
  let turn = 0;
  for (const [lon, lat] of points) {
    const last = run.at(-1);
    if (last) {
      const step = lon + turn - last[0];
      if (step > 180) turn -= 360;
      else if (step < -180) turn += 360;
    }
    run.push([lon + turn, lat]);
  }
  const lons = run.map(([lon]) => lon);
  if (Math.max(...lons) <= 180.01 && Math.min(...lons) >= -180.01) return [run];
  const out = [];
  for (const shift of [-360, 0, 360]) {
    const part = clip(clip(run, -180 - shift, 1), 180 - shift, -1);
    if (part.length >= 3) {
      const moved = part.map(([lon, lat]) => [lon + shift, lat]);
      out.push([...moved, moved[0]]);
    }
  }
  return out;
}

/** The part of a ring on one side of a meridian (Sutherland and Hodgman). */
function clip(points, edge, side) {
  const out = [];
  const inside = ([lon]) => (lon - edge) * side >= 0;
  for (let at = 0; at < points.length; at += 1) {
    const here = points[at];
    const before = points[(at + points.length - 1) % points.length];
    if (inside(here) !== inside(before)) {
      const part = (edge - before[0]) / (here[0] - before[0]);
      out.push([edge, before[1] + part * (here[1] - before[1])]);
    }
    if (inside(here)) out.push(here);
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
            .flatMap(([outer, ...holes]) => {
              const parts = cut(outer);
              return parts.length === 1 ? [[parts[0], ...holes]] : parts.map((part) => [part]);
            })
            .map((polygon) => polygon.map(ring).filter((points) => points.length >= 4))
            .filter((polygon) => polygon.length > 0),
        },
      }))
      .filter((each) => each.geometry.coordinates.length > 0),
  };
}
