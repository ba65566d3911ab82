/** Colours and type of a canvas, read from the style sheet each time it is drawn. */
import { fade, resolveProperty, roleProperty } from "../colors";
import type { ColorRole } from "./data";

/** What canvases need of the tokens. */
export interface Paint {
  font: string;
  text: string;
  meta: string;
  line: string;
  surface: string;
  sea: string;
  land: string;
  landLine: string;
  patterns: boolean;
  role(role: ColorRole): string;
  fade(color: string, opacity: number): string;
}

/** Reads them now. */
export function readPaint(): Paint {
  const root = document.documentElement;
  return {
    font: getComputedStyle(document.body).fontFamily,
    text: resolveProperty("--text"),
    meta: resolveProperty("--text-meta"),
    line: resolveProperty("--line-soft"),
    surface: resolveProperty("--surface"),
    sea: resolveProperty("--sea"),
    land: resolveProperty("--land"),
    landLine: resolveProperty("--land-line"),
    patterns: root.dataset["patterns"] !== undefined,
    role: (role) => resolveProperty(roleProperty(role)),
    fade,
  };
}

/** Decals where the person asked for them (ANA-261); the label is ours, not the library's. */
export function ariaOption(paint: Paint): object {
  return { enabled: paint.patterns, label: { enabled: false }, decal: { show: paint.patterns } };
}
