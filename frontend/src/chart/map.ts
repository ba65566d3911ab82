/** Option of the map, its projection, and the clustering of its bubbles. */
import type { ChartData, Mark } from "./data";
import type { Paint } from "./paint";

const RADIANS = Math.PI / 180;
const TOP = 83;

/** Mercator: countries keep their shape at any zoom. */
export const projection = {
  project([lon, lat]: [number, number]): [number, number] {
    const kept = Math.max(-TOP, Math.min(TOP, lat));
    return [lon, -Math.log(Math.tan(Math.PI / 4 + (kept * RADIANS) / 2)) / RADIANS];
  },
  unproject([x, y]: [number, number]): [number, number] {
    return [x, (2 * Math.atan(Math.exp(-y * RADIANS)) - Math.PI / 2) / RADIANS];
  },
};

type Box = [number, number, number, number];
const WORLD: Box = [-165, -48, 178, 70];

/** The box to open at: the given one, else around the marks, else the world. */
export function openingBox(data: ChartData): Box {
  if (data.bounds) {
    const [west, south, east, north] = data.bounds;
    // Across the date line no single box of this projection fits; the world does.
    if (west < east && east - west < 200) return pad([west, south, east, north]);
    return WORLD;
  }
  const marks = data.series.flatMap((series) => series.marks);
  const lats = marks.map((mark) => mark.lat).filter((each) => each !== undefined);
  const lons = marks.map((mark) => mark.lon).filter((each) => each !== undefined);
  if (lats.length < 2) return WORLD;
  return pad([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], 6);
}

function pad([west, south, east, north]: Box, by = 1): Box {
  const wide = Math.max(by, (east - west) * 0.08);
  const high = Math.max(by, (north - south) * 0.08);
  return [
    Math.max(-180, west - wide),
    Math.max(-80, south - high),
    Math.min(180, east + wide),
    Math.min(82, north + high),
  ];
}

/** Several marks too close to tell apart, or one alone. */
export interface Cluster {
  x: number;
  y: number;
  value: number;
  marks: Mark[];
}

/**
 * The mark that a bubble stands for: the only one, or, where all of it lies in one country that the
 * dataset is not narrowed to yet, that country. None: its marks are told apart by zooming in.
 */
export function meant(found: Cluster): Mark | null {
  const [first] = found.marks;
  if (!first || found.marks.length === 1) return first ?? null;
  const together = (mark: Mark) =>
    mark.href !== undefined && mark.href === first.href && !mark.active;
  if (!found.marks.every(together)) return null;
  const key = found.marks.map((mark) => mark.key).join("+");
  return { ...first, key, name: first.detail ?? first.name, value: found.value };
}

/** Radius in pixels by the root of the count. */
export function bubbleRadius(value: number, most: number): number {
  if (most <= 0) return 5;
  return Math.min(34, 5 + 21 * Math.sqrt(Math.max(0, value) / most));
}

/** Greedy: the largest takes in what its bubble would touch. Deterministic. */
export function cluster(
  marks: Mark[],
  place: (mark: Mark) => [number, number],
  most: number,
): Cluster[] {
  const rest = marks
    .filter((mark) => mark.lat !== undefined && mark.lon !== undefined && (mark.value ?? 0) > 0)
    .map((mark) => ({ mark, at: place(mark), value: mark.value ?? 0 }))
    .sort((a, b) => b.value - a.value || a.mark.key.localeCompare(b.mark.key));
  const out: Cluster[] = [];
  for (const each of rest) {
    const near = out.find((one) => {
      const gap = Math.hypot(one.x - each.at[0], one.y - each.at[1]);
      return gap < (bubbleRadius(one.value, most) + bubbleRadius(each.value, most)) * 0.8;
    });
    if (near) {
      near.marks.push(each.mark);
      near.value += each.value;
    } else {
      out.push({ x: each.at[0], y: each.at[1], value: each.value, marks: [each.mark] });
    }
  }
  // North to south, then west to east: the order of the keyboard (ANA-262).
  return out.sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Whole option of the map; bubbles are drawn by `bubbleData` once places are known. */
export function mapOption(box: Box, paint: Paint): Record<string, unknown> {
  const [west, south, east, north] = box;
  return {
    animation: false,
    geo: {
      map: "world",
      roam: false,
      silent: true,
      projection,
      boundingCoords: [
        [west, north],
        [east, south],
      ],
      preserveAspect: "contain",
      left: 8,
      right: 8,
      top: 8,
      bottom: 8,
      itemStyle: { areaColor: paint.land, borderColor: paint.landLine, borderWidth: 0.75 },
      select: { disabled: true },
      emphasis: { disabled: true },
    },
    series: [],
  };
}
