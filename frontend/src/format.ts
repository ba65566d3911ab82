/** Numbers and dates as the pages write them: 1,234 · 12.3k · 4.56M, exact in tooltips. */
import type { ChartData, ValueKind } from "./chart/data";
import { pageLanguage } from "./words";

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

/** All digits, grouped. */
export function exact(value: number): string {
  return format({ maximumFractionDigits: 2 }).format(value);
}

/** Up to 9,999 exact, then three digits with k, M or B. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return format({ maximumFractionDigits: size < 10 ? 1 : 0 }).format(value);
  const [unit, mark] = size < 999_500 ? [1e3, "k"] : size < 999_500_000 ? [1e6, "M"] : [1e9, "B"];
  const scaled = value / (unit as number);
  const digits = Math.abs(scaled) < 9.995 ? 2 : Math.abs(scaled) < 99.95 ? 1 : 0;
  return format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(scaled) + mark;
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
  return format({ maximumFractionDigits: 2 }).format(value / (unit as number)) + mark;
}

/** 12.5 %, with the language's own spacing. */
export function percent(value: number, digits = 1): string {
  return format({ style: "percent", maximumFractionDigits: digits }).format(value / 100);
}

/** Index of sentiment: sign and one decimal. */
export function index(value: number): string {
  return format({
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  })
    .format(value)
    .replace("-", "−");
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
    ? format({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Math.abs(value))
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
  const options: Intl.DateTimeFormatOptions =
    axis.bucket === "hour"
      ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
      : axis.bucket === "month"
        ? { month: "short", year: "numeric" }
        : { day: "numeric", month: "short" };
  return dateFormat(options, axis.zone).format(new Date(at));
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
