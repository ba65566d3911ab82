/** `<hk-upload>`: drop zone and progress over a plain upload form, which works without it too. */
import { el } from "../dom";
import { percent } from "../format";
import { follow } from "../follow";
import { word } from "../words";

export class HkUpload extends HTMLElement {
  private request: XMLHttpRequest | undefined;

  connectedCallback(): void {
    const form = this.querySelector("form");
    const field = this.querySelector<HTMLInputElement>('input[type="file"]');
    if (!form || !field) return;
    form.addEventListener("submit", (event) => {
      if (!field.files?.length) return;
      event.preventDefault();
      event.stopPropagation();
      this.send(form, event.submitter);
    });
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.toggleAttribute("data-over", true);
    });
    this.addEventListener("dragleave", () => this.removeAttribute("data-over"));
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.removeAttribute("data-over");
      const files = event.dataTransfer?.files;
      if (!files?.length) return;
      field.files = files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  disconnectedCallback(): void {
    this.request?.abort();
  }

  private send(form: HTMLFormElement, submitter: HTMLElement | null): void {
    const bar = el("progress", { class: "progress", max: 100, value: 0 });
    const text = el("p", { class: "progress-text", role: "status" });
    const place = el("div", { class: "stack tight" }, bar, text);
    this.querySelector(".upload-progress")?.remove();
    place.classList.add("upload-progress");
    this.append(place);
    submitter?.setAttribute("aria-busy", "true");
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = (event.loaded / event.total) * 100;
      text.textContent = word("uploading", { percent: percent(bar.value, 0) });
    });
    const failed = () => {
      submitter?.removeAttribute("aria-busy");
      bar.remove();
      text.textContent = word("failed");
    };
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      submitter?.removeAttribute("aria-busy");
      const next = request.getResponseHeader("HX-Redirect") ?? request.getResponseHeader("HX-Location");
      if (next) follow(next, this);
      else if (request.status >= 200 && request.status < 300) location.assign(request.responseURL);
      else if (request.status === 422) this.showAnswer(request.responseText);
      else failed();
    });
    request.send(new FormData(form));
  }

  /** An answer with field errors holds the form again; it takes the place of this element. */
  private showAnswer(html: string): void {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("hk-upload");
    if (fresh) this.replaceWith(document.importNode(fresh, true));
    else this.querySelector(".progress-text")?.replaceChildren(word("failed"));
  }
}
