/** The entry of every page: htmx without eval, and the elements. Charts' library comes later. */
import htmx from "htmx.org/dist/htmx.esm.js";
import { HkChart } from "./chart/element";
import { define } from "./dom";
import { startDialogs } from "./elements/dialogs";
import { startDrill } from "./elements/drill";
import { HkLive } from "./elements/live";
import { startMenus } from "./elements/menus";
import { HkPreview, publishCounts } from "./elements/preview";
import { HkFilterList, HkMedia, HkPane, HkRail, HkTheme, startShortcuts } from "./elements/shell";
import { HkTime } from "./elements/time";
import { HkToasts, toast } from "./elements/toasts";
import { HkTokens } from "./elements/tokens";
import { HkUpload } from "./elements/upload";
import { forgetWords, word } from "./words";

// Nothing is evaluated and no style is written into the page. Script tags of answers are kept
// because charts carry their data in them; that no other script runs is the policy's part.
Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  scrollIntoViewOnBoost: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  // A form with errors is answered by 422 and shown.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

define("hk-chart", HkChart);
define("hk-live", HkLive);
define("hk-tokens", HkTokens);
define("hk-preview", HkPreview);
define("hk-time", HkTime);
define("hk-toasts", HkToasts);
define("hk-rail", HkRail);
define("hk-pane", HkPane);
define("hk-theme", HkTheme);
define("hk-filter-list", HkFilterList);
define("hk-media", HkMedia);
define("hk-upload", HkUpload);

publishCounts(document.body);
startMenus();
startDialogs();
startShortcuts();
startDrill();

// Widget menus: chart or table, and the picture.
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-view], [data-png]");
  const widget = button?.closest(".widget, [data-chart-scope]");
  const chart = widget?.querySelector<HkChart>("hk-chart");
  if (!button || !chart) return;
  if (button.dataset["png"] !== undefined) {
    const title = widget?.querySelector(".widget-title")?.textContent?.trim() ?? "";
    const notes = [...document.querySelectorAll("[data-png-note]")].map((each) => each.textContent ?? "");
    void chart.exportPng(title, notes);
    return;
  }
  const buttons = [...(widget?.querySelectorAll<HTMLElement>("[data-view]") ?? [])];
  // One button alone goes to and fro; of two, the one that would change nothing hides.
  const wanted = buttons.length === 1 ? chart.getAttribute("view") !== "table" : button.dataset["view"] === "table";
  const next = wanted ? "table" : "chart";
  chart.show(next);
  if (buttons.length > 1) for (const each of buttons) each.hidden = each.dataset["view"] === next;
});

// htmx: the words and the focus of a page that was swapped in whole; failures are said.
document.addEventListener("htmx:afterSwap", (event) => {
  const place = event.target as Element;
  if (place === document.body) forgetWords();
  publishCounts(place);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.target as Element;
  if (place !== document.body || document.activeElement !== document.body) return;
  const first = document.querySelector<HTMLElement>('[aria-invalid="true"], [autofocus]');
  (first ?? document.getElementById("main"))?.focus({ preventScroll: first === null });
});
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, () => toast(word("failed"), "error"));
}
