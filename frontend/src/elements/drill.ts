/** Escape undoes the last click on a figure that narrowed the dataset (and the one before, and so on). */
import { follow } from "../follow";

interface Step {
  from: string;
  to: string;
}

const KEY = "hk-drilled";
const MOST = 50;

function read(): Step[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Step[];
  } catch {
    return [];
  }
}

function write(steps: Step[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(steps.slice(-MOST)));
  } catch {
    // Without storage there is nothing to undo; the browser's own way back is still there.
  }
}

/** The step that led to `here`, taken off `steps`; none when the page was reached in another way. */
export function undone(steps: Step[], here: string): Step | undefined {
  return steps.at(-1)?.to === here ? steps.pop() : undefined;
}

export function startDrill(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".widget-body a[href]");
    if (!link || event.ctrlKey || event.metaKey || link.origin !== location.origin) return;
    write([...read(), { from: location.href, to: link.href }]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const place = event.target as Element;
    if (place.closest("input, textarea, select, dialog, details[open]")) return;
    if (document.querySelector("dialog[open], details[data-menu][open]")) return;
    const steps = read();
    const step = undone(steps, location.href);
    if (!step) return;
    write(steps);
    follow(step.from, document.getElementById("main") ?? document.body);
  });
}
