/** Follows an address as if a link of that place had been pressed, htmx included. */
import htmx from "htmx.org/dist/htmx.esm.js";
import { el } from "./dom";

/** Goes to `url` the way links inside `place` do (boost, target and select are inherited). */
export function follow(url: string, place: Element): void {
  const link = el("a", { href: url, hidden: true, tabindex: -1 });
  (place.parentElement ?? document.body).append(link);
  htmx.process(link);
  link.click();
  // htmx still names the link in its events; it goes when they are over.
  setTimeout(() => link.remove(), 10_000);
}
