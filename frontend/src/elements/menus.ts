/**
 * What `<details data-menu>` lack by themselves: one open at a time, outside clicks, Escape back
 * to the button, arrows, and staying inside the window.
 */

const OPEN = "details[data-menu][open]";
const ITEMS = "a[href], button:not([disabled]), input:not([type=hidden]), select, summary";

function panelOf(menu: Element): HTMLElement | null {
  return menu.querySelector<HTMLElement>(":scope > .menu-list, :scope > .pop-panel, :scope > .info-panel");
}

function closeOthers(inside: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
    if (!inside || !menu.contains(inside)) menu.open = false;
  }
}

/** Whether something round the menu would cut its panel off. */
function isClipped(menu: Element): boolean {
  for (let at = menu.parentElement; at && at !== document.body; at = at.parentElement) {
    if (getComputedStyle(at).overflowY !== "visible") return true;
  }
  return false;
}

/** In a place that scrolls, the panel floats over it, beside its button. */
function float(menu: Element, panel: HTMLElement): void {
  const button = menu.getBoundingClientRect();
  Object.assign(panel.style, { position: "fixed", inset: "0 auto auto 0" });
  const box = panel.getBoundingClientRect();
  const below = button.bottom + 6 + box.height <= innerHeight - 8;
  const top = below ? button.bottom + 6 : Math.max(8, button.top - 6 - box.height);
  const left = menu.classList.contains("end") ? button.right - box.width : button.left;
  panel.style.top = `${top}px`;
  panel.style.left = `${Math.min(Math.max(8, left), innerWidth - 8 - box.width)}px`;
}

/** Moves a panel that would leave the window back into it. */
function keepInside(menu: Element, panel: HTMLElement): void {
  panel.removeAttribute("style");
  if (getComputedStyle(panel).position === "fixed") return;
  if (isClipped(menu)) return float(menu, panel);
  const box = panel.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const over = box.right > width - 8 ? width - 8 - box.right : box.left < 8 ? 8 - box.left : 0;
  if (over !== 0) panel.style.translate = `${over}px 0`;
}

/** Starts it for the page; menus that come later are served too. */
export function startMenus(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      if (!(menu instanceof HTMLDetailsElement) || menu.dataset["menu"] === undefined) return;
      if (!menu.open) return;
      closeOthers(menu);
      const panel = panelOf(menu);
      if (!panel) return;
      keepInside(menu, panel);
      panel.querySelector<HTMLElement>("[data-first], input[type=search]")?.focus();
    },
    { capture: true },
  );
  // A floating panel does not go along with what scrolls under it.
  document.addEventListener(
    "scroll",
    (event) => {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
        const panel = panelOf(menu);
        if (panel?.style.position === "fixed" && !panel.contains(event.target as Node)) menu.open = false;
      }
    },
    { capture: true, passive: true },
  );
  document.addEventListener("pointerdown", (event) => closeOthers(event.target as Element));
  document.addEventListener("focusin", (event) => closeOthers(event.target as Element));
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const item = (event.target as Element).closest(".menu-list .menu-item");
    const menu = item?.closest<HTMLDetailsElement>(OPEN);
    if (menu) setTimeout(() => (menu.open = false));
  });
}

function onKey(event: KeyboardEvent): void {
  const menu = (event.target as Element).closest<HTMLDetailsElement>("details[data-menu]");
  if (!menu) return;
  const summary = menu.querySelector<HTMLElement>(":scope > summary");
  if (event.key === "Escape" && menu.open) {
    event.stopPropagation();
    menu.open = false;
    summary?.focus();
    return;
  }
  const list = panelOf(menu);
  if (!list?.matches(".menu-list")) return;
  if (event.key === "ArrowDown" && event.target === summary && !menu.open) {
    event.preventDefault();
    menu.open = true;
    list.querySelector<HTMLElement>(ITEMS)?.focus();
    return;
  }
  if (!menu.open || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  const items = [...list.querySelectorAll<HTMLElement>(ITEMS)];
  if (items.length === 0) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next =
    event.key === "Home"
      ? 0
      : event.key === "End"
        ? items.length - 1
        : (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
  items[next]?.focus();
}
