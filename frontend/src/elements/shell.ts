/** The frame's own elements: rail, posts pane, theme, filter of lists, media, keyboard. */
import { el, icon, isTyping, remember } from "../dom";
import { word } from "../words";

/** A toggle that flips an attribute of `<html>` and keeps it in a cookie. */
abstract class Toggle extends HTMLElement {
  protected abstract readonly name: string;
  protected abstract readonly on: string;
  protected abstract readonly off: string;

  connectedCallback(): void {
    const button = this.querySelector("button, a");
    this.reflect();
    button?.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const next = this.isOn() ? this.off : this.on;
      document.documentElement.dataset[this.name] = next;
      remember(`hk_${this.name}`, next);
      for (const each of document.querySelectorAll<Toggle>(this.localName)) each.reflect();
    });
  }

  private isOn(): boolean {
    return document.documentElement.dataset[this.name] === this.on;
  }

  /** Says in the button how it stands. */
  reflect(): void {
    this.querySelector("button, a")?.setAttribute("aria-expanded", String(this.isOn()));
  }
}

export class HkRail extends Toggle {
  protected override readonly name = "rail";
  protected override readonly on = "open";
  protected override readonly off = "narrow";
}

export class HkPane extends Toggle {
  protected override readonly name = "pane";
  protected override readonly on = "open";
  protected override readonly off = "closed";
}

/** Buttons `name="theme" value="light|dark|auto"`. */
export class HkTheme extends HTMLElement {
  connectedCallback(): void {
    this.reflect();
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>('button[name="theme"]');
      if (!button) return;
      document.documentElement.dataset["theme"] = button.value;
      remember("hk_theme", button.value);
      this.reflect();
    });
    this.addEventListener("change", (event) => {
      const field = event.target as HTMLInputElement;
      if (field.name !== "theme") return;
      document.documentElement.dataset["theme"] = field.value;
      remember("hk_theme", field.value);
    });
  }

  private reflect(): void {
    const now = document.documentElement.dataset["theme"] ?? "auto";
    for (const button of this.querySelectorAll<HTMLButtonElement>('button[name="theme"]')) {
      button.setAttribute("aria-pressed", String(button.value === now));
    }
  }
}

/** Hides the rows of its panel that do not hold what is typed. */
export class HkFilterList extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("input")?.addEventListener("input", (event) => {
      this.apply((event.target as HTMLInputElement).value);
    });
  }

  private apply(typed: string): void {
    const wanted = typed.trim().toLocaleLowerCase();
    const panel = this.closest<HTMLElement>(".pop-panel, .panel, [data-filter-scope]");
    for (const row of panel?.querySelectorAll<HTMLElement>("li, .facet-row, .check-list > *") ?? []) {
      row.hidden = wanted !== "" && !(row.textContent ?? "").toLocaleLowerCase().includes(wanted);
    }
    for (const facet of panel?.querySelectorAll<HTMLDetailsElement>(".facet") ?? []) {
      const rows = [...facet.querySelectorAll<HTMLElement>(".facet-row")];
      const any = rows.some((row) => !row.hidden);
      const named = (facet.querySelector("summary")?.textContent ?? "").toLocaleLowerCase().includes(wanted);
      facet.hidden = wanted !== "" && !any && !named;
      if (wanted !== "" && any) facet.open = true;
      if (wanted !== "" && !any && named) for (const row of rows) row.hidden = false;
    }
  }
}

/** Shows media that its source marks sensitive, when asked. */
export class HkMedia extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => {
      this.querySelector(".media")?.removeAttribute("data-sensitive");
    });
  }
}

/** Global keys: every `[data-key]` of the page; `?` lists them. */
export function startShortcuts(): void {
  let before = "";
  let forget: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      showShortcuts();
      return;
    }
    const keys = before ? `${before} ${event.key}` : event.key;
    clearTimeout(forget);
    before = "";
    const found =
      document.querySelector<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`) ??
      document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (found) {
      event.preventDefault();
      if (isTyping(found)) found.focus();
      else found.click();
    } else if (event.key.length === 1) {
      before = event.key;
      forget = setTimeout(() => (before = ""), 1_200);
    }
  });
}

function nameOf(element: HTMLElement): string {
  return (
    element.getAttribute("aria-label") ??
    (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent) ??
    ""
  ).trim();
}

function showShortcuts(): void {
  const rows = new Map<string, string>();
  for (const each of document.querySelectorAll<HTMLElement>("[data-key]")) {
    rows.set(each.dataset["key"] ?? "", nameOf(each));
  }
  rows.set("?", word("shortcuts"));
  const list = el("dl", { class: "keys" });
  for (const [keys, name] of rows) {
    list.append(el("dt", {}, name), el("dd", {}, ...keys.split(" ").map((key) => el("kbd", {}, key))));
  }
  const close = el(
    "button",
    { class: "icon-button dialog-close", "aria-label": word("close") },
    icon("close"),
  );
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": "hk-shortcuts" },
    el("h2", { id: "hk-shortcuts" }, word("shortcuts")),
    list,
    el("form", { method: "dialog" }, close),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
