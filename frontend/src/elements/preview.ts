/**
 * `<hk-preview>`: while one types, posts the form to an address and puts the answer into a place of
 * the page. Waits for a pause, gives up stale answers, never blocks typing.
 */
import htmx from "htmx.org/dist/htmx.esm.js";
import { word } from "../words";

export class HkPreview extends HTMLElement {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;
  private form: HTMLFormElement | null = null;
  private last = "";

  connectedCallback(): void {
    this.form = this.closest("form");
    this.form?.addEventListener("input", this.onInput);
    this.form?.addEventListener("change", this.onInput);
    if (this.form) this.last = this.body(this.form);
    if (this.hasAttribute("now")) this.schedule(0);
  }

  disconnectedCallback(): void {
    this.form?.removeEventListener("input", this.onInput);
    this.form?.removeEventListener("change", this.onInput);
    clearTimeout(this.timer);
    this.running?.abort();
  }

  private readonly onInput = (): void => this.schedule(Number(this.getAttribute("wait") ?? 300));

  private schedule(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(wait === 0), wait);
  }

  private body(form: HTMLFormElement): string {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") fields.append(name, value);
    }
    return fields.toString();
  }

  private async ask(always: boolean): Promise<void> {
    const target = document.querySelector<HTMLElement>(this.getAttribute("target") ?? "");
    const url = this.getAttribute("url");
    if (!this.form || !target || !url) return;
    const body = this.body(this.form);
    if (body === this.last && !always) return;
    this.last = body;
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
          "HX-Request": "true",
          Accept: "text/html",
        },
        signal: running.signal,
      });
      const html = await answer.text();
      if (running.signal.aborted) return;
      // An invalid form is answered with 422 and says why: that is shown too.
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      htmx.swap(target, html, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
    } catch {
      if (running.signal.aborted) return;
      // The next change asks again; the old preview stays, marked as such.
      this.last = "";
      target.dataset["stale"] = word("failed");
    } finally {
      if (this.running === running) {
        target.removeAttribute("aria-busy");
        this.running = undefined;
      }
    }
  }
}

/** Tells token fields the counts that came with a preview. */
export function publishCounts(place: Element): void {
  for (const script of place.querySelectorAll("script[data-token-counts]")) {
    try {
      const detail: unknown = JSON.parse(script.textContent ?? "");
      document.dispatchEvent(new CustomEvent("hk:token-counts", { detail }));
    } catch {
      // Not ours to repair: the fields show no counts.
    }
  }
}
