import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { roleProperty } from "../src/colors";

/** Linear sRGB of an OKLCH colour. */
function linear(l: number, c: number, h: number): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clamp(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z),
    clamp(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z),
    clamp(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z),
  ];
}

function oklab([r, g, b]: [number, number, number]): [number, number, number] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Full deficiencies on linear sRGB (Machado, Oliveira, Fernandes 2009, severity 1). */
const SIGHT: Record<string, number[]> = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function seen(sight: string, color: [number, number, number]): [number, number, number] {
  const m = SIGHT[sight]!;
  const row = (at: number) =>
    Math.min(1, Math.max(0, m[at]! * color[0] + m[at + 1]! * color[1] + m[at + 2]! * color[2]));
  return [row(0), row(3), row(6)];
}

const luminance = ([r, g, b]: [number, number, number]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(a: [number, number, number], b: [number, number, number]): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const sheet = readFileSync("css/tokens.css", "utf8");

/** The value of a token in a theme; `var()` is followed. */
function token(name: string, theme: 0 | 1): [number, number, number] {
  const line = new RegExp(`--${name}: ([^;]+);`).exec(sheet)?.[1] ?? "";
  const alias = /^var\(--([\w-]+)\)$/.exec(line);
  if (alias) return token(alias[1]!, theme);
  const colors = [...line.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)|oklch\(([\d.]+) 0 0\)/g)];
  const found = colors[theme] ?? colors[0];
  if (!found) throw new Error(`no token ${name}`);
  return linear(Number(found[1] ?? found[4]), Number(found[2] ?? 0), Number(found[3] ?? 0));
}

const THEMES = [
  ["light", 0],
  ["dark", 1],
] as const;
const CATEGORIES = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];

describe.each(THEMES)("%s", (_, theme) => {
  test.each(Object.keys(SIGHT))("categories stay apart: %s", (sight) => {
    let least = Infinity;
    let pair = "";
    for (const [at, a] of CATEGORIES.entries()) {
      for (const b of CATEGORIES.slice(at + 1)) {
        const [x, y] = [oklab(seen(sight, token(a, theme))), oklab(seen(sight, token(b, theme)))];
        const gap = Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
        if (gap < least) [least, pair] = [gap, `${a} ${b}`];
      }
    }
    // About four times what can just be told apart side by side (0.02).
    expect(least, pair).toBeGreaterThan(0.08);
  });

  test.each(["text", "text-soft", "text-meta", "accent", "positive-text", "negative-text", "neutral-text", "danger-text", "warning-text"])(
    "%s can be read on every ground",
    (name) => {
      for (const ground of ["surface", "canvas", "sunken", "raised"]) {
        expect(contrast(token(name, theme), token(ground, theme)), ground).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test.each(["accent", "positive", "negative", "neutral", "unknown", "line-strong", "n8", ...CATEGORIES, "source-bluesky", "source-reddit", "source-feed", "source-mastodon"])(
    "%s can be seen as a graphic",
    (name) => expect(contrast(token(name, theme), token("surface", theme))).toBeGreaterThanOrEqual(3),
  );
});

test("roles name tokens that exist", () => {
  for (const role of ["accent", "neutral", "past", "source:bluesky", "source:unheard-of", "sentiment:positive", "sentiment:x", "category:3", "category:11", "topic:0af3", "junk"]) {
    expect(sheet).toContain(`${roleProperty(role)}:`);
  }
  expect(roleProperty("category:11")).toBe("--c3");
  expect(roleProperty("topic:abc")).toBe(roleProperty("topic:abc"));
});
