/** `<hk-time>`: "3 minutes ago" over a `<time>`, exact on hover, kept fresh once for all. */
import { day, moment, viewerZone } from "../format";
import { pageLanguage } from "../language";

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
const WEEK = 7 * 86_400;

/** Relative up to a week, then the date. `now` and `then` in milliseconds. */
export function relative(then: number, now: number, zone: string): string {
  const seconds = Math.round((then - now) / 1000);
  if (Math.abs(seconds) >= WEEK) {
    const sameYear = new Date(then).getUTCFullYear() === new Date(now).getUTCFullYear();
    return day(then, zone, !sameYear);
  }
  const format = new Intl.RelativeTimeFormat(pageLanguage(), { numeric: "auto", style: "short" });
  if (Math.abs(seconds) < 45) return format.format(0, "second");
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "second");
}

const shown = new Set<HkTime>();
let clock: ReturnType<typeof setInterval> | undefined;

export class HkTime extends HTMLElement {
  connectedCallback(): void {
    shown.add(this);
    clock ??= setInterval(() => {
      if (!document.hidden) for (const each of shown) each.write();
    }, 30_000);
    this.write();
  }

  disconnectedCallback(): void {
    shown.delete(this);
    if (shown.size === 0) {
      clearInterval(clock);
      clock = undefined;
    }
  }

  /** Writes it for now. */
  write(): void {
    const time = this.querySelector("time");
    const then = Date.parse(time?.dateTime ?? "");
    if (!time || Number.isNaN(then)) return;
    const zone = viewerZone();
    time.title = moment(then, zone);
    time.textContent = relative(then, Date.now(), zone);
  }
}
