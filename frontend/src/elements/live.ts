/**
 * `<hk-live src>`: listens to the server's events while the page is seen. New posts refresh what
 * is marked `data-live`, or, where a list must not jump, offer a pill. What is marked
 * `data-live="now"` is fetched again when listening begins.
 */
import htmx from "htmx.org/dist/htmx.esm.js";
import type { HkChart } from "../chart/element";
import { el } from "../dom";
import { word } from "../words";
import { toast } from "./toasts";

const LEAST_BETWEEN = 5_000;
const LONGEST_WAIT = 60_000;

export class HkLive extends HTMLElement {
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private refresh: ReturnType<typeof setTimeout> | undefined;
  private wait = 1_000;
  private waiting = 0;
  private refreshed = 0;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onVisibility();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.close();
  }

  private readonly onVisibility = (): void => {
    if (document.hidden) this.close();
    else if (!this.source) this.open();
  };

  private open(): void {
    const src = this.getAttribute("src");
    if (!src) return;
    const source = new EventSource(src);
    this.source = source;
    source.addEventListener("open", () => {
      this.wait = 1_000;
      this.dataset["state"] = "open";
      tell("");
      // What ended before anybody listened is told by no event.
      void this.reload(document.querySelectorAll<HTMLElement>('[data-live="now"]'));
    });
    source.addEventListener("posts", (event) => this.onPosts(event as MessageEvent<string>));
    source.addEventListener("toast", (event) => {
      const said = read<{ kind?: string; text?: string }>(event as MessageEvent<string>);
      if (said?.text) toast(said.text, said.kind ?? "info");
    });
    source.addEventListener("error", () => {
      this.dataset["state"] = "closed";
      tell(word("offline"));
      // The browser tries again by itself unless the answer was final.
      if (source.readyState !== EventSource.CLOSED) return;
      this.source = undefined;
      this.retry = setTimeout(() => this.onVisibility(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    });
  }

  private close(): void {
    this.source?.close();
    this.source = undefined;
    clearTimeout(this.retry);
    clearTimeout(this.refresh);
    this.refresh = undefined;
  }

  private onPosts(event: MessageEvent<string>): void {
    const count = read<{ count?: number }>(event)?.count ?? 0;
    if (count <= 0) return;
    this.waiting += count;
    const lists = document.querySelectorAll<HTMLElement>("[data-live-pill]");
    for (const list of lists) this.pill(list);
    if (this.refresh || !document.querySelector("[data-live]")) return;
    const rest = Math.max(0, LEAST_BETWEEN - (Date.now() - this.refreshed));
    this.refresh = setTimeout(() => {
      this.refresh = undefined;
      void this.reload(document.querySelectorAll<HTMLElement>("[data-live]"));
    }, rest);
  }

  private pill(list: HTMLElement): void {
    let pill = list.querySelector<HTMLButtonElement>(":scope > .live-pill");
    if (!pill) {
      pill = el("button", { type: "button", class: "button primary small live-pill" });
      pill.addEventListener("click", () => {
        pill?.remove();
        this.waiting = 0;
        void this.reload([list], true);
      });
      list.prepend(pill);
    }
    pill.textContent = word("new_posts", { count: this.waiting });
  }

  /** Fetches the page's address once and swaps the elements by their ids. */
  private async reload(elements: Iterable<HTMLElement>, forced = false): Promise<void> {
    const ids = [...elements]
      .filter((each) => each.id && (forced || !isBusy(each)))
      .map((each) => each.id);
    if (ids.length === 0) return;
    this.refreshed = Date.now();
    try {
      const answer = await fetch(this.getAttribute("page") ?? location.href, {
        headers: { "HX-Request": "true", "HX-Live": "true" },
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ids) {
        const fresh = page.getElementById(id);
        const old = document.getElementById(id);
        if (!fresh || !old || (!forced && isBusy(old))) continue;
        if (renewChart(old, fresh)) continue;
        const copy = document.importNode(fresh, true);
        old.replaceWith(copy);
        htmx.process(copy);
      }
    } catch {
      // The next message tries again.
    }
  }
}

/** Says in `[data-live-state]` how it stands with the connection. */
function tell(text: string): void {
  for (const place of document.querySelectorAll("[data-live-state]")) place.textContent = text;
}

/** Somebody works there: a menu is open, the keyboard is in it. */
function isBusy(element: HTMLElement): boolean {
  return element.contains(document.activeElement) || element.querySelector("details[open]") !== null;
}

/** A widget whose chart stays one takes the new numbers in place: no flicker, same view. */
function renewChart(old: Element, fresh: Element): boolean {
  const before = old.querySelector<HkChart>("hk-chart");
  const after = fresh.querySelector("hk-chart");
  if (!before || !after || before.getAttribute("kind") !== after.getAttribute("kind")) return false;
  if (!before.renew(after)) return false;
  const foot = fresh.querySelector(".widget-foot");
  old.querySelector(".widget-foot")?.remove();
  if (foot) old.append(document.importNode(foot, true));
  return true;
}

function read<T>(event: MessageEvent<string>): T | null {
  try {
    return JSON.parse(event.data) as T;
  } catch {
    return null;
  }
}
