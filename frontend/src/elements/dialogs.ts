/**
 * Questions before what cannot be undone, pages opened as dialogs, and the guard over unsaved
 * forms. Words come from attributes and `#hk-words`.
 */
import htmx from "htmx.org/dist/htmx.esm.js";
import { el, icon } from "../dom";
import { word } from "../words";

interface Question {
  title: string;
  text: string;
  action: string;
  cancel: string;
  danger: boolean;
  /** What must be typed first. */
  name?: string | undefined;
}

/** Asks; true when the person goes on. */
export function ask(question: Question): Promise<boolean> {
  const go = el(
    "button",
    { class: `button primary${question.danger ? " danger" : ""}`, value: "go" },
    question.action,
  );
  const body: HTMLElement[] = [el("p", {}, question.text)];
  let field: HTMLInputElement | undefined;
  if (question.name !== undefined) {
    field = el("input", { class: "input", id: "hk-confirm-name", autocomplete: "off" });
    go.disabled = true;
    const name = question.name;
    field.addEventListener("input", () => {
      go.disabled = field?.value.trim() !== name;
    });
    body.push(
      el(
        "div",
        { class: "field" },
        el("label", { for: "hk-confirm-name" }, word("confirm_name", { name })),
        field,
      ),
    );
  }
  const cancel = el("button", { class: "button", value: "", type: "submit" }, question.cancel);
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": "hk-question" },
    el(
      "form",
      { method: "dialog", class: "form" },
      el("h2", { id: "hk-question" }, question.title),
      ...body,
      el("div", { class: "dialog-foot" }, cancel, go),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  (field ?? cancel).focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      done(dialog.returnValue === "go");
      dialog.remove();
    });
  });
}

/** Starts all three for the page. */
export function startDialogs(): void {
  document.addEventListener("submit", onSubmit, { capture: true });
  // Before htmx, which listens on the link itself and would follow it.
  document.addEventListener("click", onClick, { capture: true });
  startGuard();
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const { confirm, confirmTitle, confirmAction, confirmName } = form.dataset;
  if (confirm === undefined || form.dataset["confirmed"] !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  void ask({
    title: confirmTitle ?? word("confirm"),
    text: confirm,
    action: confirmAction ?? word("confirm"),
    cancel: word("cancel"),
    danger: form.dataset["confirmKind"] !== "plain",
    name: confirmName,
  }).then((yes) => {
    if (!yes) return;
    form.dataset["confirmed"] = "";
    form.requestSubmit(submitter);
    delete form.dataset["confirmed"];
  });
}

function onClick(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  void openPage(link);
}

/** Shows a page's `[data-dialog-content]`; where there is none, goes to the page. */
async function openPage(link: HTMLAnchorElement): Promise<void> {
  let content: Element | null = null;
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    content = answer.ok ? page.querySelector("[data-dialog-content]") : null;
  } catch {
    content = null;
  }
  if (!content) {
    location.assign(link.href);
    return;
  }
  const close = el(
    "button",
    { type: "button", class: "icon-button dialog-close", "aria-label": word("close") },
    icon("close"),
  );
  const dialog = el("dialog", { class: `dialog ${link.dataset["dialog"] ?? ""}` });
  const inner = document.importNode(content, true);
  const heading = inner.querySelector("h1, h2");
  if (heading) {
    heading.id ||= "hk-dialog-title";
    dialog.setAttribute("aria-labelledby", heading.id);
  }
  for (const cancel of inner.querySelectorAll("[data-dialog-close]")) {
    cancel.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      dialog.close();
    });
  }
  close.addEventListener("click", () => dialog.close());
  dialog.append(inner, close);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  htmx.process(dialog);
  dialog.showModal();
}

function state(form: HTMLFormElement): string {
  return JSON.stringify(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : value.name]),
  );
}

const first = new WeakMap<HTMLFormElement, string>();
let sending = false;

function changedForm(): HTMLFormElement | undefined {
  if (sending) return undefined;
  return [...document.querySelectorAll<HTMLFormElement>("form[data-guard]")].find((form) => {
    const before = first.get(form);
    return before !== undefined && before !== state(form);
  });
}

function startGuard(): void {
  // The state is taken when a form is first touched, after elements have dressed it.
  const take = (event: Event) => {
    const form = (event.target as Element).closest?.<HTMLFormElement>("form[data-guard]");
    if (form && !first.has(form)) first.set(form, state(form));
  };
  document.addEventListener("focusin", take, { capture: true });
  document.addEventListener("pointerdown", take, { capture: true });
  document.addEventListener("submit", (event) => {
    if (!(event.target as Element).matches("form[data-guard]")) return;
    sending = true;
    setTimeout(() => (sending = false), 3_000);
  });
  addEventListener("beforeunload", (event) => {
    if (changedForm()) event.preventDefault();
  });
  // Links that htmx follows leave the page without unloading it.
  document.addEventListener("htmx:confirm", (event) => {
    const detail = (event as CustomEvent<{ elt: Element; verb: string; issueRequest(skip: boolean): void }>)
      .detail;
    const form = changedForm();
    if (!form || !detail.elt.matches("a") || form.contains(detail.elt)) return;
    event.preventDefault();
    void ask({
      title: word("unsaved_title"),
      text: word("unsaved_text"),
      action: word("leave"),
      cancel: word("stay"),
      danger: false,
    }).then((yes) => {
      if (!yes) return;
      first.delete(form);
      detail.issueRequest(true);
    });
  });
}
