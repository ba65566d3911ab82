/**
 * `<hk-tokens>`: a token field over a plain text area. The area stays what the form sends and
 * always holds all that was typed, the unfinished entry included; nothing typed is ever lost.
 */
import { el, icon } from "../dom";
import { exact, short } from "../format";
import { word } from "../words";
import { merge, sameness, scalars, splitEntries, tokenKind, written } from "./token-list";

let serial = 0;

export class HkTokens extends HTMLElement {
  private area: HTMLTextAreaElement | null = null;
  private list: string[] = [];
  private hits = new Map<string, number>();
  private readonly input = el("input", {
    class: "token-input",
    type: "text",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    enterkeyhint: "enter",
  });
  private readonly box = el("div", { class: "tokens" });
  private readonly note = el("p", { class: "token-note", role: "status" });

  connectedCallback(): void {
    this.area = this.querySelector("textarea");
    if (!this.area || this.box.isConnected) return;
    this.list = merge([], splitEntries(this.area.value)).list;
    this.area.hidden = true;
    this.takeLabel(this.area);
    this.area.after(this.box, this.note);
    this.input.disabled = this.area.disabled;
    this.wire();
    this.render();
    document.addEventListener("hk:token-counts", this.onCounts);
    this.area.form?.addEventListener("reset", this.onReset);
  }

  disconnectedCallback(): void {
    document.removeEventListener("hk:token-counts", this.onCounts);
  }

  /** The label, the help and the error now speak of the line one types into. */
  private takeLabel(area: HTMLTextAreaElement): void {
    serial += 1;
    this.input.id = `${area.id || "tokens"}-line-${serial}`;
    const label = this.querySelector("label");
    if (label) label.htmlFor = this.input.id;
    for (const name of ["aria-describedby", "aria-invalid", "placeholder", "dir", "lang"]) {
      const value = area.getAttribute(name);
      if (value !== null) this.input.setAttribute(name, value);
    }
    if (area.autofocus) this.input.autofocus = true;
  }

  private limit(name: string, otherwise: number): number {
    return Number(this.getAttribute(name)) || otherwise;
  }

  private wire(): void {
    this.box.addEventListener("mousedown", (event) => {
      if (event.target !== this.box) return;
      event.preventDefault();
      this.input.focus();
    });
    this.box.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>(".token-remove");
      if (button) this.drop(Number(button.parentElement?.dataset["at"]));
    });
    this.input.addEventListener("input", (event) => {
      // While a word is being composed (Japanese, Korean ...) nothing is cut.
      if ((event as InputEvent).isComposing) return this.write();
      if (/[,，、]/u.test(this.input.value)) {
        const parts = this.input.value.split(/[,，、]/u);
        const rest = parts.pop() ?? "";
        this.add(parts.join(","), rest.trimStart());
      } else {
        this.write();
      }
    });
    this.input.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text") ?? "";
      if (!/[,，、\n]/u.test(text)) return;
      event.preventDefault();
      const { selectionStart, selectionEnd, value } = this.input;
      this.add(value.slice(0, selectionStart ?? 0) + text + value.slice(selectionEnd ?? 0), "");
    });
    this.input.addEventListener("blur", () => {
      if (this.input.value.trim()) this.add(this.input.value, "");
    });
    this.box.addEventListener("keydown", (event) => this.onKey(event));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const token = (event.target as Element).closest<HTMLElement>(".token");
    if (token) return this.onTokenKey(event, token);
    if (event.key === "Enter" && this.input.value.trim()) {
      event.preventDefault();
      this.add(this.input.value, "");
    } else if (
      (event.key === "Backspace" || event.key === "ArrowLeft") &&
      this.input.selectionStart === 0 &&
      this.input.selectionEnd === 0 &&
      this.list.length > 0
    ) {
      event.preventDefault();
      this.focusToken(this.list.length - 1);
    }
  }

  private onTokenKey(event: KeyboardEvent, token: HTMLElement): void {
    const at = Number(token.dataset["at"]);
    switch (event.key) {
      case "Backspace":
      case "Delete":
        event.preventDefault();
        this.drop(at);
        break;
      case "Enter":
      case "F2":
        event.preventDefault();
        this.edit(at);
        break;
      case "ArrowLeft":
        event.preventDefault();
        this.focusToken(at - 1);
        break;
      case "ArrowRight":
        event.preventDefault();
        this.focusToken(at + 1);
        break;
      default:
        if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) this.input.focus();
    }
  }

  private focusToken(at: number): void {
    const tokens = this.box.querySelectorAll<HTMLElement>(".token");
    const token = tokens[Math.max(0, at)];
    if (at < tokens.length && token) token.focus();
    else this.input.focus();
  }

  private add(text: string, rest: string): void {
    const { list, duplicates } = merge(this.list, splitEntries(text));
    this.list = list;
    this.input.value = rest;
    this.render();
    this.say(duplicates.length > 0 ? word("duplicate", { name: duplicates.join(", ") }) : "");
    this.write();
  }

  private drop(at: number): void {
    this.list.splice(at, 1);
    this.render();
    this.write();
    this.focusToken(Math.min(at, this.list.length));
  }

  /** Back into the line, to be changed; what stood in the line becomes an entry. */
  private edit(at: number): void {
    const [entry] = this.list.splice(at, 1);
    if (this.input.value.trim()) this.list = merge(this.list, splitEntries(this.input.value)).list;
    this.input.value = entry ?? "";
    this.render();
    this.input.focus();
    this.input.select();
    this.write();
  }

  private say(text: string): void {
    this.note.textContent = text;
  }

  private write(): void {
    if (!this.area) return;
    this.area.value = written(this.list, this.input.value);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.area.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private render(): void {
    const longest = this.limit("max-length", 128);
    const tokens = this.list.map((entry, at) => this.token(entry, at, longest));
    const focused = document.activeElement === this.input;
    this.box.replaceChildren(...tokens, this.input);
    if (focused) this.input.focus();
    this.count();
    const long = this.list.find((entry) => scalars(entry) > longest);
    this.say(long ? word("token_too_long", { name: `${long.slice(0, 24)}…`, max: longest }) : "");
  }

  private token(entry: string, at: number, longest: number): HTMLElement {
    const kind = tokenKind(entry);
    const hits = this.hits.get(sameness(entry));
    return el(
      "span",
      {
        class: "token",
        tabindex: -1,
        "data-at": at,
        "data-kind": kind,
        "data-invalid": scalars(entry) > longest,
      },
      kind === "word" ? null : el("span", { class: "token-kind", "aria-hidden": "true" }, entry[0]),
      el("bdi", { class: "token-text" }, kind === "word" ? entry : entry.slice(1)),
      hits === undefined
        ? null
        : el("span", { class: "token-hits", title: exact(hits), "data-none": hits === 0 }, short(hits)),
      el(
        "button",
        {
          type: "button",
          class: "token-remove",
          tabindex: -1,
          "aria-label": word("remove", { name: entry }),
        },
        icon("close", "icon"),
      ),
    );
  }

  private count(): void {
    const place = this.querySelector<HTMLElement>(".token-count");
    if (!place) return;
    const left = this.limit("limit", 15) - this.list.length;
    place.textContent = word("tokens_left", { count: left });
    place.toggleAttribute("data-over", left < 0);
  }

  /** Counts per entry, from a preview: `{"keywords": {"contoso": 812}}`. */
  private readonly onCounts = (event: Event): void => {
    const all = (event as CustomEvent<Record<string, Record<string, number>>>).detail;
    const own = this.area ? all[this.area.name] : undefined;
    if (!own) return;
    this.hits = new Map(Object.entries(own).map(([entry, count]) => [sameness(entry), count]));
    if (!this.box.contains(document.activeElement) || document.activeElement === this.input) {
      this.render();
    }
  };

  private readonly onReset = (): void => {
    setTimeout(() => {
      this.list = merge([], splitEntries(this.area?.defaultValue ?? "")).list;
      this.input.value = "";
      this.render();
      this.write();
    });
  };
}
