/** Numbers and dates as the pages write them: 1,234 · 12.3k · 4.56M, exact in tooltips. */
import type { ChartData, ValueKind } from "./chart/data";
import { pageLanguage } from "./language";

const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${pageLanguage()}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat(pageLanguage(), options);
    formats.set(key, found);
  }
  return found;
}

/** What stands between groups of digits and before decimals, where the person chose it. */
const MARKS: Record<string, [group: string, decimal: string]> = {
  comma: [",", "."],
  point: [".", ","],
  space: ["\u202f", ","],
  apostrophe: ["’", "."],
  plain: ["", "."],
};

function write(value: number, options: Intl.NumberFormatOptions): string {
  const marks = MARKS[document.documentElement.dataset["numbers"] ?? ""];
  if (!marks) return format(options).format(value);
  const [group, decimal] = marks;
  return format(options)
    .formatToParts(value)
    .map((part) => (part.type === "group" ? group : part.type === "decimal" ? decimal : part.value))
    .join("");
}

/** All digits, grouped. */
export function exact(value: number): string {
  return write(value, { maximumFractionDigits: 2 });
}

/** Up to 9,999 exact, then three digits with k, M or B. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return write(value, { maximumFractionDigits: size < 10 ? 1 : 0 });
  const [unit, mark] = size < 999_500 ? [1e3, "k"] : size < 999_500_000 ? [1e6, "M"] : [1e9, "B"];
  const scaled = value / (unit as number);
  const digits = Math.abs(scaled) < 9.995 ? 2 : Math.abs(scaled) < 99.95 ? 1 : 0;
  return write(scaled, { minimumFractionDigits: digits, maximumFractionDigits: digits }) + mark;
}

/** For a bubble: at most three digits from 1,000 on (2.2k, 41k). */
export function tiny(value: number): string {
  if (Math.abs(value) < 1_000) return exact(value);
  return axisNumber(Number(value.toPrecision(2)), 1_000);
}

/** For an axis: as short as the number allows (15k, 2.5M). */
export function axisNumber(value: number, from = 10_000): string {
  const size = Math.abs(value);
  const [unit, mark] = size < from ? [1, ""] : size < 1e6 ? [1e3, "k"] : size < 1e9 ? [1e6, "M"] : [1e9, "B"];
  return write(value / (unit as number), { maximumFractionDigits: 2 }) + mark;
}

/** 12.5 %, with the language's own spacing. */
export function percent(value: number, digits = 1): string {
  return write(value / 100, { style: "percent", maximumFractionDigits: digits });
}

/** Index of sentiment: sign and one decimal. */
export function index(value: number): string {
  return write(value, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  }).replace("-", "−");
}

/** A value in full. */
export function full(kind: ValueKind, value: number): string {
  if (kind === "index") return index(value);
  if (kind === "percent") return percent(value);
  return exact(value);
}

/** A value where space is short. */
export function brief(kind: ValueKind, value: number): string {
  return kind === "count" ? short(value) : full(kind, value);
}

/** The size of a change, without sign: the arrow has the direction. */
export function changeText(kind: ValueKind, value: number): string {
  return kind === "index"
    ? write(Math.abs(value), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    : percent(Math.abs(value), Math.abs(value) < 10 ? 1 : 0);
}

/** The person's zone: their setting, else the browser's. */
export function viewerZone(): string {
  return (
    document.documentElement.dataset["zone"] || new Intl.DateTimeFormat().resolvedOptions().timeZone
  );
}

/** Writes bucket starts for an axis: the shortest form that says which bucket it is. */
export function axisLabel(at: string, axis: NonNullable<ChartData["axis"]>): string {
  const then = Date.parse(at);
  if (axis.bucket === "hour") return timeOfDay(then, axis.zone);
  if (axis.bucket === "month") {
    return dateFormat({ month: "short", year: "numeric" }, axis.zone).format(then);
  }
  return day(then, axis.zone, false);
}

/** 14:05, or 2:05 pm where the person likes that better. */
export function timeOfDay(at: number, zone: string): string {
  return document.documentElement.dataset["clock"] === "12"
    ? dateFormat({ hour: "numeric", minute: "2-digit", hourCycle: "h12" }, zone).format(at)
    : dateFormat({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone).format(at);
}

const FIELDS: Record<string, Intl.DateTimeFormatOptions> = {
  d: { day: "numeric" },
  dd: { day: "2-digit" },
  M: { month: "numeric" },
  MM: { month: "2-digit" },
  MMM: { month: "short" },
  MMMM: { month: "long" },
  yy: { year: "2-digit" },
  yyyy: { year: "numeric" },
  EEE: { weekday: "short" },
  EEEE: { weekday: "long" },
};

/** A day as the person chose to write it, else as the language does; on request without its year. */
export function day(at: number, zone: string, year = true): string {
  const pattern = document.documentElement.dataset["dates"];
  if (!pattern) {
    const numeric = year ? ({ year: "numeric" } as const) : {};
    return dateFormat({ day: "numeric", month: "short", ...numeric }, zone).format(at);
  }
  const shown = year ? pattern : pattern.replace(/[^A-Za-z]*y+[^A-Za-z]*$|y+[^A-Za-z]*/, "");
  return shown.replace(/([A-Za-z])\1*/g, (field) => part(at, zone, field));
}

/** A part of a day; numbers are those that the language would write in a date. */
function part(at: number, zone: string, field: string): string {
  const options = FIELDS[field];
  if (!options) return field;
  const written = dateFormat({ ...options, numberingSystem: "latn" }, zone).formatToParts(at);
  const kind = Object.keys(options)[0];
  const value = written.find((one) => one.type === kind)?.value ?? "";
  return field.length === 2 ? value.padStart(2, "0") : value;
}

/** Day and time of day. */
export function moment(at: number, zone: string): string {
  return `${day(at, zone)}, ${timeOfDay(at, zone)}`;
}

/** A formatter in a zone; an unknown zone falls back to UTC. */
export function dateFormat(
  options: Intl.DateTimeFormatOptions,
  zone: string,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(pageLanguage(), { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(pageLanguage(), { ...options, timeZone: "UTC" });
  }
}
