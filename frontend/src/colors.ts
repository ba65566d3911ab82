/** Colours by meaning. The style sheet holds the values; this turns a role into one of its names. */
import type { ColorRole } from "./chart/data";

const SOURCES = new Set(["bluesky", "reddit", "feed", "mastodon"]);
const TONES = new Set(["positive", "negative", "neutral", "unknown"]);
const CATEGORIES = 8;

/** FNV-1a, so that a key keeps its colour on every page and in every session. */
function slot(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return ((hash >>> 0) % CATEGORIES) + 1;
}

/** The custom property of a role, e.g. `--source-bluesky`. */
export function roleProperty(role: ColorRole): string {
  const [kind = "", ...rest] = role.split(":");
  const key = rest.join(":");
  switch (kind) {
    case "accent":
      return "--accent";
    case "past":
      return "--n8";
    case "source":
      return SOURCES.has(key) ? `--source-${key}` : `--c${slot(key)}`;
    case "sentiment":
      return TONES.has(key) ? `--${key}` : "--unknown";
    case "category": {
      const number = Number.parseInt(key, 10);
      if (!Number.isFinite(number)) return `--c${slot(key)}`;
      return `--c${((((number - 1) % CATEGORIES) + CATEGORIES) % CATEGORIES) + 1}`;
    }
    case "topic":
      return `--c${slot(key)}`;
    default:
      return "--n8";
  }
}

/** For styles: `var(--source-bluesky)`. */
export function roleColor(role: ColorRole): string {
  return `var(${roleProperty(role)})`;
}

let probe: HTMLElement | undefined;
let pixel: CanvasRenderingContext2D | null | undefined;
const resolved = new Map<string, string>();

/** For canvases: the colour of a property now, as `rgb()`/`rgba()`; canvases know no variables. */
export function resolveProperty(property: string): string {
  const known = resolved.get(property);
  if (known) return known;
  if (!probe?.isConnected) {
    probe = document.createElement("span");
    probe.hidden = true;
    // Else forced colours would answer the text colour for every property.
    probe.style.setProperty("forced-color-adjust", "none");
    document.documentElement.append(probe);
  }
  probe.style.color = `var(${property})`;
  const computed = getComputedStyle(probe).color;
  pixel ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  let color = computed;
  if (pixel) {
    pixel.canvas.width = pixel.canvas.height = 1;
    pixel.fillStyle = computed;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
    color = a === 255 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${(a ?? 0) / 255})`;
  }
  resolved.set(property, color);
  return color;
}

/** The same with an opacity. */
export function fade(color: string, opacity: number): string {
  const parts = color.match(/[\d.]+/g);
  return parts ? `rgba(${parts[0]},${parts[1]},${parts[2]},${opacity})` : color;
}

/** Calls back when colours or patterns change: the theme switch, the system, the contrast mode. */
export function onThemeChange(callback: () => void): () => void {
  const changed = () => {
    resolved.clear();
    callback();
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributeFilter: ["data-theme", "data-patterns"],
  });
  const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", changed);
  };
}
