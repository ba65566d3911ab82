// Country code -> English name, box and middle of its main land, other names.
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { all } from "./cities.mjs";

const require = createRequire(import.meta.url);
const atlas = require("world-atlas/countries-50m.json");
const iso = require("i18n-iso-countries");

// An island or exclave belongs to the box when it is this near (degrees) or this large.
const NEAR = 4.5;
const LARGE = 0.3;
// Without a useful shape or city in the sources: south, west, north, east.
const BY_HAND = {
  AQ: [-90, -180, -60, 180],
  BV: [-54.47, 3.28, -54.38, 3.43],
  UM: [-0.38, -176.65, 28.22, -160.0],
};
// Shapes without a number in the atlas.
const BY_NAME = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY" };
// Territories that the atlas draws as parts of another country.
const TERRITORIES = [{ of: "NO", code: "SJ", holds: (p) => p.south > 72 || p.east < 0 }];
// Where the long name is a statement rather than a name.
const SHORT_NAMES = new Set(["HK", "MO", "PS"]);
// Languages in which people name countries in their profiles, besides the country's own.
const LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ru", "sv", "id"];

const round = (x) => Math.round(x * 100) / 100;
const wrap = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;

function polygonsByCode() {
  const found = new Map();
  for (const shape of feature(atlas, atlas.objects.countries).features) {
    const code = iso.numericToAlpha2(shape.id) ?? BY_NAME[shape.properties.name];
    if (!code || !shape.geometry) continue;
    const { type, coordinates } = shape.geometry;
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    for (const one of polygons.map((p) => part(p[0]))) {
      const territory = TERRITORIES.find((t) => t.of === code && t.holds(one));
      const owner = territory?.code ?? code;
      found.set(owner, [...(found.get(owner) ?? []), one]);
    }
  }
  return found;
}

// A ring across the antimeridian as one piece, its longitudes running on beyond 180.
function unwrapped(ring) {
  let last = ring[0][0];
  return ring.map(([lon, lat]) => {
    while (lon - last > 180) lon -= 360;
    while (lon - last < -180) lon += 360;
    last = lon;
    return [lon, lat];
  });
}

// Box, size in square degrees at the equator, and middle of a ring.
function part(raw) {
  const ring = unwrapped(raw);
  let [south, west, north, east] = [90, 999, -90, -999];
  let [area, x, y] = [0, 0, 0];
  ring.forEach(([lon, lat], i) => {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    const [lon2, lat2] = ring[(i + 1) % ring.length];
    const cross = lon * lat2 - lon2 * lat;
    area += cross / 2;
    x += ((lon + lon2) * cross) / 6;
    y += ((lat + lat2) * cross) / 6;
  });
  const middle = area ? [y / area, x / area] : [(south + north) / 2, (west + east) / 2];
  const size = Math.abs(area) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return { south, west, north, east, size, middle };
}

// The box of the largest part, grown by every part that is near or large.
function mainLand(parts) {
  const rest = [...parts].sort((a, b) => b.size - a.size);
  const main = rest.shift();
  const box = { ...main };
  for (let grew = true; grew; ) {
    grew = false;
    for (const other of [...rest]) {
      // Across the antimeridian a part counts where it is nearest.
      const turns = [-360, 0, 360].map((d) => ({ d, gap: gap(box, other, d) }));
      const { d, gap: distance } = turns.reduce((a, b) => (b.gap < a.gap ? b : a));
      if (distance > NEAR && other.size < LARGE * main.size) continue;
      box.south = Math.min(box.south, other.south);
      box.north = Math.max(box.north, other.north);
      box.west = Math.min(box.west, other.west + d);
      box.east = Math.max(box.east, other.east + d);
      rest.splice(rest.indexOf(other), 1);
      grew = true;
    }
  }
  const round360 = box.east - box.west >= 359;
  return {
    box: [
      round(box.south),
      round360 ? -180 : round(wrap(box.west)),
      round(box.north),
      round360 ? 180 : round(wrap(box.east)),
    ],
    middle: [round(main.middle[0]), round(wrap(main.middle[1]))],
  };
}

function gap(box, other, shift) {
  const x = Math.max(0, other.west + shift - box.east, box.west - other.east - shift);
  const y = Math.max(0, other.south - box.north, box.south - other.north);
  return Math.max(x, y);
}

function fromCities(code) {
  const points = all.filter((c) => c.country === code).map((c) => c.loc.coordinates);
  if (points.length === 0) return undefined;
  return points.map(([lon, lat]) => ({
    south: lat - 0.15,
    north: lat + 0.15,
    west: lon - 0.15,
    east: lon + 0.15,
    size: 0.09,
    middle: [lat, lon],
  }));
}

function byHand(code) {
  const box = BY_HAND[code];
  if (!box) throw new Error(`no shape and no city for ${code}`);
  const [south, west, north, east] = box;
  return { box, middle: [round((south + north) / 2), round((west + east) / 2)] };
}

// The name in the country's own language and in the widespread ones.
function otherNames(code, english) {
  const own = new Intl.Locale(`und-${code}`).maximize().language;
  const names = [own, ...LANGUAGES].map(
    (language) => new Intl.DisplayNames([language], { type: "region" }).of(code) ?? "",
  );
  const distinct = new Set(names.map((n) => n.replaceAll("|", " ")));
  distinct.delete(english);
  distinct.delete(code);
  distinct.delete("");
  return [...distinct].sort();
}

export function countryRows() {
  const shapes = polygonsByCode();
  const english = new Intl.DisplayNames(["en"], { type: "region" });
  const short = new Intl.DisplayNames(["en"], { type: "region", style: "short" });
  const codes = new Set([...Object.keys(iso.getAlpha2Codes()), "XK"]);
  return [...codes].sort().map((code) => {
    const parts = BY_HAND[code] ? undefined : (shapes.get(code) ?? fromCities(code));
    const { box, middle } = parts ? mainLand(parts) : byHand(code);
    const name = (SHORT_NAMES.has(code) ? short : english).of(code);
    return [code, name, ...box, ...middle, otherNames(code, name).join("|")];
  });
}
