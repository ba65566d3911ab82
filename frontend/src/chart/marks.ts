/** What all kinds share: the sentence of a mark, its link, clicks with modifiers, keys. */
import { el, icon } from "../dom";
import { follow } from "../follow";
import { brief, changeText, full, percent } from "../format";
import { word } from "../words";
import type { Change, ChartData, Mark, Series, ValueKind } from "./data";

/** A mark with what is needed to speak of it. */
export interface Target {
  series: Series;
  mark: Mark;
}

const ARROWS = {
  up: "arrow-up",
  down: "arrow-down",
  steady: "arrow-steady",
  unknown: "dash",
} as const;
const SIGNS = { up: "+", down: "−", steady: "±", unknown: "" } as const;

/** Arrow and size. */
export function changeElement(change: Change, kind: ValueKind): HTMLElement {
  const size = change.percent === null ? "" : changeText(kind, change.percent);
  return el(
    "span",
    { class: "change", "data-direction": change.direction },
    icon(ARROWS[change.direction], "icon small"),
    size && el("span", { class: "visually-hidden" }, ` ${SIGNS[change.direction]}`),
    size && el("span", {}, size),
  );
}

/** The kind of the numbers of a series. */
export function kindOf(data: ChartData, series: Series): ValueKind {
  return series.value ?? data.value;
}

/** The sentence that a screen reader says of a mark. */
export function describe(data: ChartData, { series, mark }: Target): string {
  const kind = kindOf(data, series);
  const parts = [`${mark.name}: ${mark.value === null ? "–" : full(kind, mark.value)}`];
  if (data.series.length > 1) parts[0] = `${series.name}, ${parts[0]}`;
  if (mark.partial) parts.push(word("so_far"));
  if (mark.share !== undefined) parts.push(word("share", { share: percent(mark.share) }));
  if (mark.change && mark.change.percent !== null) {
    parts.push(
      `${SIGNS[mark.change.direction]}${changeText(kind, mark.change.percent)} ${data.change_note ?? ""}`.trim(),
    );
  }
  for (const [name, value] of mark.facts ?? []) parts.push(`${name} ${value}`);
  return parts.filter(Boolean).join(", ");
}

/** What a row does not show: the exact number, the share, what the change is against. */
export function unseen(data: ChartData, { series, mark }: Target): HTMLElement {
  const kind = kindOf(data, series);
  const parts = [
    mark.value !== null && brief(kind, mark.value) !== full(kind, mark.value) ? full(kind, mark.value) : "",
    mark.share === undefined ? "" : word("share", { share: percent(mark.share) }),
    mark.change?.percent != null ? (data.change_note ?? "") : "",
    ...(mark.facts ?? []).map(([name, value]) => `${name} ${value}`),
  ].filter(Boolean);
  return el("span", { class: "visually-hidden" }, parts.length > 0 ? ` (${parts.join(", ")})` : "");
}

/** A link (or, where nothing can be narrowed, a plain element) that stands for a mark. */
export function markElement(target: Target, className: string): HTMLElement {
  const { mark } = target;
  const element = mark.href
    ? el("a", { href: mark.href, class: className })
    : el("span", { class: className });
  if (mark.active) element.setAttribute("aria-current", "true");
  element.dataset["mark"] = mark.key;
  element.dataset["series"] = target.series.key;
  return element;
}

/** The address that a click or Enter with these modifiers follows, if it is a special one. */
export function specialAddress(mark: Mark, event: MouseEvent | KeyboardEvent): string | undefined {
  if (event.shiftKey) return mark.add;
  if (event.altKey) return mark.exclude;
  return undefined;
}

/** Shift adds, alt excludes; plain clicks stay links. Returns whether it took the event. */
export function handleModified(event: MouseEvent | KeyboardEvent, mark: Mark, place: Element): boolean {
  if (!event.shiftKey && !event.altKey) return false;
  const url = specialAddress(mark, event);
  // A shift-click would open a window and an alt-click a download: neither is meant here.
  event.preventDefault();
  event.stopPropagation();
  if (url) follow(url, place);
  return true;
}

/** Which neighbour a key leads to, by index; `undefined`: not a key of ours. */
export function nextIndex(key: string, at: number, count: number, rtl = false): number | undefined {
  switch (key) {
    case "ArrowRight":
      return rtl ? Math.max(at - 1, 0) : Math.min(at + 1, count - 1);
    case "ArrowLeft":
      return rtl ? Math.min(at + 1, count - 1) : Math.max(at - 1, 0);
    case "ArrowDown":
      return Math.min(at + 1, count - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}

/** A value short enough for a row. */
export function rowValue(data: ChartData, series: Series, mark: Mark): string {
  return mark.value === null ? "–" : brief(kindOf(data, series), mark.value);
}
