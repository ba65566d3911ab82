/** `<hk-toasts>`: short messages that leave by themselves, except errors. */
import { el, icon } from "../dom";
import { word } from "../words";

const STAYS = 6_000;

/** Shows a message, from code. */
export function toast(text: string, kind = "info"): void {
  document.querySelector("hk-toasts")?.append(el("div", { class: "toast", "data-kind": kind }, text));
}

export class HkToasts extends HTMLElement {
  private watcher: MutationObserver | undefined;

  connectedCallback(): void {
    for (const each of this.querySelectorAll<HTMLElement>(".toast")) this.dress(each);
    this.watcher = new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) {
          if (node instanceof HTMLElement && node.matches(".toast")) this.dress(node);
        }
      }
    });
    this.watcher.observe(this, { childList: true });
  }

  disconnectedCallback(): void {
    this.watcher?.disconnect();
  }

  private dress(element: HTMLElement): void {
    if (element.querySelector(".toast-close")) return;
    const close = el(
      "button",
      { type: "button", class: "icon-button small toast-close", "aria-label": word("close") },
      icon("close", "icon small"),
    );
    close.addEventListener("click", () => element.remove());
    element.append(close);
    if (element.dataset["kind"] === "error") {
      element.setAttribute("role", "alert");
      return;
    }
    // Reading or pointing stops the clock.
    const leave = () => {
      if (element.matches(":hover, :focus-within")) setTimeout(leave, 2_000);
      else element.remove();
    };
    setTimeout(leave, STAYS);
  }
}
