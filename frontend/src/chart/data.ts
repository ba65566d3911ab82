/**
 * The JSON form of every chart: what the server writes into `<script type="application/json">`
 * inside `<hk-chart>`. It holds facts (numbers, names, addresses), never colours, HTML or
 * formatted numbers: the element formats by the page's language and colours by role.
 */

/** What a number is, so that it can be written: `1,234`, `+3.4`, `12.5 %`. */
export type ValueKind = "count" | "index" | "percent";

/**
 * A colour by meaning, never by value:
 * `accent`, `neutral`, `past`, `source:<key>`, `sentiment:<positive|negative|neutral|unknown>`,
 * `category:<1..8>` (wraps round), `topic:<any key>` (the same key keeps its colour).
 */
export type ColorRole = string;

/** Against what went before (ANA-030..034). */
export interface Change {
  /** Percent, signed, or points of the index where the value is an index; `null`: unknown. */
  percent: number | null;
  /** The arrow; `unknown` (too little history) shows a dash. */
  direction: "up" | "down" | "steady" | "unknown";
}

/** One thing that can be pointed at: a bucket, a row, a slice, a word, a bubble. */
export interface Mark {
  /** Stable within its series. */
  key: string;
  /** What a person calls it, already in their language ("22 Nov 2026", "Bluesky"). */
  name: string;
  /** Exact. `null` where nothing is known (a line breaks there). */
  value: number | null;
  /** Share of all, percent 0..100 (ANA-086). */
  share?: number;
  change?: Change;
  /** Further facts for the tooltip, in order: `[["Sentiment", "+3.4"]]`, already written out. */
  facts?: [string, string][];
  /** The dataset narrowed to this mark; absent: the mark cannot be clicked. */
  href?: string;
  /** Shift-click: added to what is chosen. */
  add?: string;
  /** Alt-click: excluded. */
  exclude?: string;
  /** This mark is what the dataset is narrowed to now. */
  active?: boolean;
  /** The bucket is not over yet: drawn hollow. */
  partial?: boolean;
  /** Its own colour, where the series' does not hold (rows of a ranking, slices). */
  color?: ColorRole;
  /** Name of an icon of the sprite, before the name (rankings). */
  icon?: string;
  /** Up to two letters in place of an icon (custom source groups, authors). */
  initials?: string;
  /** Second line under the name (an author's handle). */
  detail?: string;
  /** Axis position for time charts: the bucket's start, RFC 3339. */
  at?: string;
  /** Position for maps, degrees. */
  lat?: number;
  lon?: number;
}

/** Marks that belong together: a line, a ring, the rows of a ranking. */
export interface Series {
  key: string;
  name: string;
  color: ColorRole;
  /** `main` (default); `average`: dashed line without marks of its own (ANA-037);
   *  `secondary`: on the right-hand axis (the index over counts). */
  role?: "main" | "average" | "secondary";
  /** What its numbers are, where it differs from the chart's. */
  value?: ValueKind;
  marks: Mark[];
}

/** All a chart knows. */
export interface ChartData {
  /** One sentence for people who do not see it: what, when, how much, the extreme. */
  summary: string;
  value: ValueKind;
  series: Series[];
  /** Time charts only. */
  axis?: {
    bucket: "hour" | "day" | "week" | "month";
    /** IANA zone in which buckets are cut; shown when it is not the viewer's. */
    zone: string;
  };
  /** Fixed scale, e.g. -10 and 10 for an index; left out: from the data. */
  min?: number;
  max?: number;
  /** Rankings: the bar of 100 % (all posts that carry the attribute), so that bars show share. */
  whole?: number;
  /** Under the change in tooltips: "against the mean of the past 3 weeks". */
  change_note?: string;
  /** Donut: what stands in its middle. */
  center?: { value: number; kind: ValueKind; label: string; change?: Change };
  /** Maps: the box shown first, degrees `[west, south, east, north]`; west > east crosses the
   *  date line. Left out: all marks, or the world. */
  bounds?: [number, number, number, number];
}

/** The kinds that `<hk-chart kind>` draws. */
export const KINDS = [
  "area",
  "line",
  "columns",
  "bar",
  "diverging",
  "donut",
  "cloud",
  "map",
] as const;
export type Kind = (typeof KINDS)[number];

/** Marks that can be pointed at, in the order in which the keyboard visits them. */
export function visitOrder(kind: Kind, data: ChartData): { series: Series; mark: Mark }[] {
  const all = data.series
    .filter((series) => series.role !== "average")
    .flatMap((series) =>
      series.marks.filter((mark) => mark.value !== null).map((mark) => ({ series, mark })),
    );
  if (kind === "map") {
    // North to south, then west to east (ANA-262).
    all.sort(
      (a, b) =>
        (b.mark.lat ?? 0) - (a.mark.lat ?? 0) || (a.mark.lon ?? 0) - (b.mark.lon ?? 0),
    );
  }
  return all;
}

/** Reads the JSON form; `null` where it is not one (the table then stays). */
export function readChartData(text: string): ChartData | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof raw !== "object" || raw === null) return null;
  const data = raw as Partial<ChartData>;
  if (!Array.isArray(data.series)) return null;
  if (!data.series.every((series) => series && Array.isArray(series.marks))) return null;
  return { ...data, summary: data.summary ?? "", value: data.value ?? "count", series: data.series };
}
