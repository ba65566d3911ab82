/** Options of `area`, `line` and `columns`, and where their marks lie. Pure but for the paint. */
import { axisLabel, axisNumber, full } from "../format";
import type { ChartData, Kind, Mark, Series } from "./data";
import { kindOf } from "./marks";
import { ariaOption, type Paint } from "./paint";

/** Dash patterns, so that lines differ without colour. */
const DASHES: (string | number[])[] = ["solid", [6, 3], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2], [8, 6]];

/** The buckets of all series, in order. */
export function buckets(data: ChartData): Mark[] {
  let longest: Mark[] = [];
  for (const series of data.series) {
    if (series.role !== "average" && series.marks.length > longest.length) longest = series.marks;
  }
  return longest;
}

/** Whole option of a time chart. */
export function timeOption(kind: Kind, data: ChartData, paint: Paint, compact: boolean): Record<string, unknown> {
  const keys = buckets(data);
  const columns = kind === "columns";
  const onRight = data.series.some((series) => series.role === "secondary");
  return {
    animation: false,
    aria: ariaOption(paint),
    textStyle: { fontFamily: paint.font },
    grid: compact
      ? { left: 1, right: 1, top: 4, bottom: 1, outerBoundsMode: "none" }
      : { left: 0, right: onRight ? 0 : 6, top: 10, bottom: 3, outerBoundsMode: "same" },
    xAxis: xAxis(data, keys, paint, columns, compact),
    yAxis: [
      yAxis(data.value, scale(data, onRight), paint, compact, true),
      ...(onRight ? [yAxis("index", [-10, 10], paint, compact, false)] : []),
    ],
    series: data.series.flatMap((series, at) =>
      columns && series.role !== "average" && series.role !== "secondary"
        ? [columnSeries(series, keys, paint)]
        : lineSeries(kind, data, series, keys, at, paint, compact),
    ),
  };
}

function xAxis(data: ChartData, keys: Mark[], paint: Paint, columns: boolean, compact: boolean) {
  const axis = data.axis ?? { bucket: "day" as const, zone: "UTC" };
  return {
    type: "category",
    show: !compact,
    boundaryGap: columns,
    data: keys.map((mark) => mark.key),
    axisLine: { lineStyle: { color: paint.line } },
    axisTick: { show: false },
    axisLabel: {
      color: paint.meta,
      fontSize: 12,
      margin: 8,
      hideOverlap: true,
      alignMinLabel: columns ? "center" : "left",
      alignMaxLabel: columns ? "center" : "right",
      formatter: (_: string, at: number) => {
        const mark = keys[at];
        return mark?.at ? axisLabel(mark.at, axis) : (mark?.name ?? "");
      },
    },
  };
}

/** Ends of the left axis. Beside an index both zeros must meet, so it is even on both sides. */
export function scale(data: ChartData, even: boolean): [number?, number?] {
  if (!even || data.min !== undefined || data.max !== undefined) return [data.min, data.max];
  const most = Math.max(
    ...data.series
      .filter((series) => series.role !== "secondary")
      .flatMap((series) => series.marks.map((mark) => Math.abs(mark.value ?? 0))),
    1,
  );
  const power = 10 ** Math.floor(Math.log10(most));
  const end = ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= most) ?? 10) * power;
  return [-end, end];
}

function yAxis(
  kind: ChartData["value"],
  [min, max]: [number?, number?],
  paint: Paint,
  compact: boolean,
  first: boolean,
) {
  return {
    type: "value",
    show: !compact,
    min,
    max,
    interval: min !== undefined && max !== undefined ? (max - min) / 4 : undefined,
    minInterval: kind === "count" ? 1 : undefined,
    splitNumber: 3,
    axisLabel: {
      color: paint.meta,
      fontSize: 12,
      formatter: (value: number) => kind === "count" ? axisNumber(Math.abs(value)) : full(kind, value),
    },
    splitLine: { show: first, lineStyle: { color: paint.line } },
  };
}

function valuesOf(series: Series, keys: Mark[]): (number | null)[] {
  const byKey = new Map(series.marks.map((mark) => [mark.key, mark.value]));
  return keys.map((mark) => byKey.get(mark.key) ?? null);
}

function columnSeries(series: Series, keys: Mark[], paint: Paint): object {
  const color = paint.role(series.color);
  const marks = new Map(series.marks.map((mark) => [mark.key, mark]));
  return {
    type: "bar",
    name: series.name,
    stack: "main",
    silent: true,
    barCategoryGap: "28%",
    barMaxWidth: 48,
    color,
    data: keys.map(({ key }) => {
      const mark = marks.get(key);
      return {
        value: mark?.value ?? null,
        itemStyle: mark?.partial
          ? { color: paint.fade(color, 0.12), borderColor: color, borderWidth: 1.5, borderType: "dashed" }
          : { color, borderRadius: 2, borderColor: paint.surface, borderWidth: 1 },
      };
    }),
  };
}

/** A line; where its last bucket is not over, a second, hollow piece leads to it. */
function lineSeries(
  kind: Kind,
  data: ChartData,
  series: Series,
  keys: Mark[],
  at: number,
  paint: Paint,
  compact: boolean,
): object[] {
  const color = paint.role(series.color);
  const average = series.role === "average";
  const values = valuesOf(series, keys);
  const partial = average ? -1 : keys.findIndex((mark) => isPartial(series, mark.key));
  const main = data.series.filter((each) => each.role !== "average");
  const filled = kind === "area" && !average;
  const base = {
    type: "line",
    silent: true,
    color,
    smooth: false,
    yAxisIndex: series.role === "secondary" ? 1 : 0,
    symbolSize: 6,
    z: average ? 2 : 3,
  };
  const own = main.filter((each) => each.role !== "secondary").length;
  const dash = average ? [4, 4] : series.role === "secondary" || own < 2 ? "solid" : DASHES[at % DASHES.length];
  const whole = partial < 0 ? values : values.map((value, index) => (index >= partial ? null : value));
  const few = values.filter((value) => value !== null).length <= 31;
  const out: object[] = [
    {
      ...base,
      name: series.name,
      data: whole,
      symbol: "circle",
      showSymbol: !average && !compact && few && main.length === 1,
      showAllSymbol: true,
      itemStyle: { color, borderColor: paint.surface, borderWidth: 1.5 },
      lineStyle: { color, width: average ? 1.5 : 2, type: dash },
      areaStyle: filled ? { color, opacity: compact ? 0.16 : 0.13 } : undefined,
    },
  ];
  if (partial >= 0) out.push(hollow(base, values, partial, paint, color, filled));
  return out.map((each) => ({ ...each, ariaKind: kindOf(data, series) }));
}

function isPartial(series: Series, key: string): boolean {
  return series.marks.some((mark) => mark.key === key && mark.partial === true);
}

function hollow(
  base: object,
  values: (number | null)[],
  partial: number,
  paint: Paint,
  color: string,
  filled: boolean,
): object {
  return {
    ...base,
    data: values.map((value, index) =>
      index < partial - 1
        ? null
        : { value, symbol: index < partial ? "none" : "circle", symbolSize: 8 },
    ),
    showSymbol: true,
    showAllSymbol: true,
    itemStyle: { color: paint.surface, borderColor: color, borderWidth: 2 },
    lineStyle: { color, width: 2, type: [3, 4] },
    areaStyle: filled ? { color, opacity: 0.05 } : undefined,
  };
}

/** Box of a mark's band in the plot, pixels: its bucket's width, the grid's height. */
export interface Band {
  left: number;
  width: number;
}

/** Bands from the centres of the buckets: each reaches half-way to its neighbours. */
export function bands(centres: number[], left: number, right: number): Band[] {
  return centres.map((centre, at) => {
    const before = centres[at - 1];
    const after = centres[at + 1];
    const step = (after ?? centre) - (before ?? centre);
    const half = before !== undefined && after !== undefined ? step / 4 : step / 2;
    const from = before === undefined ? left : (before + centre) / 2;
    const to = after === undefined ? right : (centre + after) / 2;
    return centres.length === 1
      ? { left, width: right - left }
      : { left: Math.max(left, from), width: Math.max(2, Math.min(right, to) - Math.max(left, from)) || half };
  });
}
